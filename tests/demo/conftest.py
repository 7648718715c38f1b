# SPDX-License-Identifier: EUPL-1.2
"""A database of its own with the demo data in it, loaded once since hashing codes takes time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal import migratie
from portal.demo import lader
from portal.demo.codes import Demogebruiker
from tests.conftest import NU
from tests.harnas.database import nieuwe_database


@pytest.fixture(scope="session")
def geladen(
    app: Flask, soort_database: str, instance: Path
) -> Iterator[tuple[sa.Engine, list[Demogebruiker]]]:
    """The database, and what the loader handed over. ``app`` makes the keys."""
    with nieuwe_database(soort_database, instance) as url:
        motor = sa.create_engine(url)
        migratie.breng_naar(motor)
        with Session(motor) as sessie:
            gebruikers = lader.laad(sessie, NU)
            sessie.commit()
        yield motor, gebruikers
        motor.dispose()


@pytest.fixture
def gevuld(geladen: tuple[sa.Engine, list[Demogebruiker]]) -> Iterator[Session]:
    """A session on it; nothing that it writes stays."""
    with Session(geladen[0]) as sessie:
        yield sessie


@pytest.fixture
def uitgenodigden(geladen: tuple[sa.Engine, list[Demogebruiker]]) -> list[Demogebruiker]:
    """What the loader handed over with ``gevuld``."""
    return geladen[1]
