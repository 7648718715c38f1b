# SPDX-License-Identifier: EUPL-1.2
"""Activatiecodes: issue, check, ask for (R5-R7)."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import voeg_toe_als_nieuw
from portal.domain import accounts, bevoegdheden
from portal.models import Activatiecode, Codeverzoek, Gebruiker, Koppeling, Organisatie, Sessie
from portal.models.soorten import Gebruikerstatus
from portal.post import outbox, teksten
from portal.secrets import hash_geheim, klopt, maak_activatiecode, normaal_activatiecode
from portal.tijd import dag_van

GELDIG = timedelta(hours=24)  # R6, exactly
# Each code voids the one before, so who needs more has another problem; and nobody's mailbox is
# filled with our mail.
MAX_PER_DAG = 5


class Uitkomst(StrEnum):
    """How having a code sent ended."""

    VERSTUURD = "verstuurd"
    BEEINDIGD = "beeindigd"
    GEBLOKKEERD = "geblokkeerd"
    AL_GEKOPPELD = "al_gekoppeld"
    ALLEEN_VOOR_BEHEERDER = "alleen_voor_beheerder"
    TE_VAAK = "te_vaak"


def geef_uit(
    session: Session, gebruiker: Gebruiker, *, nu: datetime, door: Gebruiker | None
) -> str:
    """Issue a code, void the older one (R5), and return it readable for the one mail or letter.

    The caller must not keep the returned text anywhere readable. Two at once stand in line: the
    later one is the one that works.
    """
    code = maak_activatiecode()
    accounts.pak(session, gebruiker)
    laat_vervallen(session, gebruiker, nu)
    session.add(
        Activatiecode(
            gebruiker=gebruiker,
            code_hash=hash_geheim(normaal_activatiecode(code)),
            uitgegeven_op=nu,
            uitgegeven_door_id=door.id if door else None,
            verloopt_op=nu + GELDIG,
        )
    )
    session.flush()
    return code


def laat_vervallen(session: Session, gebruiker: Gebruiker, nu: datetime) -> None:
    """Void the open code, if any; whoever has it can do nothing with it any more (R5)."""
    for oude in session.scalars(_open(gebruiker.id).with_for_update()):
        oude.vervallen_op = nu
    session.flush()


def laat_versturen(
    session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """A beheerder, or for a beheerder the servicedesk, has a code sent (R5).

    At most 5 in 24 hours for one gebruiker. Who is gekoppeld needs none: undo the koppeling first.
    """
    accounts.pak(session, gebruiker)
    uitkomst = beoordeel(session, gebruiker, door, nu)
    if uitkomst is Uitkomst.VERSTUURD:
        verstrek(session, gebruiker, nu=nu, door=door)
    else:
        audit.leg_vast(session, "code.geweigerd", uitkomst, op=gebruiker)
    return uitkomst


def beoordeel(session: Session, gebruiker: Gebruiker, door: Gebruiker, nu: datetime) -> Uitkomst:
    """How ``laat_versturen`` would end now; VERSTUURD when nothing is in the way."""
    if gebruiker.status is Gebruikerstatus.GEBLOKKEERD:
        return Uitkomst.GEBLOKKEERD
    if not accounts.is_bruikbaar(gebruiker):
        return Uitkomst.BEEINDIGD
    van_servicedesk = door.medewerkersrol is not None
    if van_servicedesk and not bevoegdheden.is_beschermd(session, gebruiker, nu):
        return Uitkomst.ALLEEN_VOOR_BEHEERDER
    gekoppeld = exists().where(
        Koppeling.gebruiker_id == gebruiker.id, Koppeling.beeindigd_op.is_(None)
    )
    if session.scalar(select(gekoppeld)):
        return Uitkomst.AL_GEKOPPELD
    sinds = Activatiecode.uitgegeven_op > nu - GELDIG
    vraag = select(func.count()).where(Activatiecode.gebruiker_id == gebruiker.id, sinds)
    return Uitkomst.TE_VAAK if (session.scalar(vraag) or 0) >= MAX_PER_DAG else Uitkomst.VERSTUURD


def verstrek(
    session: Session, gebruiker: Gebruiker, *, nu: datetime, door: Gebruiker | None
) -> None:
    """Issue a code and mail it to the gebruiker alone (R5); who issued it is told so (R7)."""
    code = geef_uit(session, gebruiker, nu=nu, door=door)
    outbox.stuur(session, gebruiker, teksten.activatiecode(gebruiker, code, nu + GELDIG), nu)
    if door is not None:
        outbox.stuur(session, door, teksten.code_uitgegeven(door, gebruiker, nu + GELDIG), nu)


def controleer(
    session: Session, gebruiker: Gebruiker | None, code: str, nu: datetime
) -> Activatiecode | None:
    """The gebruiker's open code if ``code`` is it, expired or not.

    Always one query and one hash, also without gebruiker (R12).
    """
    kandidaat = session.scalars(_open(gebruiker.id if gebruiker else None)).one_or_none()
    goed = klopt(kandidaat.code_hash if kandidaat else None, code)
    return kandidaat if goed else None


def is_verlopen(code: Activatiecode, nu: datetime) -> bool:
    """A code is valid for exactly 24 hours (R6)."""
    return nu >= code.verloopt_op


def vraag_aan(session: Session, sessie: Sessie, nu: datetime) -> None:
    """Tell the beheerders of the organisatie that the means names that a code is asked for (R7).

    One mail per means per day; says nothing back, so it tells nothing about accounts.
    """
    organisatie = session.scalars(_genoemd_door(sessie)).one_or_none()
    nieuw = voeg_toe_als_nieuw(
        session,
        Codeverzoek,
        {
            "middel": sessie.middel,
            "dag": dag_van(nu),
            "op": nu,
            "organisatie_id": organisatie.id if organisatie else None,
        },
    )
    audit.leg_vast(session, "code.gevraagd", "gelukt" if nieuw else "al_gevraagd")
    if not nieuw or organisatie is None:
        return
    for beheerder in bevoegdheden.beheerders_van(session, organisatie, nu):
        mail = teksten.code_aangevraagd(beheerder, beheerder.organisatie)
        outbox.stuur(session, beheerder, mail, nu)


def _open(gebruiker_id: int | None) -> Select[Activatiecode]:
    return select(Activatiecode).where(
        Activatiecode.gebruiker_id == gebruiker_id,
        Activatiecode.gebruikt_op.is_(None),
        Activatiecode.vervallen_op.is_(None),
    )


def _genoemd_door(sessie: Sessie) -> Select[Organisatie]:
    """The organisatie by KvK number, else by RSIN."""
    genoemd = Organisatie.kvk == sessie.kvk if sessie.kvk else Organisatie.rsin == sessie.rsin
    return select(Organisatie).where(genoemd)
