# SPDX-License-Identifier: EUPL-1.2
"""Whom a mededeling reaches, counted over all gebruikers at once (R19).

The condition is that of ``mededelingen.mijn``, turned round; a test compares the two.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.domain import toegang
from portal.domain.accounts import ZELF_BRUIKBAAR
from portal.models import (
    Autorisatie,
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

HOOGSTENS = 200_000  # autorisaties, or people, that are looked at for one count
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


@dataclass(frozen=True, slots=True)
class Telling:
    """A number of gebruikers; with ``ten_minste`` there may be more."""

    aantal: int
    ten_minste: bool


def van(bron: MetDoelgroep) -> Doelgroep:
    """The target of ``bron``."""
    return Doelgroep(*(frozenset(een.id for een in getattr(bron, naam)) for naam in TABELLEN))


def tel(session: Session, doel: Doelgroep, nu: datetime) -> Telling:
    """How many gebruikers who may use the portal it reaches, by the rollen they have now.

    Who chooses another sector at the login reads the mededelingen of that sector as well; that is
    not known beforehand and not counted. Rollen or kenmerken that more than HOOGSTENS autorisaties
    are of are looked up among the people whom the rest of the target leaves; are those too many
    as well, then only so many autorisaties are looked at, and the number is a least one.
    """
    delen = _kandidaten(doel)
    breed = [deel for deel in delen if _is_veel(session, deel)]
    mensen = _weinigen(session, doel, [d for d in delen if d not in breed]) if breed else None
    if mensen is not None:
        delen = _kandidaten(doel, mensen)
    elif breed:
        delen = [deel.limit(HOOGSTENS) for deel in delen]
    ten_minste = bool(breed) and mensen is None
    return Telling(_tel(session, _bereikt(doel, delen), nu), ten_minste)


def tel_gelezen(session: Session, mededeling: Mededeling, nu: datetime) -> int:
    """How many of those that it reaches said to have read it; one query, over who read it."""
    gelezen = select(Mededelinggelezen.gebruiker_id).where(
        Mededelinggelezen.mededeling_id == mededeling.id
    )
    doel = van(mededeling)
    mensen = _bereikt(doel, _kandidaten(doel, gelezen)).where(Gebruiker.id.in_(gelezen))
    return _tel(session, mensen, nu)


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


def _tel(session: Session, mensen: Select[int], nu: datetime) -> int:
    return session.scalar(select(func.count()).select_from(mensen.subquery()), {"nu": nu}) or 0


def _is_veel(session: Session, deel: Select[int]) -> bool:
    """Whether there are more than HOOGSTENS; an index tells, and it stops there."""
    begin = deel.limit(HOOGSTENS + 1).subquery()
    return (session.scalar(select(func.count()).select_from(begin)) or 0) > HOOGSTENS


def _weinigen(session: Session, doel: Doelgroep, smal: Sequence[Select[int]]) -> Select[int] | None:
    """A part of the target without which nobody is in it, of few people; None without such."""
    if smal:
        return select(Autorisatie.gebruiker_id).where(Autorisatie.id.in_(smal[0]))
    voorwaarden = list(_voorwaarden(doel))
    mensen = select(Gebruiker.id).where(*voorwaarden)
    return mensen if voorwaarden and not _is_veel(session, mensen) else None


def _kandidaten(doel: Doelgroep, van: Select[int] | None = None) -> list[Select[int]]:
    """Per kind of target that is about rights, the autorisaties it asks for."""
    gevraagd = [(doel.rollen, ()), ((), doel.kenmerken)]
    return [toegang.kandidaten(r, k, van=van) for r, k in gevraagd if r or k]


def _bereikt(doel: Doelgroep, rechten: Iterable[Select[int]]) -> Select[int]:
    heeft = (Gebruiker.id.in_(toegang.wie_heeft(deel)) for deel in rechten)
    return select(Gebruiker.id).where(ZELF_BRUIKBAAR, *_voorwaarden(doel), *heeft)


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
