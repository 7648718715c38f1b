# SPDX-License-Identifier: EUPL-1.2
"""The letter for everybody: PDF/UA-1 by an independent checker, and any name prints (R4)."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from portal.post.brieven import SJABLOON, Ontvanger, _zetter, maak
from portal.post.brieven.tekens import DEKKING, VERVANGING, drukbaar
from tests.post.lezen import fouten, open_pdf, tekst, wortel

WORTEL = Path(__file__).resolve().parents[2]
NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
JAN = Ontvanger(
    naam="J. de Vries", organisatie="Kindrijk", gebruikersnaam="GCQ6WM7X", beheerder="M. Berg"
)
TEKENS = "".join(chr(punt) for punt in sorted(DEKKING) if chr(punt).isprintable())


# Peak memory (kB) after one batch and after five more, in a process of its own.
GEHEUGEN = """
import resource
from datetime import UTC, datetime
from portal.post.brieven import Ontvanger, maak
for ronde in range(6):
    stapel = [Ontvanger(f"J. {ronde} {n}", "O", "GCQ6WM7X", "M") for n in range(100)]
    maak(stapel, portaal="P", base_url="https://p.nl", dagtekening=datetime.now(UTC))
    if ronde in (0, 5):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def brief(*ontvangers: Ontvanger, portaal: str = "Mijn DUO") -> bytes:
    return maak(ontvangers, portaal=portaal, base_url="https://mijnduo.example.nl", dagtekening=NU)


def anders_gezet(**anders: Any) -> bytes:
    """The same letter as typst makes it when it is asked otherwise."""
    velden = {"naam": "J", "organisatie": "O", "adresregels": ["O"], "beheerder": "M"}
    invoer = {
        **{"titel": "T", "onderwerp": "T", "portaal": "P", "datum": "D"},
        **{"base_url": "https://p.nl", "kaal_adres": "p.nl"},
        "brieven": [{**velden, "gebruikersnaam": "GCQ6WM7X"}],
    }
    vast: Any = {"root": SJABLOON.parent, "sys_inputs": {"invoer": json.dumps(invoer)}}
    pdf: bytes = typst.compile(SJABLOON, font_paths=_zetter()[1], **vast, **anders)
    return pdf


@pytest.mark.parametrize("aantal", [1, 2, 60])
def test_r4_een_brief_en_een_stapel_voldoen_aan_pdf_ua(aantal: int) -> None:
    assert fouten(brief(*[JAN] * aantal)) == set()
    assert fouten(brief(*[replace(JAN, beheerder="")] * aantal)) == set()


def test_de_keuring_ziet_wel_wat_er_aan_dezelfde_brief_zonder_norm_ontbreekt() -> None:
    zonder_eis = {"ID-PART-001", "ID-SCHEMA-001", "VIEWER-PREFERENCES-001"}
    zonder_tags = {"STRUCT-TREE-ROOT-001", "CONTENT-TAGGING-001", "LINK-CONTENTS-001"}
    assert fouten(anders_gezet()) == {f"PDFUA1-{regel}" for regel in zonder_eis}
    assert fouten(anders_gezet(pdf_tags=False)) > {f"PDFUA1-{r}" for r in zonder_eis | zonder_tags}
    assert fouten(anders_gezet(pdf_standards="ua-1")) == set()


