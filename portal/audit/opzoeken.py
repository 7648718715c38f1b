# SPDX-License-Identifier: EUPL-1.2
"""Looking things up in the trail, at any length of it (R31)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.audit.verschil import GEAUDIT, soort
from portal.models import Auditrecord, Gebruiker

VAN_GEBRUIKER: tuple[Any, ...] = tuple(m for m in GEAUDIT if hasattr(m, "gebruiker_id"))
GEBEURTENIS, UITKOMST = "gebeurtenis", "uitkomst"


@dataclass(frozen=True, slots=True)
class Buren:
    """The numbers of the records before and after, about the same object."""

    vorige: int | None
    volgende: int | None


def waarden(session: Session) -> dict[str, list[str]]:
    """Every gebeurtenis and every uitkomst in the trail, in order; one query.

    Goes from one value to the next along the index, so it does not read the trail.
    """
    vraag = union_all(
        _verschillend(GEBEURTENIS, Auditrecord.gebeurtenis),
        _verschillend(UITKOMST, Auditrecord.uitkomst),
    )
    uit: dict[str, list[str]] = {GEBEURTENIS: [], UITKOMST: []}
    for naam, waarde in session.execute(vraag):
        uit[naam].append(waarde)
    return {naam: sorted(gevonden) for naam, gevonden in uit.items()}


def over(wat: str, nummer: int) -> ColumnElement[bool]:
    """About one object; of a gebruiker also what is his, such as rollen, codes and koppelingen.

    Each kind is looked up by the index on objects.
    """
    zelf = and_(Auditrecord.object_soort == wat, Auditrecord.object_id == nummer)
    if wat != soort(Gebruiker):
        return zelf
    delen = [select(Auditrecord.nummer).where(zelf)]
    for model in VAN_GEBRUIKER:
        van_hem = select(model.id).where(model.gebruiker_id == nummer)
        delen.append(
            select(Auditrecord.nummer).where(
                Auditrecord.object_soort == soort(model), Auditrecord.object_id.in_(van_hem)
            )
        )
    return Auditrecord.nummer.in_(union_all(*delen))


def buren(session: Session, record: Auditrecord) -> Buren:
    """What happened to the same object just before and just after; two queries."""
    if record.object_id is None:
        return Buren(None, None)
    plaats, hier = tuple_(Auditrecord.op, Auditrecord.nummer), (record.op, record.nummer)
    zelfde = select(Auditrecord.nummer).where(
        Auditrecord.object_soort == record.object_soort, Auditrecord.object_id == record.object_id
    )
    eerder = zelfde.where(plaats < tuple_(*hier)).order_by(
        Auditrecord.op.desc(), Auditrecord.nummer.desc()
    )
    later = zelfde.where(plaats > tuple_(*hier)).order_by(Auditrecord.op, Auditrecord.nummer)
    return Buren(session.scalar(eerder.limit(1)), session.scalar(later.limit(1)))


def _verschillend(naam: str, kolom: InstrumentedAttribute[str]) -> Select[Any]:
    eerste = select(func.min(kolom).label("waarde")).cte(naam, recursive=True)
    volgende = select(func.min(kolom)).where(kolom > eerste.c.waarde).scalar_subquery()
    alle: CTE = eerste.union_all(select(volgende).where(eerste.c.waarde.is_not(None)))
    return select(literal(naam), alle.c.waarde).where(alle.c.waarde.is_not(None))
