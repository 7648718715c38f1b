# SPDX-License-Identifier: EUPL-1.2
"""A beheerder who may hand out two rollen, and a browser to upload with."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.models import Beheerdersrol, Beheerderstoekenning, Gebruiker, Kenmerk, Rol
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

KOP = "KvK-nummer;Voorletters;Achternaam;E-mailadres;Telefoonnummer;Rol;Kenmerken;Geldig tot en met"


@dataclass
class School:
    """Who imports, and what can be given."""

    beheerder: Gebruiker
    kaal: Rol
    met_kenmerk: Rol
    kenmerk: Kenmerk


@pytest.fixture
def school(db_sessie: Session) -> School:
    """An organisatie with one kenmerk and a beheerder."""
    kenmerk = fabriek.maak_kenmerk(db_sessie)
    _, kaal = fabriek.maak_taak(db_sessie, "Raadplegen")
    _, met_kenmerk = fabriek.maak_taak(db_sessie, "Bekostiging", kenmerk.soort)
    rol = Beheerdersrol(code="b", naam="Beheer", rollen=[kaal, met_kenmerk])
    organisatie = fabriek.maak_organisatie(db_sessie, kenmerken=[kenmerk])
    beheerder = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=organisatie)
    db_sessie.add(
        Beheerderstoekenning(
            gebruiker=beheerder, beheerdersrol=rol, geldig_van=NU - timedelta(days=1)
        )
    )
    db_sessie.commit()
    return School(beheerder, kaal, met_kenmerk, kenmerk)


@pytest.fixture
def klant(app: Flask, db_sessie: Session, klok: Klok, school: School) -> Klant:
    """The browser of the beheerder."""
    return fabriek.log_binnen(app, db_sessie, school.beheerder, NU)


Stuur = Callable[..., Klant]


@pytest.fixture
def stuur(klant: Klant) -> Stuur:
    """``stuur(regels)``: upload rows below KOP, or bytes; expects a dry run (303) or ``status``."""

    def doe(inhoud: Iterable[str] | bytes, status: int = 303) -> Klant:
        if not isinstance(inhoud, bytes):
            inhoud = "\r\n".join([KOP, *inhoud]).encode("utf-8-sig")
        klant.get("/beheer/importeren/")
        bestand = {"bestand": (io.BytesIO(inhoud), "gebruikers.csv")}
        klant.post("/beheer/importeren/", bestand, status, content_type="multipart/form-data")
        if status == 303:
            klant.volg()
        return klant

    return doe
