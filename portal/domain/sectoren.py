# SPDX-License-Identifier: EUPL-1.2
"""Sectoren: chosen before login; content is targeted on them (R9)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Sector


def alle(session: Session) -> Sequence[Sector]:
    """All sectoren in their order."""
    return session.scalars(select(Sector).order_by(Sector.volgorde, Sector.naam)).all()


def op_slug(session: Session, slug: str) -> Sector | None:
    """The sector behind an address, or None; a database cannot be asked for a NUL."""
    if not slug or not slug.isprintable():
        return None
    return session.scalars(select(Sector).where(Sector.slug == slug)).one_or_none()
