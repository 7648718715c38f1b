# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder or medewerker does to the account of a gebruiker (R1, R15, R17, R28).

Nobody does so to the own account. What decides whether somebody can be beheerder at all (to
block, to end) a beheerder cannot do to another beheerder: that is for the bestuur, through a
medewerker (R29). Every refusal is in the audit trail, every change is so by itself (R31).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import (
    accounts,
    activatiecodes,
    autorisaties,
    bevoegdheden,
    blokkades,
    emailwijzigingen,
    koppelingen,
    sessies,
    toekenningen,
)
from portal.models import Beheerderstoekenning, Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.post import outbox, teksten

# What a person can report about a means (R17); the other reasons are the portal's own.
REDENEN = (Verbreekreden.DEFECT, Verbreekreden.GESTOLEN, Verbreekreden.ZOEK)


class Uitkomst(StrEnum):
    """How an act on an account ended."""

    GELUKT = "gelukt"
    NIETS_TE_DOEN = "niets_te_doen"
    NIET_UZELF = "niet_uzelf"
    BESCHERMD = "beschermd"
    LAATSTE_BEHEERDER = "laatste_beheerder"
    AL_BEEINDIGD = "al_beeindigd"


def blokkeer(session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime) -> Uitkomst:
    """Close the account until it is opened again; sessions end at their next request."""
    accounts.pak(session, gebruiker)
    belemmering = belemmering_voor(session, gebruiker, door, nu)
    if belemmering is not None:
        return _weiger(session, gebruiker, "blokkeren", belemmering)
    if gebruiker.status is Gebruikerstatus.GEBLOKKEERD:
        return Uitkomst.NIETS_TE_DOEN
    gebruiker.status = Gebruikerstatus.GEBLOKKEERD
    sessies.beeindig_alle(session, gebruiker, nu)
    blokkades.meld_dicht(session, gebruiker, door=door, nu=nu)
    return Uitkomst.GELUKT


def deblokkeer(
    session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """Open a blocked account again, with all that it had."""
    accounts.pak(session, gebruiker)
    belemmering = belemmering_voor(session, gebruiker, door, nu)
    if belemmering is not None:
        return _weiger(session, gebruiker, "deblokkeren", belemmering)
    if gebruiker.status is Gebruikerstatus.ACTIEF:
        return Uitkomst.NIETS_TE_DOEN
    gebruiker.status = Gebruikerstatus.ACTIEF
    outbox.stuur(session, gebruiker, teksten.account_gedeblokkeerd(gebruiker), nu)
    return Uitkomst.GELUKT


def beeindig(session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime) -> Uitkomst:
    """End the account for good: rights, koppeling, codes and sessions with it.

    The last beheerder of an organisatie stays until there is another (R1). The secrets of a
    token stay until it is handed in, which can still be recorded; nobody logs in with it.
    """
    # Two beheerders who are ended at once stand in line here, so that one of them stays.
    session.scalar(
        select(Organisatie.id)
        .where(Organisatie.id == gebruiker.organisatie_id)
        .with_for_update(key_share=True)
    )
    koppeling = koppelingen.pak_actieve(session, gebruiker)
    accounts.pak(session, gebruiker)
    belemmering = belemmering_voor(session, gebruiker, door, nu)
    if belemmering is None and is_laatste_beheerder(session, gebruiker, nu):
        belemmering = Uitkomst.LAATSTE_BEHEERDER
    if belemmering is not None:
        return _weiger(session, gebruiker, "beeindigen", belemmering)
    gebruiker.status, gebruiker.beeindigd_op = Gebruikerstatus.BEEINDIGD, nu
    if koppeling is not None:
        koppelingen.verbreek(session, koppeling, reden=Verbreekreden.BEEINDIGD, nu=nu, door=door)
    autorisaties.beeindig_alle(session, gebruiker, nu)
    van_gebruiker = Beheerderstoekenning.gebruiker_id == gebruiker.id
    toekenningen.beeindig(session, toekenningen.open_toekenningen(session, van_gebruiker, nu), nu)
    activatiecodes.laat_vervallen(session, gebruiker, nu)
    emailwijzigingen.trek_in(session, gebruiker, nu)
    sessies.beeindig_alle(session, gebruiker, nu)
    outbox.stuur(session, gebruiker, teksten.account_beeindigd(gebruiker, nu), nu)
    return Uitkomst.GELUKT


def lever_token_in(
    session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """Record that the token was handed in and wipe its secrets (R15); also of an ended account.

    From then on nobody logs in with it. Nothing to do without a token.
    """
    accounts.pak(session, gebruiker)
    if gebruiker.id == door.id:
        return _weiger(session, gebruiker, "token_inleveren", Uitkomst.NIET_UZELF)
    if gebruiker.token_geheim is None:
        return Uitkomst.NIETS_TE_DOEN
    gebruiker.token_ingeleverd_op = nu
    gebruiker.token_geheim = gebruiker.wachtwoord_hash = gebruiker.token_laatste_stap = None
    if gebruiker.status is not Gebruikerstatus.BEEINDIGD:
        outbox.stuur(session, gebruiker, teksten.token_ingeleverd(gebruiker, nu), nu)
    return Uitkomst.GELUKT


def verbreek_koppeling(
    session: Session, gebruiker: Gebruiker, *, reden: Verbreekreden, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """Undo the koppeling because the means is defect, stolen or lost (R17), also of a beheerder.

    Raises ValueError for a reason that is not a person's to give.
    """
    if reden not in REDENEN:
        raise ValueError(f"{reden} is geen reden die iemand kan opgeven")
    koppeling = koppelingen.pak_actieve(session, gebruiker)
    if gebruiker.id == door.id:
        return _weiger(session, gebruiker, "koppeling_verbreken", Uitkomst.NIET_UZELF)
    if koppeling is None:
        return Uitkomst.NIETS_TE_DOEN
    koppelingen.verbreek(session, koppeling, reden=reden, nu=nu, door=door)
    return Uitkomst.GELUKT


def belemmering_voor(
    session: Session, gebruiker: Gebruiker, door: Gebruiker, nu: datetime
) -> Uitkomst | None:
    """Why ``door`` may not block, unblock or end the account; None when nothing is in the way."""
    if gebruiker.id == door.id:
        return Uitkomst.NIET_UZELF
    if gebruiker.status is Gebruikerstatus.BEEINDIGD:
        return Uitkomst.AL_BEEINDIGD
    if door.medewerkersrol is None and bevoegdheden.is_beschermd(session, gebruiker, nu):
        return Uitkomst.BESCHERMD
    return None


def is_laatste_beheerder(session: Session, gebruiker: Gebruiker, nu: datetime) -> bool:
    """Whether the organisatie would be left without a beheerder of its own (R1)."""
    organisatie = gebruiker.organisatie
    if organisatie.beeindigd_op is not None:
        return False
    if not bevoegdheden.is_beheerder(session, gebruiker, nu):
        return False
    blijven = bevoegdheden.beheerders_van(session, organisatie, nu)
    return not any(b.organisatie_id == organisatie.id and b.id != gebruiker.id for b in blijven)


def _weiger(session: Session, gebruiker: Gebruiker, daad: str, uitkomst: Uitkomst) -> Uitkomst:
    audit.leg_vast(session, f"gebruiker.{daad}", uitkomst, op=gebruiker)
    return uitkomst
