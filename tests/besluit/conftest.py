# SPDX-License-Identifier: EUPL-1.2
"""The world of a decision."""

import pytest
from sqlalchemy.orm import Session

from tests.besluit.wereld import Wereld, maak_wereld


@pytest.fixture
def wereld(db_sessie: Session) -> Wereld:
    return maak_wereld(db_sessie)
