# SPDX-License-Identifier: EUPL-1.2
"""The portal in this process, on a migrated database with the demo data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from portal import migratie
from portal.app import create_app
from portal.config import lees
from portal.db import db, transactie
from portal.demo import lader
from portal.models import Gebruiker
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@dataclass(frozen=True, slots=True)
class Proef:
    """The app, its instance folder, and a client of a gekoppelde gebruiker who is inside."""

    app: Flask
    map_: Path
    klant: Klant
    kvk: str


@contextmanager
def portaal(map_: Path) -> Iterator[Proef]:
    """The portal in the empty folder ``map_``; its connections are closed afterwards."""
    url = f"sqlite:///{map_ / 'bench.sqlite3'}"
    motor = sa.create_engine(url)
    migratie.breng_naar(motor)
    motor.dispose()
    instellingen = {
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_INSTANCE": str(map_),
        "MIJNDUO_DATABASE_URL": url,
        "MIJNDUO_RATELIMIT_ENABLED": "0",
    }
    app = create_app(lees(instellingen))
    nu = datetime.now(UTC)
    with app.app_context():
        maker, motoren = db.sessionmaker, db.engines
        with transactie() as sessie:
            eerste = lader.laad(sessie, nu)[0]
    with maker() as sessie:
        vraag = sa.select(Gebruiker).where(Gebruiker.gebruikersnaam == eerste.gebruikersnaam)
        klant = Klant(app, sessie)
        fabriek.koppel(klant, sessie, sessie.scalars(vraag).one(), nu)
        yield Proef(app, map_, klant, eerste.kvk)
    for een in motoren.values():
        een.dispose()
