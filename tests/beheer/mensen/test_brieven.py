# SPDX-License-Identifier: EUPL-1.2
"""Letters from the screens: one, a batch, and never one for somebody else's gebruiker (R4, R27)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from admin import lijst
from portal.domain.brieven import HOOGSTENS
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from tests.beheer.mensen.conftest import Spoor, Wereld
from tests.beheer.mensen.test_handelingen import pad
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.post.lezen import fouten, open_pdf, tekst

BRIEVEN = "/beheer/gebruikers/brieven/"


def haal(klant: Klant, *wie: Gebruiker, status: int = 200) -> TestResponse:
    """Post the numbers as the page of the batch does."""
    klant.get("/beheer/")
    return klant.post(BRIEVEN, {"nr": [str(een.id) for een in wie]}, status)


def bladen(antwoord: TestResponse) -> list[str]:
    """The text of each page of a PDF that is fit for all."""
    assert antwoord.mimetype == "application/pdf"
    assert fouten(antwoord.data) == set()
    return [tekst(blad) for blad in open_pdf(antwoord.data).pages]


def test_r4_een_brief_downloaden_na_uitleg_hoe_hij_wordt_overhandigd(
    anna: Klant, wereld: Wereld, db_sessie: Session, spoor: Spoor
) -> None:
    wereld.jan.tussenvoegsel = "d’"
    anna.get(pad(wereld.jan, "brief"))
    assert "Geef de brief persoonlijk aan de gebruiker zelf." in anna.tekst
    assert wereld.jan.brief_gedownload_op is None, "kijken is nog geen downloaden"
    antwoord = anna.post(pad(wereld.jan, "brief"), status=200)
    [blad] = bladen(antwoord)
    assert wereld.jan.gebruikersnaam in blad and "Uw beheerder is T. Aalders." in blad
    kop = antwoord.headers["Content-Disposition"]
    assert kop == "attachment; filename=brief-jansen.pdf"
    assert wereld.jan.gebruikersnaam not in str(antwoord.headers)
    assert wereld.jan.brief_gedownload_op == NU
    [regel] = spoor("brief.gedownload")
    assert (regel.actor_id, regel.object_id) == (wereld.anna.id, wereld.jan.id)


def test_r28_de_brief_opnieuw_noemt_dezelfde_gebruikersnaam(
    anna: Klant, wereld: Wereld, spoor: Spoor
) -> None:
    wereld.jan.brief_gedownload_op = NU - timedelta(days=3)
    anna.get(pad(wereld.jan, "brief"))
    assert "opnieuw downloaden" in anna.tekst
    assert "dezelfde als in de brief van 21 november 2026" in anna.tekst
    [blad] = bladen(anna.post(pad(wereld.jan, "brief"), status=200))
    assert wereld.jan.gebruikersnaam in blad
    assert len(spoor("brief.gedownload")) == 1


def test_r4_een_stapel_uit_de_lijst_is_een_pdf_met_voor_ieder_een_brief(
    anna: Klant, wereld: Wereld, spoor: Spoor
) -> None:
    anna.get("/beheer/gebruikers/")
    vakjes = anna.boom.xpath("//form//input[@type='checkbox' and @name='nr']/@value")
    assert {str(wereld.jan.id), str(wereld.juf.id)} <= set(vakjes)
    anna.get(f"{BRIEVEN}?nr={wereld.jan.id}&nr={wereld.juf.id}")
    assert "2 brieven in één bestand" in anna.tekst
    assert "J. Juffer, School De Brug" in anna.tekst and "J. Jansen, Stichting Noord" in anna.tekst
    nummers = anna.boom.xpath("//main//form//input[@name='nr']/@value")
    antwoord = anna.post(BRIEVEN, {"nr": nummers}, 200)
    juf, jan = bladen(antwoord)
    assert wereld.jan.gebruikersnaam in jan and wereld.juf.gebruikersnaam in juf
    assert antwoord.headers["Content-Disposition"].endswith("brieven-2026-11-24.pdf")
    assert {regel.object_id for regel in spoor("brief.gedownload")} == {
        wereld.jan.id,
        wereld.juf.id,
    }


def test_alle_die_op_een_brief_wachten_onder_de_filters_van_de_lijst(
    anna: Klant, wereld: Wereld
) -> None:
    anna.get(f"/beheer/gebruikers/?wacht-op=brief&organisatie={wereld.school.id}")
    [link] = anna.boom.xpath("//a[contains(., 'op een brief wacht')]/@href")
    anna.get(link)
    assert "1 brief in één bestand" in anna.tekst and "J. Juffer" in anna.tekst
    assert "J. Jansen" not in anna.tekst
    anna.get(f"{BRIEVEN}?wacht-op=brief")
    assert "J. Jansen" in anna.tekst and "E. Elsinga" not in anna.tekst


def test_boven_de_grens_van_het_tellen_noemt_de_lijst_geen_aantal_brieven(
    anna: Klant, wereld: Wereld, db_sessie: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lijst, "TEL_MAX", 3)
    anna.get("/beheer/gebruikers/?wacht-op=brief")
    assert "Brieven voor alle 4 " not in anna.tekst
    assert "Brieven voor alle die op een brief wachten" in anna.tekst


def test_meer_dan_het_hoogste_aantal_gaat_in_delen(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    mensen = [
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.school)
        for _ in range(HOOGSTENS + 1)
    ]
    anna.get(f"{BRIEVEN}?wacht-op=brief")
    assert f"{HOOGSTENS} brieven in één bestand" in anna.tekst
    assert "Er wachten daarna nog 5 anderen op een brief." in anna.tekst
    [volgende] = anna.boom.xpath("//a[contains(., 'de volgende brieven')]/@href")
    assert volgende == f"{BRIEVEN}?wacht-op=brief"
    haal(anna, *mensen, status=409)
    assert "hoogstens 500 brieven tegelijk" in anna.tekst
    assert not any(een.brief_gedownload_op for een in mensen)


def test_wie_eerder_een_brief_kreeg_valt_op(anna: Klant, wereld: Wereld) -> None:
    anna.get(f"{BRIEVEN}?nr={wereld.els.id}")
    assert "eerder gedownload op 24 november 2026" in anna.tekst


@pytest.mark.parametrize(
    "nummers",
    [["vreemd"], ["jan", "vreemd"], ["999999999"], ["9999999999"], ["x"], ["-1"], ["²"]],
)
def test_r27_met_een_vreemde_in_de_stapel_wordt_er_niets_gedownload(
    anna: Klant, wereld: Wereld, spoor: Spoor, nummers: list[str]
) -> None:
    echt = [str(getattr(wereld, een).id) if hasattr(wereld, een) else een for een in nummers]
    anna.get(BRIEVEN + "?" + "&".join(f"nr={een}" for een in echt), 404)
    anna.get("/beheer/")
    anna.post(BRIEVEN, {"nr": echt}, 404)
    assert not spoor("brief.gedownload")
    assert wereld.jan.brief_gedownload_op is None and wereld.vreemd.brief_gedownload_op is None


def test_r27_een_vreemde_beheerder_krijgt_geen_brief_van_deze_organisatie(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session, spoor: Spoor
) -> None:
    ander = fabriek.log_binnen(app, db_sessie, wereld.ander, NU)
    haal(ander, wereld.jan, status=404)
    ander.get(f"{BRIEVEN}?wacht-op=brief&organisatie={wereld.organisatie.id}")
    assert "J. Jansen" not in ander.tekst
    assert not spoor("brief.gedownload")


def test_zonder_vinkjes_staat_er_wat_te_doen(anna: Klant, wereld: Wereld) -> None:
    anna.get(BRIEVEN)
    assert "U hebt niemand gekozen." in anna.tekst
    haal(anna, status=409)
    assert "U hebt niemand gekozen." in anna.tekst


def test_met_een_beeindigd_account_in_de_stapel_wordt_er_niets_gedownload(
    anna: Klant, wereld: Wereld, spoor: Spoor
) -> None:
    wereld.els.status, wereld.els.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    haal(anna, wereld.jan, wereld.els, status=409)
    assert "Er is niets gedownload: het account van E. Elsinga is beëindigd." in anna.tekst
    assert [regel.uitkomst for regel in spoor("brief.gedownload")] == ["beeindigd"]
    assert wereld.jan.brief_gedownload_op is None


def test_r4_de_brief_voor_het_eigen_account_haalt_een_ander(
    anna: Klant, wereld: Wereld, spoor: Spoor
) -> None:
    anna.get(pad(wereld.anna, ""))
    assert not anna.boom.xpath("//a[contains(@href, '/brief/')]")
    anna.get(pad(wereld.anna, "brief"))
    assert "Uw eigen brief kunt u niet downloaden. Een andere beheerder" in anna.tekst
    anna.get(pad(wereld.jan, "brief"))
    anna.post(pad(wereld.anna, "brief"), status=409)
    [regel] = spoor("brief.gedownload")
    assert (regel.uitkomst, regel.object_id) == ("niet_uzelf", wereld.anna.id)
    assert wereld.anna.brief_gedownload_op is None


def test_r4_uit_een_stapel_blijft_de_eigen_brief_weg_en_dat_staat_er(
    anna: Klant, wereld: Wereld
) -> None:
    anna.get(f"{BRIEVEN}?nr={wereld.anna.id}&nr={wereld.jan.id}")
    assert "1 brief in één bestand" in anna.tekst and "Uw eigen brief zit er niet bij" in anna.tekst
    haal(anna, wereld.anna, wereld.jan, status=409)
    assert "Uw eigen brief kunt u niet downloaden" in anna.tekst
    assert wereld.jan.brief_gedownload_op is None
    anna.get(f"{BRIEVEN}?nr={wereld.anna.id}")
    assert "Uw eigen brief kunt u niet downloaden" in anna.tekst
