# SPDX-License-Identifier: EUPL-1.2
"""Somebody with a valid code, up to the last step of the wizard."""

import pytest

from portal.models import Gebruiker
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.wizard.conftest import code, gebruiker

__all__ = ["aan_het_koppelen", "code", "gebruiker"]


@pytest.fixture
def aan_het_koppelen(client: Klant, gebruiker: Gebruiker, code: str) -> Klant:
    """Logged in with eHerkenning, at the last step."""
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    fabriek.tot_laatste_stap(client)
    return client
