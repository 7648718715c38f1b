# SPDX-License-Identifier: EUPL-1.2
"""An organisatie with two beheerders, beheerdersrollen and kenmerken, and its bestuur."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.models import (
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Organisatie,
)
from tests.aanvraag import hulp
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@dataclass(frozen=True, slots=True)
class Wereld:
    """What the tests of the requests stand on."""

    organisatie: Organisatie
    rol: Beheerdersrol
    vreemde_rol: Beheerdersrol
    kenmerk: Kenmerk
    oud: Gebruiker
    ander: Gebruiker


@pytest.fixture
def wereld(db_sessie: Session, klok: object) -> Wereld:
    """A board that may ask for one beheerdersrol, with one kenmerk that it is for."""
    kenmerk = fabriek.maak_kenmerk(db_sessie)
    _, rol = fabriek.maak_taak(db_sessie, "OBO", kenmerk.soort)
    beheer = Beheerdersrol(
        code="bekostiging", naam="Beheerder Bekostiging", omschrijving="Geeft rollen", rollen=[rol]
    )
    vreemd = Beheerdersrol(code="verzuim", naam="Beheerder Verzuim")
    organisatie = fabriek.maak_organisatie(
        db_sessie,
        naam="Stichting Zuid",
        rsin="123456782",
        bestuur_email="bestuur@school.example",
        beheerdersrollen=[beheer],
        kenmerken=[kenmerk],
    )
    db_sessie.add(vreemd)
    mensen = [
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=organisatie, achternaam=naam)
        for naam in ("Oud", "Ander")
    ]
    for wie in mensen:
        db_sessie.add(
            Beheerderstoekenning(
                gebruiker=wie, beheerdersrol=beheer, geldig_van=NU - timedelta(days=1)
            )
        )
    db_sessie.commit()
    return Wereld(organisatie, beheer, vreemd, kenmerk, *mensen)


@pytest.fixture
def bea(app: Flask, db_sessie: Session, wereld: Wereld) -> Klant:
    """Of the bestuur, logged in for its requests."""
    return hulp.browser(app, db_sessie, wereld.organisatie.kvk)
