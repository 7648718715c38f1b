# SPDX-License-Identifier: EUPL-1.2
"""Two members of staff with a browser each, and a small stelsel to work on."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Organisatie,
    Rol,
    Sector,
)
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def medewerker(app: Flask, db_sessie: Session, klok: object) -> Klant:
    """The browser of a medewerker."""
    return browser_van(app, db_sessie, Medewerkersrol.MEDEWERKER)


@pytest.fixture
def servicedesk(app: Flask, db_sessie: Session, klok: object) -> Klant:
    """The browser of somebody of the servicedesk."""
    return browser_van(app, db_sessie, Medewerkersrol.SERVICEDESK)


def browser_van(app: Flask, session: Session, rol: Medewerkersrol) -> Klant:
    """A browser of somebody new of staff."""
    uitvoerder = fabriek.maak_organisatie(session, soort=Organisatiesoort.UITVOERDER)
    gebruiker = fabriek.maak_gebruiker(session, nu=NU, organisatie=uitvoerder, medewerkersrol=rol)
    return fabriek.log_binnen(app, session, gebruiker, NU)


@dataclass
class Stelsel:
    """A board with a beheerder and two gebruikers, and what they have.

    ``rol`` needs an instellingscode. Anna has it with code 21AZ, Bob with 21AZ and 22BZ.
    """

    sector: Sector
    soort: Kenmerksoort
    ander: Kenmerksoort
    az: Kenmerk
    bz: Kenmerk
    rol: Rol
    beheerdersrol: Beheerdersrol
    bestuur: Organisatie
    beheerder: Gebruiker
    anna: Gebruiker
    bob: Gebruiker
    van_anna: Autorisatie
    van_bob: Autorisatie


def koppel(session: Session, gebruiker: Gebruiker, *, met_rsin: bool = False) -> Koppeling:
    """An active koppeling of a means that acts for a KvK number, or for an RSIN alone."""
    sleutel = f"{gebruiker.id:064d}"
    koppeling = Koppeling(
        gebruiker=gebruiker,
        middel_kvk=None if met_rsin else sleutel,
        middel_rsin=sleutel if met_rsin else None,
        niveau="loa3",
        gelegd_op=NU - timedelta(days=5),
        laatste_login_op=NU - timedelta(days=5),
    )
    session.add(koppeling)
    session.flush()
    return koppeling


def maak_beheerder(session: Session, organisatie: Organisatie, rol: Beheerdersrol) -> Gebruiker:
    """A beheerder with that beheerdersrol since yesterday."""
    gebruiker = fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie)
    gisteren = NU - timedelta(days=1)
    session.add(Beheerderstoekenning(gebruiker=gebruiker, beheerdersrol=rol, geldig_van=gisteren))
    session.flush()
    return gebruiker


@pytest.fixture
def stelsel(db_sessie: Session) -> Stelsel:
    """The board and its people, in the database."""
    sector = fabriek.maak_sector(db_sessie, "hoger-onderwijs", "Hoger onderwijs")
    soort = Kenmerksoort(
        code="instellingscode",
        naam="Instellingscode",
        patroon=r"^\d{2}[A-Z]{2}$",
        voorbeeld="21AZ",
    )
    ander = Kenmerksoort(
        code="bestuursnummer", naam="Bestuursnummer", patroon=r"^\d{5}$", voorbeeld="38819"
    )
    az, bz = (
        Kenmerk(soort=soort, waarde="21AZ", naam="School A"),
        Kenmerk(soort=soort, waarde="22BZ"),
    )
    rol = Rol(code="bekostiging", naam="Medewerker bekostiging", kenmerksoorten=[soort])
    beheerdersrol = Beheerdersrol(code="beheer-ho", naam="Beheerder HO", rollen=[rol])
    db_sessie.add_all([soort, ander, az, bz, rol, beheerdersrol])
    bestuur = fabriek.maak_organisatie(
        db_sessie,
        naam="Stichting Waalwerd",
        kvk="60100001",
        plaats="Waalwerd",
        sectoren=[sector],
        kenmerken=[az, bz],
        beheerdersrollen=[beheerdersrol],
    )
    beheerder = maak_beheerder(db_sessie, bestuur, beheerdersrol)
    anna = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=bestuur, achternaam="Appel")
    bob = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=bestuur, achternaam="Boom")
    van_anna = fabriek.geef(db_sessie, anna, rol, az, nu=NU)
    van_bob = fabriek.geef(db_sessie, bob, rol, az, bz, nu=NU)
    db_sessie.commit()
    return Stelsel(
        sector,
        soort,
        ander,
        az,
        bz,
        rol,
        beheerdersrol,
        bestuur,
        beheerder,
        anna,
        bob,
        van_anna,
        van_bob,
    )
