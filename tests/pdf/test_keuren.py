# SPDX-License-Identifier: EUPL-1.2
"""Hostile files at the door: nothing but a quiet PDF of a decent size comes in (R29)."""

import time
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject, TextStringObject

from portal.pdf import MAX_BYTES, MAX_PAGINAS, Keuring, Weigering, keur
from portal.pdf.onderzoek import GEHEUGEN
from tests.pdf.hulp import (
    actie,
    bij_openen,
    bytes_van,
    in_objectstroom,
    leeg,
    met,
    op_pagina,
    ruw,
    teken,
    woordenboek,
)
from tests.post.test_formulier import formulier

JS = TextStringObject("app.alert(1)")
GETEKEND = teken(bytes_van(leeg(2)))
PLAATJE = b"<< /Type /XObject /Subtype /Image /Length 3 >>\nstream\nabc\nendstream"


def test_r29_ons_eigen_formulier_komt_er_door_ingevuld_en_wel() -> None:
    pdf = PdfWriter(clone_from=BytesIO(formulier()))
    for blad in pdf.pages:
        ingevuld = {"beheerder1_achternaam": "Müller", "beheerder1_handeling": "/aanmelden"}
        pdf.update_page_form_field_values(blad, ingevuld, auto_regenerate=False)
    velden = {"beheerder1_achternaam": "Müller", "beheerder1_handeling": "aanmelden"}
    assert keur(bytes_van(pdf)) == Keuring(None, 4, (), velden)


@pytest.mark.parametrize(
    "inhoud",
    [
        bytes_van(leeg(MAX_PAGINAS)),
        ruw(PLAATJE),
        in_objectstroom(b"<< /Type /Quiet >>"),
        bij_openen(actie("GoTo", D=TextStringObject("hier"))),
        op_pagina(
            Subtype=NameObject("/Link"), A=actie("URI", URI=TextStringObject("https://a.nl/"))
        ),
    ],
)
def test_een_gewone_pdf_komt_er_door(inhoud: bytes) -> None:
    assert keur(inhoud).weigering is None


ZIP = b"PK\x03\x04" + b"\0" * 30 + b"PK\x05\x06" + b"\0" * 18


@pytest.mark.parametrize(
    "inhoud",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"MZ" + bytes_van(leeg()),
        b"\n" + bytes_van(leeg()),
        b"GIF89a" + bytes_van(leeg()),
        bytes_van(leeg()).replace(b"%PDF-1.3\n", b"%PDF-1.3\n%<script>alert(1)</script>\n", 1),
        bytes_van(leeg()) + ZIP,
        bytes_van(leeg()).replace(b"startxref", b"%" + ZIP + b"\nstartxref", 1),
        bytes_van(leeg()) + b"<html>",
        bytes_van(leeg())[:-20],
        formulier()[:50_000],
        b"%PDF-1.7\n%%EOF extra",
    ],
)
def test_wat_geen_pdf_is_of_nog_iets_anders_ook_komt_er_niet_in(inhoud: bytes) -> None:
    assert keur(inhoud).weigering is Weigering.GEEN_PDF