@pytest.mark.parametrize(
    ("aantal", "titel"),
    [(1, "Uw gebruikersnaam voor Mijn DUO"), (2, "Brieven met gebruikersnamen voor Mijn DUO")],
)
def test_taal_titel_en_tags_staan_in_het_document(aantal: int, titel: str) -> None:
    pdf = open_pdf(brief(*[JAN] * aantal))
    catalogus = wortel(pdf)
    assert catalogus["/Lang"] == "nl-NL"
    assert catalogus["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert catalogus["/ViewerPreferences"] == {"/DisplayDocTitle": True, "/Direction": "/L2R"}
    assert pdf.metadata is not None and pdf.metadata.title == titel
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogus["/Metadata"].get_data()


def letters(pdf: PdfReader) -> dict[str, bool]:
    """Every font of every page, and whether it is in the file."""
    gevonden = {}
    for blad in pdf.pages:
        for font in blad["/Resources"]["/Font"].values():  # type: ignore[index]
            [letter] = font["/DescendantFonts"]
            beschrijving = letter.get_object()["/FontDescriptor"]
            gevonden[str(font["/BaseFont"]).split("+")[1]] = bool(
                {"/FontFile2", "/FontFile3"} & set(beschrijving)
            )
    return gevonden


def test_alle_letters_zitten_in_het_bestand_en_zijn_die_van_ons() -> None:
    gewoon = letters(open_pdf(brief(JAN)))
    assert gewoon == {"FiraSans-Regular": True, "FiraSans-Bold": True, "FiraMono-Bold": True}
    arabisch = letters(open_pdf(brief(replace(JAN, naam="محمد علي"))))
    assert arabisch == gewoon | {"DejaVuSans": True}


@pytest.mark.parametrize(
    "naam",
    [
        '#read("/etc/passwd")',
        "<img src=file:///etc/passwd>",
        '#import "@preview/cetz:0.3.0"',
        "$x^2$ *vet* _schuin_ `code` = Kop @label <label> \\#pagebreak()",
        "]#eval(sys.inputs.invoer)[",
        '"}],"portaal":"een ander',
        "{{ config }} %s ${naam}",
        '\'t Hart "--" ... -- ---',
    ],
)
def test_een_naam_is_nooit_opmaak_en_leest_nooit_een_bestand(naam: str) -> None:
    vol = replace(JAN, naam=naam, organisatie=naam, functie=naam, adres=naam, beheerder=naam)
    pdf = brief(vol)
    inhoud = tekst(open_pdf(pdf).pages[0])
    assert inhoud.count(" ".join(naam.split())) == 7
    assert "root:" not in inhoud and len(open_pdf(pdf).pages) == 1
    assert fouten(pdf) == set()


def test_het_sjabloon_leest_niets_en_voert_niets_uit() -> None:
    bron = re.sub(r"//.*", "", SJABLOON.read_text("utf-8"))
    assert not re.search(r"\b(eval|read|import|include|image|plugin|csv|yaml|toml|xml)\b", bron)
    assert re.findall(r"\bjson\([^)]*\)", bron) == ["json(bytes(sys.inputs.invoer)"]
    assert [pad.name for pad in SJABLOON.parent.iterdir()] == [SJABLOON.name]


def test_buiten_de_map_van_het_sjabloon_is_niets_te_lezen() -> None:
    root: Any = {"root": SJABLOON.parent}
    for pad in ("/../__init__.py", "../tekens.py", "/etc/passwd"):
        with pytest.raises(typst.TypstError, match=r"escape the project root|file not found"):
            typst.compile(f'#read("{pad}")'.encode(), **root)


@pytest.mark.parametrize(
    ("naam", "gedrukt"),
    [
        ("Łukasz Żółty", "Łukasz Żółty"),
        ("Şükrü Iğdır-Çağlayan İ.", "Şükrü Iğdır-Çağlayan İ."),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Ελένη Иван", "Ελένη Иван"),
        ("Zoe\u0301", "Zoé"),
        ("Jan\x00\x07 de\r\n\tVries\x7f", "Jan de Vries"),
        ("Jan\u202eseirV ed\u2066\u200b", "Jan seirV ed"),
        ("Jan \ud800 Vries", "Jan Vries"),
        ("Jan 王 👩", f"Jan {VERVANGING} {VERVANGING}"),
        ("😀", "😀"),
    ],
)
def test_wat_een_letter_heeft_staat_er_en_de_rest_is_te_zien_als_weggevallen(
    naam: str, gedrukt: str
) -> None:
    pdf = brief(replace(JAN, naam=naam))
    assert f"T.a.v. {gedrukt} " in normalize("NFC", tekst(open_pdf(pdf).pages[0]) + " ")
    assert fouten(pdf) == set()


def test_arabisch_en_hebreeuws_worden_gedrukt_zonder_vervanging() -> None:
    for naam in ("محمد علي", "דוד כהן"):
        pdf = brief(replace(JAN, naam=naam))
        assert VERVANGING not in tekst(open_pdf(pdf).pages[0])
        assert fouten(pdf) == set()


@pytest.mark.parametrize("begin", range(0, len(TEKENS), 400))
def test_elk_teken_dat_er_is_wordt_gedrukt(begin: int) -> None:
    deel = TEKENS[begin : begin + 400]
    assert brief(replace(JAN, naam=deel, functie=" ".join(deel)))
    assert VERVANGING not in drukbaar(deel.replace(VERVANGING, ""))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(TEKENS, max_size=80))
def test_elke_tekst_geeft_een_brief(vrij: str, bekend: str) -> None:
    pdf = brief(replace(JAN, naam=bekend, functie=vrij, beheerder=vrij), portaal=vrij or "P")
    assert fouten(pdf) == set()


def test_stapels_na_elkaar_nemen_niet_steeds_meer_geheugen() -> None:
    klaar = subprocess.run(
        [sys.executable, "-c", GEHEUGEN], cwd=WORTEL, capture_output=True, text=True, check=True
    )
    een, zes = map(int, klaar.stdout.split())
    assert zes - een < een / 2
