# SPDX-License-Identifier: EUPL-1.2
"""R26: sectoren with their place on the start page."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Sector, Sessie
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, doe, fouten, velden, wijzig
from tests.platform.wereld import Stelsel

LIJST = f"{PLATFORM}/sectoren/"
GOED = {"naam": "Kinderopvang", "slug": "kinderopvang", "volgorde": "7"}


def test_r26_een_nieuwe_sector_staat_op_zijn_plaats_op_de_startpagina(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    stelsel.sector.volgorde = 9
    medewerker.get(f"{LIJST}nieuw/")
    medewerker.post(f"{LIJST}nieuw/", velden(medewerker) | GOED | {"omschrijving": "Voor opvang"})
    medewerker.get("/")
    tekst = medewerker.tekst
    assert tekst.index("Kinderopvang") < tekst.index("Hoger onderwijs")
    assert "Voor opvang" in tekst
    medewerker.kaal.delete_cookie("mijnduo")
    medewerker.get("/inloggen/kinderopvang")


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("naam", "", "Vul de naam van de sector in"),
        ("naam", "x" * 101, "De naam mag niet langer zijn dan 100 tekens"),
        ("slug", "", "Vul het deel van het adres in"),
        ("slug", "Hoger Onderwijs", "Gebruik kleine letters, cijfers en streepjes"),
        ("slug", "a--b", "Gebruik kleine letters, cijfers en streepjes"),
        ("slug", "../x", "Gebruik kleine letters, cijfers en streepjes"),
        ("slug", "a\x00", "Gebruik alleen letters, cijfers en leestekens"),
        ("slug", "hoger-onderwijs", "Dit deel van het adres is al van de sector Hoger onderwijs"),
        ("volgorde", "", "Vul een getal in van 0 tot en met 9999"),
        ("volgorde", "een", "Vul een getal in van 0 tot en met 9999"),
        ("volgorde", "-1", "Vul een getal in van 0 tot en met 9999"),
        ("volgorde", "9" * 5000, "Vul een getal in van 0 tot en met 9999"),
        ("volgorde", "1\x00", "Vul een getal in van 0 tot en met 9999"),
        ("omschrijving", "x" * 501, "De omschrijving mag niet langer zijn dan 500 tekens"),
    ],
)
def test_r26_een_verkeerde_sector_wordt_niet_gemaakt(
    medewerker: Klant, stelsel: Stelsel, veld: str, waarde: str, melding: str
) -> None:
    medewerker.get(f"{LIJST}nieuw/")
    medewerker.post(f"{LIJST}nieuw/", velden(medewerker) | GOED | {veld: waarde}, 422)
    assert melding in fouten(medewerker)[0]


def test_r26_een_ander_adres_zegt_dat_het_oude_niet_meer_werkt(
    medewerker: Klant, stelsel: Stelsel
) -> None:
    pad = f"{LIJST}{stelsel.sector.id}/wijzigen/"
    wijzig(medewerker, pad, naam="Hbo en wo")
    wijzig(medewerker, pad, 200, slug="hbo-wo")
    assert "De inlogpagina /inloggen/hoger-onderwijs bestaat dan niet meer" in medewerker.tekst
    bevestig(medewerker, pad)
    assert (stelsel.sector.slug, stelsel.sector.naam) == ("hbo-wo", "Hbo en wo")


def test_r26_een_sector_verdwijnt_alleen_als_niets_haar_gebruikt(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session, app: Flask
) -> None:
    """A login that chose it goes on without; the trail keeps what it was."""
    leeg = fabriek.maak_sector(db_sessie)
    fabriek.log_binnen(app, db_sessie, stelsel.anna, NU)
    sessie = db_sessie.scalars(select(Sessie).where(Sessie.gebruiker_id == stelsel.anna.id)).one()
    sessie.sector_id, nummer = leeg.id, leeg.id
    doe(medewerker, f"{LIJST}{nummer}/verwijderen/")
    medewerker.volg()
    assert "De sector Gemeenten is verwijderd" in medewerker.tekst
    assert db_sessie.get(Sector, nummer) is None and sessie.sector_id is None
    medewerker.get(f"{LIJST}{stelsel.sector.id}/")
    assert "1 organisatie, 0 onderwerpen, 0 mededelingen" in medewerker.tekst
    assert "Verwijderen" not in medewerker.tekst
    doe(medewerker, f"{LIJST}{stelsel.sector.id}/verwijderen/", 409)
