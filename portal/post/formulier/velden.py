# SPDX-License-Identifier: EUPL-1.2
"""Makes form fields of the places in a PDF, where typst knows none.

Each place is a link with a description as its address. The annotation becomes a widget and its tag
a Form; where it is on the page and in the reading order stays as it was.
"""

import json
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from portal.post.formulier import letter

MERK = "veld:"
SCHRIFT = TextStringObject("/Schrift 10 Tf 0 0 0.35 rg")
VERPLICHT, MEER_REGELS, KEUZE, BLIJFT_AAN = 1 << 1, 1 << 12, 1 << 15, 1 << 14
UIT = NameObject("/Off")
AAN = "Ja"


def maak_invulbaar(pdf: bytes) -> bytes:
    """The same document with form fields for its places."""
    schrijver = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    groepen: dict[str, Any] = {}
    velden = ArrayObject()
    for blad in schrijver.pages:
        for verwijzing in blad.get("/Annots", ArrayObject()):
            wat = _beschrijving(verwijzing.get_object())
            if wat is not None:
                velden.extend(_zet_om(schrijver, verwijzing, wat, groepen))
    _hertag(schrijver)
    schrift = DictionaryObject({NameObject("/Schrift"): letter.voeg_toe(schrijver)})
    schrijver.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): velden,
            NameObject("/DA"): SCHRIFT,
            NameObject("/DR"): DictionaryObject({NameObject("/Font"): schrift}),
        }
    )
    uit = BytesIO()
    schrijver.write(uit)
    return uit.getvalue()


def _beschrijving(annotatie: DictionaryObject) -> dict[str, Any] | None:
    adres = str(annotatie.get("/A", {}).get("/URI", ""))
    return json.loads(adres.removeprefix(MERK)) if adres.startswith(MERK) else None


def _zet_om(
    pdf: PdfWriter,
    verwijzing: IndirectObject,
    wat: dict[str, Any],
    groepen: dict[str, Any],
) -> list[IndirectObject]:
    """Turn the annotation into a widget; back what it adds to the fields of the document."""
    plek: Any = verwijzing.get_object()
    for sleutel in ("/A", "/Border", "/Contents"):
        del plek[sleutel]
    plek[NameObject("/Subtype")] = NameObject("/Widget")
    plek[NameObject("/TU")] = TextStringObject(wat["label"])
    if wat["soort"] == "keuze":
        _schakel(pdf, plek, wat["waarde"], _stip)
        return _in_groep(pdf, verwijzing, wat, groepen)
    plek[NameObject("/T")] = TextStringObject(wat["naam"])
    if wat["soort"] == "vink":
        plek[NameObject("/FT")] = NameObject("/Btn")
        plek[NameObject("/V")] = UIT
        _schakel(pdf, plek, AAN, _haak)
    else:
        _maak_schrijfbaar(plek, wat)
    return [verwijzing]


def _maak_schrijfbaar(plek: DictionaryObject, wat: dict[str, Any]) -> None:
    vlaggen = VERPLICHT if wat["verplicht"] else 0
    if wat["soort"] == "handtekening":
        plek[NameObject("/FT")] = NameObject("/Sig")
    else:
        plek[NameObject("/FT")] = NameObject("/Tx")
        plek[NameObject("/DA")] = SCHRIFT
        plek[NameObject("/MaxLen")] = NumberObject(wat["tekens"])
        vlaggen |= MEER_REGELS if wat["soort"] == "regels" else 0
    plek[NameObject("/Ff")] = NumberObject(vlaggen)


def _in_groep(
    pdf: PdfWriter,
    verwijzing: IndirectObject,
    wat: dict[str, Any],
    groepen: dict[str, Any],
) -> list[IndirectObject]:
    """One of several of which one may be chosen; the first brings the group with it."""
    naam = wat["naam"]
    nieuw = naam not in groepen
    if nieuw:
        groepen[naam] = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Btn"),
                NameObject("/T"): TextStringObject(naam),
                NameObject("/TU"): TextStringObject(wat["groep"]),
                NameObject("/Ff"): NumberObject(KEUZE | BLIJFT_AAN | VERPLICHT),
                NameObject("/V"): UIT,
                NameObject("/Kids"): ArrayObject(),
            }
        )
        pdf._add_object(groepen[naam])
    groepen[naam]["/Kids"].append(verwijzing)
    plek: Any = verwijzing.get_object()
    plek[NameObject("/Parent")] = groepen[naam].indirect_reference
    return [groepen[naam].indirect_reference] if nieuw else []


def _schakel(pdf: PdfWriter, plek: DictionaryObject, waarde: str, teken: Any) -> None:
    """How the box looks with and without its mark; drawn, so that no font is needed."""
    rechthoek: Any = plek["/Rect"]
    links, onder, rechts, boven = (float(w) for w in rechthoek)
    maat = (rechts - links, boven - onder)
    beelden = {NameObject(f"/{waarde}"): teken(*maat), UIT: ""}
    plek[NameObject("/AS")] = UIT
    plek[NameObject("/AP")] = DictionaryObject(
        {
            NameObject("/N"): DictionaryObject(
                {naam: _beeld(pdf, tekening, maat) for naam, tekening in beelden.items()}
            )
        }
    )


def _beeld(pdf: PdfWriter, tekening: str, maat: tuple[float, float]) -> IndirectObject:
    stroom = DecodedStreamObject()
    stroom.set_data(tekening.encode("ascii"))
    stroom[NameObject("/Type")] = NameObject("/XObject")
    stroom[NameObject("/Subtype")] = NameObject("/Form")
    stroom[NameObject("/BBox")] = RectangleObject((0, 0, *maat))
    stroom[NameObject("/Resources")] = DictionaryObject()
    return pdf._add_object(stroom)


def _haak(breed: float, hoog: float) -> str:
    return (
        f"q 0 0 0.35 RG 1.6 w 1 J {breed * 0.2:.2f} {hoog * 0.5:.2f} m "
        f"{breed * 0.42:.2f} {hoog * 0.25:.2f} l {breed * 0.8:.2f} {hoog * 0.78:.2f} l S Q"
    )


def _stip(breed: float, hoog: float) -> str:
    """A dot: a line of almost no length, with round ends."""
    x, y = breed / 2, hoog / 2
    return f"q 0 0 0.35 RG {y:.2f} w 1 J {x:.2f} {y:.2f} m {x + 0.01:.2f} {y:.2f} l S Q"


def _hertag(pdf: PdfWriter) -> None:
    """A Link that points to a widget is a Form to who listens."""
    wachtend = [pdf.root_object["/StructTreeRoot"]]
    while wachtend:
        knoop = wachtend.pop().get_object()
        if isinstance(knoop, ArrayObject):
            wachtend += knoop
        elif isinstance(knoop, DictionaryObject) and "/K" in knoop:
            if knoop.get("/S") == "/Link" and _is_widget(knoop["/K"]):
                knoop[NameObject("/S")] = NameObject("/Form")
            wachtend.append(knoop["/K"])


def _is_widget(inhoud: Any) -> bool:
    delen = inhoud.get_object() if isinstance(inhoud.get_object(), ArrayObject) else [inhoud]
    return any(
        deel.get_object()["/Obj"].get("/Subtype") == "/Widget"
        for deel in delen
        if isinstance(deel.get_object(), DictionaryObject) and "/Obj" in deel.get_object()
    )
