# SPDX-License-Identifier: EUPL-1.2
"""A database with the demo data in it: one to read for a whole module, or one per test."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.db import db
from portal.demo import lader
from portal.demo.codes import Demogebruiker
from tests.conftest import NU


@pytest.fixture(scope="module")
def geladen(app: Flask) -> Iterator[tuple[Session, list[Demogebruiker]]]:
    """Loaded once, since hashing the codes takes time; do not change it."""
    with app.app_context():
        motor = db.engine
    with motor.connect() as verbinding, Session(verbinding) as sessie:
        yield sessie, lader.laad(sessie, NU)
        sessie.rollback()


@pytest.fixture
def gevuld(geladen: tuple[Session, list[Demogebruiker]]) -> Session:
    """To read only."""
    return geladen[0]


@pytest.fixture
def uitgenodigden(geladen: tuple[Session, list[Demogebruiker]]) -> list[Demogebruiker]:
    """What the loader handed over with ``gevuld``."""
    return geladen[1]
