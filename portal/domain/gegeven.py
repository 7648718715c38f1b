# SPDX-License-Identifier: EUPL-1.2
"""What gebruikers were given: rollen with their kenmerken, by whom, since when (R22, R28)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain import accounts
from portal.models import (
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Rol,
)
from portal.models.autorisatie import autorisatie_kenmerk


@dataclass(frozen=True, slots=True)
class Gegeven:
    """All autorisaties, the newest first, and the beheerdersrollen of now and later.

    ``gevers`` are the names of who gave the autorisaties, by id.
    """

    autorisaties: Sequence[Autorisatie]
    toekenningen: Sequence[Beheerderstoekenning]
    gevers: Mapping[int, str]


def aan(session: Session, gebruiker: Gebruiker, nu: datetime) -> Gegeven:
    """What one gebruiker was given."""
    vraag = (
        select(Autorisatie)
        .where(Autorisatie.gebruiker_id == gebruiker.id)
        .order_by(Autorisatie.geldig_van.desc(), Autorisatie.id)
        .options(
            joinedload(Autorisatie.rol).selectinload(Rol.kenmerksoorten),
            selectinload(Autorisatie.kenmerken),
        )
    )
    tot = Beheerderstoekenning.geldig_tot
    toekenningen = (
        select(Beheerderstoekenning)
        .where(Beheerderstoekenning.gebruiker_id == gebruiker.id, or_(tot.is_(None), tot > nu))
        .order_by(Beheerderstoekenning.geldig_van, Beheerderstoekenning.id)
        .options(joinedload(Beheerderstoekenning.beheerdersrol))
    )
    autorisaties = session.scalars(vraag).all()
    gevers = accounts.namen(session, (een.door_id for een in autorisaties))
    return Gegeven(autorisaties, session.scalars(toekenningen).all(), gevers)


def in_het_kort(
    session: Session, gebruikers: Collection[int], nu: datetime
) -> dict[int, list[str]]:
    """Per gebruiker (id) the rollen of now as text, each with its kenmerken; one query.

    As "Examensecretaris (Instellingscode 91LC)". Who has none is not in it.
    """
    tot = Autorisatie.geldig_tot
    vraag = (
        select(
            Autorisatie.gebruiker_id,
            Autorisatie.id,
            Rol.naam,
            Kenmerksoort.naam,
            Kenmerk.waarde,
        )
        .join(Autorisatie.rol)
        .outerjoin(autorisatie_kenmerk, autorisatie_kenmerk.c.autorisatie_id == Autorisatie.id)
        .outerjoin(Kenmerk, Kenmerk.id == autorisatie_kenmerk.c.kenmerk_id)
        .outerjoin(Kenmerksoort, Kenmerksoort.id == Kenmerk.soort_id)
        .where(
            Autorisatie.gebruiker_id.in_(gebruikers),
            Autorisatie.geldig_van <= nu,
            or_(tot.is_(None), tot > nu),
        )
        .order_by(Rol.naam, Autorisatie.id, Kenmerksoort.naam, Kenmerk.waarde)
    )
    kenmerken: dict[tuple[int, int, str], list[str]] = {}
    for wie, nummer, rol, soort, waarde in session.execute(vraag):
        lijst = kenmerken.setdefault((wie, nummer, rol), [])
        if waarde is not None:
            lijst.append(f"{soort} {waarde}")
    uit: dict[int, list[str]] = {}
    for (wie, _, rol), lijst in kenmerken.items():
        uit.setdefault(wie, []).append(f"{rol} ({', '.join(lijst)})" if lijst else rol)
    return uit
