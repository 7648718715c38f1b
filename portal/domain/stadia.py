# SPDX-License-Identifier: EUPL-1.2
"""How far accounts are on their way to being gekoppeld (R4, R6, R10), by the thousands."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, not_

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


def met_code(vraag: Vraag, nu: datetime) -> Vraag:
    """``vraag`` on Gebruiker, joined with the valid code, of which there is at most one."""
    return vraag.outerjoin(Activatiecode, _code(nu))


def van_wie_wacht() -> ColumnElement[str]:
    """The stadium of a Gebruiker of whom ``WACHT`` is so, in a query ``met_code``.

    As ``is_in``, for many at once: who has a koppeling is passed over by an index alone.
    """
    op_een_rij = _van_laat_naar_vroeg(false(), Activatiecode.id.is_not(None))
    return case(*((geldt, een.value) for een, geldt in op_een_rij), else_=Stadium.AANGEMELD.value)


def is_in(stadium: Stadium, nu: datetime) -> ColumnElement[bool]:
    """Whether a Gebruiker is in ``stadium``; the database can look up most of it beforehand."""
    niet: list[ColumnElement[bool]] = [Gebruiker.status != Gebruikerstatus.BEEINDIGD]
    for een, geldt in _van_laat_naar_vroeg(exists().where(_KOPPELING), exists().where(_code(nu))):
        if een is stadium:
            return and_(*niet, geldt)
        niet.append(not_(geldt))
    return and_(*niet)


_KOPPELING = and_(Koppeling.gebruiker_id == Gebruiker.id, Koppeling.beeindigd_op.is_(None))
# Whether a Gebruiker may be used and is not gekoppeld.
WACHT = and_(Gebruiker.status == Gebruikerstatus.ACTIEF, ~exists().where(_KOPPELING))


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
