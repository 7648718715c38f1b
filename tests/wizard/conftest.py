# SPDX-License-Identifier: EUPL-1.2
"""A gebruiker who is going to koppelen, and the browser."""

import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Gebruiker
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def gebruiker(db_sessie: Session) -> Gebruiker:
    """Waits for koppelen; the documents are published."""
    fabriek.maak_documenten(db_sessie, NU)
    return fabriek.maak_gebruiker(db_sessie, nu=NU)


@pytest.fixture
def code(db_sessie: Session, gebruiker: Gebruiker) -> str:
    """The activatiecode of ``gebruiker``."""
    return activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)


@pytest.fixture
def ingelogd(client: Klant, gebruiker: Gebruiker) -> Klant:
    """Logged in with eHerkenning, at the first step."""
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    return client


@pytest.fixture
def laatste_stap(ingelogd: Klant) -> Klant:
    """At the last step."""
    fabriek.tot_laatste_stap(ingelogd)
    return ingelogd
