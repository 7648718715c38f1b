# SPDX-License-Identifier: EUPL-1.2
"""The sectoren, rollen, kenmerksoorten, onderwerpen and taken of the demo, as rows to copy.

The demo's own loader fills a database in memory; its rows are what every seed begins with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import StaticPool, Table, create_engine, select
from sqlalchemy.orm import Session

from portal.db import Base
from portal.demo.boek import Boek
from portal.demo.inhoud import laad_onderwerpen
from portal.demo.stelsel import laad_stelsel
from portal.domain import documenten
from portal.models import Beheerdersrol, Document, Kenmerksoort, Rol, Sector
from portal.zaai.schrijver import Rij, Schrijver

LANG = timedelta(days=6 * 365)  # before the first account that is made


@dataclass(slots=True)
class Uitdeelbaar:
    """A rol, and the kenmerksoorten (ids) that it needs."""

    rol_id: int
    soorten: tuple[int, ...]


@dataclass(slots=True)
class Stelsel:
    """Ids of what was copied, by the code that the demo calls it by."""

    sectoren: dict[str, int] = field(default_factory=dict)
    soorten: dict[str, int] = field(default_factory=dict)
    beheerdersrollen: dict[str, int] = field(default_factory=dict)
    uitdeelbaar: dict[str, list[Uitdeelbaar]] = field(default_factory=dict)
    documenten: list[tuple[int, str]] = field(default_factory=list)  # id and hash of the text


def neem_over(schrijver: Schrijver, nu: datetime) -> Stelsel:
    """Copy the demo's rows, without its organisaties and people."""
    motor = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(motor)
    with Session(motor, autoflush=False) as session:
        boek = Boek(session, nu)
        documenten.eerste_versies(session, nu - LANG)
        laad_stelsel(boek)
        laad_onderwerpen(boek)
        for tabel, kolommen, rijen in _rijen(session):
            schrijver.schrijf(tabel, kolommen, rijen)
        stelsel = _stelsel(session)
        session.rollback()
    motor.dispose()
    return stelsel


def _rijen(session: Session) -> Iterator[tuple[Table, list[str], list[Rij]]]:
    """Per table that has rows, parents first."""
    for tabel in Base.metadata.sorted_tables:
        rijen = session.connection().execute(select(tabel)).all()
        yield tabel, list(tabel.c.keys()), [tuple(rij) for rij in rijen]


def _stelsel(session: Session) -> Stelsel:
    beheer = session.scalars(select(Beheerdersrol)).all()
    return Stelsel(
        sectoren={een.slug: een.id for een in session.scalars(select(Sector))},
        soorten={een.code: een.id for een in session.scalars(select(Kenmerksoort))},
        beheerdersrollen={een.code: een.id for een in beheer},
        uitdeelbaar={
            een.code: [
                Uitdeelbaar(rol.id, tuple(sorted(soort.id for soort in rol.kenmerksoorten)))
                for rol in sorted(_rollen(een), key=lambda rol: rol.id)
            ]
            for een in beheer
        },
        documenten=[(een.id, een.tekst_hash) for een in session.scalars(select(Document))],
    )


def _rollen(beheerdersrol: Beheerdersrol) -> set[Rol]:
    """What it hands out, with what the beheerdersrollen in it hand out."""
    uit = set(beheerdersrol.rollen)
    for ander in beheerdersrol.bevat:
        uit |= _rollen(ander)
    return uit
