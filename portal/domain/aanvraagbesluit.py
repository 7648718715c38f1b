# SPDX-License-Identifier: EUPL-1.2
"""What medewerkers decide about a request of the bestuur: claim, assess, confirm (R29).

One assesses, another confirms; neither is concerned. Only then anything is done. Every verb locks
the request first, so of two at once the second sees what the first did.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from portal import audit
from portal.domain import aanvraagplan, aanvraagstatus, aanvraaguitvoering, aanvragen, vierogen
from portal.domain.ondertekening import vervallen
from portal.models import Aanvraag, Gebruiker
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Medewerkersrol
from portal.post import besluitteksten, outbox

OVERNEMEN_NA = timedelta(days=1)  # a claim on which nothing happened


class Uitkomst(StrEnum):
    """How a verb ended."""

    GELUKT = "gelukt"
    KAN_NIET_MEER = "kan_niet_meer"
    AL_GECLAIMD = "al_geclaimd"
    NIET_VAN_U = "niet_van_u"
    BETROKKEN = "betrokken"
    ZELF_BEOORDEELD = "zelf_beoordeeld"
    BEZWAREN = "bezwaren"


def claim(session: Session, aanvraag: Aanvraag, *, door: Gebruiker, nu: datetime) -> Uitkomst:
    """Take the request to work on. One that a colleague took a day ago may be taken over."""
    aanvragen.pak(session, aanvraag)
    ander = aanvraag.behandelaar_id not in {None, door.id}
    if aanvraag.status not in {Status.NIEUW, Status.IN_BEOORDELING}:
        return _weiger(session, aanvraag, "claimen", Uitkomst.KAN_NIET_MEER)
    if not _mag(session, aanvraag, door):
        return _weiger(session, aanvraag, "claimen", Uitkomst.BETROKKEN)
    if ander and not is_over_te_nemen(aanvraag, nu):
        return _weiger(session, aanvraag, "claimen", Uitkomst.AL_GECLAIMD)
    if aanvraag.status is Status.NIEUW:
        aanvraagstatus.zet(aanvraag, Status.IN_BEOORDELING, nu)
    aanvraag.behandelaar_id, aanvraag.geclaimd_op = door.id, nu
    session.flush()
    return Uitkomst.GELUKT


def is_over_te_nemen(aanvraag: Aanvraag, nu: datetime) -> bool:
    """Whether who claimed it let it lie."""
    return aanvraag.geclaimd_op is None or nu - aanvraag.geclaimd_op >= OVERNEMEN_NA


def geef_terug(session: Session, aanvraag: Aanvraag, *, door: Gebruiker, nu: datetime) -> Uitkomst:
    """Back to the others, as if nobody had taken it."""
    aanvragen.pak(session, aanvraag)
    belet = _niet_de_behandelaar(session, aanvraag, door)
    if belet is not None:
        return _weiger(session, aanvraag, "teruggeven", belet)
    aanvraagstatus.zet(aanvraag, Status.NIEUW, nu)
    aanvraag.behandelaar_id = aanvraag.geclaimd_op = None
    session.flush()
    return Uitkomst.GELUKT


def keur_goed(
    session: Session,
    aanvraag: Aanvraag,
    *,
    nieuwe_organisatie: Mapping[str, str],
    door: Gebruiker,
    nu: datetime,
) -> Uitkomst:
    """The first pair of eyes: it can be granted. Nothing is done until another confirms it.

    ``nieuwe_organisatie`` is what is to be registered of an organisatie that is not known yet.
    """
    aanvragen.pak(session, aanvraag)
    belet = _niet_de_behandelaar(session, aanvraag, door)
    if belet is None:
        plan = aanvraagplan.maak(session, aanvraag, nu)
        onbekend = plan.organisatie is None and not nieuwe_organisatie
        belet = Uitkomst.BEZWAREN if plan.bezwaren or onbekend else None
    if belet is not None:
        return _weiger(session, aanvraag, "goedkeuren", belet)
    aanvraag.gegevens = {"organisatie": dict(nieuwe_organisatie)}
    aanvraag.beoordeeld_door_id, aanvraag.beoordeeld_op = door.id, nu
    aanvraagstatus.zet(aanvraag, Status.WACHT_OP_TWEEDE, nu)
    session.flush()
    return Uitkomst.GELUKT


def bevestig(session: Session, aanvraag: Aanvraag, *, door: Gebruiker, nu: datetime) -> Uitkomst:
    """The second pair of eyes: grant it, with all that follows in this one transaction (R29)."""
    aanvragen.pak(session, aanvraag)
    belet = _niet_de_tweede(session, aanvraag, door)
    if belet is not None:
        return _weiger(session, aanvraag, "bevestigen", belet)
    organisatie = aanvraaguitvoering.pak_organisatie(session, aanvraag)
    plan = aanvraagplan.maak(session, aanvraag, nu)
    if plan.bezwaren:
        return _weiger(session, aanvraag, "bevestigen", Uitkomst.BEZWAREN)
    aanvraag.bevestigd_door_id, aanvraag.bevestigd_op = door.id, nu
    aanvraagstatus.zet(aanvraag, Status.TOEGEKEND, nu)
    session.flush()
    aanvraaguitvoering.voer_uit(session, aanvraag, organisatie, plan.stappen, door=door, nu=nu)
    return Uitkomst.GELUKT


def stuur_terug(session: Session, aanvraag: Aanvraag, *, door: Gebruiker, nu: datetime) -> Uitkomst:
    """The second does not agree: the first looks again. Who assessed may also take it back."""
    aanvragen.pak(session, aanvraag)
    belet = _niet_de_tweede(session, aanvraag, door)
    if belet is Uitkomst.ZELF_BEOORDEELD:
        belet = None
    if belet is not None:
        return _weiger(session, aanvraag, "terugsturen", belet)
    aanvraag.beoordeeld_door_id = aanvraag.beoordeeld_op = None
    aanvraagstatus.zet(aanvraag, Status.IN_BEOORDELING, nu)
    session.flush()
    return Uitkomst.GELUKT


def wijs_af(
    session: Session, aanvraag: Aanvraag, reden: str, *, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """Refuse it, with a reason that is mailed. Nothing is given, so one pair of eyes is enough."""
    aanvragen.pak(session, aanvraag)
    if aanvraag.status is Status.WACHT_OP_TWEEDE:
        belet = _niet_de_tweede(session, aanvraag, door)
    else:
        belet = _niet_de_behandelaar(session, aanvraag, door)
    if belet is not None:
        return _weiger(session, aanvraag, "afwijzen", belet)
    aanvraag.reden = reden
    if aanvraag.beoordeeld_door_id is None:
        aanvraag.beoordeeld_door_id, aanvraag.beoordeeld_op = door.id, nu
    else:
        aanvraag.bevestigd_door_id, aanvraag.bevestigd_op = door.id, nu
    vervallen(aanvraag)
    aanvraagstatus.zet(aanvraag, Status.AFGEWEZEN, nu)
    for naam, email in aanvragen.betrokkenen(aanvraag):
        mail = besluitteksten.afgewezen(aanvraag, naam, reden)
        outbox.zet_klaar(session, mail, aan=email, nu=nu)
    session.flush()
    return Uitkomst.GELUKT


def is_behandelaar(session: Session, aanvraag: Aanvraag, door: Gebruiker) -> bool:
    """Whether ``door`` may assess it now."""
    return _niet_de_behandelaar(session, aanvraag, door) is None


def is_tweede(session: Session, aanvraag: Aanvraag, door: Gebruiker) -> bool:
    """Whether ``door`` may confirm it now."""
    return _niet_de_tweede(session, aanvraag, door) is None


def _mag(session: Session, aanvraag: Aanvraag, door: Gebruiker) -> bool:
    staf = door.medewerkersrol is Medewerkersrol.MEDEWERKER
    return staf and not vierogen.is_betrokken(session, aanvraag, door)


def _niet_de_behandelaar(session: Session, aanvraag: Aanvraag, door: Gebruiker) -> Uitkomst | None:
    if aanvraag.status is not Status.IN_BEOORDELING:
        return Uitkomst.KAN_NIET_MEER
    if aanvraag.behandelaar_id != door.id:
        return Uitkomst.NIET_VAN_U
    return None if _mag(session, aanvraag, door) else Uitkomst.BETROKKEN


def _niet_de_tweede(session: Session, aanvraag: Aanvraag, door: Gebruiker) -> Uitkomst | None:
    if aanvraag.status is not Status.WACHT_OP_TWEEDE:
        return Uitkomst.KAN_NIET_MEER
    if aanvraag.beoordeeld_door_id == door.id:
        return Uitkomst.ZELF_BEOORDEELD
    return None if _mag(session, aanvraag, door) else Uitkomst.BETROKKEN


def _weiger(session: Session, aanvraag: Aanvraag, daad: str, uitkomst: Uitkomst) -> Uitkomst:
    audit.leg_vast(session, f"aanvraag.{daad}", uitkomst, op=aanvraag)
    return uitkomst
