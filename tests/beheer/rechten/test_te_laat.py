# SPDX-License-Identifier: EUPL-1.2
"""A form that is sent after the session ended is offered again after the next login (R24)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain import invoer, sessies, verzendingen
from tests.beheer.rechten.conftest import gegeven, nieuwste, piet_als_velden
from tests.beheer.rechten.test_aanmelden_scherm import kenmerkveld
from tests.beheer.wereld import Wereld
from tests.conftest import Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

NIEUW = "/beheer/gebruikers/nieuw/"
BEWAARD = "Wat u had ingevuld, hebben wij bewaard"
BEZIG = "U was nog met iets bezig"
Opnieuw = Callable[[], Klant]


@pytest.fixture
def opnieuw(app: Flask, db_sessie: Session, wereld: Wereld, klok: Klok) -> Opnieuw:
    """``opnieuw()``: the beheerder logs in once more, and looks at the overview."""

    def log_in() -> Klant:
        klant = fabriek.log_binnen(app, db_sessie, wereld.beheerder, klok.nu)
        klant.get("/overzicht")
        return klant

    return log_in


def verstuur_te_laat(beheerder: Klant, klok: Klok, **velden: object) -> None:
    beheerder.get(NIEUW)
    klok.verder(sessies.STILTE)
    beheerder.post(NIEUW, piet_als_velden(**velden))
    beheerder.volg()


def verborgen(klant: Klant) -> dict[str, list[str]]:
    """The fields that the offer sends, without its CSRF token."""
    velden: dict[str, list[str]] = {}
    for veld in klant.boom.xpath(f"//form[@action='{NIEUW}']//input[@type='hidden']"):
        velden.setdefault(veld.get("name"), []).append(veld.get("value"))
    velden.pop("csrf_token")
    return velden


def test_r24_wat_te_laat_is_verstuurd_wordt_na_inloggen_alsnog_verstuurd(
    beheerder: Klant, wereld: Wereld, klok: Klok, opnieuw: Opnieuw, db_sessie: Session
) -> None:
    rollen = {
        "rol": [str(wereld.vrij.id), str(wereld.met_code.id)],
        kenmerkveld(wereld): str(wereld.kenmerk.id),
    }
    verstuur_te_laat(beheerder, klok, **rollen)
    assert BEWAARD in beheerder.tekst
    klant = opnieuw()
    assert BEZIG in klant.tekst
    klant.post(NIEUW, verborgen(klant))
    piet = nieuwste(db_sessie)
    assert piet.achternaam == "Dijk" and len(gegeven(db_sessie, piet)) == 2
    klant.get("/overzicht")
    assert BEZIG not in klant.tekst


def test_r24_wat_niet_klopt_komt_terug_met_alles_wat_was_ingevuld(
    beheerder: Klant, klok: Klok, opnieuw: Opnieuw
) -> None:
    verstuur_te_laat(beheerder, klok, email="geen adres", functie="Con<b>ciërge\n")
    klant = opnieuw()
    klant.post(NIEUW, verborgen(klant), 422)
    assert klant.veld("achternaam") == "Dijk"
    assert klant.veld("email") == "geen adres"


def test_r24_wat_is_bewaard_is_te_wissen(beheerder: Klant, klok: Klok, opnieuw: Opnieuw) -> None:
    verstuur_te_laat(beheerder, klok)
    klant = opnieuw()
    klant.post("/overzicht/verzending/wissen")
    klant.volg()
    assert BEZIG not in klant.tekst
    assert BEZIG not in opnieuw().tekst


def test_r24_na_een_tweede_limiet_wordt_het_nog_eens_aangeboden(
    beheerder: Klant, klok: Klok, opnieuw: Opnieuw
) -> None:
    verstuur_te_laat(beheerder, klok)
    opnieuw()
    klok.verder(sessies.STILTE)
    assert BEZIG in opnieuw().tekst


def test_r24_na_vier_uur_is_het_weg(beheerder: Klant, klok: Klok, opnieuw: Opnieuw) -> None:
    verstuur_te_laat(beheerder, klok)
    klok.verder(invoer.BEWAARD)
    assert BEZIG not in opnieuw().tekst


def test_r24_een_ander_krijgt_het_niet_te_zien(
    beheerder: Klant, klok: Klok, app: Flask, db_sessie: Session, wereld: Wereld
) -> None:
    verstuur_te_laat(beheerder, klok)
    collega = fabriek.maak_gebruiker(
        db_sessie, nu=klok.nu, organisatie=wereld.beheerder.organisatie
    )
    klant = fabriek.log_binnen(app, db_sessie, collega, klok.nu)
    klant.get("/overzicht")
    assert BEZIG not in klant.tekst


def test_r33_een_geheim_wordt_niet_bewaard(beheerder: Klant, klok: Klok, opnieuw: Opnieuw) -> None:
    geheim = dict.fromkeys(("wachtwoord", "token", "activatiecode"), "geheim-123")
    verstuur_te_laat(beheerder, klok, **geheim)
    assert set(verborgen(opnieuw())) == set(piet_als_velden())


def test_r24_wat_te_groot_is_wordt_niet_bewaard_en_dat_wordt_gezegd(
    beheerder: Klant, klok: Klok, opnieuw: Opnieuw
) -> None:
    verstuur_te_laat(beheerder, klok, functie="x" * verzendingen.MAX_TEKENS)
    assert BEWAARD not in beheerder.tekst
    assert BEZIG not in opnieuw().tekst


def test_r24_na_uitloggen_wordt_niets_bewaard(
    beheerder: Klant, klok: Klok, opnieuw: Opnieuw
) -> None:
    beheerder.get(NIEUW)
    oud = beheerder.kaal.get_cookie("mijnduo")
    csrf = beheerder.csrf()
    assert oud is not None
    beheerder.post("/uitloggen")
    beheerder.kaal.set_cookie("mijnduo", oud.value)
    beheerder.post(NIEUW, piet_als_velden(csrf_token=csrf))
    assert BEZIG not in opnieuw().tekst


def test_r24_een_knop_alleen_is_niets_om_te_bewaren(
    beheerder: Klant, wereld: Wereld, klok: Klok, opnieuw: Opnieuw
) -> None:
    beheerder.get("/overzicht")
    klok.verder(sessies.STILTE)
    beheerder.post("/overzicht/mededelingen/1/gelezen", {"iets": "x"})
    beheerder.volg()
    assert BEWAARD not in beheerder.tekst
    assert BEZIG not in opnieuw().tekst
