# SPDX-License-Identifier: EUPL-1.2
"""Who is inside: a gebruiker with a session, and a browser that carries it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import sessies
from portal.models import Auditrecord, Gebruiker
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Inloggen = Callable[..., Klant]


@pytest.fixture
def jan(db_sessie: Session) -> Gebruiker:
    """A gebruiker of a bestuur, without any rol."""
    return fabriek.maak_gebruiker(
        db_sessie, nu=NU, voorletters="J.", tussenvoegsel="de", achternaam="Vries"
    )


@pytest.fixture
def inloggen(app: Flask, db_sessie: Session, klok: Klok) -> Inloggen:
    """``inloggen(gebruiker)``: a browser with a fresh session, as after a login."""

    def doe(gebruiker: Gebruiker, sector_id: int | None = None) -> Klant:
        db_sessie.commit()  # or the gebruiker would have made the account too
        token = sessies.begin_portaal(
            db_sessie, gebruiker, middel=None, sector_id=sector_id, nu=klok.nu, adres="127.0.0.1"
        )
        db_sessie.commit()
        klant = Klant(app, db_sessie)
        with klant.kaal.session_transaction() as koekje:
            koekje["_user_id"] = token
        return klant

    return doe


@pytest.fixture
def klant(jan: Gebruiker, inloggen: Inloggen) -> Klant:
    """The browser of Jan, logged in."""
    return inloggen(jan)


@pytest.fixture
def spoor(db_sessie: Session) -> Callable[[str], list[Auditrecord]]:
    """``spoor(gebeurtenis)``: the audit records of that event."""

    def lees(gebeurtenis: str) -> list[Auditrecord]:
        vraag = select(Auditrecord).where(Auditrecord.gebeurtenis == gebeurtenis)
        return list(db_sessie.scalars(vraag.order_by(Auditrecord.nummer)))

    return lees
