# SPDX-License-Identifier: EUPL-1.2
"""Real processes, and a look into their database."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.harnas.server import Server, server
from tests.harnas.wandelaar import Wandelaar


@pytest.fixture
def draait(soort_database: str, tmp_path: Path) -> Iterator[Server]:
    """The portal with four workers on a database of its own."""
    with server(soort_database, tmp_path) as portaal:
        yield portaal


@pytest.fixture
def nieuwe_wandelaar(draait: Server) -> Iterator[Callable[[], Wandelaar]]:
    """Makes visitors, and closes their connections afterwards."""
    gemaakt: list[Wandelaar] = []

    def maak() -> Wandelaar:
        gemaakt.append(Wandelaar(draait.adres))
        return gemaakt[-1]

    yield maak
    for wandelaar in gemaakt:
        wandelaar.http.close()


@pytest.fixture
def vraag(draait: Server) -> Iterator[Callable[[str], Any]]:
    """``vraag(sql)``: the one value that a query gives."""
    motor = sa.create_engine(draait.env["MIJNDUO_DATABASE_URL"], poolclass=sa.NullPool)

    def een(sql: str) -> Any:
        with motor.connect() as verbinding:
            return verbinding.execute(sa.text(sql)).scalar()

    yield een
    motor.dispose()
