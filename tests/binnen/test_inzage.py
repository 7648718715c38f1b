# SPDX-License-Identifier: EUPL-1.2
"""All own data to take along; every column is classified (R23, R33, P6)."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import Table
from sqlalchemy.orm import Session

from portal.db import Base
from portal.domain.uitvoer import ONDERDELEN, Onderdeel
from portal.models import Auditrecord, Gebruiker, Koppeling, Taakgebruik
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def _tabellen_met_gebruiker() -> dict[str, Table]:
    return {
        naam: tabel
        for naam, tabel in Base.metadata.tables.items()
        if naam == "gebruiker"
        or any(s.column.table.name == "gebruiker" for s in tabel.foreign_keys)
    }


@pytest.mark.parametrize("naam", sorted(_tabellen_met_gebruiker()))
def test_p6_elke_kolom_bij_een_gebruiker_gaat_mee_of_blijft_met_reden(naam: str) -> None:
    gevonden = [o for o in ONDERDELEN if o.model.__tablename__ == naam]
    assert gevonden, f"tabel {naam} wijst naar een gebruiker en staat niet in uitvoer.py"
    (onderdeel,) = gevonden
    kolommen = {kolom.name for kolom in _tabellen_met_gebruiker()[naam].columns}
    ingedeeld = set(onderdeel.van) | set(onderdeel.mee) | set(onderdeel.niet)
    assert kolommen == ingedeeld
    assert not set(onderdeel.mee) & set(onderdeel.niet)


@pytest.mark.parametrize("onderdeel", ONDERDELEN, ids=lambda o: o.model.__name__)
def test_r33_geheimen_gaan_nooit_mee(onderdeel: Onderdeel) -> None:
    geheim = ("_hash", "geheim", "token_", "middel_", "sleutel", "inhoud", "gebruikersnaam")
    for naam in onderdeel.mee:
        mag = naam in {"tekst_hash", "token_ingeleverd_op"}
        assert mag or not any(deel in naam for deel in geheim), naam


def test_r23_de_download_bevat_de_eigen_gegevens_en_niet_die_van_een_ander(
    klant: Klant, db_sessie: Session, jan: Gebruiker, spoor: Callable[[str], list[Auditrecord]]
) -> None:
    kenmerk = fabriek.maak_kenmerk(db_sessie, "21AZ")
    taak, rol = fabriek.maak_taak(db_sessie, "OBO aanvragen", kenmerk.soort)
    collega = fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=jan.organisatie, voorletters="A.", achternaam="Bakker"
    )
    fabriek.geef(db_sessie, jan, rol, kenmerk, nu=NU, door=collega)
    db_sessie.add_all(
        Taakgebruik(gebruiker_id=wie.id, taak_id=taak.id, op=NU) for wie in (jan, collega)
    )
    db_sessie.add(
        Koppeling(
            gebruiker=jan, middel_kvk="d" * 64, niveau="loa3", gelegd_op=NU, laatste_login_op=NU
        )
    )
    antwoord = klant.get("/gegevens/download")
    assert "mijn-gegevens-2026-11-24.json" in antwoord.headers["Content-Disposition"]
    inhoud = json.loads(antwoord.text)["gegevens"]
    assert inhoud["Uw account"][0]["achternaam"] == "Vries"
    assert inhoud["Uw rollen"][0] == {
        "rol": rol.naam,
        "geldig_van": "2026-11-23T09:00:00+00:00",
        "geldig_tot": None,
        "gegeven_op": "2026-11-23T09:00:00+00:00",
        "door": "A. Bakker",
        "kenmerken": "21AZ",
    }
    assert len(inhoud["Taken die u startte"]) == 1
    for geheim in ("d" * 64, jan.gebruikersnaam, collega.email):
        assert geheim not in antwoord.text
    (record,) = spoor("gegevens.gedownload")
    assert record.gegevens == {"vorm": "json"}
    assert record.object_id == jan.id


def test_r23_de_gebeurtenissen_zeggen_wie_wat_met_het_account_deed(
    klant: Klant, jan: Gebruiker
) -> None:
    klant.get("/gegevens")
    velden = {n: klant.veld(n) for n in ("versie", "achternaam", "email")}
    klant.post("/gegevens", velden | {"functie": "Rector"})
    inhoud = json.loads(klant.get("/gegevens/download").text)["gegevens"]
    gebeurtenissen = inhoud["Gebeurtenissen rond uw account"]
    assert [g["door"] for g in gebeurtenissen] == ["systeem", "uzelf"]
    assert gebeurtenissen[1]["gegevens"]["functie"] == ["", "Rector"]
    assert gebeurtenissen[1]["adres"] == "127.0.0.1"
    assert gebeurtenissen[0]["adres"] is None


def test_r23_de_leesbare_versie_is_een_gewone_pagina(
    klant: Klant, spoor: Callable[[str], list[Auditrecord]]
) -> None:
    klant.get("/gegevens")
    klant.get("/gegevens/download/leesbaar")
    assert "Al uw gegevens" in klant.tekst
    assert "24 november 2026 om 10.00 uur" in klant.tekst
    assert "Hierover bewaren wij nu niets van u: " in klant.tekst
    for in_woorden in ("Gebruiker gemaakt", "E-mailadres"):
        assert in_woorden in klant.tekst
    assert "gebruiker.gemaakt" not in klant.tekst
    assert [r.gegevens["vorm"] for r in spoor("gegevens.gedownload")] == ["pagina"]
