# SPDX-License-Identifier: EUPL-1.2
"""A new version of privacy statement or voorwaarden is agreed to at the next login (R14)."""

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import secrets
from portal.domain import documenten
from portal.models import Akkoord, Document, Gebruiker
from portal.models.soorten import Documentsoort
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

VOORWAARDEN, PRIVACY = Documentsoort.VOORWAARDEN, Documentsoort.PRIVACY


def publiceer(session: Session, soort: Documentsoort) -> Document:
    return documenten.publiceer(session, soort, "Nieuwe tekst", "<p>Nieuw voor u.</p>", NU)


@pytest.fixture
def gebruiker(client: Klant, db_sessie: Session) -> Gebruiker:
    """Someone who is gekoppeld, and agreed to the versions of then."""
    wie = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, wie, NU)
    client.get("/overzicht")
    return wie


@pytest.fixture
def gevraagd(client: Klant, db_sessie: Session, gebruiker: Gebruiker) -> Klant:
    """Logged in after new voorwaarden were published."""
    publiceer(db_sessie, VOORWAARDEN)
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    assert client.antwoord is not None and client.antwoord.location == "/overzicht"
    client.volg()
    return client


def akkoorden(session: Session, gebruiker: Gebruiker) -> int:
    return len(session.scalars(select(Akkoord).where(Akkoord.gebruiker_id == gebruiker.id)).all())


def test_r14_wie_met_alles_akkoord_ging_wordt_niets_gevraagd(
    client: Klant, gebruiker: Gebruiker
) -> None:
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.get("/overzicht")
    assert client.get("/akkoord", 303).location == "/overzicht"


def test_r14_na_een_nieuwe_versie_komt_eerst_de_vraag_om_akkoord(gevraagd: Klant) -> None:
    assert "Wij hebben de gebruikersvoorwaarden gewijzigd" in gevraagd.tekst
    assert "Versie 2, geldig vanaf 24 november 2026" in gevraagd.tekst
    assert "privacystatement" not in gevraagd.tekst
    for pad in ("/overzicht", "/gegevens", "/taken/x", "/gegevens/download"):
        assert gevraagd.get(pad, 303).location == "/akkoord"
    for pad in ("/gebruikersvoorwaarden", "/contact"):
        gevraagd.get(pad)


def test_r14_na_akkoord_gaat_het_verder_en_staat_het_vast(
    gevraagd: Klant, db_sessie: Session, gebruiker: Gebruiker
) -> None:
    versies = gevraagd.veld("versies")
    gevraagd.post("/akkoord", {"voorwaarden": "y", "versies": versies})
    gevraagd.volg()
    assert "Mededelingen" in gevraagd.tekst
    assert akkoorden(db_sessie, gebruiker) == 3
    fabriek.log_in(gevraagd, gebruiker.organisatie.kvk)
    gevraagd.get("/overzicht")


def test_r14_zonder_vinkje_gaat_het_niet_verder(
    gevraagd: Klant, db_sessie: Session, gebruiker: Gebruiker
) -> None:
    gevraagd.post("/akkoord", {"versies": gevraagd.veld("versies")}, 422)
    assert gevraagd.tekst.count("Bevestig dat u akkoord gaat met de gebruikersvoorwaarden") == 2
    assert akkoorden(db_sessie, gebruiker) == 2
    gevraagd.get("/overzicht", 303)


def test_r14_niemand_gaat_akkoord_met_wat_de_pagina_niet_toonde(
    gevraagd: Klant, db_sessie: Session, gebruiker: Gebruiker
) -> None:
    versies = gevraagd.veld("versies")
    publiceer(db_sessie, VOORWAARDEN)
    gevraagd.post("/akkoord", {"voorwaarden": "y", "versies": versies}, 422)
    assert "De tekst is intussen gewijzigd" in gevraagd.tekst
    assert "Versie 3" in gevraagd.tekst
    assert not gevraagd.boom.xpath("//input[@name='voorwaarden']/@checked")
    publiceer(db_sessie, PRIVACY)
    versies = gevraagd.veld("versies")
    gevraagd.post("/akkoord", {"voorwaarden": "y", "privacy": "y", "versies": versies}, 422)
    assert akkoorden(db_sessie, gebruiker) == 2
    versies = gevraagd.veld("versies")
    gevraagd.post("/akkoord", {"voorwaarden": "y", "privacy": "y", "versies": versies})
    assert akkoorden(db_sessie, gebruiker) == 4


def test_r14_wie_niet_akkoord_gaat_kan_uitloggen(gevraagd: Klant) -> None:
    gevraagd.post("/uitloggen")
    gevraagd.volg()
    assert "U bent uitgelogd" in gevraagd.tekst


def test_r14_wie_het_in_een_ander_venster_deed_gaat_gewoon_verder(
    app: Flask, gevraagd: Klant, db_sessie: Session, gebruiker: Gebruiker
) -> None:
    ander = Klant(app, db_sessie)
    fabriek.log_in(ander, gebruiker.organisatie.kvk)
    ander.volg()
    ander.post("/akkoord", {"voorwaarden": "y", "versies": ander.veld("versies")})
    assert gevraagd.get("/akkoord", 303).location == "/overzicht"
    gevraagd.get("/overzicht")


def test_r18_wie_met_een_token_inlogt_gaat_pas_bij_het_koppelen_akkoord(
    client: Klant, db_sessie: Session, klok: Klok
) -> None:
    geheim = pyotp.random_base32()
    fabriek.maak_documenten(db_sessie, NU)
    fabriek.maak_sector(db_sessie)
    wie = fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        wachtwoord_hash=secrets.hash_geheim("wachtwoord"),
        token_geheim=secrets.versleutel(geheim),
    )
    client.get("/inloggen/gemeenten")
    velden = {"gebruikersnaam": wie.gebruikersnaam, "wachtwoord": "wachtwoord"}
    client.post("/inloggen/gemeenten", velden | {"token": pyotp.TOTP(geheim).at(NU)})
    client.get("/overzicht")
