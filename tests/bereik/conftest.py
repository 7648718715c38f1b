# SPDX-License-Identifier: EUPL-1.2
"""Two boards that have nothing to do with each other; the first one has a school."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import bereik
from portal.db import Base
from portal.domain import activatiecodes, importen, reikwijdte
from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Importbestand,
    Kenmerk,
    Koppeling,
    Organisatie,
    Rol,
)
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@dataclass
class Thuis:
    """An organisatie with all that can be aimed at; ``beheerder`` may hand out ``rol``."""

    organisatie: Organisatie
    beheerdersrol: Beheerdersrol
    beheerder: Gebruiker
    gebruiker: Gebruiker
    rol: Rol
    kenmerk: Kenmerk
    autorisatie: Autorisatie
    koppeling: Koppeling
    importbestand: Importbestand


@dataclass
class Wereld:
    """``a`` is where the beheerder at work belongs, ``school`` its child, ``b`` is foreign."""

    a: Thuis
    b: Thuis
    school: Organisatie
    leraar: Gebruiker


def maak_thuis(session: Session, naam: str) -> Thuis:
    """One organisatie with a beheerder and a gebruiker who has a koppeling, a code, a rol."""
    kenmerk = fabriek.maak_kenmerk(session)
    _, rol = fabriek.maak_taak(session, f"Taak van {naam}", kenmerk.soort)
    beheerdersrol = Beheerdersrol(code=f"beheer-{naam}", naam=f"Beheer {naam}", rollen=[rol])
    organisatie = fabriek.maak_organisatie(
        session, naam=f"Stichting {naam}", kenmerken=[kenmerk], beheerdersrollen=[beheerdersrol]
    )
    beheerder = fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie)
    gebruiker = fabriek.maak_gebruiker(
        session, nu=NU, organisatie=organisatie, achternaam=f"Geheim{naam}"
    )
    session.add(
        Beheerderstoekenning(
            gebruiker=beheerder, beheerdersrol=beheerdersrol, geldig_van=NU - timedelta(days=1)
        )
    )
    koppeling = Koppeling(
        gebruiker=gebruiker,
        middel_kvk=naam.ljust(64, "0"),
        niveau="loa3",
        gelegd_op=NU,
        laatste_login_op=NU,
    )
    session.add(koppeling)
    autorisatie = fabriek.geef(session, gebruiker, rol, kenmerk, nu=NU)
    activatiecodes.geef_uit(session, gebruiker, nu=NU, door=beheerder)
    importbestand = importen.bewaar(session, "import.csv", [], door=beheerder, nu=NU)
    return Thuis(
        organisatie,
        beheerdersrol,
        beheerder,
        gebruiker,
        rol,
        kenmerk,
        autorisatie,
        koppeling,
        importbestand,
    )


def alle_rijen(session: Session) -> dict[str, list[str]]:
    """All that a refused request must leave alone, past the guard."""
    los = {"auditrecord", "sessie"}
    return {
        naam: sorted(map(repr, session.execute(select(tabel))))
        for naam, tabel in Base.metadata.tables.items()
        if naam not in los
    }


@pytest.fixture
def wereld(db_sessie: Session) -> Wereld:
    """Both boards, in the database."""
    a, b = maak_thuis(db_sessie, "A"), maak_thuis(db_sessie, "B")
    school = fabriek.maak_organisatie(db_sessie, naam="School van A", parent=a.organisatie)
    leraar = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    db_sessie.commit()
    return Wereld(a, b, school, leraar)


@pytest.fixture
def dader(app: Flask, wereld: Wereld, db_sessie: Session, klok: object) -> Klant:
    """The browser of the beheerder of A, who aims at B."""
    return fabriek.log_binnen(app, db_sessie, wereld.a.beheerder, NU)


@pytest.fixture
def begrensd(app: Flask, wereld: Wereld, db_sessie: Session) -> Session:
    """The session as the beheerder of A has it."""
    bereik.luister()
    grens = reikwijdte.van_beheerder(db_sessie, wereld.a.beheerder, NU)
    db_sessie.expunge_all()
    bereik.zet(db_sessie, grens)
    return db_sessie
