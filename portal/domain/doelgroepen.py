# SPDX-License-Identifier: EUPL-1.2
"""Whom a mededeling reaches, counted over all gebruikers at once (R19).

The condition is that of ``mededelingen.mijn``, turned round; a test compares the two.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.domain import toegang
from portal.domain.accounts import ZELF_BRUIKBAAR
from portal.models import (
    Gebruiker,
    Kenmerk,
    Mededeling,
    Mededelinggelezen,
    Organisatie,
    Rol,
    Sector,
)
from portal.models.mededeling import (
    mededeling_kenmerk,
    mededeling_organisatie,
    mededeling_rol,
    mededeling_sector,
)
from portal.models.organisatie import organisatie_sector

TABELLEN = {
    "sectoren": mededeling_sector,
    "organisaties": mededeling_organisatie,
    "rollen": mededeling_rol,
    "kenmerken": mededeling_kenmerk,
}


class MetDoelgroep(Protocol):
    """A mededeling, or what is going to be one."""

    @property
    def sectoren(self) -> Iterable[Sector]: ...
    @property
    def organisaties(self) -> Iterable[Organisatie]: ...
    @property
    def rollen(self) -> Iterable[Rol]: ...
    @property
    def kenmerken(self) -> Iterable[Kenmerk]: ...


@dataclass(frozen=True, slots=True)
class Doelgroep:
    """A target by its ids. Each kind that is filled narrows; an empty one means all."""

    sectoren: frozenset[int] = frozenset()
    organisaties: frozenset[int] = frozenset()
    rollen: frozenset[int] = frozenset()
    kenmerken: frozenset[int] = frozenset()


def van(bron: MetDoelgroep) -> Doelgroep:
    """The target of ``bron``."""
    return Doelgroep(*(frozenset(een.id for een in getattr(bron, naam)) for naam in TABELLEN))


def tel(session: Session, doel: Doelgroep, nu: datetime) -> int:
    """How many gebruikers who may use the portal it reaches, by the rollen they have now.

    Who chooses another sector at the login reads the mededelingen of that sector as well; that is
    not known beforehand and not counted. One query.
    """
    mensen = _bereikt(doel).subquery()
    return session.scalar(select(func.count()).select_from(mensen), {"nu": nu}) or 0


def tel_gelezen(session: Session, mededeling: Mededeling, nu: datetime) -> int:
    """How many of those that it reaches said to have read it; one query."""
    gelezen = select(Mededelinggelezen.gebruiker_id).where(
        Mededelinggelezen.mededeling_id == mededeling.id
    )
    mensen = _bereikt(van(mededeling)).where(Gebruiker.id.in_(gelezen)).subquery()
    return session.scalar(select(func.count()).select_from(mensen), {"nu": nu}) or 0


def in_het_kort(session: Session, mededelingen: Collection[int]) -> dict[int, dict[str, int]]:
    """Per mededeling (id) how many of each kind its target names; one query."""
    aantallen = [
        select(func.count())
        .where(tabel.c.mededeling_id == Mededeling.id)
        .scalar_subquery()
        .label(naam)
        for naam, tabel in TABELLEN.items()
    ]
    vraag = select(Mededeling.id, *aantallen).where(Mededeling.id.in_(mededelingen))
    return {rij.pop("id"): rij for rij in map(dict, session.execute(vraag).mappings())}


def _bereikt(doel: Doelgroep) -> Select[int]:
    return select(Gebruiker.id).where(ZELF_BRUIKBAAR, *_voorwaarden(doel))


def _voorwaarden(doel: Doelgroep) -> Iterable[ColumnElement[bool]]:
    if doel.sectoren:
        bij_sector = select(organisatie_sector.c.organisatie_id).where(
            organisatie_sector.c.sector_id.in_(doel.sectoren)
        )
        yield Gebruiker.organisatie_id.in_(bij_sector)
    if doel.organisaties:
        genoemd = or_(
            Organisatie.id.in_(doel.organisaties), Organisatie.parent_id.in_(doel.organisaties)
        )
        yield Gebruiker.organisatie_id.in_(select(Organisatie.id).where(genoemd))
    if doel.rollen:
        yield Gebruiker.id.in_(toegang.wie_heeft(rollen=doel.rollen))
    if doel.kenmerken:
        yield Gebruiker.id.in_(toegang.wie_heeft(kenmerken=doel.kenmerken))
