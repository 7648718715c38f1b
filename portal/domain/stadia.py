# SPDX-License-Identifier: EUPL-1.2
"""How far accounts are on their way to being gekoppeld (R4, R6, R10), by the thousands."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
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
    koppeling = and_(Koppeling.gebruiker_id == Gebruiker.id, Koppeling.beeindigd_op.is_(None))
    code = and_(
        Activatiecode.gebruiker_id == Gebruiker.id,
        Activatiecode.gebruikt_op.is_(None),
        Activatiecode.vervallen_op.is_(None),
        Activatiecode.verloopt_op > nu,
    )
    return vraag.outerjoin(Koppeling, koppeling).outerjoin(Activatiecode, code)


def kolom() -> ColumnElement[str]:
    """The stadium of a Gebruiker, in a query ``met_stand``."""
    return case(
        (Gebruiker.status == Gebruikerstatus.GEBLOKKEERD, Stadium.GEBLOKKEERD.value),
        (Koppeling.id.is_not(None), Stadium.GEKOPPELD.value),
        (Activatiecode.id.is_not(None), Stadium.CODE.value),
        (Gebruiker.brief_gedownload_op.is_not(None), Stadium.BRIEF.value),
        else_=Stadium.AANGEMELD.value,
    )
