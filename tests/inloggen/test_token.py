# SPDX-License-Identifier: EUPL-1.2
"""The old token, until koppelen: R9, R15, R18."""

from datetime import timedelta
from io import BytesIO

import pyotp
import pytest
from sqlalchemy.orm import Session

from portal.models import Gebruiker
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

GEHEIM, WACHTWOORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "een lang wachtwoord"


@pytest.fixture
def gebruiker(db_sessie: Session, client: Klant) -> Gebruiker:
    """Someone with a token, on the login page."""
    fabriek.maak_sector(db_sessie)
    fabriek.maak_documenten(db_sessie, NU)
    met_token = fabriek.maak_tokenhouder(db_sessie, nu=NU, wachtwoord=WACHTWOORD, geheim=GEHEIM)
    client.get("/inloggen/gemeenten")
    return met_token


def code(klok: Klok) -> str:
    return pyotp.TOTP(GEHEIM).at(klok.nu)


def log_in(
    klant: Klant, naam: str, token: str, status: int = 303, wachtwoord: str = WACHTWOORD
) -> None:
    velden = {"gebruikersnaam": naam, "wachtwoord": wachtwoord, "token": token}
    klant.post("/inloggen/gemeenten", velden, status)


def test_r9_de_inlogpagina_heeft_twee_kolommen_en_hulp(client: Klant, gebruiker: Gebruiker) -> None:
    for tekst in ("Inloggen op Mijn DUO", "Met token", "eHerkenning", "Problemen met inloggen"):
        assert tekst in client.tekst


def test_r18_wie_nog_niet_gekoppeld_is_logt_in_met_een_token(
    client: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    log_in(client, f" {gebruiker.gebruikersnaam.lower()} ", code(klok))
    client.get("/overzicht")


def test_r18_elke_tokencode_werkt_een_keer(client: Klant, gebruiker: Gebruiker, klok: Klok) -> None:
    naam, eerste = gebruiker.gebruikersnaam, code(klok)
    log_in(client, naam, eerste)
    client.get("/overzicht")
    client.post("/uitloggen")
    client.get("/inloggen/gemeenten")
    log_in(client, naam, eerste, 422)
    klok.verder(timedelta(seconds=30))
    log_in(client, naam, code(klok))


def test_r18_vijf_fouten_blokkeren_een_kwartier(
    client: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    naam = gebruiker.gebruikersnaam
    for status in (422, 422, 422, 422, 429):
        log_in(client, naam, code(klok), status, wachtwoord="verkeerd")
    assert "om 10.15 uur" in client.tekst
    assert str(client.boom.findtext(".//title")).startswith("Fout: ")
    log_in(client, naam, code(klok), 429)
    klok.verder(timedelta(minutes=15))
    log_in(client, naam, code(klok))


def test_r18_wie_op_de_getoonde_minuut_terugkomt_is_niet_te_vroeg(
    client: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    naam = gebruiker.gebruikersnaam
    klok.verder(timedelta(seconds=20, microseconds=5))
    for status in (422, 422, 422, 422, 429):
        log_in(client, naam, code(klok), status, wachtwoord="verkeerd")
    assert "om 10.16 uur" in client.tekst
    assert client.antwoord is not None and client.antwoord.headers["Retry-After"] == "900"
    klok.verder(timedelta(minutes=15, seconds=39, microseconds=999_995))
    log_in(client, naam, code(klok))


def test_r24_inloggen_met_een_token_beeindigt_de_sessie_van_daarvoor(
    client: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    log_in(client, gebruiker.gebruikersnaam, code(klok))
    oud = client.kaal.get_cookie("mijnduo")
    assert oud is not None
    client.get("/inloggen/gemeenten")
    klok.verder(timedelta(seconds=30))
    log_in(client, gebruiker.gebruikersnaam, code(klok))
    client.get("/overzicht")
    client.kaal.set_cookie("mijnduo", oud.value)
    client.get("/overzicht", 303)


def test_r18_onbekende_naam_verkeerd_wachtwoord_en_verkeerde_code_lijken_op_elkaar(
    client: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    naam, paginas = gebruiker.gebruikersnaam, set()
    for poging in (
        (naam, "000000", WACHTWOORD),
        (naam, code(klok), "verkeerd"),
        ("AAAAAAAA", code(klok), WACHTWOORD),
    ):
        log_in(client, poging[0], poging[1], 422, wachtwoord=poging[2])
        paginas.add(client.tekst)
        assert client.veld("gebruikersnaam") == poging[0]
        assert WACHTWOORD not in str(client.antwoord.text if client.antwoord else "")
    assert len(paginas) == 1


def test_r15_na_koppelen_vraagt_de_pagina_het_token_in_te_leveren(
    client: Klant, gebruiker: Gebruiker, klok: Klok, db_sessie: Session
) -> None:
    naam = gebruiker.gebruikersnaam
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    assert "Had u een token? Lever dat in bij uw beheerder" in client.tekst
    client.get("/overzicht")
    client.post("/uitloggen")
    client.get("/inloggen/gemeenten")
    log_in(client, naam, code(klok), 403)
    assert "Lever uw token in bij uw beheerder" in client.tekst
    client.get("/inloggen/gemeenten")
    log_in(client, naam, "000000", 422)
    client.get("/overzicht", 303)


def test_r18_zonder_token_lukt_het_niet_met_lege_geheimen(
    client: Klant, db_sessie: Session, gebruiker: Gebruiker
) -> None:
    zonder = fabriek.maak_gebruiker(db_sessie, nu=NU)
    log_in(client, zonder.gebruikersnaam, "000000", 422)


def test_r17_een_geblokkeerd_account_komt_er_niet_in(
    client: Klant, db_sessie: Session, gebruiker: Gebruiker, klok: Klok
) -> None:
    gebruiker.status = type(gebruiker.status).GEBLOKKEERD
    log_in(client, gebruiker.gebruikersnaam, code(klok), 422)


def test_r32_stuurtekens_worden_geweigerd_en_niet_teruggetoond(
    client: Klant, gebruiker: Gebruiker
) -> None:
    log_in(client, "AB\x00\x1bCD", "000000", 422)
    assert "Gebruik alleen letters, cijfers en leestekens" in client.tekst
    assert client.veld("gebruikersnaam") == "ABCD"
    client.get("/inloggen/%00", 404)


@pytest.mark.parametrize("veld", ["gebruikersnaam", "wachtwoord", "token"])
def test_r32_een_bestand_in_een_tekstveld_is_een_leeg_veld(
    client: Klant, gebruiker: Gebruiker, veld: str
) -> None:
    velden = {"gebruikersnaam": "ABCDEFGH", "wachtwoord": "x", "token": "123456"}
    client.post("/inloggen/gemeenten", velden | {veld: (BytesIO(b"tekst"), "naam.txt")}, 422)
    assert client.boom.xpath(f"//p[@id='{veld}-fout']")


def test_r32_json_in_plaats_van_een_formulier_is_een_leeg_formulier(
    client: Klant, gebruiker: Gebruiker
) -> None:
    for inhoud in ({"gebruikersnaam": 5}, [1, 2], "tekst"):
        kop = {"X-CSRFToken": client.csrf()}
        antwoord = client.kaal.post("/inloggen/gemeenten", json=inhoud, headers=kop)
        assert antwoord.status_code == 422
