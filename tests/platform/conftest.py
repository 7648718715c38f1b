# SPDX-License-Identifier: EUPL-1.2
"""Staff with their browsers: a medewerker, and somebody of the servicedesk."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Auditrecord, Beheerdersrol, Gebruiker, Kenmerk, Kenmerksoort, Rol
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM
from tests.platform.wereld import Stelsel, Twee, maak_beheerder


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


@pytest.fixture
def twee(stelsel: Stelsel, db_sessie: Session) -> Twee:
    """Both organisaties."""
    naar = fabriek.maak_organisatie(
        db_sessie, naam="Stichting Groot", kvk="60400004", kenmerken=[stelsel.bz]
    )
    maak_beheerder(db_sessie, naar, stelsel.beheerdersrol)
    db_sessie.commit()
    return Twee(stelsel, naar, f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/samenvoegen/")
