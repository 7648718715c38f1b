# SPDX-License-Identifier: EUPL-1.2
"""Taken: a click starts one, the page says as what one acts and why it is open (R21, R22)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.models import Auditrecord, Gebruiker, Kenmerk, Rol, Roltaak, Taak
from portal.models.soorten import Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def taak(db_sessie: Session, jan: Gebruiker) -> Taak:
    """A taak that is open to Jan for one kenmerk, given by a named beheerder."""
    beheerder = fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=jan.organisatie, voorletters="A.", achternaam="Bakker"
    )
    kenmerk = fabriek.maak_kenmerk(db_sessie, "21AZ")
    taak, rol = fabriek.maak_taak(db_sessie, "OBO aanvragen", kenmerk.soort)
    rol.naam, kenmerk.soort.naam = "Medewerker bekostiging", "Instellingscode"
    taak.uitleg = "Kies de periode.\nVerstuur daarna de aanvraag."
    fabriek.geef(db_sessie, jan, rol, kenmerk, nu=NU, door=beheerder)
    return taak


def _extra_kenmerk(session: Session, taak: Taak, waarde: str) -> Kenmerk:
    rol: Rol = taak.rollen[0].rol
    kenmerk = Kenmerk(soort=rol.kenmerksoorten[0], waarde=waarde)
    session.add(kenmerk)
    session.flush()
    return kenmerk


def test_r21_de_taak_zegt_wat_te_doen_en_wat_er_hierna_komt(klant: Klant, taak: Taak) -> None:
    klant.get(f"/taken/{taak.slug}")
    for zin in ("Kies de periode.", "Verstuur daarna de aanvraag.", "Wat gebeurt er hierna?"):
        assert zin in klant.tekst


def test_r22_de_taak_zegt_met_welke_rol_en_welk_kenmerk_u_werkt(klant: Klant, taak: Taak) -> None:
    klant.get(f"/taken/{taak.slug}")
    rijen = {d.findtext("dt"): d.findtext("dd") for d in klant.boom.xpath("//main//dl/div")}
    assert rijen["Rol"] == "Medewerker bekostiging"
    assert rijen["Instellingscode"] == "21AZ"
    assert not klant.boom.xpath("//input[@name='als']"), "één kenmerk: niets te kiezen"


def test_r22_waarom_zie_ik_dit_noemt_rol_kenmerk_gever_en_datum(klant: Klant, taak: Taak) -> None:
    klant.get(f"/taken/{taak.slug}")
    assert (
        "Omdat u de rol Medewerker bekostiging hebt met Instellingscode 21AZ. Deze rol is aan u"
        " gegeven door A. Bakker en geldt sinds 23 november 2026." in klant.tekst
    )


def test_r22_met_meer_kenmerken_kiest_u_waarvoor_u_werkt(
    klant: Klant, db_sessie: Session, jan: Gebruiker, taak: Taak
) -> None:
    tweede = _extra_kenmerk(db_sessie, taak, "21BA")
    fabriek.geef(db_sessie, jan, taak.rollen[0].rol, tweede, nu=NU)
    klant.get(f"/taken/{taak.slug}")
    assert "Kies eerst waarvoor u aan het werk gaat" in klant.tekst
    assert klant.boom.xpath("//details//summary[contains(., 'Uitleg bij waarvoor')]"), "R21: '?'"
    sleutels = klant.boom.xpath("//input[@name='als']/@value")
    assert len(sleutels) == 2
    klant.get(f"/taken/{taak.slug}?als={sleutels[1]}")
    assert klant.boom.xpath("//main//dl/div[dt='Instellingscode']/dd/text()") == ["21BA"]


@pytest.mark.parametrize("als", ["9-9", "x", "' OR 1=1", "%00"])
def test_r22_een_verzonnen_keuze_kiest_niets(
    klant: Klant, db_sessie: Session, jan: Gebruiker, taak: Taak, als: str
) -> None:
    tweede = _extra_kenmerk(db_sessie, taak, "21BA")
    fabriek.geef(db_sessie, jan, taak.rollen[0].rol, tweede, nu=NU)
    klant.get(f"/taken/{taak.slug}?als={als}")
    assert "Kies eerst waarvoor" in klant.tekst


def test_r21_een_handleiding_is_te_downloaden_en_dat_staat_in_het_spoor(
    klant: Klant, taak: Taak, spoor: Callable[[str], list[Auditrecord]]
) -> None:
    taak.handleiding = "Handleiding\n\nGeëerde gebruiker …"
    klant.get(f"/taken/{taak.slug}")
    antwoord = klant.get(klant.boom.xpath("//main//a[contains(@href, '/handleiding')]/@href")[0])
    assert antwoord.text == taak.handleiding
    assert antwoord.content_type == "text/plain; charset=utf-8"
    assert f"handleiding-{taak.slug}.txt" in antwoord.headers["Content-Disposition"]
    (record,) = spoor("handleiding.gedownload")
    assert (record.object_soort, record.object_id) == ("taak", taak.id)


def test_r21_zonder_handleiding_is_er_geen_link_en_geen_pagina(klant: Klant, taak: Taak) -> None:
    klant.get(f"/taken/{taak.slug}")
    assert not klant.boom.xpath("//main//a[contains(@href, '/handleiding')]")
    klant.get(f"/taken/{taak.slug}/handleiding", 404)


def test_r20_zoeken_vindt_eigen_onderwerpen_en_taken(klant: Klant, taak: Taak) -> None:
    for naam, adres in (
        (taak.onderwerp.naam, f"/onderwerpen/{taak.onderwerp.slug}"),
        (taak.naam, f"/taken/{taak.slug}"),
    ):
        klant.get(f"/zoeken?q={naam}")
        assert adres in klant.boom.xpath("//*[@class='portal-resultaten']//a/@href")
        assert klant.boom.xpath("string(//title)").startswith(f"Zoeken naar ‘{naam}’")


@pytest.mark.parametrize("adres", ["/taken/bestaat-niet", "/onderwerpen/nee", "/taken/%00"])
def test_r32_een_onbekende_taak_is_404_met_een_weg_terug(klant: Klant, adres: str) -> None:
    klant.get(adres, 404)
    assert klant.boom.xpath("//main//a/@href") == ["/overzicht", "/contact"]


@pytest.mark.parametrize(
    ("doel", "knop"),
    [
        ("https://toepassing.example.nl/", 1),
        ("/gegevens", 1),
        ("//elders.example.nl", 0),
        ("javascript:alert(1)", 0),
        ("", 0),
    ],
)
def test_r21_een_taak_gaat_alleen_verder_naar_een_veilig_adres(
    klant: Klant, taak: Taak, doel: str, knop: int
) -> None:
    taak.doel = doel
    klant.get(f"/taken/{taak.slug}")
    assert len(klant.boom.xpath("//a[.='Verder']")) == knop


def test_r19_het_onderwerp_toont_alleen_taken_die_open_zijn(
    klant: Klant, db_sessie: Session, taak: Taak
) -> None:
    db_sessie.add(Taak(slug="dicht", naam="Dichte taak", onderwerp=taak.onderwerp))
    klant.get(f"/onderwerpen/{taak.onderwerp.slug}")
    assert "OBO aanvragen" in klant.tekst
    assert "Dichte taak" not in klant.tekst


@pytest.mark.parametrize(
    ("soort", "status"),
    [(Organisatiesoort.BESTUUR, 200), (Organisatiesoort.GEMEENTE, 403)],
)
def test_r22_de_inhoud_van_een_rol_kan_per_soort_organisatie_verschillen(
    klant: Klant, db_sessie: Session, taak: Taak, soort: Organisatiesoort, status: int
) -> None:
    roltaak: Roltaak = taak.rollen[0]
    roltaak.organisatiesoort = soort
    klant.get("/overzicht")
    assert ("OBO aanvragen" in klant.tekst) is (status == 200)
    klant.get(f"/taken/{taak.slug}", status)


@pytest.mark.parametrize(
    ("van", "tot", "open_"),
    [
        (timedelta(0), None, True),
        (timedelta(seconds=1), None, False),
        (timedelta(days=-1), timedelta(seconds=1), True),
        (timedelta(days=-1), timedelta(0), False),
    ],
)
def test_r22_een_autorisatie_telt_precies_in_haar_periode(
    klant: Klant,
    db_sessie: Session,
    jan: Gebruiker,
    van: timedelta,
    tot: timedelta | None,
    open_: bool,
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Opleiding wijzigen")
    einde = NU + tot if tot is not None else None
    fabriek.geef(db_sessie, jan, rol, nu=NU, geldig_van=NU + van, geldig_tot=einde)
    klant.get("/overzicht")
    assert ("Opleiding wijzigen" in klant.tekst) is open_
    klant.get(f"/taken/{taak.slug}", 200 if open_ else 403)


def test_r22_een_rol_die_twee_kenmerken_nodig_heeft_telt_pas_met_allebei(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    een, twee = (fabriek.maak_kenmerk(db_sessie, w) for w in ("21AZ", "38819"))
    taak, rol = fabriek.maak_taak(db_sessie, "Bekostiging", een.soort, twee.soort)
    autorisatie = fabriek.geef(db_sessie, jan, rol, een, nu=NU)
    klant.get(f"/taken/{taak.slug}", 403)
    autorisatie.kenmerken.append(twee)
    klant.get(f"/taken/{taak.slug}")


def test_r22_kenmerken_van_twee_autorisaties_tellen_niet_bij_elkaar_op(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    een, twee = (fabriek.maak_kenmerk(db_sessie, w) for w in ("21AZ", "38819"))
    taak, rol = fabriek.maak_taak(db_sessie, "Bekostiging", een.soort, twee.soort)
    fabriek.geef(db_sessie, jan, rol, een, nu=NU)
    fabriek.geef(db_sessie, jan, rol, twee, nu=NU)
    klant.get(f"/taken/{taak.slug}", 403)
