# SPDX-License-Identifier: EUPL-1.2
"""Why somebody sees a taak or does not, for all taken at once (R22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain import accounts, bevoegdheden, toegang
from portal.domain.toegang import Gemis, Reden
from portal.models import Autorisatie, Gebruiker, Onderwerp, Rol, Roltaak, Taak
from portal.models.organisatie import organisatie_sector


@dataclass(frozen=True, slots=True)
class Taakuitleg:
    """A taak with the autorisaties that open it now; without any, what is missing per rol."""

    taak: Taak
    door: Sequence[Autorisatie]
    gemist: Sequence[Gemis]


@dataclass(frozen=True, slots=True)
class Onderwerpuitleg:
    """An onderwerp and all its taken that exist for this kind of organisatie."""

    onderwerp: Onderwerp
    taken: Sequence[Taakuitleg]

    @property
    def open(self) -> int:
        """How many of the taken may be started now."""
        return sum(bool(een.door) for een in self.taken)


@dataclass(frozen=True, slots=True)
class Uitleg:
    """All of it, per rol (id) that is missed who can give it, and by id who gave what there is."""

    onderwerpen: Sequence[Onderwerpuitleg]
    gevers: Mapping[int, Sequence[Gebruiker]]
    namen: Mapping[int, str]

    def haalbaar(self, taak: Taakuitleg) -> list[Gemis]:
        """What is missing that somebody can give, or that is there in part already."""
        return [
            een
            for een in taak.gemist
            if self.gevers.get(een.rol.id) or een.reden is not Reden.GEEN_ROL
        ]


_TAKEN = (
    select(Taak)
    .join(Taak.onderwerp)
    .join(Taak.rollen)
    .join(Roltaak.rol)
    .where(toegang.VOOR_SOORT, Rol.beeindigd_op.is_(None))
    .order_by(
        Onderwerp.volgorde, Onderwerp.naam, Onderwerp.id, Taak.volgorde, Taak.naam, Taak.id,
        Rol.naam,
    )
    .options(
        contains_eager(Taak.onderwerp).selectinload(Onderwerp.sectoren),
        contains_eager(Taak.rollen).contains_eager(Roltaak.rol).selectinload(Rol.kenmerksoorten),
    )
)  # fmt: skip


def uitleg(session: Session, gebruiker: Gebruiker, nu: datetime) -> Uitleg:
    """Per onderwerp and taak why it is open or closed; the number of queries is fixed.

    Onderwerpen for other sectoren than those of the organisatie are left out, unless one of their
    taken is open. Beheerders of the parent are named whatever the reach of who looks: the
    gebruiker sees the same names. Nobody changes the own rollen (R27).
    """
    eigen = _eigen(session, gebruiker)
    taken = session.scalars(_TAKEN, toegang.parameters(gebruiker, nu)).unique()
    rijen = [_taak(taak, eigen, nu) for taak in taken]
    groepen = [
        Onderwerpuitleg(onderwerp, tuple(groep))
        for onderwerp, groep in groupby(rijen, attrgetter("taak.onderwerp"))
    ]
    sectoren = _sectoren(session, gebruiker)
    bedoeld = [een for een in groepen if een.open or _past(een.onderwerp, sectoren)]
    gemist = {g.rol.id for een in bedoeld for taak in een.taken for g in taak.gemist}
    thuis = gebruiker.organisatie
    wie = [een for een in (thuis.id, thuis.parent_id) if een is not None]
    gevers = bevoegdheden.gevers(session, gemist, wie, nu) if gemist else {}
    return Uitleg(
        bedoeld,
        {rol: [g for g in lijst if g is not gebruiker] for rol, lijst in gevers.items()},
        accounts.namen(session, (een.door_id for een in eigen)),
    )


def _eigen(session: Session, gebruiker: Gebruiker) -> Sequence[Autorisatie]:
    """All autorisaties; names of who gave them are asked apart, as those may be out of reach."""
    vraag = select(Autorisatie).where(Autorisatie.gebruiker_id == gebruiker.id)
    return session.scalars(
        vraag.order_by(Autorisatie.geldig_van, Autorisatie.id).options(
            joinedload(Autorisatie.rol).selectinload(Rol.kenmerksoorten),
            selectinload(Autorisatie.kenmerken),
        )
    ).all()


def _taak(taak: Taak, eigen: Sequence[Autorisatie], nu: datetime) -> Taakuitleg:
    rollen = list({een.rol.id: een.rol for een in taak.rollen}.values())
    nodig = {rol.id for rol in rollen}
    door = [een for een in eigen if een.rol_id in nodig and toegang.gemis(een, nu) is None]
    gemist = [] if door else [toegang.dichtst_bij(rol, eigen, nu) for rol in rollen]
    return Taakuitleg(taak, door, gemist)


def _sectoren(session: Session, gebruiker: Gebruiker) -> frozenset[int]:
    tabel = organisatie_sector.c
    vraag = select(tabel.sector_id).where(tabel.organisatie_id == gebruiker.organisatie_id)
    return frozenset(session.scalars(vraag))


def _past(onderwerp: Onderwerp, sectoren: frozenset[int]) -> bool:
    """What is for no sector, or where the organisatie has none, is for all."""
    voor = {sector.id for sector in onderwerp.sectoren}
    return not voor or not sectoren or bool(voor & sectoren)
