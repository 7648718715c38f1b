# SPDX-License-Identifier: EUPL-1.2
"""One migrated database and one app per run; every test leaves the database as it found it."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal import migratie, secrets
from portal.app import create_app
from portal.config import lees
from portal.db import db
from portal.post import teksten
from tests.harnas.database import nieuwe_database
from tests.harnas.klant import Klant

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "postgresql"], default="sqlite")


def _overgeslagen(config: pytest.Config) -> Counter[str]:
    """Why tests were skipped, and how many for each reason."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    gemeld = reporter.stats.get("skipped", []) if reporter else []
    return Counter(str(een.longrepr[2]).removeprefix("Skipped: ") for een in gemeld)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure."""
    if os.environ.get("CI") == "true" and _overgeslagen(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Each reason once, on the closing lines."""
    redenen = _overgeslagen(config)
    for reden, aantal in redenen.items():
        terminalreporter.write_line(f"{aantal} tests overgeslagen: {reden}")
    if redenen and os.environ.get("CI") == "true":
        terminalreporter.write_line("CI=true: een overgeslagen test telt als mislukt")


@pytest.fixture(scope="session")
def soort_database(request: pytest.FixtureRequest) -> str:
    """sqlite or postgresql."""
    return str(request.config.getoption("--db"))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of this run."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(autouse=True)
def _eigen_instellingen() -> Iterator[None]:
    """What a test sets for the whole process ends with it; the app of the run goes on."""
    with patch.dict(secrets._sleutels), patch.dict(teksten._omgeving.globals):
        yield


@pytest.fixture(scope="session")
def app(soort_database: str, instance: Path) -> Iterator[Flask]:
    """The whole portal on a migrated database."""
    with nieuwe_database(soort_database, instance) as url:
        instellingen = {
            "MIJNDUO_DEMO": "1",
            "MIJNDUO_INSTANCE": str(instance),
            "MIJNDUO_DATABASE_URL": url,
            "MIJNDUO_RATELIMIT_ENABLED": "0",
        }
        portaal = create_app(lees(instellingen))
        engine = sa.create_engine(url)
        migratie.breng_naar(engine)
        engine.dispose()
        yield portaal
        with portaal.app_context():
            for motor in db.engines.values():
                motor.dispose()


class Klok:
    """A clock that a test sets."""

    def __init__(self, nu: datetime) -> None:
        self.nu = nu

    def __call__(self) -> datetime:
        return self.nu

    def verder(self, stap: timedelta) -> None:
        """Let time pass."""
        self.nu += stap


@pytest.fixture
def klok(app: Flask) -> Iterator[Klok]:
    """The app's clock, standing still at NU until the test moves it."""
    echte = app.extensions["klok"]
    app.extensions["klok"] = klok = Klok(NU)
    yield klok
    app.extensions["klok"] = echte


@pytest.fixture
def db_sessie(app: Flask) -> Iterator[Session]:
    """A session whose work is undone after the test."""
    with app.app_context():
        motor = db.engine
    with motor.connect() as verbinding:
        buitenste = verbinding.begin()
        # Flask-SQLAlchemy-Lite's own test_isolation() commits for real under SQLAlchemy 2.1.
        # No app context stays pushed: a request in a test would share its g and its session.
        aan_verbinding = {"bind": verbinding, "join_transaction_mode": "create_savepoint"}
        with app.app_context():
            maker = db.sessionmaker
        with patch.dict(maker.kw, aan_verbinding), maker() as sessie:
            yield sessie
        buitenste.rollback()


@pytest.fixture
def client(app: Flask, db_sessie: Session, klok: Klok) -> Klant:
    """A browser without JavaScript that checks every page it gets."""
    return Klant(app, db_sessie)


@pytest.fixture
def tel_queries() -> Callable[[], "contextmanager[list[str]]"]:
    """``with tel_queries() as gezien``: the statements sent in the block."""

    @contextmanager
    def teller() -> Iterator[list[str]]:
        gezien: list[str] = []

        def noteer(_v: object, _c: object, opdracht: str, *_rest: object) -> None:
            if not opdracht.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                gezien.append(opdracht)

        sa.event.listen(sa.Engine, "before_cursor_execute", noteer)
        try:
            yield gezien
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", noteer)

    return teller  # type: ignore[return-value]
