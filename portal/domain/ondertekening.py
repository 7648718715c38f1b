# SPDX-License-Identifier: EUPL-1.2
"""Signing a request of the bestuur: by a link in a mail and an own eHerkenning login (R29).

The link alone opens nothing: it takes a login of the same organisatie. A GET changes nothing, so
that a mail scanner that follows the link signs nothing and uses nothing up.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import aanvraagstatus
from portal.models import Aanvraag, Ondertekenaar, Sessie
from portal.models.soorten import Aanvraagstatus
from portal.post import aanvraagteksten, outbox
from portal.secrets import hash_token, maak_token

GELDIG = timedelta(days=14)
OPNIEUW_NA = timedelta(days=1)  # between two mails to one ondertekenaar, asked for by hand


class Uitkomst(StrEnum):
    """What a link is worth to who is logged in, or how signing ended."""

    GETEKEND = "getekend"
    ONBEKEND = "onbekend"
    VERLOPEN = "verlopen"
    ANDERE_ORGANISATIE = "andere_organisatie"
    AL_GETEKEND = "al_getekend"
    VERSTUURD = "verstuurd"
    TE_VAAK = "te_vaak"


def nodig_uit(
    session: Session,
    aanvraag: Aanvraag,
    *,
    pad: Callable[[str], str],
    nu: datetime,
    herinnering: bool = False,
) -> int:
    """Mail a fresh link to everybody who has not signed; older links do nothing any more.

    Returns to how many; to nobody once the request does not wait for signatures.
    """
    if aanvraag.status is not Aanvraagstatus.WACHT_OP_ONDERTEKENING:
        return 0
    wachtend = [een for een in aanvraag.ondertekenaars if een.getekend_op is None]
    for ondertekenaar in wachtend:
        _stuur_link(session, ondertekenaar, pad, nu, herinnering=herinnering)
    return len(wachtend)


def stuur_opnieuw(
    session: Session,
    aanvraag: Aanvraag,
    ondertekenaar_id: int,
    *,
    pad: Callable[[str], str],
    nu: datetime,
) -> Uitkomst:
    """Mail one ondertekenaar a fresh link, at most once a day."""
    session.refresh(aanvraag, with_for_update={"of": Aanvraag})
    wie = next((o for o in aanvraag.ondertekenaars if o.id == ondertekenaar_id), None)
    wacht = aanvraag.status is Aanvraagstatus.WACHT_OP_ONDERTEKENING
    if wie is None or wie.getekend_op is not None or not wacht:
        return Uitkomst.ONBEKEND
    if wie.uitgenodigd_op is not None and nu - wie.uitgenodigd_op < OPNIEUW_NA:
        audit.leg_vast(session, "ondertekening.geweigerd", Uitkomst.TE_VAAK, op=wie)
        return Uitkomst.TE_VAAK
    _stuur_link(session, wie, pad, nu)
    return Uitkomst.VERSTUURD


def bekijk(session: Session, token: str, nu: datetime) -> Uitkomst:
    """Whether a link still works, for somebody who did not log in yet."""
    gevonden = session.scalars(_bij(token)).one_or_none()
    oordeel = _oordeel(gevonden, None, nu)
    if oordeel is not Uitkomst.GETEKEND:
        audit.leg_vast(session, "ondertekening.geweigerd", oordeel, op=gevonden)
    return oordeel


def lees(
    session: Session, sessie: Sessie, token: str, nu: datetime
) -> tuple[Uitkomst, Ondertekenaar | None]:
    """The signature that the link asks of who is logged in; None when there is nothing to see."""
    gevonden = session.scalars(_bij(token)).one_or_none()
    oordeel = _oordeel(gevonden, sessie, nu)
    if oordeel in {Uitkomst.GETEKEND, Uitkomst.AL_GETEKEND}:
        return oordeel, gevonden
    audit.leg_vast(session, "ondertekening.geweigerd", oordeel, op=gevonden)
    return oordeel, None


def teken(
    session: Session, sessie: Sessie, token: str, nu: datetime
) -> tuple[Uitkomst, Aanvraag | None]:
    """Sign with the link, once, as a person who has not signed yet (known by the means).

    The request is locked first, so that two at once stand in line.
    """
    gevonden = session.scalars(_bij(token)).one_or_none()
    if gevonden is not None:
        session.refresh(gevonden.aanvraag, with_for_update={"of": Aanvraag})
        for een in gevonden.aanvraag.ondertekenaars:
            session.refresh(een)
        gevonden = session.scalars(_bij(token)).one_or_none()
    oordeel = _oordeel(gevonden, sessie, nu)
    if gevonden is None or oordeel is not Uitkomst.GETEKEND:
        audit.leg_vast(session, "ondertekening.geweigerd", oordeel, op=gevonden)
        return oordeel, None
    teken_zelf(session, gevonden, sessie, nu)
    na_handtekening(session, gevonden.aanvraag, nu)
    return oordeel, gevonden.aanvraag


def teken_zelf(
    session: Session, ondertekenaar: Ondertekenaar, sessie: Sessie, nu: datetime
) -> None:
    """The signature of who is logged in, on a request that the caller has locked."""
    ondertekenaar.getekend_op = nu
    ondertekenaar.pseudoniem = sessie.pseudoniem
    ondertekenaar.token_hash = ondertekenaar.verloopt_op = None
    session.flush()
    audit.leg_vast(session, "aanvraag.ondertekend", op=ondertekenaar.aanvraag, niveau=sessie.niveau)


def na_handtekening(session: Session, aanvraag: Aanvraag, nu: datetime) -> bool:
    """Once enough have signed: to staff, the other links void, who applied is told."""
    getekend = sum(een.getekend_op is not None for een in aanvraag.ondertekenaars)
    if getekend < aanvraag.nodig:
        return False
    vervallen(aanvraag)
    aanvraagstatus.zet(aanvraag, Aanvraagstatus.NIEUW, nu)
    if any(een.uitgenodigd_op is not None for een in aanvraag.ondertekenaars):
        mail = aanvraagteksten.ondertekend(aanvraag, aanvraag.contact_naam)
        outbox.zet_klaar(session, mail, aan=aanvraag.contact_email, nu=nu)
    session.flush()
    return True


def vervallen(aanvraag: Aanvraag) -> None:
    """Links that were sent do nothing any more."""
    for een in aanvraag.ondertekenaars:
        een.token_hash = een.verloopt_op = None


def _oordeel(gevonden: Ondertekenaar | None, sessie: Sessie | None, nu: datetime) -> Uitkomst:
    """A used, void or unknown link tells nothing more than that; another organisatie nothing."""
    if gevonden is None or gevonden.verloopt_op is None:
        return Uitkomst.ONBEKEND
    aanvraag = gevonden.aanvraag
    if aanvraag.status is not Aanvraagstatus.WACHT_OP_ONDERTEKENING:
        return Uitkomst.ONBEKEND
    if sessie is not None and sessie.kvk != aanvraag.kvk:
        return Uitkomst.ANDERE_ORGANISATIE
    if nu >= gevonden.verloopt_op:
        return Uitkomst.VERLOPEN
    if sessie and any(een.pseudoniem == sessie.pseudoniem for een in aanvraag.ondertekenaars):
        return Uitkomst.AL_GETEKEND
    return Uitkomst.GETEKEND


def _stuur_link(
    session: Session,
    ondertekenaar: Ondertekenaar,
    pad: Callable[[str], str],
    nu: datetime,
    *,
    herinnering: bool = False,
) -> None:
    token = maak_token()
    ondertekenaar.token_hash = hash_token(token)
    ondertekenaar.uitgenodigd_op = nu
    ondertekenaar.verloopt_op = nu + GELDIG
    maak = aanvraagteksten.herinnering if herinnering else aanvraagteksten.ondertekenen
    mail = maak(ondertekenaar, pad(token), nu + GELDIG)
    outbox.zet_klaar(session, mail, aan=ondertekenaar.email, nu=nu)
    session.flush()


def _bij(token: str) -> Select[Ondertekenaar]:
    return select(Ondertekenaar).where(Ondertekenaar.token_hash == hash_token(token))
