# SPDX-License-Identifier: EUPL-1.2
"""Activatiecodes: issue, check, ask for (R5-R7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import voeg_toe_als_nieuw
from portal.models import (
    Activatiecode,
    Beheerderstoekenning,
    Codeverzoek,
    Gebruiker,
    Organisatie,
    Sessie,
)
from portal.models.soorten import Gebruikerstatus
from portal.post import outbox, teksten
from portal.secrets import hash_geheim, klopt, maak_activatiecode, normaal_activatiecode
from portal.tijd import amsterdam

GELDIG = timedelta(hours=24)  # R6, exactly


def geef_uit(
    session: Session, gebruiker: Gebruiker, *, nu: datetime, door: Gebruiker | None
) -> str:
    """Issue a code, void the older one (R5), and return it readable for the one mail or letter.

    The caller must not keep the returned text anywhere readable.
    """
    code = maak_activatiecode()
    for oude in session.scalars(_open(gebruiker).with_for_update()):
        oude.vervallen_op = nu
    session.flush()
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


def verstrek(
    session: Session, gebruiker: Gebruiker, *, nu: datetime, door: Gebruiker | None
) -> None:
    """Issue a code and mail it to the gebruiker alone (R5); who issued it is told so (R7)."""
    code = geef_uit(session, gebruiker, nu=nu, door=door)
    outbox.zet_klaar(
        session,
        teksten.activatiecode(gebruiker, code, nu + GELDIG),
        aan=gebruiker.email,
        nu=nu,
        gebruiker_id=gebruiker.id,
    )
    if door is not None:
        outbox.zet_klaar(
            session,
            teksten.code_uitgegeven(door, gebruiker, nu + GELDIG),
            aan=door.email,
            nu=nu,
            gebruiker_id=door.id,
        )


def controleer(
    session: Session, gebruiker: Gebruiker | None, code: str, nu: datetime
) -> Activatiecode | None:
    """The gebruiker's open code if ``code`` is it, expired or not; always one hash (R12)."""
    kandidaat = session.scalars(_open(gebruiker)).one_or_none() if gebruiker else None
    goed = klopt(kandidaat.code_hash if kandidaat else None, code)
    return kandidaat if goed else None


def is_verlopen(code: Activatiecode, nu: datetime) -> bool:
    """A code is valid for exactly 24 hours (R6)."""
    return nu >= code.verloopt_op


def vraag_aan(session: Session, sessie: Sessie, nu: datetime) -> None:
    """Tell the beheerders of the organisatie that the means names that a code is asked for (R7).

    One mail per means per day; says nothing back, so it tells nothing about accounts.
    """
    dag = amsterdam(nu).date()
    nieuw = voeg_toe_als_nieuw(session, Codeverzoek, middel=sessie.middel, dag=dag)
    audit.leg_vast(session, "code.gevraagd", "gelukt" if nieuw else "al_gevraagd")
    if not nieuw:
        return
    for beheerder in _beheerders(session, sessie, nu):
        outbox.zet_klaar(
            session,
            teksten.code_aangevraagd(beheerder, beheerder.organisatie),
            aan=beheerder.email,
            nu=nu,
            gebruiker_id=beheerder.id,
        )


def _open(gebruiker: Gebruiker) -> Select[Activatiecode]:
    return select(Activatiecode).where(
        Activatiecode.gebruiker_id == gebruiker.id,
        Activatiecode.gebruikt_op.is_(None),
        Activatiecode.vervallen_op.is_(None),
    )


def _beheerders(session: Session, sessie: Sessie, nu: datetime) -> Sequence[Gebruiker]:
    """Active beheerders of the organisatie by KvK number, else by RSIN, and of its parent."""
    genoemd = Organisatie.kvk == sessie.kvk if sessie.kvk else Organisatie.rsin == sessie.rsin
    parent = select(Organisatie.parent_id).where(genoemd).scalar_subquery()
    van_organisatie = or_(genoemd, Organisatie.id == parent)
    vraag = (
        select(Gebruiker)
        .join(Gebruiker.organisatie)
        .join(Beheerderstoekenning, Beheerderstoekenning.gebruiker_id == Gebruiker.id)
        .where(
            van_organisatie,
            Gebruiker.status == Gebruikerstatus.ACTIEF,
            Beheerderstoekenning.geldig_van <= nu,
            or_(
                Beheerderstoekenning.geldig_tot.is_(None),
                Beheerderstoekenning.geldig_tot > nu,
            ),
        )
        .distinct()
    )
    return session.scalars(vraag).all()
