# SPDX-License-Identifier: EUPL-1.2
"""What was typed is not lost when a limit ends the session (R24)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import invoer, sessies
from portal.models import Gebruiker, Sessie
from tests.binnen.conftest import Inloggen
from tests.binnen.test_gegevens import formulier
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

GETYPT = {"functie": "Rector", "telefoon": "030 12"}
NOTITIE = "Wat u eerder invulde, staat er nog"


@pytest.fixture
def te_laat(klant: Klant, klok: Klok) -> Klant:
    """Jan typed, and pressed Opslaan when his session was over; he is asked to log in."""
    getypt = formulier(klant, **GETYPT)
    klok.verder(sessies.STILTE)
    klant.post("/gegevens", getypt)
    klant.volg()
    return klant


def test_r24_wie_na_de_limiet_opslaat_hoort_dat_het_ingevulde_is_bewaard(
    te_laat: Klant, jan: Gebruiker
) -> None:
    assert "Wat u had ingevuld, hebben wij bewaard" in te_laat.tekst
    assert jan.functie == ""


def test_r24_na_opnieuw_inloggen_staat_alles_er_nog_en_is_het_op_te_slaan(
    te_laat: Klant, jan: Gebruiker, inloggen: Inloggen
) -> None:
    opnieuw = inloggen(jan)
    opnieuw.get("/gegevens")
    assert NOTITIE in opnieuw.tekst
    assert {naam: opnieuw.veld(naam) for naam in GETYPT} == GETYPT
    opnieuw.post("/gegevens", formulier(opnieuw), 422)
    opnieuw.post("/gegevens", formulier(opnieuw, telefoon=""))
    opnieuw.volg()
    assert jan.functie == "Rector"
    assert NOTITIE not in opnieuw.tekst, "wat is opgeslagen, is niet meer iets van eerder"


def test_r24_het_eerder_ingevulde_is_weg_te_doen(
    te_laat: Klant, jan: Gebruiker, inloggen: Inloggen
) -> None:
    opnieuw = inloggen(jan)
    opnieuw.get("/gegevens")
    opnieuw.post("/gegevens/ingevuld/wissen")
    opnieuw.volg()
    assert NOTITIE not in opnieuw.tekst
    assert opnieuw.veld("functie") == ""


def test_r24_wat_intussen_is_gewijzigd_wordt_niet_ongezien_overschreven(
    te_laat: Klant, jan: Gebruiker, inloggen: Inloggen, db_sessie: Session
) -> None:
    jan.functie = "Conrector"
    opnieuw = inloggen(jan)
    opnieuw.post("/gegevens", formulier(opnieuw, telefoon=""), 409)
    assert jan.functie == "Conrector"


def test_r24_de_pagina_zelf_stuurt_bij_de_limiet_wat_er_staat(
    klant: Klant, jan: Gebruiker, klok: Klok, inloggen: Inloggen
) -> None:
    getypt = formulier(klant, **GETYPT)
    assert klant.boom.xpath("//form[@data-bewaar='/gegevens/ingevuld']")
    klok.verder(sessies.STILTE)
    antwoord = klant.kaal.post("/gegevens/ingevuld", data=getypt | {"csrf_token": klant.csrf()})
    assert antwoord.status_code == 204
    assert jan.functie == ""
    opnieuw = inloggen(jan)
    opnieuw.get("/gegevens")
    assert {naam: opnieuw.veld(naam) for naam in GETYPT} == GETYPT


def test_r24_na_de_limiet_van_vier_uur_staat_het_er_ook_nog(
    klant: Klant, jan: Gebruiker, klok: Klok, inloggen: Inloggen
) -> None:
    for _ in range(23):
        klok.verder(timedelta(minutes=10))
        getypt = formulier(klant, **GETYPT)
    klok.verder(timedelta(minutes=10))
    klant.post("/gegevens", getypt)
    klok.verder(invoer.BEWAARD - timedelta(minutes=11))
    opnieuw = inloggen(jan)
    opnieuw.get("/gegevens")
    assert NOTITIE in opnieuw.tekst


def test_r24_na_vier_uur_is_het_ingevulde_weg(
    te_laat: Klant, jan: Gebruiker, klok: Klok, inloggen: Inloggen
) -> None:
    klok.verder(invoer.BEWAARD)
    opnieuw = inloggen(jan)
    opnieuw.get("/gegevens")
    assert NOTITIE not in opnieuw.tekst


def test_r24_een_ander_ziet_er_niets_van(
    te_laat: Klant, db_sessie: Session, inloggen: Inloggen
) -> None:
    ander = inloggen(fabriek.maak_gebruiker(db_sessie, nu=NU))
    ander.get("/gegevens")
    assert NOTITIE not in ander.tekst


def test_r24_na_uitloggen_wordt_niets_bewaard(klant: Klant, db_sessie: Session) -> None:
    getypt = formulier(klant, **GETYPT) | {"csrf_token": klant.csrf()}
    oud = klant.kaal.get_cookie("mijnduo")
    assert oud is not None
    klant.post("/uitloggen")
    klant.kaal.set_cookie("mijnduo", oud.value)
    for pad, status in (("/gegevens", 303), ("/gegevens/ingevuld", 204)):
        assert klant.kaal.post(pad, data=getypt).status_code == status
    assert db_sessie.scalars(select(Sessie.antwoorden)).all() == [{}]


def test_r24_wie_geen_sessie_had_bewaart_niets(client: Klant, db_sessie: Session) -> None:
    fabriek.maak_sector(db_sessie)
    client.get("/inloggen/gemeenten")
    client.post("/gegevens", {"functie": "Rector"})
    client.volg()
    assert "U bent niet (meer) ingelogd" in client.tekst


def test_r24_een_veel_te_lange_tekst_wordt_ingekort_bewaard(
    klant: Klant, jan: Gebruiker, klok: Klok, inloggen: Inloggen
) -> None:
    getypt = formulier(klant, functie="x" * 100_000)
    klok.verder(sessies.STILTE)
    klant.post("/gegevens", getypt)
    opnieuw = inloggen(jan)
    opnieuw.get("/gegevens")
    assert opnieuw.veld("functie") == "x" * invoer.MAX_LENGTE
