# SPDX-License-Identifier: EUPL-1.2
"""The world of a decision, and the browsers of who takes part."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import secrets
from portal.domain import papieren, sessies
from portal.domain.middelen import Middel
from tests.besluit.wereld import Wereld, maak_wereld
from tests.conftest import Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Bestuurder = Callable[[str], Klant]


@pytest.fixture
def wereld(db_sessie: Session) -> Wereld:
    return maak_wereld(db_sessie)


@pytest.fixture
def een(app: Flask, db_sessie: Session, klok: Klok, wereld: Wereld) -> Klant:
    """The browser of the first medewerker."""
    return fabriek.log_binnen(app, db_sessie, wereld.een, klok.nu)


@pytest.fixture
def twee(app: Flask, db_sessie: Session, klok: Klok, wereld: Wereld) -> Klant:
    """The browser of the second."""
    return fabriek.log_binnen(app, db_sessie, wereld.twee, klok.nu)


@pytest.fixture
def bestuurder(app: Flask, db_sessie: Session, klok: Klok) -> Bestuurder:
    """``bestuurder(kvk)``: the browser of somebody who logged in for that organisatie."""

    def log_in(kvk: str) -> Klant:
        middel = Middel(
            sleutel_kvk=secrets.sleutel("middel", kvk),
            pseudoniem=secrets.sleutel("pseudoniem", kvk),
            sleutel_rsin=None,
            kvk=kvk,
            rsin=None,
            niveau="loa3",
        )
        token = sessies.begin_aanvraag(db_sessie, middel, nu=klok.nu, adres="127.0.0.1")
        db_sessie.commit()
        klant = Klant(app, db_sessie)
        with klant.kaal.session_transaction() as koekje:
            koekje["_user_id"] = token
        return klant

    return log_in


@pytest.fixture
def opslag(app: Flask) -> Iterator[Path]:
    """Where the files are, empty before and after."""
    map_ = papieren.map_van(app.extensions["config"].instance)

    def leeg() -> None:
        for pad in map_.iterdir() if map_.is_dir() else ():
            pad.unlink()

    leeg()
    yield map_
    leeg()
