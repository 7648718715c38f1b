# SPDX-License-Identifier: EUPL-1.2
"""The last step when it does not work at once: what is kept, and what the page says (R10-R12)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Gebruiker, Sessie
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

FOUTE_CODE = "0000-0000-00000"


def probeer(klant: Klant, naam: str, code: str, status: int) -> None:
    klant.post("/koppelen/koppelen", {"gebruikersnaam": naam, "activatiecode": code}, status)


def test_a9_de_gebruikersnaam_blijft_ook_staan_na_terug_en_een_nieuwe_login(
    laatste_stap: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    naam, kvk = gebruiker.gebruikersnaam, gebruiker.organisatie.kvk
    probeer(laatste_stap, naam.lower(), FOUTE_CODE, 422)
    laatste_stap.get("/koppelen/voorwaarden")
    laatste_stap.get("/koppelen/koppelen")
    assert laatste_stap.veld("gebruikersnaam") == naam
    klok.verder(timedelta(minutes=20))
    fabriek.log_in(laatste_stap, kvk)
    laatste_stap.volg()
    assert laatste_stap.veld("gebruikersnaam") == naam
    assert laatste_stap.veld("activatiecode") == ""


def test_r5_een_code_in_het_verkeerde_veld_wordt_niet_bewaard(
    laatste_stap: Klant, code: str, db_sessie: Session
) -> None:
    for getypt in (code, code.replace("-", "").lower()):
        probeer(laatste_stap, getypt, getypt, 422)
        laatste_stap.get("/koppelen/koppelen")
        assert laatste_stap.veld("gebruikersnaam") == ""
    bewaard = str(db_sessie.scalars(select(Sessie)).one().antwoorden).upper().replace("-", "")
    assert code.replace("-", "") not in bewaard


def test_a7_een_geplakte_code_met_spaties_en_regeleinden_werkt(
    laatste_stap: Klant, gebruiker: Gebruiker, code: str
) -> None:
    geplakt = f"\t {code.lower().replace('-', '  ')}\r\n"
    probeer(laatste_stap, f" {gebruiker.gebruikersnaam} ", geplakt, 303)


def test_r11_de_geblokkeerde_pagina_zegt_op_de_minuut_tot_wanneer_ook_bij_terugkomst(
    laatste_stap: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    klok.nu = NU + timedelta(seconds=20)
    for status in (422, 422, 422, 422, 429):
        probeer(laatste_stap, gebruiker.gebruikersnaam, FOUTE_CODE, status)
    tekst = "U kunt het opnieuw proberen vanaf 24 november 2026 om 10.16 uur"
    assert tekst in laatste_stap.tekst
    assert laatste_stap.antwoord is not None
    assert laatste_stap.antwoord.headers["Retry-After"] == str(15 * 60)
    klok.verder(timedelta(minutes=10))
    laatste_stap.get("/koppelen/koppelen")
    assert tekst in laatste_stap.tekst
    assert laatste_stap.veld("gebruikersnaam") == gebruiker.gebruikersnaam
    probeer(laatste_stap, gebruiker.gebruikersnaam, FOUTE_CODE, 429)
    assert laatste_stap.antwoord.headers["Retry-After"] == str(5 * 60)
    klok.nu = NU + timedelta(minutes=16)
    laatste_stap.get("/koppelen/koppelen")
    assert "U kunt nu niet koppelen" not in laatste_stap.tekst


def test_s40_de_geblokkeerde_pagina_verraadt_niet_of_de_naam_bestaat(
    laatste_stap: Klant, gebruiker: Gebruiker
) -> None:
    for status in (422, 422, 422, 422, 429):
        probeer(laatste_stap, "ACDEFGHJ", FOUTE_CODE, status)
    onbekend = laatste_stap.tekst
    probeer(laatste_stap, gebruiker.gebruikersnaam, FOUTE_CODE, 429)
    assert laatste_stap.tekst == onbekend


def test_r6_r7_bij_een_verlopen_code_kan_men_meteen_een_nieuwe_vragen(
    client: Klant, gebruiker: Gebruiker, code: str, klok: Klok
) -> None:
    naam, kvk = gebruiker.gebruikersnaam, gebruiker.organisatie.kvk
    klok.verder(timedelta(hours=25))
    fabriek.log_in(client, kvk)
    fabriek.tot_laatste_stap(client)
    knop = "//form[@action='/koppelen/geen-code']//button"
    assert not client.boom.xpath(knop)
    probeer(client, naam, code, 422)
    assert client.boom.xpath(knop)
    client.post("/koppelen/geen-code", status=200)
    assert "Uw vraag is verstuurd" in client.tekst
    client.get("/koppelen/", 303)
    assert client.antwoord is not None and client.antwoord.location == "/koppelen/koppelen"
