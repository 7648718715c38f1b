# SPDX-License-Identifier: EUPL-1.2
"""Sectoren: chosen before login; content is targeted on them (R9)."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.models import Sector, Sessie
from portal.models.mededeling import mededeling_sector
from portal.models.onderwerp import onderwerp_sector
from portal.models.organisatie import organisatie_sector

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def alle(session: Session) -> Sequence[Sector]:
    """All sectoren in their order."""
    return session.scalars(select(Sector).order_by(Sector.volgorde, Sector.naam)).all()


def op_slug(session: Session, slug: str) -> Sector | None:
    """The sector behind an address, or None; a database cannot be asked for a NUL."""
    if not slug or not slug.isprintable():
        return None
    return session.scalars(select(Sector).where(Sector.slug == slug)).one_or_none()


def is_slug(tekst: str) -> bool:
    """Whether ``tekst`` can be part of an address: small letters, digits and single dashes."""
    return SLUG.fullmatch(tekst) is not None


def gebruik(session: Session, sector: Sector) -> tuple[int, int, int]:
    """How many organisaties, onderwerpen and mededelingen point at the sector."""
    tellingen = [
        select(func.count()).where(tabel.c.sector_id == sector.id).scalar_subquery()
        for tabel in (organisatie_sector, onderwerp_sector, mededeling_sector)
    ]
    rij = session.execute(select(*tellingen)).one()
    return rij[0], rij[1], rij[2]


def verwijder(session: Session, sector: Sector) -> bool:
    """Delete a sector that nothing points at; False when something does.

    Nothing is lost by that: the trail keeps what it was. Logins that chose it go on without.
    """
    if any(gebruik(session, sector)):
        return False
    session.execute(
        update(Sessie).where(Sessie.sector_id == sector.id).values(sector_id=None),
        execution_options={"synchronize_session": False},
    )
    session.delete(sector)
    session.flush()
    return True
