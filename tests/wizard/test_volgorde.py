# SPDX-License-Identifier: EUPL-1.2
"""The order of the steps, tabs and buttons that are used twice (R10, S31)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import koppelingen
from portal.models import Auditrecord, Gebruiker
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def titel(klant: Klant) -> str:
    return str(klant.boom.findtext(".//title"))


def waar(klant: Klant) -> str | None:
    assert klant.antwoord is not None
    return klant.antwoord.location


def test_r10_verder_brengt_naar_de_eerste_stap_die_nog_open_is(laatste_stap: Klant) -> None:
    laatste_stap.get("/koppelen/begin")
    laatste_stap.post("/koppelen/begin", {"situatie": "ja"})
    assert waar(laatste_stap) == "/koppelen/koppelen"


def test_a15_de_titel_noemt_de_stap_en_een_fout(ingelogd: Klant) -> None:
    assert titel(ingelogd).startswith("Voordat u begint - stap 1 van 4")
    ingelogd.post("/koppelen/begin", {}, 422)
    assert titel(ingelogd).startswith("Fout: Voordat u begint - stap 1 van 4")
    assert ingelogd.antwoord is not None
    assert ingelogd.antwoord.headers["HX-Push-Url"] == "false"


def test_r10_een_antwoord_dat_niet_bestaat_komt_niet_verder(ingelogd: Klant) -> None:
    ingelogd.post("/koppelen/begin", {"situatie": "misschien"}, 422)
    ingelogd.get("/koppelen/bevestigen", 303)


def test_r10_wie_bij_de_tweede_keer_geen_code_blijkt_te_hebben_begint_weer_bij_het_begin(
    laatste_stap: Klant, gebruiker: Gebruiker, code: str
) -> None:
    laatste_stap.get("/koppelen/begin")
    laatste_stap.post("/koppelen/begin", {"situatie": "nee"})
    assert waar(laatste_stap) == "/koppelen/geen-code"
    laatste_stap.volg()
    velden = {"gebruikersnaam": gebruiker.gebruikersnaam, "activatiecode": code}
    laatste_stap.post("/koppelen/koppelen", velden)
    assert waar(laatste_stap) == "/koppelen/begin"
    laatste_stap.get("/koppelen/begin")
    laatste_stap.post("/koppelen/begin", {"situatie": "ja"})
    assert waar(laatste_stap) == "/koppelen/koppelen", "de eerdere antwoorden tellen nog"


def test_r10_elke_stap_heeft_een_formulier_en_de_knoppen_van_de_handleiding(
    laatste_stap: Klant,
) -> None:
    for slug, knop, anders in (
        ("begin", "Verder", "annuleer en log uit"),
        ("bevestigen", "Verder", "terug naar vorige scherm"),
        ("voorwaarden", "Verder", "terug naar vorige scherm"),
        ("koppelen", "Koppel", "terug naar vorige scherm"),
    ):
        laatste_stap.get(f"/koppelen/{slug}")
        hoofd = laatste_stap.boom.find(".//main")
        assert len(hoofd.xpath(f".//form[@action='/koppelen/{slug}' and @novalidate]")) == 1
        knoppen = [k.text_content() for k in hoofd.xpath(".//button[@form='stapformulier']")]
        assert knoppen == [knop]
        assert hoofd.xpath(f".//a[.='{anders}'] | .//button[.='{anders}']")


def test_r10_een_tweede_tab_gaat_na_koppelen_naar_het_portaal_en_doet_niets(
    laatste_stap: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session
) -> None:
    laatste_stap.get("/koppelen/voorwaarden")
    tweede_tab = {"csrf_token": laatste_stap.csrf(), "akkoord": "y"}
    laatste_stap.get("/koppelen/koppelen")
    velden = {"gebruikersnaam": gebruiker.gebruikersnaam, "activatiecode": code}
    laatste_stap.post("/koppelen/koppelen", velden)
    laatste_stap.volg()
    laatste_stap.post("/koppelen/voorwaarden", tweede_tab)
    assert waar(laatste_stap) == "/koppelen/gelukt"
    laatste_stap.volg()
    assert "Koppeling gelukt" in laatste_stap.tekst
    laatste_stap.get("/koppelen/voorwaarden", 303)
    assert waar(laatste_stap) == "/overzicht"


def test_r10_een_oud_formulier_na_uitloggen_gaat_naar_inloggen_en_is_vastgelegd(
    laatste_stap: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session
) -> None:
    oud = {"csrf_token": laatste_stap.csrf(), "gebruikersnaam": gebruiker.gebruikersnaam}
    laatste_stap.post("/koppelen/annuleren")
    laatste_stap.post("/koppelen/koppelen", oud | {"activatiecode": code})
    laatste_stap.volg()
    assert "U bent niet (meer) ingelogd" in laatste_stap.tekst
    assert koppelingen.actieve(db_sessie, gebruiker) is None
    vraag = select(Auditrecord).where(Auditrecord.gebeurtenis == "verzoek.geweigerd")
    record = db_sessie.scalars(vraag).one()
    assert record.actor_soort == "bezoeker" and record.uitkomst == "400"


def test_een_vervalst_formulier_wordt_geweigerd(laatste_stap: Klant) -> None:
    laatste_stap.post("/koppelen/begin", {"situatie": "nee", "csrf_token": "geraden"}, 400)
    laatste_stap.get("/koppelen/koppelen")


def test_s31_ook_wie_zijn_sessie_opnieuw_begint_slaat_geen_stap_over(
    ingelogd: Klant, gebruiker: Gebruiker
) -> None:
    ingelogd.post("/koppelen/begin", {"situatie": "ja"})
    fabriek.log_in(ingelogd, gebruiker.organisatie.kvk)
    ingelogd.get("/koppelen/koppelen", 303)
    assert waar(ingelogd) == "/koppelen/bevestigen"
