# SPDX-License-Identifier: EUPL-1.2
"""The commands of the portal, as an operator calls them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.cli import registreer
from portal.db import db
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
        leeg = Flask("leeg")
        leeg.config["SQLALCHEMY_ENGINES"] = {"default": url}
        db.init_app(leeg)
        registreer(leeg)
        yield lambda *woorden: leeg.test_cli_runner().invoke(args=list(woorden))
        with leeg.app_context():
            db.engine.dispose()
