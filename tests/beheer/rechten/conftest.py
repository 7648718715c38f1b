# SPDX-License-Identifier: EUPL-1.2
"""A beheerder at work in the browser, and the tables that a refusal must leave alone."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Autorisatie, Bericht, Gebruiker, Organisatie
from tests.beheer.wereld import Wereld
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

MODELLEN = (Gebruiker, Autorisatie, Bericht, Organisatie)
Velden = dict[str, object]


@pytest.fixture
def beheerder(app: Flask, db_sessie: Session, wereld: Wereld, klok: Klok) -> Klant:
    """The browser, without JavaScript, of the beheerder of ``wereld``."""
    return fabriek.log_binnen(app, db_sessie, wereld.beheerder, NU)


@pytest.fixture
def tellingen(db_sessie: Session) -> Callable[[], list[int]]:
    """How many rows there are of what a form can write."""

    def tel() -> list[int]:
        db_sessie.flush()
        db_sessie.expire_all()
        return [db_sessie.scalar(select(func.count()).select_from(m)) or 0 for m in MODELLEN]

    return tel


def piet_als_velden(**anders: object) -> Velden:
    """What one types to register Piet."""
    velden: Velden = {
        "voorletters": "P.",
        "tussenvoegsel": "van",
        "achternaam": "Dijk",
        "functie": "Conciërge",
        "email": "piet@example.nl",
        "telefoon": "0612345678",
    }
    return velden | anders


def gegeven(session: Session, gebruiker: Gebruiker) -> list[Autorisatie]:
    """What the gebruiker has now and later, oldest first."""
    session.expire_all()
    vraag = select(Autorisatie).where(
        Autorisatie.gebruiker_id == gebruiker.id,
        Autorisatie.geldig_tot.is_(None) | (Autorisatie.geldig_tot > NU),
    )
    return list(session.scalars(vraag.order_by(Autorisatie.id)))


def nieuwste(session: Session) -> Gebruiker:
    """Who was registered last."""
    session.expire_all()
    return session.scalars(select(Gebruiker).order_by(Gebruiker.id.desc()).limit(1)).one()
