# SPDX-License-Identifier: EUPL-1.2
"""A database of its own that was sown, once for all tests that only look."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal import migratie
from portal.zaai.omvang import Omvang
from portal.zaai.vullen import vul
from tests.conftest import NU
from tests.harnas.database import nieuwe_database

OMVANG = Omvang(gebruikers=900, organisaties=60, audit=700, seed=7)


@contextmanager
def gezaaide_database(soort: str, map_: Path, omvang: Omvang) -> Iterator[sa.Engine]:
    """A migrated database with what ``omvang`` gives at NU."""
    with nieuwe_database(soort, map_) as url:
        motor = sa.create_engine(url)
        migratie.breng_naar(motor)
        with Session(motor) as sessie:
            vul(sessie, omvang, NU, lambda _tekst: None)
            sessie.commit()
        yield motor
        motor.dispose()


@pytest.fixture(scope="session")
def gezaaid(app: Flask, soort_database: str, instance: Path) -> Iterator[sa.Engine]:
    """The database. ``app`` makes the keys."""
    with gezaaide_database(soort_database, instance, OMVANG) as motor:
        yield motor


@pytest.fixture
def vol(gezaaid: sa.Engine) -> Iterator[Session]:
    """A session on it; nothing that it writes stays."""
    with Session(gezaaid) as sessie:
        yield sessie
