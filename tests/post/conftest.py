# SPDX-License-Identifier: EUPL-1.2
"""A migrated database of each kind, a small app around it, and a real SMTP server."""

import os
import secrets as std_secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal import migratie
from portal.db import db
from tests.post.hulp import maak_app, maak_config
from tests.post.smtp import Postkantoor

SERVER = os.environ.get("TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


def _beheer() -> sa.Engine:
    return sa.create_engine(
        SERVER,
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": 3},
    )


@pytest.fixture(scope="session")
def sqlite_voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    pad = tmp_path_factory.mktemp("voorbeeld") / "leeg.sqlite3"
    engine = sa.create_engine(f"sqlite:///{pad}")
    migratie.breng_naar(engine)
    with engine.connect() as verbinding:
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return pad


@pytest.fixture(scope="session")
def postgres_voorbeeld() -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy from."""
    naam = f"post_voorbeeld_{std_secrets.token_hex(4)}"
    try:
        with _beheer().connect() as verbinding:
            verbinding.exec_driver_sql(f"CREATE DATABASE {naam}")
    except sa.exc.OperationalError:
        pytest.skip("PostgreSQL is niet bereikbaar")
    engine = sa.create_engine(sa.make_url(SERVER).set(database=naam))
    migratie.breng_naar(engine)
    engine.dispose()
    yield naam
    with _beheer().connect() as verbinding:
        verbinding.exec_driver_sql(f"DROP DATABASE {naam} WITH (FORCE)")


@contextmanager
def _postgres(voorbeeld: str) -> Iterator[str]:
    naam = f"post_{std_secrets.token_hex(6)}"
    with _beheer().connect() as verbinding:
        verbinding.exec_driver_sql(f"CREATE DATABASE {naam} TEMPLATE {voorbeeld}")
    url = sa.make_url(SERVER).set(database=naam).render_as_string(hide_password=False)
    yield url
    with _beheer().connect() as verbinding:
        verbinding.exec_driver_sql(f"DROP DATABASE {naam} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database; every test runs on both kinds."""
    if request.param == "sqlite":
        pad = tmp_path / "test.sqlite3"
        pad.write_bytes(request.getfixturevalue("sqlite_voorbeeld").read_bytes())
        yield f"sqlite:///{pad}"
        return
    with _postgres(request.getfixturevalue("postgres_voorbeeld")) as url:
        yield url


@pytest.fixture
def postkantoor() -> Iterator[Postkantoor]:
    """A real SMTP server on a free port."""
    with Postkantoor() as kantoor:
        yield kantoor


@pytest.fixture
def app(database_url: str, postkantoor: Postkantoor, tmp_path: Path) -> Iterator[Flask]:
    """A small app with an open context; the database it used is closed afterwards."""
    app = maak_app(maak_config(database_url, postkantoor.url, tmp_path))
    with app.app_context():
        yield app
        db.session.close()
        db.engine.dispose()


@pytest.fixture
def vrije_poort() -> int:
    """A port of this machine where nothing listens."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        poort: int = s.getsockname()[1]
        return poort
