# SPDX-License-Identifier: EUPL-1.2
"""Mededelingen for a gebruiker, and that they were read (R19)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from portal.db import voeg_toe_als_nieuw
from portal.domain import toegang
from portal.models import Autorisatie, Gebruiker, Mededeling, Mededelinggelezen
from portal.models.autorisatie import autorisatie_kenmerk
from portal.models.mededeling import (
    mededeling_kenmerk,
    mededeling_organisatie,
    mededeling_rol,
    mededeling_sector,
)
from portal.models.organisatie import organisatie_sector

ORGANISATIE: BindParameter[int] = bindparam("organisatie")
PARENT: BindParameter[int] = bindparam("parent")
SECTOR: BindParameter[int] = bindparam("sector")


@dataclass(frozen=True, slots=True)
class Bericht:
    """A mededeling as its reader sees it; ``gelezen_op`` is None until the reader said so."""

    id: int
    titel: str
    tekst: str
    van: datetime
    gelezen_op: datetime | None


class Stand(StrEnum):
    """Whether a mededeling is there."""

    GEPLAND = "gepland"
    TE_ZIEN = "te_zien"
    VOORBIJ = "voorbij"


_NU = and_(Mededeling.van <= toegang.NU, or_(Mededeling.tot.is_(None), Mededeling.tot > toegang.NU))
_LOPEND = select(Mededeling.id).where(_NU).cte("lopend")


def _voor(doel: Table, raakt: ColumnElement[bool]) -> ColumnElement[bool]:
    """A kind of target that is filled narrows to who ``raakt``; an empty one means all.

    As sets: those with a target of this kind, except those with one that fits, are not for you.
    """
    gevuld = select(doel.c.mededeling_id).join(_LOPEND, _LOPEND.c.id == doel.c.mededeling_id)
    return Mededeling.id.not_in(gevuld.except_(select(doel.c.mededeling_id).where(raakt)))


_SECTOREN = select(organisatie_sector.c.sector_id).where(
    organisatie_sector.c.organisatie_id == ORGANISATIE
)
# Used twice, so that the database works it out once and not per mededeling.
_EIGEN = select(Autorisatie.id, Autorisatie.rol_id).where(toegang.TELT).cte("eigen")
_ROLLEN = select(_EIGEN.c.rol_id)
_KENMERKEN = select(autorisatie_kenmerk.c.kenmerk_id).join(
    _EIGEN, _EIGEN.c.id == autorisatie_kenmerk.c.autorisatie_id
)
_sector, _organisatie = mededeling_sector.c.sector_id, mededeling_organisatie.c.organisatie_id
_VOOR_MIJ = and_(
    _NU,
    _voor(mededeling_sector, or_(_sector == SECTOR, _sector.in_(_SECTOREN))),
    _voor(mededeling_organisatie, or_(_organisatie == ORGANISATIE, _organisatie == PARENT)),
    _voor(mededeling_rol, mededeling_rol.c.rol_id.in_(_ROLLEN)),
    _voor(mededeling_kenmerk, mededeling_kenmerk.c.kenmerk_id.in_(_KENMERKEN)),
)
# Made once: building it costs more than running it.
_MIJN = (
    select(Mededeling.id, Mededeling.titel, Mededeling.tekst, Mededeling.van, Mededelinggelezen.op)
    .outerjoin(
        Mededelinggelezen,
        and_(
            Mededelinggelezen.mededeling_id == Mededeling.id,
            Mededelinggelezen.gebruiker_id == toegang.WIE,
        ),
    )
    .where(_VOOR_MIJ)
    .order_by(Mededeling.van.desc(), Mededeling.id.desc())
)
_EEN = select(Mededeling.id).where(_VOOR_MIJ, Mededeling.id == bindparam("mededeling"))


def mijn(
    session: Session, gebruiker: Gebruiker, sector_id: int | None, nu: datetime
) -> list[Bericht]:
    """The mededelingen for this gebruiker now, newest first; one query.

    ``sector_id`` is the sector of the login: who chose one reads its mededelingen too.
    """
    waarden = _waarden(gebruiker, sector_id, nu)
    return [Bericht(*rij) for rij in session.execute(_MIJN, waarden)]


def markeer_gelezen(
    session: Session, gebruiker: Gebruiker, mededeling_id: int, sector_id: int | None, nu: datetime
) -> bool:
    """Keep that the gebruiker read it, the first time; False when it is not for this gebruiker."""
    waarden = {**_waarden(gebruiker, sector_id, nu), "mededeling": mededeling_id}
    if session.scalar(_EEN, waarden) is None:
        return False
    gelezen = {"mededeling_id": mededeling_id, "gebruiker_id": gebruiker.id, "op": nu}
    voeg_toe_als_nieuw(session, Mededelinggelezen, gelezen)
    return True


def stand(mededeling: Mededeling, nu: datetime) -> Stand:
    """Whether it is there at ``nu``."""
    if mededeling.van > nu:
        return Stand.GEPLAND
    voorbij = mededeling.tot is not None and mededeling.tot <= nu
    return Stand.VOORBIJ if voorbij else Stand.TE_ZIEN


def met_stand(gevraagd: Stand, nu: datetime) -> ColumnElement[bool]:
    """As ``stand``, for a query."""
    if gevraagd is Stand.GEPLAND:
        return Mededeling.van > nu
    if gevraagd is Stand.VOORBIJ:
        return and_(Mededeling.van <= nu, Mededeling.tot <= nu)
    return and_(Mededeling.van <= nu, or_(Mededeling.tot.is_(None), Mededeling.tot > nu))


def beeindig(mededeling: Mededeling, nu: datetime) -> bool:
    """Have it disappear now; False when it is not there."""
    if stand(mededeling, nu) is not Stand.TE_ZIEN or mededeling.van == nu:
        return False
    mededeling.tot = nu
    return True


def trek_in(session: Session, mededeling: Mededeling, nu: datetime) -> bool:
    """Delete one that is still to come and that nobody has read; else False."""
    gelezen = exists().where(Mededelinggelezen.mededeling_id == mededeling.id)
    if stand(mededeling, nu) is not Stand.GEPLAND or session.scalar(select(gelezen)):
        return False
    session.delete(mededeling)
    return True


def _waarden(gebruiker: Gebruiker, sector_id: int | None, nu: datetime) -> dict[str, object]:
    return {
        "nu": nu,
        "wie": gebruiker.id,
        "organisatie": gebruiker.organisatie_id,
        "parent": gebruiker.organisatie.parent_id,
        "sector": sector_id,
    }
