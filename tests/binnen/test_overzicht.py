# SPDX-License-Identifier: EUPL-1.2
"""The overview: what is on it, for whom, and what it costs (R1, R19, R20)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.models import (
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Mededeling,
    Onderwerp,
    Roltaak,
    Taak,
)
from portal.models.soorten import Medewerkersrol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

TelQueries = Callable[[], AbstractContextManager[list[str]]]


def test_r19_zonder_sessie_gaat_men_naar_inloggen(client: Klant) -> None:
    assert client.get("/overzicht", 303).location == "/inloggen"


def test_r19_r20_het_overzicht_heeft_onderwerpen_mijn_duo_alle_onderwerpen_en_profiel(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "OBO aanvragen")
    taak.onderwerp.omschrijving = "Bekostiging aanvragen en raadplegen"
    fabriek.geef(db_sessie, jan, rol, nu=NU)
    klant.get("/overzicht")
    koppen = [k.text_content() for k in klant.boom.xpath("//main//h1 | //main//h2")]
    assert koppen == [
        "Onderwerpen",
        "Mijn DUO",
        "Mededelingen",
        "Snel naar",
        "Alle onderwerpen",
        "Profiel",
    ]
    assert "Bekostiging aanvragen en raadplegen" in klant.tekst
    adressen = klant.boom.xpath("//main//a/@href")
    for adres in (f"/onderwerpen/{taak.onderwerp.slug}", f"/taken/{taak.slug}", "/gegevens"):
        assert adres in adressen
        klant.get(adres)
    klant.get("/overzicht")
    assert klant.boom.xpath("//main//form[@action='/uitloggen']//button")


def test_r20_de_naam_rechtsboven_leidt_naar_het_overzicht(klant: Klant) -> None:
    klant.get("/gegevens")
    naam = klant.boom.xpath("//header//a[contains(., 'J. de Vries')]")[0]
    assert naam.get("href") == "/overzicht"


def test_r19_het_overzicht_kost_drie_vragen_hoeveel_er_ook_op_staat(
    klant: Klant, db_sessie: Session, jan: Gebruiker, tel_queries: TelQueries
) -> None:
    for nummer in range(12):
        kenmerk = fabriek.maak_kenmerk(db_sessie)
        _, rol = fabriek.maak_taak(db_sessie, f"Taak {nummer}", kenmerk.soort)
        fabriek.geef(db_sessie, jan, rol, kenmerk, nu=NU)
        db_sessie.add(Mededeling(titel=f"Bericht {nummer}", tekst="Tekst.", van=NU, rollen=[rol]))
    klant.get("/overzicht")
    with tel_queries() as gezien:
        klant.kaal.get("/overzicht")
    assert len(gezien) <= 3, "\n".join(gezien)


def test_r19_onderwerpen_en_taken_staan_in_hun_volgorde(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    _, rol = fabriek.maak_taak(db_sessie, "Los")
    for volgorde, naam in ((3, "Derde"), (1, "Eerste"), (2, "Tweede")):
        onderwerp = Onderwerp(slug=naam.lower(), naam=naam, volgorde=volgorde)
        taak = Taak(slug=f"t-{naam.lower()}", naam=f"Doe {naam}", onderwerp=onderwerp)
        db_sessie.add_all([onderwerp, Roltaak(rol=rol, taak=taak)])
    fabriek.geef(db_sessie, jan, rol, nu=NU)
    klant.get("/overzicht")
    namen = [
        str(a.text_content()).strip()
        for a in klant.boom.xpath("//nav[@aria-labelledby='onderwerpen']//a")
    ]
    assert namen[1:] == ["Eerste", "Tweede", "Derde"]


def test_r19_zonder_rollen_legt_de_pagina_uit_wie_ze_kan_geven(
    klant: Klant, jan: Gebruiker
) -> None:
    klant.get("/overzicht")
    assert f"zodra een beheerder van {jan.organisatie.naam} u een rol geeft" in klant.tekst


@pytest.mark.parametrize(
    ("van", "tot"),
    [(NU - timedelta(days=2), NU), (NU + timedelta(days=1), None)],
    ids=["voorbij", "nog niet"],
)
def test_r1_een_beheerder_heeft_zonder_rollen_geen_toegang_tot_taken(
    db_sessie: Session, jan: Gebruiker, klant: Klant, van: datetime, tot: datetime | None
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "OBO aanvragen")
    beheer = Beheerdersrol(code="b", naam="Beheerder PO", rollen=[rol])
    db_sessie.add(
        Beheerderstoekenning(gebruiker=jan, beheerdersrol=beheer, geldig_van=NU - timedelta(days=3))
    )
    fabriek.geef(db_sessie, jan, rol, nu=NU, geldig_van=van, geldig_tot=tot)
    klant.get("/overzicht")
    assert "U bent beheerder van" in klant.tekst
    assert "OBO aanvragen" not in klant.tekst
    klant.get(f"/taken/{taak.slug}", 403)


def test_r19_een_medewerker_krijgt_een_eigen_uitleg(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    jan.medewerkersrol = Medewerkersrol.MEDEWERKER
    klant.get("/overzicht")
    assert "U bent medewerker" in klant.tekst
