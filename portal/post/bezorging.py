# SPDX-License-Identifier: EUPL-1.2
"""Delivers the outbox: each mail once, as far as SMTP allows, and later when it must (R3).

One mail is one transaction, and nobody else can send it meanwhile. A worker that dies between
the server's "250 OK" and the commit is the one way to a duplicate; it has the same Message-ID.
"""

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.fernet import InvalidToken
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.db import db, ga_schrijven, leg_vast, transactie
from portal.models import Bericht
from portal.post.beurt import beurt, zonder_rijsloten
from portal.post.mail import GeenVerbinding, Geweigerd, NuNiet, Post, Verzender
from portal.secrets import ontsleutel

EERSTE_WACHT = timedelta(minutes=1)
LANGSTE_WACHT = timedelta(hours=1)
VERDUBBELINGEN = 6  # 1 minute doubled 6 times is past the hour
OPGEVEN_NA = timedelta(days=3)

log = logging.getLogger(__name__)


class Uitkomst(StrEnum):
    """What became of one mail."""

    VERZONDEN = "verzonden"
    UITGESTELD = "uitgesteld"
    OPGEGEVEN = "opgegeven"


def bezorg_een(verzender: Verzender, nu: datetime) -> Uitkomst | None:
    """Deliver the mail that has been due longest; None when nothing is due.

    Raises GeenVerbinding when the mail server is out of reach: that says nothing about this
    mail, so it stays due and its waiting time does not grow.
    """
    with beurt(db.engine), transactie() as session:
        bericht = session.scalars(_volgende(nu)).first()
        if bericht is None:
            return None
        if bericht.verloopt_op is not None and bericht.verloopt_op <= nu:
            return _geef_op(bericht, nu, "verlopen")
        try:
            _verstuur(session, verzender, bericht)
        except Geweigerd as fout:
            return _geef_op(bericht, nu, str(fout))
        except GeenVerbinding as fout:
            if nu < bericht.aangemaakt_op + OPGEVEN_NA:
                raise
            return _geef_op(bericht, nu, str(fout))
        except NuNiet as fout:
            return _stel_uit(bericht, nu, str(fout))
        bericht.verzonden_op, bericht.inhoud = nu, None
        return Uitkomst.VERZONDEN


def wachttijd(pogingen: int) -> timedelta:
    """How long to wait after that many failed attempts: 1 minute, 2, 4, … at most an hour."""
    keer: int = 2 ** min(pogingen - 1, VERDUBBELINGEN)
    return min(EERSTE_WACHT * keer, LANGSTE_WACHT)


def _volgende(nu: datetime) -> Select[Bericht]:
    """The mail that has been due longest and that no other worker is sending."""
    return (
        select(Bericht)
        .where(
            Bericht.verzonden_op.is_(None),
            Bericht.opgegeven_op.is_(None),
            Bericht.volgende_poging_op <= nu,
        )
        .order_by(Bericht.volgende_poging_op, Bericht.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _verstuur(session: Session, verzender: Verzender, bericht: Bericht) -> None:
    """Send within the transaction; on SQLite between two, so that the website can write."""
    try:
        post = _post(bericht)
    except InvalidToken:
        raise NuNiet("onleesbaar met deze SECRET_KEY") from None
    tussendoor = zonder_rijsloten(db.engine)
    if tussendoor:
        leg_vast()
    try:
        verzender.verstuur(post)
    finally:
        if tussendoor:
            ga_schrijven()
            session.refresh(bericht)


def _post(bericht: Bericht) -> Post:
    return Post(
        message_id=bericht.message_id,
        aan=bericht.aan,
        onderwerp=bericht.onderwerp,
        tekst=ontsleutel(bericht.inhoud or b""),
        gemaakt_op=bericht.aangemaakt_op,
    )


def _stel_uit(bericht: Bericht, nu: datetime, reden: str) -> Uitkomst:
    bericht.pogingen += 1
    if nu >= bericht.aangemaakt_op + OPGEVEN_NA:
        return _geef_op(bericht, nu, reden)
    bericht.volgende_poging_op = nu + wachttijd(bericht.pogingen)
    log.warning("bericht %d (%s) uitgesteld: %s", bericht.id, bericht.soort, reden)
    return Uitkomst.UITGESTELD


def _geef_op(bericht: Bericht, nu: datetime, reden: str) -> Uitkomst:
    bericht.opgegeven_op, bericht.inhoud = nu, None
    log.error("bericht %d (%s) opgegeven: %s", bericht.id, bericht.soort, reden)
    return Uitkomst.OPGEGEVEN
