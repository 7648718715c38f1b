# SPDX-License-Identifier: EUPL-1.2
"""What was typed in a form when a limit ended the session: kept for the next login (R24)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Gebruiker, Sessie
from portal.secrets import hash_token

BEWAARD = timedelta(hours=4)
MAX_LENGTE = 500  # characters of a field; more than any field takes
INVOER = "invoer"  # in Sessie.antwoorden: name of a form -> field -> what was typed


def bewaar(sessie: Sessie, formulier: str, velden: Mapping[str, str]) -> None:
    """Keep ``velden`` of ``formulier``; the caller sees to it that no secret is among them."""
    kort = {naam: waarde[:MAX_LENGTE] for naam, waarde in velden.items()}
    sessie.antwoorden = {**sessie.antwoorden, INVOER: {**_van(sessie), formulier: kort}}


def afgebroken(session: Session, token: str, nu: datetime) -> Sessie | None:
    """The session of ``token``, also when a limit ended it.

    None when somebody logged out of it or it is too long ago.
    """
    vraag = select(Sessie).where(
        Sessie.token_hash == hash_token(token),
        Sessie.beeindigd_op.is_(None),
        Sessie.laatst_gezien_op > nu - BEWAARD,
    )
    return session.scalars(vraag).one_or_none()


def terug(session: Session, gebruiker: Gebruiker, formulier: str, nu: datetime) -> dict[str, str]:
    """What the gebruiker typed last in ``formulier`` and did not save; empty when there is none."""
    return next(
        (
            dict(_van(sessie)[formulier])
            for sessie in _sessies(session, gebruiker)
            if formulier in _van(sessie) and sessie.laatst_gezien_op > nu - BEWAARD
        ),
        {},
    )


def vergeet(session: Session, gebruiker: Gebruiker, formulier: str) -> None:
    """Forget it: it was saved, or is not wanted any more."""
    for sessie in _sessies(session, gebruiker):
        if formulier in _van(sessie):
            over = {naam: velden for naam, velden in _van(sessie).items() if naam != formulier}
            sessie.antwoorden = {**sessie.antwoorden, INVOER: over}


def _van(sessie: Sessie) -> Mapping[str, Any]:
    gevonden: Mapping[str, Any] = sessie.antwoorden.get(INVOER, {})
    return gevonden


def _sessies(session: Session, gebruiker: Gebruiker) -> Sequence[Sessie]:
    """Of the gebruiker, the newest first; those of more than a day ago are deleted each night."""
    vraag = select(Sessie).where(Sessie.gebruiker_id == gebruiker.id).order_by(Sessie.id.desc())
    return session.scalars(vraag).all()
