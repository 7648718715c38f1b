# SPDX-License-Identifier: EUPL-1.2
"""Organisaties: the business customers. Looking them up, and who and what belongs to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, contains_eager

from portal.domain import bevoegdheden
from portal.models import (
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Organisatie,
)
from portal.models.organisatie import organisatie_kenmerk
from portal.models.soorten import Gebruikerstatus

HOOGSTENS = 200


@dataclass(frozen=True, slots=True)
class Tellingen:
    """Accounts that have not ended, those of them that are gekoppeld or beheerder, and children."""

    gebruikers: int
    gekoppeld: int
    beheerders: int
    kinderen: int


def alle(session: Session) -> Sequence[Organisatie]:
    """The first organisaties by name that have not ended, to choose from in a demo."""
    vraag = select(Organisatie).where(Organisatie.beeindigd_op.is_(None))
    return session.scalars(vraag.order_by(Organisatie.naam).limit(HOOGSTENS)).all()


def op_kvk(session: Session, kvk: str) -> Organisatie | None:
    """The organisatie with that KvK number, also an ended one."""
    return session.scalars(select(Organisatie).where(Organisatie.kvk == kvk)).one_or_none()


def is_kind_van(organisatie: Organisatie) -> ColumnElement[bool]:
    """The organisaties under it that have not ended."""
    return and_(Organisatie.parent_id == organisatie.id, Organisatie.beeindigd_op.is_(None))


def kinderen(session: Session, organisatie: Organisatie, hoogstens: int) -> Sequence[Organisatie]:
    """The first of those by name."""
    vraag = select(Organisatie).where(is_kind_van(organisatie))
    return session.scalars(vraag.order_by(Organisatie.naam, Organisatie.id).limit(hoogstens)).all()


def tellingen(session: Session, organisatie: Organisatie, nu: datetime) -> Tellingen:
    """The numbers of one organisatie, in one query."""
    lopend = and_(
        Gebruiker.organisatie_id == organisatie.id,
        Gebruiker.status != Gebruikerstatus.BEEINDIGD,
    )
    gekoppeld = exists().where(
        Koppeling.gebruiker_id == Gebruiker.id, Koppeling.beeindigd_op.is_(None)
    )
    beheert = exists().where(
        Beheerderstoekenning.gebruiker_id == Gebruiker.id, bevoegdheden.loopt(nu)
    )
    delen = [
        select(func.count(Gebruiker.id)).where(lopend, *waar).scalar_subquery()
        for waar in ((), (gekoppeld,), (beheert,))
    ]
    onder = select(func.count(Organisatie.id)).where(is_kind_van(organisatie)).scalar_subquery()
    rij = session.execute(select(*delen, onder)).one()
    return Tellingen(rij[0], rij[1], rij[2], rij[3])


def gebruikers_per(session: Session, nummers: Collection[int]) -> Mapping[int, int]:
    """How many accounts that have not ended each of these organisaties (ids) has, if any."""
    vraag = select(Gebruiker.organisatie_id, func.count()).where(
        Gebruiker.organisatie_id.in_(nummers), Gebruiker.status != Gebruikerstatus.BEEINDIGD
    )
    return {
        waar: hoeveel for waar, hoeveel in session.execute(vraag.group_by(Gebruiker.organisatie_id))
    }


def kenmerken_per_soort(
    session: Session, organisatie: Organisatie
) -> list[tuple[str, list[Kenmerk]]]:
    """What it holds, also what has ended, by name of the soort and by value."""
    vraag = (
        select(Kenmerk)
        .join(organisatie_kenmerk, organisatie_kenmerk.c.kenmerk_id == Kenmerk.id)
        .join(Kenmerk.soort)
        .where(organisatie_kenmerk.c.organisatie_id == organisatie.id)
        .order_by(Kenmerksoort.naam, Kenmerk.waarde)
        .options(contains_eager(Kenmerk.soort))
    )
    gevonden = session.scalars(vraag).all()
    return [(naam, list(deel)) for naam, deel in groupby(gevonden, lambda k: k.soort.naam)]
