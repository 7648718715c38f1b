# SPDX-License-Identifier: EUPL-1.2
"""A medewerker at work on a database that was sown, and stock Flask-Admin on the same one."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from admin.lijst import TEL_MAX
from admin.woorden import getal
from portal.app import create_app
from portal.config import lees
from portal.db import db
from portal.models import Gebruiker
from portal.models.soorten import Medewerkersrol
from tests.bench.gezaaid import SLEUTEL
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

VEEL = f"Meer dan {getal(TEL_MAX)}"
AANTAL = re.compile(r'class="portal-aantal"[^>]*>(Geen|Meer dan [\d.]+|\d+) resulta')
ZOEKT_IN = ("voorletters", "tussenvoegsel", "achternaam", "email")


@dataclass(frozen=True, slots=True)
class Portaal:
    """The portal, a browser of a medewerker who is inside, and the database behind it."""

    app: Flask
    kaal: FlaskClient
    motor: sa.Engine

    def haal(self, adres: str, telt: sa.Select[int]) -> Callable[[], str]:
        """What fetches a list, which must say that it has as many rows as ``telt`` counts."""
        with Session(self.motor) as sessie:
            aantal = sessie.scalar(telt) or 0
        gevonden = AANTAL.search(self._pagina(adres))
        verwacht = VEEL if aantal > TEL_MAX else str(aantal or "Geen")
        assert gevonden and gevonden[1] == verwacht, (adres, gevonden, verwacht)
        return lambda: self._pagina(adres)

    def _pagina(self, adres: str) -> str:
        antwoord = self.kaal.get(adres)
        assert antwoord.status_code == 200, (adres, antwoord.status_code)
        return str(antwoord.text)


@contextmanager
def portaal(url: str, map_: Path) -> Iterator[Portaal]:
    """The portal on ``url``, at the moment that it was sown for."""
    instellingen = {
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_INSTANCE": str(map_),
        "MIJNDUO_DATABASE_URL": url,
        "MIJNDUO_RATELIMIT_ENABLED": "0",
        "MIJNDUO_SECRET_KEY": SLEUTEL,
    }
    app = create_app(lees(instellingen))
    app.extensions["klok"] = lambda: NU
    with app.app_context():
        maker, motor = db.sessionmaker, db.engine
    with maker() as sessie:
        klant = Klant(app, sessie)
        fabriek.koppel(klant, sessie, medewerkers(sessie)[0], NU)
        yield Portaal(app, klant.kaal, motor)
    motor.dispose()


def medewerkers(sessie: Session) -> list[Gebruiker]:
    """Who may see all gebruikers."""
    rol = Gebruiker.medewerkersrol == Medewerkersrol.MEDEWERKER
    return list(sessie.scalars(select(Gebruiker).where(rol).order_by(Gebruiker.id)))


@contextmanager
def kale_admin(motor: sa.Engine) -> Iterator[Callable[[str], None]]:
    """What searches in the list that Flask-Admin makes of the same model by itself."""
    sessie = scoped_session(sessionmaker(motor))
    view = type("Kaal", (ModelView,), {"column_searchable_list": ZOEKT_IN})
    app = Flask("kaal")
    app.secret_key = SLEUTEL
    Admin(app).add_view(view(Gebruiker, sessie))
    app.teardown_appcontext(lambda _fout: sessie.remove())
    browser = app.test_client()

    def zoek(term: str) -> None:
        antwoord = browser.get(f"/admin/gebruiker/?search={term}")
        assert antwoord.status_code == 200 and term in antwoord.text, antwoord.status_code

    yield zoek
    sessie.remove()
