# SPDX-License-Identifier: EUPL-1.2
"""The form on paper: to fill in, for everybody, with the beheerdersrollen of now (R29)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from portal.post.formulier import SJABLOON, Roltekst, letter, maak
from tests.post.lezen import fouten, open_pdf, tekst, wortel

NU = datetime(2026, 11, 24, tzinfo=UTC)
HANDELINGEN = {"aanmelden": "Aanmelden", "wijzigen": "Wijzigen", "intrekken": "Intrekken"}
ROLLEN = [
    Roltekst("rio-algemeen", "Beheerder RIO Algemeen", "Rollen voor het onderwijsbestuur."),
    Roltekst("bekostiging", "Beheerder Bekostiging – é", ""),
]


def formulier(rollen: list[Roltekst] | None = None) -> bytes:
    return maak(
        ROLLEN if rollen is None else rollen,
        portaal="Mijn DUO",
        base_url="https://mijnduo.example.nl",
        paden=("/aanvraag-beheerder/", "/aanvraag-beheerder/formulier/"),
        handelingen=HANDELINGEN,
        stand=NU,
    )


def widgets(pdf: PdfReader) -> Iterator[DictionaryObject]:
    for blad in pdf.pages:
        for verwijzing in blad["/Annots"]:  # type: ignore[union-attr]
            annotatie = verwijzing.get_object()
            if annotatie["/Subtype"] == "/Widget":
                yield annotatie


def getagd(pdf: PdfReader) -> list[Any]:
    """The widgets that a Form in the structure tree points to, in reading order."""
    gevonden = []

    def onder(knoop: Any) -> None:
        knoop = knoop.get_object()
        if isinstance(knoop, list):
            for kind in knoop:
                onder(kind)
        elif isinstance(knoop, dict) and "/K" in knoop:
            if knoop.get("/S") == "/Form":
                [kind] = knoop["/K"] if isinstance(knoop["/K"], list) else [knoop["/K"]]
                assert kind.get_object()["/Type"] == "/OBJR"
                gevonden.append(kind.get_object()["/Obj"])
            onder(knoop["/K"])

    onder(wortel(pdf)["/StructTreeRoot"]["/K"])
    return gevonden


@pytest.mark.parametrize("aantal", [0, 1, 25])
def test_r29_het_formulier_voldoet_aan_pdf_ua_met_elk_aantal_rollen(aantal: int) -> None:
    rollen = [Roltekst(f"rol-{n}", f"Beheerder {n}", "Uitleg. " * n) for n in range(aantal)]
    assert fouten(formulier(rollen)) == set()


def test_de_keuring_ziet_wel_wat_er_aan_een_veld_ontbreekt() -> None:
    zonder_naam, zonder_tag, zonder_tab = (
        PdfWriter(clone_from=BytesIO(formulier())) for _ in range(3)
    )
    for widget in widgets(zonder_naam):  # type: ignore[arg-type]
        del widget["/TU"]
    for veld in wortel(zonder_naam)["/AcroForm"]["/Fields"]:
        veld.get_object().pop("/TU", None)
    for widget in widgets(zonder_tag):  # type: ignore[arg-type]
        del widget["/StructParent"]
    for verwijzing in getagd(zonder_tag):  # type: ignore[arg-type]
        verwijzing.get_object()[NameObject("/Subtype")] = NameObject("/Link")
    for blad in zonder_tab.pages:
        del blad["/Tabs"]
    for kapot in (zonder_naam, zonder_tag, zonder_tab):
        uit = BytesIO()
        kapot.write(uit)
        assert fouten(uit.getvalue())


def test_elk_veld_heeft_een_naam_voor_wie_luistert_en_staat_in_de_leesvolgorde() -> None:
    pdf = open_pdf(formulier())
    alle = list(widgets(pdf))
    namen = [str(w["/TU"]) for w in alle]
    assert len(namen) == len(set(namen)) and all(namen)
    assert "Beheerder 1: beheerdersrol Beheerder RIO Algemeen" in namen
    assert "Ondertekenaar 3: Handtekening" in namen
    assert [v.get_object() for v in getagd(pdf)] == alle
    assert all(blad["/Tabs"] == "/S" for blad in pdf.pages)


def test_velden_zijn_tekst_vinkjes_keuzes_en_plekken_voor_een_handtekening() -> None:
    pdf = open_pdf(formulier())
    velden = pdf.get_fields() or {}
    soorten = {naam: str(veld["/FT"]) for naam, veld in velden.items()}
    assert soorten["organisatie_kvk"] == "/Tx"
    assert soorten["beheerder2_rol_bekostiging"] == "/Btn"
    assert soorten["ondertekenaar1_handtekening"] == "/Sig"
    keuzes = [w for w in widgets(pdf) if w.get("/Parent", {}).get("/T") == "beheerder1_handeling"]
    beelden = [set(w["/AP"]["/N"]) for w in keuzes]  # type: ignore[index, arg-type]
    assert beelden == [{f"/{handeling}", "/Off"} for handeling in HANDELINGEN]


def test_een_ingevuld_formulier_is_leesbaar_en_blijft_toegankelijk() -> None:
    schrijver = PdfWriter(clone_from=BytesIO(formulier()))
    ingevuld = {
        "organisatie_naam": "Stichting Ééndracht",
        "beheerder1_achternaam": "Müller",
        "beheerder1_handeling": "/aanmelden",
        "beheerder1_rol_bekostiging": "/Ja",
    }
    for blad in schrijver.pages:
        schrijver.update_page_form_field_values(blad, ingevuld, auto_regenerate=False)
    uit = BytesIO()
    schrijver.write(uit)
    velden = open_pdf(uit.getvalue()).get_fields() or {}
    assert {naam: str(velden[naam].value) for naam in ingevuld} == ingevuld
    assert fouten(uit.getvalue()) == set()


def test_wat_een_rol_heet_is_nooit_opmaak_en_verandert_het_formulier_meteen() -> None:
    vreemd = [Roltekst("x", '#read("/etc/passwd")', "]#eval(1)[")]
    inhoud = " ".join(tekst(blad) for blad in open_pdf(formulier(vreemd)).pages)
    assert inhoud.count('#read("/etc/passwd")') == 2 and "root:" not in inhoud
    assert "Beheerder RIO Algemeen" not in inhoud


def test_het_sjabloon_leest_niets_en_er_ligt_niets_anders() -> None:
    bron = re.sub(r"//.*", "", SJABLOON.read_text("utf-8"))
    assert not re.search(r"\b(eval|read|import|include|image|plugin|csv|yaml|toml|xml)\b", bron)
    assert [pad.name for pad in SJABLOON.parent.iterdir()] == [SJABLOON.name]


def test_de_letter_om_mee_in_te_vullen_zit_er_heel_in_en_heeft_zijn_breedten() -> None:
    font = wortel(open_pdf(formulier()))["/AcroForm"]["/DR"]["/Font"]["/Schrift"]
    assert font["/FontDescriptor"]["/FontFile2"].get_data() == letter.LETTER.read_bytes()
    breedten = font["/Widths"]
    assert len(breedten) == 224 and breedten[0] == 265  # a space
    assert breedten[ord("i") - 32] < breedten[ord("M") - 32]
    assert breedten[0x80 - 32] > 0 and breedten[0xEB - 32] == breedten[ord("e") - 32]
