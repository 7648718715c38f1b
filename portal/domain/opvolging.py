# SPDX-License-Identifier: EUPL-1.2
"""Organisaties that need somebody's attention for want of beheerders (R1).

None, one left, one who was silent for 12 months, or one who lost the koppeling. A beheerder of
the parent manages its children too, so a child of a bestuur that has one is never short; silent
and unlinked beheerders are told of where they belong. Counts what there is for everybody, whatever
the reach of who asks: only numbers come back, of the organisaties that were asked for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.bereik import VRIJ
from portal.domain.bevoegdheden import loopt
from portal.models import Beheerderstoekenning, Gebruiker, Koppeling, Organisatie
from portal.models.soorten import Gebruikerstatus, Organisatiesoort
from portal.tijd import maanden_eerder

STIL_MAANDEN = 12  # R1, calendar months


class Signaal(StrEnum):
    """Why an organisatie is followed up, the most urgent first."""

    GEEN = "geen"
    EEN = "een"
    ONTKOPPELD = "ontkoppeld"
    STIL = "stil"


@dataclass(frozen=True, slots=True)
class Stand:
    """The active beheerders of one organisatie, how many of them are silent, how many unlinked."""

    beheerders: int
    ontkoppeld: int
    stil: int
    signalen: tuple[Signaal, ...]


def beheert(nu: datetime) -> ColumnElement[bool]:
    """Whether a Gebruiker is an active beheerder."""
    houders = select(Beheerderstoekenning.gebruiker_id).where(loopt(nu))
    return and_(Gebruiker.id.in_(houders), Gebruiker.status == Gebruikerstatus.ACTIEF)


def is_stil(nu: datetime) -> ColumnElement[bool]:
    """Whether a Gebruiker did not log in for 12 months, or was registered then and never did."""
    gezien = func.coalesce(Gebruiker.laatste_login_op, Gebruiker.aangemeld_op)
    return gezien <= maanden_eerder(nu, STIL_MAANDEN)


def is_ontkoppeld() -> ColumnElement[bool]:
    """Whether a Gebruiker had a koppeling and has none now (R16, R17).

    One look per gebruiker: two EXISTS would make PostgreSQL read all koppelingen twice.
    """
    actief = func.max(case((Koppeling.beeindigd_op.is_(None), 1), else_=0))
    heeft = select(actief).where(Koppeling.gebruiker_id == Gebruiker.id)
    return heeft.correlate(Gebruiker).scalar_subquery() == 0  # without any it is NULL


def met(
    nu: datetime, signaal: Signaal | None = None, waar: ColumnElement[bool] | None = None
) -> Select[int]:
    """The ids of the organisaties with ``signaal``, or with any; of those for which ``waar``."""
    vraag, signalen = _vraag(nu, waar)
    heeft = or_(*signalen.values()) if signaal is None else signalen[signaal]
    return vraag.with_only_columns(Organisatie.id).where(heeft)


def tel(session: Session, nu: datetime) -> Mapping[Signaal, int]:
    """How many organisaties have each signaal; one query."""
    vraag, signalen = _vraag(nu)
    kolommen = [func.count(case((waar, 1))) for waar in signalen.values()]
    rij = session.execute(vraag.with_only_columns(*kolommen), execution_options={VRIJ: True}).one()
    return dict(zip(signalen, rij, strict=True))


def signalen(session: Session, nu: datetime, organisaties: Collection[int]) -> Mapping[int, Stand]:
    """How each of ``organisaties`` (ids) stands; one query. What has ended is left out."""
    vraag, signalen = _vraag(nu, Organisatie.id.in_(organisaties))
    rijen = session.execute(vraag.add_columns(*signalen.values()), execution_options={VRIJ: True})
    uit = {}
    for nummer, beheerders, ontkoppeld, stil, *waar in rijen:
        gevonden = tuple(een for een, telt in zip(signalen, waar, strict=True) if telt)
        uit[nummer] = Stand(beheerders, ontkoppeld, stil, gevonden)
    return uit


def stille_beheerders(
    session: Session, organisaties: Collection[int], nu: datetime
) -> Sequence[Gebruiker]:
    """The active beheerders of ``organisaties`` (ids) who are silent, by name."""
    vraag = select(Gebruiker).where(
        beheert(nu), is_stil(nu), Gebruiker.organisatie_id.in_(organisaties)
    )
    return session.scalars(vraag.order_by(Gebruiker.achternaam, Gebruiker.id)).all()


def _vraag(
    nu: datetime, waar: ColumnElement[bool] | None = None
) -> tuple[Select[int, int, int, int], dict[Signaal, ColumnElement[bool]]]:
    """Each organisatie with its numbers, and the condition of each signaal on that.

    With ``waar`` only organisaties of which that is so, and only their beheerders are counted.
    """
    eigen = _bezetting(nu, waar)
    boven = eigen.alias()
    aantal, ontkoppeld, stil = (
        func.coalesce(kolom, 0) for kolom in (eigen.c.beheerders, eigen.c.ontkoppeld, eigen.c.stil)
    )
    vraag = (
        select(Organisatie.id, aantal, ontkoppeld, stil)
        .select_from(Organisatie)
        .outerjoin(eigen, eigen.c.organisatie_id == Organisatie.id)
        .outerjoin(boven, boven.c.organisatie_id == Organisatie.parent_id)
        .where(Organisatie.beeindigd_op.is_(None), Organisatie.soort != Organisatiesoort.UITVOERDER)
    )
    if waar is not None:
        vraag = vraag.where(waar)
    alleen = boven.c.beheerders.is_(None)
    return vraag, {
        Signaal.GEEN: and_(alleen, aantal == 0),
        Signaal.EEN: and_(alleen, aantal == 1),
        Signaal.ONTKOPPELD: ontkoppeld > 0,
        Signaal.STIL: stil > 0,
    }


def _bezetting(nu: datetime, waar: ColumnElement[bool] | None) -> CTE:
    """Per organisatie with active beheerders how many there are."""
    wie = beheert(nu)
    if waar is not None:
        zelf, ouders = select(Organisatie.id), select(Organisatie.parent_id)
        wie = and_(wie, Gebruiker.organisatie_id.in_(zelf.where(waar).union(ouders.where(waar))))
    return (
        select(
            Gebruiker.organisatie_id,
            func.count().label("beheerders"),
            func.count(case((is_ontkoppeld(), 1))).label("ontkoppeld"),
            func.count(case((is_stil(nu), 1))).label("stil"),
        )
        .where(wie)
        .group_by(Gebruiker.organisatie_id)
        .cte()
    )
