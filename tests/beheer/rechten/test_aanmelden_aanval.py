# SPDX-License-Identifier: EUPL-1.2
"""Registering what one may not, or with what is no form of ours: R27, R32."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.models.soorten import Medewerkersrol
from tests.beheer.rechten.conftest import Velden, nieuwste, piet_als_velden
from tests.beheer.wereld import Wereld
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

NIEUW = "/beheer/gebruikers/nieuw/"
Tellingen = Callable[[], list[int]]


@pytest.mark.parametrize("wat", ["rol", "kenmerk", "geen getal", "te groot", "nul"])
def test_r27_een_vreemde_rol_of_vreemd_kenmerk_wordt_geweigerd(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, tellingen: Tellingen, wat: str
) -> None:
    vreemd = fabriek.maak_kenmerk(db_sessie, "99ZZ")
    vreemd.soort = wereld.kenmerk.soort
    db_sessie.flush()
    veld = f"kenmerk-{wereld.met_code.id}-{wereld.kenmerk.soort_id}"
    gevallen: dict[str, Velden] = {
        "rol": {"rol": str(wereld.vreemd.id)},
        "kenmerk": {"rol": str(wereld.met_code.id), veld: str(vreemd.id)},
        "geen getal": {"rol": "abc"},
        "te groot": {"rol": "9" * 40},
        "nul": {"rol": "\x00"},
    }
    beheerder.get(NIEUW)
    voor = tellingen()
    beheerder.post(NIEUW, piet_als_velden(**gevallen[wat]), 422)
    assert tellingen() == voor


def test_r27_in_een_vreemde_organisatie_kan_niemand_worden_aangemeld(
    beheerder: Klant, db_sessie: Session, tellingen: Tellingen
) -> None:
    vreemd = fabriek.maak_organisatie(db_sessie)
    beheerder.get(NIEUW)
    token = beheerder.csrf()
    voor = tellingen()
    for nummer in (str(vreemd.id), "0", "-1", "abc", "9" * 30, "%00", ""):
        velden = piet_als_velden(csrf_token=token)
        beheerder.post(f"{NIEUW}?organisatie={nummer}", velden, 404)
    assert tellingen() == voor


def test_r27_velden_die_niet_in_het_formulier_staan_doen_niets(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    vreemd = fabriek.maak_organisatie(db_sessie)
    extra = {
        "organisatie_id": str(vreemd.id),
        "organisatie": str(vreemd.id),
        "status": "geblokkeerd",
        "medewerkersrol": Medewerkersrol.MEDEWERKER.value,
        "gebruikersnaam": "AAAAAAAA",
        "aangemeld_door_id": "1",
        "id": "999999",
    }
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden(**extra))
    piet = nieuwste(db_sessie)
    assert piet.organisatie_id == wereld.organisatie.id and piet.id != 999_999
    assert (piet.status.value, piet.medewerkersrol) == ("actief", None)
    assert piet.gebruikersnaam != "AAAAAAAA" and piet.aangemeld_door_id == wereld.beheerder.id


def test_r27_een_adres_van_een_andere_organisatie_verraadt_niets(
    beheerder: Klant, db_sessie: Session
) -> None:
    fabriek.maak_gebruiker(db_sessie, nu=NU, email="piet@example.nl")
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden())
    beheerder.volg()
    assert "is aangemeld" in beheerder.tekst


@pytest.mark.parametrize("veld", ["achternaam", "functie", "email", "telefoon"])
def test_r32_een_nul_of_veel_te_veel_tekst_is_een_fout_bij_het_veld(
    beheerder: Klant, tellingen: Tellingen, veld: str
) -> None:
    beheerder.get(NIEUW)
    voor = tellingen()
    for waarde in ("a\x00b", "x" * 5000):
        beheerder.post(NIEUW, piet_als_velden(**{veld: waarde}), 422)
        assert beheerder.boom.xpath(f"//*[@data-focus]//a[@href='#{veld}']")
    assert tellingen() == voor


def test_r32_een_te_groot_bericht_wordt_niet_gelezen(
    beheerder: Klant, tellingen: Tellingen
) -> None:
    beheerder.get(NIEUW)
    voor = tellingen()
    beheerder.post(NIEUW, piet_als_velden(functie="x" * 1_100_000), 413)
    assert tellingen() == voor


@pytest.mark.parametrize(
    "soort, inhoud",
    [
        ("application/json", b'{"achternaam": "Dijk"}'),
        ("text/plain", b"achternaam=Dijk"),
        ("application/x-www-form-urlencoded", b"achternaam=%ff%fe&email=%ff"),
        ("multipart/form-data; boundary=x", b"--x\r\nkapot"),
    ],
)
def test_r32_wat_geen_formulier_van_ons_is_is_geen_fout_van_ons(
    beheerder: Klant, tellingen: Tellingen, soort: str, inhoud: bytes
) -> None:
    beheerder.get(NIEUW)
    kop = {"X-CSRFToken": beheerder.csrf()}
    voor = tellingen()
    antwoord = beheerder.kaal.post(NIEUW, data=inhoud, content_type=soort, headers=kop)
    assert antwoord.status_code in {400, 422}
    assert tellingen() == voor


def test_zonder_csrf_gebeurt_er_niets(beheerder: Klant, tellingen: Tellingen) -> None:
    beheerder.get(NIEUW)
    voor = tellingen()
    beheerder.post(NIEUW, piet_als_velden(csrf_token="x"), 400)
    assert tellingen() == voor
