# SPDX-License-Identifier: EUPL-1.2
"""A form that was sent when its session was over, kept for the next login (R24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db import Moment
from portal.domain.invoer import BEWAARD
from portal.models import Gebruiker, Sessie

MAX_TEKENS = 100_000  # of all fields together; more is not kept
TERUG = 5  # sessions to look back; somebody may have a second browser
SLEUTEL = "verzending"  # in Sessie.antwoorden

_BEZIG = (  # columns only, and made once: it is asked at every login
    select(Sessie.id, Sessie.antwoorden)
    .where(
        Sessie.gebruiker_id == bindparam("gebruiker_id"),
        Sessie.beeindigd_op.is_(None),
        Sessie.laatst_gezien_op > bindparam("na", type_=Moment),
    )
    .order_by(Sessie.id.desc())
    .limit(TERUG)
)


@dataclass(frozen=True, slots=True)
class Verzending:
    """What was sent: to which address (path and query), which fields, and when."""

    pad: str
    velden: Sequence[tuple[str, str]]
    op: datetime


def bewaar(sessie: Sessie, verzending: Verzending) -> bool:
    """Keep it with the session that a limit ended; False when it is too much.

    The caller sees to it that no secret is among the fields.
    """
    if sum(len(naam) + len(waarde) for naam, waarde in verzending.velden) > MAX_TEKENS:
        return False
    inhoud = {
        "pad": verzending.pad,
        "velden": [list(veld) for veld in verzending.velden],
        "op": verzending.op.isoformat(),
    }
    sessie.antwoorden = {**sessie.antwoorden, SLEUTEL: inhoud}
    return True


def van(sessie: Sessie) -> Verzending | None:
    """What this session may still send."""
    inhoud = sessie.antwoorden.get(SLEUTEL)
    if inhoud is None:
        return None
    velden = [(naam, waarde) for naam, waarde in inhoud["velden"]]
    return Verzending(inhoud["pad"], velden, datetime.fromisoformat(inhoud["op"]))


def vergeet(sessie: Sessie) -> None:
    """It was sent after all, or is not wanted any more."""
    sessie.antwoorden = {naam: w for naam, w in sessie.antwoorden.items() if naam != SLEUTEL}


def verhuis(session: Session, gebruiker: Gebruiker, nu: datetime) -> dict[str, Any]:
    """Take it out of the gebruiker's cut-off sessions, for the ``antwoorden`` of a new one."""
    gezocht = {"gebruiker_id": gebruiker.id, "na": nu - BEWAARD}
    bezig = [nummer for nummer, over in session.execute(_BEZIG, gezocht) if SLEUTEL in over]
    if not bezig:
        return {}
    sessies = session.scalars(select(Sessie).where(Sessie.id.in_(bezig)).order_by(Sessie.id)).all()
    mee = {SLEUTEL: sessies[-1].antwoorden[SLEUTEL]}
    for sessie in sessies:
        vergeet(sessie)
    return mee
