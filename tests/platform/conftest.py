# SPDX-License-Identifier: EUPL-1.2
"""Staff with their browsers: a medewerker, and somebody of the servicedesk."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Auditrecord, Gebruiker
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def haverkamp(db_sessie: Session) -> Gebruiker:
    """A medewerker."""
    eigen = fabriek.maak_organisatie(db_sessie, soort=Organisatiesoort.UITVOERDER)
    return fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        organisatie=eigen,
        voorletters="G.",
        achternaam="Haverkamp",
        medewerkersrol=Medewerkersrol.MEDEWERKER,
    )


@pytest.fixture
def medewerker(app: Flask, db_sessie: Session, klok: Klok, haverkamp: Gebruiker) -> Klant:
    """The browser of the medewerker."""
    return fabriek.log_binnen(app, db_sessie, haverkamp, klok.nu)


@pytest.fixture
def servicedesk(app: Flask, db_sessie: Session, klok: Klok, haverkamp: Gebruiker) -> Klant:
    """The browser of somebody of the servicedesk."""
    vos = fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        organisatie=haverkamp.organisatie,
        achternaam="Vos",
        medewerkersrol=Medewerkersrol.SERVICEDESK,
    )
    return fabriek.log_binnen(app, db_sessie, vos, klok.nu)


@pytest.fixture
def spoor(db_sessie: Session) -> Callable[[str], list[Auditrecord]]:
    """``spoor(gebeurtenis)``: the audit records of that event."""

    def lees(gebeurtenis: str) -> list[Auditrecord]:
        vraag = select(Auditrecord).where(Auditrecord.gebeurtenis == gebeurtenis)
        return list(db_sessie.scalars(vraag.order_by(Auditrecord.nummer)))

    return lees
