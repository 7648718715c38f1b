# SPDX-License-Identifier: EUPL-1.2
"""Five wrong combinations block for fifteen minutes, whatever happens in parallel (R11, R18)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import voeg_toe_als_nieuw
from portal.models import Teller
from portal.models.soorten import Tellersoort

MAX_POGINGEN = 5  # R11
BLOKKADE = timedelta(minutes=15)  # R11, counted from the fifth


def pak(session: Session, soort: Tellersoort, sleutel: str, nu: datetime) -> Teller:
    """The counter of ``sleutel``, locked until the commit; a block that is over is at 0 again.

    Who needs more than one takes them in the order of Tellersoort, so that none can deadlock.
    """
    nieuw = {"soort": soort, "sleutel": sleutel, "aantal": 0, "gewijzigd_op": nu}
    voeg_toe_als_nieuw(session, Teller, nieuw)
    vraag = select(Teller).where(Teller.soort == soort, Teller.sleutel == sleutel)
    teller = session.scalars(
        vraag.with_for_update().execution_options(populate_existing=True)
    ).one()
    if teller.geblokkeerd_tot is not None and teller.geblokkeerd_tot <= nu:
        zet_op_nul(teller, nu)
    return teller


def geblokkeerd_tot(
    session: Session, soort: Tellersoort, sleutel: str, nu: datetime
) -> datetime | None:
    """Until when ``sleutel`` is blocked, or None; only looks."""
    vraag = select(Teller.geblokkeerd_tot).where(
        Teller.soort == soort, Teller.sleutel == sleutel, Teller.geblokkeerd_tot > nu
    )
    return session.scalar(vraag)


def tel_fout(teller: Teller, nu: datetime) -> bool:
    """Count one wrong combination; True when this one blocks."""
    teller.aantal += 1
    teller.gewijzigd_op = nu
    if teller.aantal < MAX_POGINGEN:
        return False
    teller.geblokkeerd_tot = nu + BLOKKADE
    return True


def zet_op_nul(teller: Teller, nu: datetime) -> None:
    """After a right combination, a block that is over, or a beheerder who lifts it (R12)."""
    teller.aantal = 0
    teller.gewijzigd_op = nu
    teller.geblokkeerd_tot = None
