# SPDX-License-Identifier: EUPL-1.2
"""Takes indexes off tables that are about to be filled, and makes them again in one go.

Sorting a million keys once is many times faster than finding the place of each. Definitions are
read from the database, so what comes back is what was there; all in the session's transaction.
On SQLite the triggers that keep the full-text tables are taken off too, and those tables filled.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table, insert, text

from portal.domain.zoekindex import GEBRUIKERS, ORGANISATIES

SQLITE = text(
    "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :tabel AND sql IS NOT NULL"
    " AND (type = 'index' OR type = 'trigger' AND name LIKE '%_zoek_%') ORDER BY type, name"
)
# Those of a primary key or unique constraint stay.
POSTGRESQL = text(
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE tablename = :tabel"
    " AND schemaname = current_schema() AND NOT EXISTS"
    " (SELECT FROM pg_constraint WHERE conname = indexname) ORDER BY indexname"
)
GEHEUGEN = {
    "postgresql": "SET LOCAL maintenance_work_mem = '256MB'",
    "sqlite": "PRAGMA cache_size = -131072",  # KiB
}


@contextmanager
def zonder_indexen(verbinding: Connection, tabellen: Sequence[Table]) -> Iterator[None]:
    """Without the indexes of ``tabellen`` while in the block."""
    dialect = verbinding.dialect.name
    vraag = SQLITE if dialect == "sqlite" else POSTGRESQL
    verbinding.exec_driver_sql(GEHEUGEN[dialect])
    gevonden = [
        rij for tabel in tabellen for rij in verbinding.execute(vraag, {"tabel": tabel.name})
    ]
    for soort, naam, _ in gevonden:
        verbinding.exec_driver_sql(f"DROP {soort} {naam}")
    yield
    if dialect == "sqlite":
        for index in (GEBRUIKERS, ORGANISATIES):
            verbinding.execute(insert(index.zoektabel), {index.zoektabel.name: "rebuild"})
    for _, _, opdracht in gevonden:
        verbinding.exec_driver_sql(opdracht)
