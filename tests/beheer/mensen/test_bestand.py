# SPDX-License-Identifier: EUPL-1.2
"""The gebruikersbestand as CSV and XLSX: columns, filters, reach, trail, size (R4, R27, R28)."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import insert
from sqlalchemy.orm import Session

from admin.bestand import BROK
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from tests.beheer.mensen.conftest import Spoor, Wereld, blokkeer, geef_token
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

CSV = "/beheer/gebruikers/gebruikersbestand.csv"
XLSX = "/beheer/gebruikers/gebruikersbestand.xlsx"
KOPPEN = [
    "Achternaam",
    "Tussenvoegsel",
    "Voorletters",
    "Functie",
    "E-mailadres",
    "Telefoonnummer",
    "Organisatie",
    "Rollen en kenmerken",
    "Inlogmiddel",
    "Status",
    "Aangemeld op",
    "Laatste inlog",
    "Koppeling vervalt op",
]
Tel = Callable[[], AbstractContextManager[list[str]]]


def als_csv(klant: Klant, vraag: str = "") -> list[list[str]]:
    """The rows of the CSV, the headings first."""
    antwoord = klant.get(CSV + vraag)
    assert antwoord.mimetype == "text/csv"
    assert antwoord.headers["Content-Disposition"] == "attachment; filename=gebruikersbestand.csv"
    assert antwoord.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(antwoord.text[1:]), delimiter=";"))


def als_xlsx(klant: Klant, vraag: str = "") -> list[list[str]]:
    """The rows of the spreadsheet; every cell is text."""
    blad = load_workbook(io.BytesIO(klant.get(XLSX + vraag).data)).active
    assert blad is not None and blad.freeze_panes == "A2"
    rijen = list(blad.iter_rows())
    assert {cel.data_type for rij in rijen for cel in rij if cel.value} == {"s"}
    return [["" if cel.value is None else str(cel.value) for cel in rij] for rij in rijen]


Lees = Callable[..., list[list[str]]]
BEIDE = pytest.mark.parametrize("lees", [als_csv, als_xlsx])


def wie(rijen: list[list[str]]) -> list[str]:
    """The surnames."""
    return [rij[0] for rij in rijen[1:]]


@BEIDE
def test_r28_het_bestand_heeft_alles_van_ieder(
    anna: Klant, wereld: Wereld, db_sessie: Session, lees: Lees
) -> None:
    tweede = fabriek.maak_taak(db_sessie, "Aanmelden")[1]
    wereld.rol.naam, tweede.naam = "Melder", "Aanmelder"
    fabriek.geef(db_sessie, wereld.els, tweede, nu=NU)
    oud = fabriek.maak_taak(db_sessie, "Oud")[1]
    fabriek.geef(db_sessie, wereld.els, oud, nu=NU, geldig_tot=NU)
    wereld.els.functie, wereld.els.telefoon = "Intern begeleider", "0612345678"
    geef_token(wereld.juf)
    blokkeer(db_sessie, wereld.juf)
    db_sessie.commit()
    rijen = lees(anna)
    assert rijen[0] == KOPPEN
    assert wie(rijen) == ["Aalders", "Beheer", "Elsinga", "Jansen", "Juffer"]
    soort = wereld.rol.kenmerksoorten[0].naam
    assert rijen[3] == [
        "Elsinga",
        "",
        "E.",
        "Intern begeleider",
        "Elsinga@noord.nl",
        "0612345678",
        "Stichting Noord",
        f"Aanmelder; Melder ({soort} 21AZ)",
        "eHerkenning gekoppeld",
        "Actief",
        "23-11-2026",
        "24-11-2026",
        "24-05-2028",
    ]
    assert rijen[5][6:] == [
        "School De Brug", "", "Token", "Blokkade tot 10.10 uur", "23-11-2026", "", "",
    ]  # fmt: skip


@BEIDE
def test_r4_r33_in_het_bestand_staat_geen_gebruikersnaam_en_geen_geheim(
    anna: Klant, wereld: Wereld, lees: Lees
) -> None:
    tekst = str(lees(anna, "?status=alle"))
    for mens in (wereld.anna, wereld.bea, wereld.jan, wereld.els, wereld.juf):
        assert mens.achternaam in tekst and mens.gebruikersnaam not in tekst


@BEIDE
def test_r27_een_rij_van_een_ander_staat_er_nooit_in(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session, lees: Lees
) -> None:
    ver = wereld.vreemd.organisatie_id
    for vraag in ("", "?status=alle", f"?organisatie={ver}", "?zoek=vreemdeling", "?pagina=2"):
        assert "Vreemdeling" not in wie(lees(anna, vraag))
    ander = fabriek.log_binnen(app, db_sessie, wereld.ander, NU)
    assert wie(lees(ander)) == ["Anders", "Vreemdeling"]


@BEIDE
@pytest.mark.parametrize(
    ("vraag", "namen"),
    [
        ("?zoek=jansen", ["Jansen"]),
        ("?inlogmiddel=eherkenning", ["Elsinga"]),
        ("?status=beeindigd", ["Weg"]),
        ("?zoek=niemand", []),
        ("?sorteer=email&aflopend=1&zoek=noord.nl", ["Elsinga", "Jansen", "Juffer"]),
    ],
)
def test_r28_zoeken_en_filters_van_de_lijst_gelden_ook_voor_het_bestand(
    anna: Klant, wereld: Wereld, db_sessie: Session, lees: Lees, vraag: str, namen: list[str]
) -> None:
    einde = {"status": Gebruikerstatus.BEEINDIGD, "beeindigd_op": NU}
    fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=wereld.organisatie, achternaam="Weg", **einde
    )
    assert wie(lees(anna, vraag)) == namen
    assert wie(lees(anna)) == ["Aalders", "Beheer", "Elsinga", "Jansen", "Juffer"]


def test_de_links_onder_de_lijst_houden_de_filters(anna: Klant, wereld: Wereld) -> None:
    anna.get("/beheer/gebruikers/?zoek=jansen&wacht-op=brief&pagina=1")
    links = [str(een) for een in anna.boom.xpath("//section[@aria-labelledby='uitvoer']//a/@href")]
    assert [een.partition("?")[0] for een in links] == [CSV, XLSX]
    assert wie(als_csv(anna, "?" + links[0].partition("?")[2])) == ["Jansen"]


@BEIDE
def test_r31_elke_download_staat_in_het_spoor_met_aantal_en_keuze(
    anna: Klant, wereld: Wereld, spoor: Spoor, lees: Lees
) -> None:
    lees(anna, "?zoek=noord.nl&inlogmiddel=geen&status=onzin")
    [regel] = spoor("gebruikersbestand.gedownload")
    assert (regel.actor_id, regel.uitkomst) == (wereld.anna.id, "gelukt")
    assert regel.organisatie_id == wereld.organisatie.id
    assert regel.gegevens == {
        "vorm": lees.__name__.removeprefix("als_"),
        "aantal": 2,
        "keuze": {"zoek": "noord.nl", "inlogmiddel": "geen"},
    }


@BEIDE
@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_geen_cel_is_een_formule(anna: Klant, wereld: Wereld, lees: Lees, begin: str) -> None:
    wereld.jan.functie = f"{begin}HYPERLINK(1)"
    rijen = lees(anna, "?zoek=jansen")
    assert rijen[1][3].startswith("'")


def test_37000_rijen_stromen_zonder_dat_alles_eerst_in_het_geheugen_komt(
    anna: Klant, wereld: Wereld, db_sessie: Session, tel_queries: Tel
) -> None:
    rij = {
        "organisatie_id": wereld.school.id,
        "email": "x@example.nl",
        "aangemeld_op": NU - timedelta(days=9),
        "status": Gebruikerstatus.ACTIEF,
        "versie": 1,
        "voorletters": "A.",
        "tussenvoegsel": "",
        "functie": "",
        "telefoon": "",
    }
    rijen = [
        {**rij, "achternaam": f"Leraar {n}", "gebruikersnaam": f"{n:08d}"} for n in range(37_000)
    ]
    db_sessie.execute(insert(Gebruiker.__table__), rijen)
    db_sessie.commit()
    with tel_queries() as gezien:
        antwoord = anna.kaal.get(CSV, buffered=False)
        stroom = iter(antwoord.response)
        kop = next(stroom)
        voor_de_eerste_rijen = len(gezien)
        eerste = next(stroom)
    assert "Achternaam" in str(kop, "utf-8") and voor_de_eerste_rijen < 15
    assert 0 < eerste.count(b"\r\n") <= BROK
    rest = sum(brok.count(b"\r\n") for brok in stroom)
    assert eerste.count(b"\r\n") + rest == 37_005
