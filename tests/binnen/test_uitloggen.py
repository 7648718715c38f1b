# SPDX-License-Identifier: EUPL-1.2
"""Logging out, and the limits of a session (R24)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import sessies
from portal.domain.middelen import Middel
from portal.models import Auditrecord, Gebruiker, Sessie
from tests.binnen.conftest import Inloggen
from tests.conftest import NU, Klok
from tests.harnas.klant import Klant

SECONDE = timedelta(seconds=1)


def _kopie(app: Flask, db_sessie: Session, van: Klant) -> Klant:
    """Another browser with the same cookie."""
    kopie = Klant(app, db_sessie)
    koekje = van.kaal.get_cookie("mijnduo")
    assert koekje is not None
    kopie.kaal.set_cookie("mijnduo", koekje.value)
    return kopie


def test_r24_een_gekopieerd_koekje_is_na_uitloggen_niets_waard(
    app: Flask,
    db_sessie: Session,
    klant: Klant,
    spoor: Callable[[str], list[Auditrecord]],
) -> None:
    klant.get("/overzicht")
    dief = _kopie(app, db_sessie, klant)
    dief.get("/overzicht")
    antwoord = klant.post("/uitloggen")
    assert antwoord.location == "/uitgelogd"
    assert antwoord.headers["Clear-Site-Data"] == '"cache", "storage"'
    klant.volg()
    assert "U bent uitgelogd" in klant.tekst
    assert "Sluit dan uw browser" in klant.tekst
    for wie in (klant, dief):
        assert wie.get("/overzicht", 303).location == "/inloggen"
    assert db_sessie.scalars(select(Sessie.beeindigd_op)).one() == NU
    assert len(spoor("sessie.uitgelogd")) == 1


def test_r24_een_oud_formulier_doet_na_uitloggen_niets(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    klant.get("/gegevens")
    velden = {n: klant.veld(n) for n in ("csrf_token", "versie", "achternaam", "email")}
    klant.post("/uitloggen")
    klant.volg()
    klant.post("/gegevens", velden | {"achternaam": "Ander"}, status=400)
    assert jan.achternaam == "Vries"


def test_r24_uitloggen_vraagt_een_knop_en_een_link_alleen_logt_niet_uit(klant: Klant) -> None:
    klant.get("/uitloggen")
    assert klant.boom.xpath("//main//form[@action='/uitloggen']//button[.='Uitloggen']")
    klant.get("/overzicht")
    klant.post("/uitloggen", {"csrf_token": "geraden"}, status=400)
    klant.get("/overzicht")


def test_r24_wie_niet_is_ingelogd_gaat_van_uitloggen_naar_home(client: Klant) -> None:
    assert client.get("/uitloggen", 303).location == "/"


def test_r24_ook_tijdens_het_koppelen_kan_men_uitloggen(
    app: Flask, db_sessie: Session, klok: Klok
) -> None:
    middel = Middel(
        sleutel_kvk="a" * 64,
        sleutel_rsin=None,
        kvk="1",
        rsin=None,
        niveau="loa3",
        pseudoniem="b" * 64,
    )
    token = sessies.begin_koppelen(db_sessie, middel, sector_id=None, nu=NU, adres="")
    klant = Klant(app, db_sessie)
    with klant.kaal.session_transaction() as koekje:
        koekje["_user_id"] = token
    klant.get("/uitloggen")
    assert klant.post("/uitloggen").location == "/uitgelogd"
    assert db_sessie.scalars(select(Sessie.beeindigd_op)).one() == NU


@pytest.mark.parametrize(
    ("na", "leeft"), [(sessies.STILTE - SECONDE, True), (sessies.STILTE, False)]
)
def test_r24_na_vijftien_minuten_stilte_is_de_sessie_voorbij(
    klant: Klant, klok: Klok, na: timedelta, leeft: bool
) -> None:
    klant.get("/overzicht")
    klok.verder(na)
    klant.get("/overzicht", 200 if leeft else 303)


def test_r24_verlengen_begint_de_stilte_opnieuw(klant: Klant, klok: Klok) -> None:
    klant.get("/overzicht")
    for _ in range(12):
        klok.verder(sessies.STILTE - SECONDE)
        assert (
            klant.kaal.post("/sessie/verleng", headers={"X-CSRFToken": klant.csrf()}).status_code
            == 204
        )
    klok.verder(sessies.STILTE - SECONDE)
    klant.get("/overzicht")


def test_r24_verlengen_schuift_de_grens_van_vier_uur_niet_op(klant: Klant, klok: Klok) -> None:
    klant.get("/overzicht")
    begin = klok.nu
    while klok.nu + timedelta(minutes=10) < begin + sessies.MAXIMUM:
        klok.verder(timedelta(minutes=10))
        klant.kaal.post("/sessie/verleng", headers={"X-CSRFToken": klant.csrf()})
    klok.nu = begin + sessies.MAXIMUM - SECONDE
    klant.get("/overzicht")
    klok.verder(SECONDE)
    klant.get("/overzicht", 303)


def test_r24_zonder_sessie_valt_er_niets_te_verlengen(client: Klant) -> None:
    client.get("/")
    assert client.post("/sessie/verleng", status=400).status_code == 400


def test_s26_overal_uitloggen_beeindigt_ook_de_andere_browser(
    klant: Klant, jan: Gebruiker, inloggen: Inloggen
) -> None:
    ander = inloggen(jan)
    ander.get("/overzicht")
    klant.get("/gegevens")
    assert "Een andere browser" in klant.tekst
    klant.post("/gegevens/sessies/beeindigen")
    klant.volg()
    assert "U bent uitgelogd" in klant.tekst
    for wie in (klant, ander):
        wie.get("/overzicht", 303)
