# SPDX-License-Identifier: EUPL-1.2
"""Somebody with a valid code, up to the last step of the wizard."""

import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Gebruiker
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def gebruiker(db_sessie: Session) -> Gebruiker:
    fabriek.maak_documenten(db_sessie, NU)
    return fabriek.maak_gebruiker(db_sessie, nu=NU)


@pytest.fixture
def code(db_sessie: Session, gebruiker: Gebruiker) -> str:
    return activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)


@pytest.fixture
def aan_het_koppelen(client: Klant, gebruiker: Gebruiker, code: str) -> Klant:
    """Logged in with eHerkenning, at the last step."""
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    fabriek.tot_laatste_stap(client)
    return client
