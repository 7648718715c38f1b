# SPDX-License-Identifier: EUPL-1.2
"""A new e-mail address counts once its owner confirmed it; the old address is told (R23)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import accounts
from portal.models import Emailwijziging, Gebruiker, Sessie
from portal.models.soorten import Gebruikerstatus
from portal.post import outbox, teksten
from portal.secrets import hash_token, maak_token

GELDIG = timedelta(hours=24)  # R23, exactly
VERS = timedelta(minutes=15)  # a login older than this is too old to move the post elsewhere
MAX_PER_DAG = 5  # nobody's mailbox is filled with our mail


class Uitkomst(StrEnum):
    """How asking for, or confirming, a change ended."""

    GEVRAAGD = "gevraagd"
    ONGEWIJZIGD = "ongewijzigd"
    LOGIN_TE_OUD = "login_te_oud"
    TE_VAAK = "te_vaak"
    BEVESTIGD = "bevestigd"
    VERLOPEN = "verlopen"
    ONBEKEND = "onbekend"


def mag_wijzigen(sessie: Sessie, nu: datetime) -> bool:
    """Whether the login is recent enough to change the address."""
    return nu - sessie.begonnen_op < VERS


def vraag_aan(
    session: Session, sessie: Sessie, nieuw: str, *, pad: Callable[[str], str], nu: datetime
) -> Uitkomst:
    """Mail a link to the address ``nieuw``; an older open change is void from now on.

    ``pad`` makes the portal's path from a token. The present address is no change.
    """
    gebruiker = sessie.gebruiker
    assert gebruiker is not None
    if nieuw == gebruiker.email:
        return Uitkomst.ONGEWIJZIGD
    if not mag_wijzigen(sessie, nu):
        return _weiger(session, gebruiker, Uitkomst.LOGIN_TE_OUD)
    if _aantal_vandaag(session, gebruiker, nu) >= MAX_PER_DAG:
        return _weiger(session, gebruiker, Uitkomst.TE_VAAK)
    trek_in(session, gebruiker, nu)
    token = maak_token()
    session.add(
        Emailwijziging(
            gebruiker=gebruiker,
            nieuw_email=nieuw,
            token_hash=hash_token(token),
            gevraagd_op=nu,
            verloopt_op=nu + GELDIG,
        )
    )
    mail = teksten.email_bevestigen(gebruiker, pad(token), nu + GELDIG)
    outbox.zet_klaar(session, mail, aan=nieuw, nu=nu, gebruiker_id=gebruiker.id)
    return Uitkomst.GEVRAAGD


def lopende(session: Session, gebruiker: Gebruiker, nu: datetime) -> Emailwijziging | None:
    """The change that waits for its confirmation, or None."""
    vraag = _open(gebruiker).where(Emailwijziging.verloopt_op > nu)
    return session.scalars(vraag).one_or_none()


def trek_in(session: Session, gebruiker: Gebruiker, nu: datetime) -> None:
    """Void the open change, if any; its link does nothing any more.

    Asking, voiding and confirming stand in line at the account.
    """
    accounts.pak(session, gebruiker)
    for oude in session.scalars(_open(gebruiker)):
        oude.vervallen_op = nu
    session.flush()


def bekijk(session: Session, token: str, nu: datetime) -> Emailwijziging | None:
    """The change behind a link that still works, or None; changes nothing (mail scanners)."""
    gevonden = session.scalars(_bij(token)).one_or_none()
    return gevonden if _uitkomst(gevonden, nu) is Uitkomst.BEVESTIGD else None


def bevestig(session: Session, token: str, nu: datetime) -> Uitkomst:
    """Make the new address the gebruiker's and tell the old one; works once, within 24 hours."""
    gevonden = session.scalars(_bij(token)).one_or_none()
    if gevonden is not None:
        accounts.pak(session, gevonden.gebruiker)
        session.refresh(gevonden)
    uitkomst = _uitkomst(gevonden, nu)
    if gevonden is None or uitkomst is not Uitkomst.BEVESTIGD:
        audit.leg_vast(session, "emailwijziging.geweigerd", uitkomst, op=gevonden)
        return uitkomst
    gebruiker, oud = gevonden.gebruiker, gevonden.gebruiker.email
    gevonden.bevestigd_op = nu
    gebruiker.email = gevonden.nieuw_email
    mail = teksten.email_gewijzigd(gebruiker, nu)
    outbox.zet_klaar(session, mail, aan=oud, nu=nu, gebruiker_id=gebruiker.id)
    return uitkomst


def _uitkomst(gevonden: Emailwijziging | None, nu: datetime) -> Uitkomst:
    """What a link is worth. A used, void or unknown one tells nothing more than that."""
    if gevonden is None or gevonden.bevestigd_op or gevonden.vervallen_op:
        return Uitkomst.ONBEKEND
    if gevonden.gebruiker.status is not Gebruikerstatus.ACTIEF:
        return Uitkomst.ONBEKEND
    return Uitkomst.BEVESTIGD if nu < gevonden.verloopt_op else Uitkomst.VERLOPEN


def _weiger(session: Session, gebruiker: Gebruiker, reden: Uitkomst) -> Uitkomst:
    audit.leg_vast(session, "emailwijziging.geweigerd", reden, op=gebruiker)
    return reden


def _aantal_vandaag(session: Session, gebruiker: Gebruiker, nu: datetime) -> int:
    vraag = select(func.count(Emailwijziging.id)).where(
        Emailwijziging.gebruiker_id == gebruiker.id, Emailwijziging.gevraagd_op > nu - GELDIG
    )
    return session.scalar(vraag) or 0


def _open(gebruiker: Gebruiker) -> Select[Emailwijziging]:
    return select(Emailwijziging).where(
        Emailwijziging.gebruiker_id == gebruiker.id,
        Emailwijziging.bevestigd_op.is_(None),
        Emailwijziging.vervallen_op.is_(None),
    )


def _bij(token: str) -> Select[Emailwijziging]:
    return select(Emailwijziging).where(Emailwijziging.token_hash == hash_token(token))
