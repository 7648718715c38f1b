# SPDX-License-Identifier: EUPL-1.2
"""A small world in the shared database, and one in a database of its own to really commit in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import migratie
from portal.db import SCHRIJFT
from tests.beheer.wereld import Wereld, bouw
from tests.harnas.database import nieuwe_database

Schrijver = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def wereld(db_sessie: Session) -> Wereld:
    """The world of the beheerder, undone after the test."""
    return bouw(db_sessie)


@pytest.fixture
def motor(soort_database: str, tmp_path: Path, app: object) -> Iterator[sa.Engine]:
    """A migrated database of its own."""
    with nieuwe_database(soort_database, tmp_path) as url:
        eigen = sa.create_engine(url, poolclass=sa.NullPool)
        migratie.breng_naar(eigen)
        yield eigen
        eigen.dispose()


@pytest.fixture
def schrijver(motor: sa.Engine) -> Schrijver:
    """``with schrijver() as session``: a transaction as a request has it, in that database."""

    @contextmanager
    def begin() -> Iterator[Session]:
        with Session(motor, expire_on_commit=False) as session:
            session.connection(execution_options={SCHRIJFT: True})
            yield session
            session.commit()

    return begin
