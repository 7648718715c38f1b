# SPDX-License-Identifier: EUPL-1.2
"""Onderwerpen and taken that are open to a gebruiker, and their use (R19, R21, R22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, product
from operator import attrgetter

from sqlalchemy import bindparam, exists, func, insert, literal, select
from sqlalchemy.orm import Session, joinedload

from portal.domain import toegang
from portal.models import (
    Autorisatie,
    Gebruiker,
    Kenmerk,
    Onderwerp,
    Roltaak,
    Taak,
    Taakgebruik,
)

SNEL_NAAR = 5  # R19
GEBRUIK = timedelta(days=90)  # R19, of which use counts
HERHALING = timedelta(seconds=10)  # a reload is no second start


@dataclass(frozen=True, slots=True)
class OpenTaak:
    """A taak that the gebruiker may start, its onderwerp, and own use of the last 90 days."""

    slug: str
    naam: str
    omschrijving: str
    onderwerp_slug: str
    onderwerp_naam: str
    onderwerp_omschrijving: str
    gebruikt: int
    laatst_op: datetime | None


@dataclass(frozen=True, slots=True)
class Tegel:
    """An onderwerp with the taken in it that are open."""

    slug: str
    naam: str
    omschrijving: str
    taken: Sequence[OpenTaak]


@dataclass(frozen=True, slots=True)
class Hoedanigheid:
    """One way to act in a taak: an autorisatie with one kenmerk of each soort."""

    autorisatie: Autorisatie
    kenmerken: Sequence[Kenmerk]

    @property
    def sleutel(self) -> str:
        """What a form sends back for it."""
        ids = (self.autorisatie.id, *(kenmerk.id for kenmerk in self.kenmerken))
        return "-".join(map(str, ids))


_GEBRUIK = (
    select(
        Taakgebruik.taak_id,
        func.count().label("aantal"),
        func.max(Taakgebruik.op).label("laatst"),
    )
    .where(Taakgebruik.gebruiker_id == toegang.WIE, Taakgebruik.op > bindparam("sinds"))
    .group_by(Taakgebruik.taak_id)
    .subquery()
)
_OPEN = (
    select(Roltaak.taak_id)
    .join(Autorisatie, Autorisatie.rol_id == Roltaak.rol_id)
    .where(toegang.TELT, toegang.VOOR_SOORT)
)
# Made once: building it costs more than running it.
_MIJN = (
    select(
        Taak.slug,
        Taak.naam,
        Taak.omschrijving,
        Onderwerp.slug,
        Onderwerp.naam,
        Onderwerp.omschrijving,
        func.coalesce(_GEBRUIK.c.aantal, 0),
        _GEBRUIK.c.laatst,
    )
    .join(Taak.onderwerp)
    .outerjoin(_GEBRUIK, _GEBRUIK.c.taak_id == Taak.id)
    .where(Taak.id.in_(_OPEN))
    .order_by(Onderwerp.volgorde, Onderwerp.naam, Onderwerp.id, Taak.volgorde, Taak.naam, Taak.id)
)


def mijn(session: Session, gebruiker: Gebruiker, nu: datetime) -> list[OpenTaak]:
    """All taken that are open to the gebruiker now, in the order of the overview; one query."""
    waarden = {**toegang.parameters(gebruiker, nu), "sinds": nu - GEBRUIK}
    return [OpenTaak(*rij) for rij in session.execute(_MIJN, waarden)]


def tegels(taken: Sequence[OpenTaak]) -> list[Tegel]:
    """The onderwerpen of ``taken`` in their order, each with its taken."""
    groepen = groupby(
        taken, attrgetter("onderwerp_slug", "onderwerp_naam", "onderwerp_omschrijving")
    )
    return [Tegel(*onderwerp, tuple(groep)) for onderwerp, groep in groepen]


def snel_naar(taken: Sequence[OpenTaak]) -> list[OpenTaak]:
    """The five most used; last used wins a tie, places left go to the first taken (R19)."""

    def gebruik(taak: OpenTaak) -> tuple[int, float]:
        return taak.gebruikt, taak.laatst_op.timestamp() if taak.laatst_op else 0.0

    return sorted(taken, key=gebruik, reverse=True)[:SNEL_NAAR]


def op_slug(session: Session, slug: str) -> Taak | None:
    """The taak behind an address, with its onderwerp, or None."""
    if not slug.isprintable():  # PostgreSQL takes no NUL
        return None
    vraag = select(Taak).where(Taak.slug == slug).options(joinedload(Taak.onderwerp))
    return session.scalars(vraag).one_or_none()


def onderwerp_op_slug(session: Session, slug: str) -> Onderwerp | None:
    """The onderwerp behind an address, or None."""
    if not slug.isprintable():
        return None
    return session.scalars(select(Onderwerp).where(Onderwerp.slug == slug)).one_or_none()


def taken_van(session: Session, onderwerp: Onderwerp) -> Sequence[int]:
    """The ids of all taken of an onderwerp, open or not."""
    return session.scalars(select(Taak.id).where(Taak.onderwerp_id == onderwerp.id)).all()


def hoedanigheden(autorisaties: Sequence[Autorisatie]) -> list[Hoedanigheid]:
    """Every way to act with these autorisaties: per rol one kenmerk of each soort that it needs."""
    return [
        Hoedanigheid(autorisatie, keuze)
        for autorisatie in autorisaties
        for keuze in product(*_per_soort(autorisatie))
    ]


def _per_soort(autorisatie: Autorisatie) -> list[list[Kenmerk]]:
    op_soort = sorted(autorisatie.kenmerken, key=lambda k: (k.soort_id, k.waarde))
    return [list(groep) for _, groep in groupby(op_soort, attrgetter("soort_id"))]


def noteer_gebruik(session: Session, gebruiker: Gebruiker, taak: Taak, nu: datetime) -> None:
    """Count a start, once per gebruiker per taak per 10 seconds (R19)."""
    pas_nog = exists().where(
        Taakgebruik.gebruiker_id == gebruiker.id,
        Taakgebruik.taak_id == taak.id,
        Taakgebruik.op > nu - HERHALING,
    )
    start = select(literal(gebruiker.id), literal(taak.id), literal(nu, Taakgebruik.op.type)).where(
        ~pas_nog
    )
    session.execute(insert(Taakgebruik).from_select(["gebruiker_id", "taak_id", "op"], start))
