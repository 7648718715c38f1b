# SPDX-License-Identifier: EUPL-1.2
"""Reads a letter as another program would: its text with places and sizes, fonts, and tags."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import page
from pypdf import PageObject, PdfReader

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Stuk:
    """A run of text: millimetres from the left and from the top, and its size in points."""

    tekst: str
    links: float
    boven: float
    punten: float
    letter: str


def open_pdf(pdf: bytes) -> PdfReader:
    """The PDF, read strictly."""
    return PdfReader(BytesIO(pdf), strict=True)


def wortel(pdf: PdfReader) -> Any:
    """The catalog: what the document says about itself."""
    return pdf.root_object


def fouten(pdf: bytes) -> set[str]:
    """The rules of PDF/UA-1 that the independent checker sees broken."""
    verslag = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert verslag.rules.total > 100
    assert verslag.is_compliant == (not verslag.failures)
    return {fout.rule_id for fout in verslag.failures}


def stukken(blad: PageObject) -> list[Stuk]:
    """The runs of text on a page, in reading order."""
    hoogte, gevonden = float(blad.mediabox.height), []

    def bezoek(tekst: str, cm: list[float], _tm: object, font: Any, punten: float) -> None:
        if tekst.strip():
            plek = (cm[4] / MM, (hoogte - cm[5]) / MM)
            gevonden.append(Stuk(tekst.strip(), *plek, punten, str(font["/BaseFont"])))

    blad.extract_text(visitor_text=bezoek)
    return gevonden


def tekst(blad: PageObject) -> str:
    """The text of a page with every run of white space as one space."""
    return " ".join(blad.extract_text().replace("\u200b", "").split())


def labels(pdf: PdfReader) -> list[str]:
    """The kinds of the tags, in reading order."""

    def onder(knoop: Any) -> Iterator[str]:
        knoop = knoop.get_object()
        if isinstance(knoop, list):
            for kind in knoop:
                yield from onder(kind)
        elif isinstance(knoop, dict) and "/S" in knoop:
            yield str(knoop["/S"])
            if "/K" in knoop:
                yield from onder(knoop["/K"])

    return list(onder(wortel(pdf)["/StructTreeRoot"]["/K"]))
