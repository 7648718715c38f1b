# SPDX-License-Identifier: EUPL-1.2
"""Writes many rows at once in the session's transaction: COPY on PostgreSQL, else executemany.

Past the ORM, so no audit entry is made: the trail of what is sown is sown itself.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection as PsycopgVerbinding
from psycopg import sql
from sqlalchemy import JSON, Table, func, insert, select
from sqlalchemy.orm import Session

from portal.db import Base, Moment

Meld = Callable[[str], None]
Rij = Sequence[Any]
ZONDER_ZONE = len("2026-11-24 09:00:00.000000")


def tabel_van(model: type[Base]) -> Table:
    """The table of a model, with the type that it has."""
    return Base.metadata.tables[model.__tablename__]


class Schrijver:
    """Takes rows of one table after another, and counts them."""

    def __init__(self, session: Session, meld: Meld) -> None:
        self._verbinding = session.connection()
        self._meld = meld
        self._geteld: Counter[str] = Counter()
        self._begin = time.perf_counter()

    def schrijf(self, tabel: Table, kolommen: Sequence[str], rijen: Sequence[Rij]) -> None:
        """Insert ``rijen``, whose values stand in the order of ``kolommen``."""
        if not rijen:
            return
        waarden = [
            self._omgezet(tabel, *kolom)
            for kolom in zip(kolommen, zip(*rijen, strict=True), strict=True)
        ]
        if self._verbinding.dialect.name == "postgresql":
            self._kopieer(tabel, kolommen, waarden)
        else:
            self._voeg_in(tabel, kolommen, waarden)
        self._geteld[tabel.name] += len(rijen)

    def meld(self, onderwerp: str, klaar: int, van: int) -> None:
        """Tell how far ``onderwerp`` is, and how many rows went in each second so far."""
        snelheid = self.rijen / max(time.perf_counter() - self._begin, 0.001)
        self._meld(
            f"{onderwerp}: {_punten(klaar)} van {_punten(van)} ({_punten(snelheid)} rijen/s)"
        )

    def zeg(self, tekst: str) -> None:
        """Tell something else, with the seconds that have passed."""
        self._meld(f"{time.perf_counter() - self._begin:.0f} s: {tekst}")

    @property
    def rijen(self) -> int:
        """How many rows were written."""
        return self._geteld.total()

    def zet_tellers(self) -> None:
        """PostgreSQL: the next id of a table comes after those that were written."""
        if self._verbinding.dialect.name != "postgresql":
            return
        for naam in self._geteld:
            tabel = Base.metadata.tables[naam]
            if tabel.autoincrement_column is not None:
                reeks = func.pg_get_serial_sequence(naam, tabel.autoincrement_column.name)
                hoogste = select(func.max(tabel.autoincrement_column)).scalar_subquery()
                self._verbinding.execute(select(func.setval(reeks, hoogste)))

    def _omgezet(self, tabel: Table, naam: str, waarden: Sequence[Any]) -> Sequence[Any]:
        """A column as the driver wants it; text and numbers are as they are."""
        soort = tabel.c[naam].type
        if isinstance(soort, JSON):
            return [json.dumps(waarde) for waarde in waarden]
        if isinstance(soort, Moment) and self._verbinding.dialect.name == "sqlite":
            return [_tekst(moment) for moment in waarden]
        return waarden

    def _kopieer(
        self, tabel: Table, kolommen: Sequence[str], waarden: Sequence[Sequence[Any]]
    ) -> None:
        opdracht = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(tabel.name), sql.SQL(", ").join(map(sql.Identifier, kolommen))
        )
        verbinding: PsycopgVerbinding[Any] = self._verbinding.connection.driver_connection  # type: ignore[assignment]
        with verbinding.cursor() as cursor, cursor.copy(opdracht) as kopie:
            for rij in zip(*waarden, strict=True):
                kopie.write_row(rij)

    def _voeg_in(
        self, tabel: Table, kolommen: Sequence[str], waarden: Sequence[Sequence[Any]]
    ) -> None:
        opdracht = insert(tabel).compile(dialect=self._verbinding.dialect, column_keys=kolommen)
        op_naam = dict(zip(kolommen, waarden, strict=True))
        volgorde = [op_naam[naam] for naam in opdracht.positiontup or ()]
        self._verbinding.exec_driver_sql(str(opdracht), list(zip(*volgorde, strict=True)))


def _tekst(moment: datetime | None) -> str | None:
    """A time in UTC as SQLAlchemy keeps it on SQLite; its own way is five times slower."""
    return None if moment is None else moment.isoformat(" ", "microseconds")[:ZONDER_ZONE]


def _punten(aantal: float) -> str:
    return f"{aantal:,.0f}".replace(",", ".")
