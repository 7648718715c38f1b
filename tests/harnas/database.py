# SPDX-License-Identifier: EUPL-1.2
"""Databases for tests."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

SERVER = os.environ.get("TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@contextmanager
def nieuwe_database(soort: str, map_: Path) -> Iterator[str]:
    """The URL of an empty database, gone afterwards; skips where there is no server."""
    if soort == "sqlite":
        yield f"sqlite:///{map_ / f'{secrets.token_hex(4)}.sqlite3'}"
        return
    naam = f"mijnduo_test_{secrets.token_hex(6)}"
    beheer = sa.create_engine(
        SERVER,
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": 3},
    )
    try:
        with beheer.connect() as verbinding:
            verbinding.exec_driver_sql(f"CREATE DATABASE {naam}")
    except sa.exc.OperationalError:
        pytest.skip("PostgreSQL is niet bereikbaar")
    try:
        yield sa.make_url(SERVER).set(database=naam).render_as_string(hide_password=False)
    finally:
        with beheer.connect() as verbinding:
            verbinding.exec_driver_sql(f"DROP DATABASE {naam} WITH (FORCE)")