@pytest.mark.parametrize(
    "inhoud",
    [
        ruw(wortel=b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (b) >>] >> >>"),
        met(lambda pdf: pdf.add_attachment("a.exe", b"MZ")),
        bij_openen(actie("JavaScript", JS=JS)),
        bij_openen(actie("Launch", F=TextStringObject("cmd.exe"))),
        bij_openen(actie("GoToR", F=TextStringObject("\\\\kwaad\\share"))),
        bij_openen(actie("SubmitForm", F=TextStringObject("https://kwaad.example/"))),
        bij_openen(actie("URI", URI=TextStringObject("https://kwaad.example/"))),
        bij_openen(actie("Named", N=NameObject("/Print"))),
        op_pagina(Subtype=NameObject("/FileAttachment")),
        op_pagina(Subtype=NameObject("/RichMedia")),
        op_pagina(Subtype=NameObject("/Widget"), AA=woordenboek()),
        op_pagina(Subtype=NameObject("/Link"), A=actie("URI", URI=TextStringObject("file:///x"))),
        op_pagina(Subtype=NameObject("/Link"), A=actie("JavaScript", JS=JS)),
        ruw(b"<< /S /J#61vaScript /#4AS (app.alert(1)) >>"),
        ruw(b"<< /XFA [(x) 4 0 R] >>", wortel=b"/AcroForm 4 0 R"),
        ruw(b"<< /F (\\\\kwaad) /Length 0 >>\nstream\n\nendstream"),
        ruw(wortel=b"/Names << /EmbeddedFiles << /Names [] >> >>"),
        in_objectstroom(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
        in_objectstroom(b"<< /K [[[<< /S /Launch >>]]] >>", filters=2),
        # An object that no table knows, which another reader may find.
        ruw(b"<< >>\nendobj\n9 0 obj\n<< /S /JavaScript >>"),
    ],
)
def test_een_pdf_die_iets_kan_komt_er_niet_in(inhoud: bytes) -> None:
    assert keur(inhoud).weigering is Weigering.ACTIEF


@pytest.mark.parametrize("wachtwoord", ["", "geheim"])
def test_een_versleutelde_pdf_komt_er_niet_in_ook_niet_met_een_leeg_wachtwoord(
    wachtwoord: str,
) -> None:
    versleuteld = met(lambda pdf: pdf.encrypt(wachtwoord, "eigenaar", algorithm="AES-256"))
    assert keur(versleuteld).weigering is Weigering.VERSLEUTELD


@pytest.mark.parametrize(
    ("inhoud", "weigering"),
    [
        (b"", Weigering.LEEG),
        (b"%PDF-1.7\n" + b"0" * 50_000_000, Weigering.TE_GROOT),
        (b"%PDF-" + b"x" * MAX_BYTES, Weigering.TE_GROOT),
        (bytes_van(leeg(MAX_PAGINAS + 1)), Weigering.TE_VEEL_PAGINAS),
        (bytes_van(leeg(1000)), Weigering.TE_VEEL_PAGINAS),
        (b"%PDF-1.7\n%%EOF", Weigering.KAPOT),
        (b"%PDF-1.7\nstartxref\n9999\n%%EOF", Weigering.KAPOT),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF", Weigering.KAPOT),
    ],
)
def test_leeg_te_groot_te_lang_en_kapot_heeft_elk_zijn_eigen_woord(
    inhoud: bytes, weigering: Weigering
) -> None:
    assert keur(inhoud).weigering is weigering


def _bom() -> bytes:
    """A gigabyte of spaces as object stream, in 4 kB."""
    maker = zlib.compressobj(9)
    data = maker.compress(b"5 0 ") + b"".join(maker.compress(b" " * 10**6) for _ in range(1000))
    data = zlib.compress(data + maker.flush(), 9)
    kop = b"<< /Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode] /Length %d >>"
    sjabloon = in_objectstroom(b"<< >>", filters=2)
    begin, eind = sjabloon.index(b"4 0 obj"), sjabloon.index(b"6 0 obj")
    stroom = b"4 0 obj\n" + kop % len(data) + b"\nstream\n" + data + b"\nendstream\nendobj\n"
    nieuw = sjabloon[:begin] + stroom
    oud_plek, plek = eind.to_bytes(4, "big"), len(nieuw).to_bytes(4, "big")
    rest = sjabloon[eind:].replace(oud_plek, plek).replace(b"%d\n%%%%EOF" % eind, b"%d\n%%%%EOF")
    return nieuw + rest % len(nieuw) if b"%d\n" in rest else nieuw + rest


def _diep() -> bytes:
    return ruw(b"[" * 20_000 + b"]" * 20_000)


def _kring() -> bytes:
    """Pages that contain themselves."""
    return ruw().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


@pytest.mark.parametrize("maak", [_bom, _diep, _kring])
def test_een_bom_kost_weinig_tijd_en_geheugen_en_komt_er_niet_in(maak: Any) -> None:
    inhoud = maak()
    assert len(inhoud) < 100_000
    begin = time.monotonic()
    assert keur(inhoud).weigering in {Weigering.TE_INGEWIKKELD, Weigering.KAPOT}
    assert time.monotonic() - begin < 15
    assert GEHEUGEN < 1_000_000_000


def test_meer_objecten_dan_een_formulier_ooit_heeft_komt_er_niet_in() -> None:
    veel = ruw(*[b"<< >>"] * 31_000)
    assert keur(veel).weigering is Weigering.TE_INGEWIKKELD


def test_vreemde_waarden_in_velden_worden_kort_en_blijven_tekst() -> None:
    def doe(pdf: PdfWriter) -> None:
        veld = woordenboek(
            FT=NameObject("/Tx"), T=TextStringObject("n"), V=TextStringObject("<b>" * 999)
        )
        raar = woordenboek(FT=NameObject("/Tx"), T=TextStringObject("m"), V=ArrayObject())
        velden = ArrayObject([pdf._add_object(veld), pdf._add_object(raar)])
        pdf.root_object[NameObject("/AcroForm")] = woordenboek(Fields=velden)

    assert keur(met(doe)).velden == {"n": ("<b>" * 999)[:500]}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_elke_verminking_van_een_pdf_krijgt_een_oordeel(data: st.DataObject) -> None:
    inhoud = bytearray(GETEKEND)
    for _ in range(data.draw(st.integers(1, 30))):
        plek = data.draw(st.integers(8, len(inhoud) - 8))
        inhoud[plek] = data.draw(st.integers(0, 255))
    begin = time.monotonic()
    keuring = keur(bytes(inhoud))
    assert keuring.weigering is None or keuring.weigering in set(Weigering)
    assert time.monotonic() - begin < 15
