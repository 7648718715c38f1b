# SPDX-License-Identifier: EUPL-1.2
"""The commands of the portal, as an operator calls them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.cli import registreer
from portal.config import lees
from portal.db import db
from portal.web import klok as portaalklok
from tests.conftest import Klok
from tests.harnas.database import nieuwe_database

Draai = Callable[..., Result]


@pytest.fixture
def draai(app: Flask, db_sessie: Session, klok: Klok) -> Draai:
    """``draai("db", "check")``: run a command; what it writes is undone after the test."""
    return lambda *woorden: app.test_cli_runner().invoke(args=list(woorden))


@pytest.fixture
def draai_leeg(soort_database: str, tmp_path: Path) -> Iterator[Draai]:
    """The same on a database without tables.

    An app of its own with nothing but database and commands: a second create_app would set the
    keys and limits of this process anew, under the feet of the other tests.
    """
    with nieuwe_database(soort_database, tmp_path) as url:
        leeg = _kaal(url, tmp_path)
        yield lambda *woorden: leeg.test_cli_runner().invoke(args=list(woorden))
        with leeg.app_context():
            db.engine.dispose()


@pytest.fixture
def draai_weg(tmp_path: Path) -> Draai:
    """The same on a database that cannot be reached."""
    weg = _kaal(f"sqlite:///{tmp_path}/geen/map.sqlite3", tmp_path)
    return lambda *woorden: weg.test_cli_runner().invoke(args=list(woorden))


def _kaal(url: str, map_: Path) -> Flask:
    app = Flask("kaal")
    app.config["SQLALCHEMY_ENGINES"] = {"default": url}
    app.extensions["config"] = lees({"MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": str(map_)})
    portaalklok.zet_klok(app)
    db.init_app(app)
    registreer(app)
    return app
