# SPDX-License-Identifier: EUPL-1.2
"""How far accounts are on their way to being gekoppeld (R4, R6, R10), by the thousands."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, select
from sqlalchemy.orm import Session

from portal.models import Activatiecode, Gebruiker, Koppeling
from portal.models.soorten import Gebruikerstatus

Vraag = Select[*tuple[Any, ...]]


class Stadium(StrEnum):
    """How far an account is; each account that has not ended is in one."""

    AANGEMELD = "aangemeld"  # nobody downloaded the letter yet
    BRIEF = "brief"  # the letter is there, a valid code is not
    CODE = "code"  # there is a valid code
    GEKOPPELD = "gekoppeld"
    GEBLOKKEERD = "geblokkeerd"  # by a beheerder or medewerker


def tel(session: Session, organisaties: Collection[int], nu: datetime) -> dict[Stadium, int]:
    """The number of accounts of ``organisaties`` (ids) in each stadium, also where it is 0.

    One query; ended accounts are left out.
    """
    stadium = kolom().label("stadium")
    vraag = met_stand(select(stadium, func.count()).select_from(Gebruiker), nu).where(
        Gebruiker.organisatie_id.in_(organisaties),
        Gebruiker.status != Gebruikerstatus.BEEINDIGD,
    )
    aantallen = {naam: aantal for naam, aantal in session.execute(vraag.group_by(stadium))}
    return {een: aantallen.get(een.value, 0) for een in Stadium}


def met_stand(vraag: Vraag, nu: datetime) -> Vraag:
    """``vraag`` on Gebruiker, joined with the koppeling and the valid code, of each at most one."""
    return vraag.outerjoin(Koppeling, _KOPPELING).outerjoin(Activatiecode, _code(nu))


def kolom() -> ColumnElement[str]:
    """The stadium of a Gebruiker, in a query ``met_stand``."""
    op_een_rij = _van_laat_naar_vroeg(Koppeling.id.is_not(None), Activatiecode.id.is_not(None))
    return case(*((geldt, een.value) for een, geldt in op_een_rij), else_=Stadium.AANGEMELD.value)


def is_in(stadium: Stadium, nu: datetime) -> ColumnElement[bool]:
    """Whether a Gebruiker is in ``stadium``, for a query without ``met_stand``.

    As ``kolom``, without a CASE: the database can look up most of it beforehand.
    """
    niet: list[ColumnElement[bool]] = [Gebruiker.status != Gebruikerstatus.BEEINDIGD]
    for een, geldt in _van_laat_naar_vroeg(exists().where(_KOPPELING), exists().where(_code(nu))):
        if een is stadium:
            return and_(*niet, geldt)
        niet.append(not_(geldt))
    return and_(*niet)


_KOPPELING = and_(Koppeling.gebruiker_id == Gebruiker.id, Koppeling.beeindigd_op.is_(None))


def _code(nu: datetime) -> ColumnElement[bool]:
    return and_(
        Activatiecode.gebruiker_id == Gebruiker.id,
        Activatiecode.gebruikt_op.is_(None),
        Activatiecode.vervallen_op.is_(None),
        Activatiecode.verloopt_op > nu,
    )


def _van_laat_naar_vroeg(
    gekoppeld: ColumnElement[bool], code: ColumnElement[bool]
) -> Sequence[tuple[Stadium, ColumnElement[bool]]]:
    """Every stadium but the first, with what makes it so; the first that holds counts."""
    return (
        (Stadium.GEBLOKKEERD, Gebruiker.status == Gebruikerstatus.GEBLOKKEERD),
        (Stadium.GEKOPPELD, gekoppeld),
        (Stadium.CODE, code),
        (Stadium.BRIEF, Gebruiker.brief_gedownload_op.is_not(None)),
    )
