# SPDX-License-Identifier: EUPL-1.2
"""The font in which a form is filled in: whole and in the file, as PDF/UA wants."""

import struct
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
)

from portal.post.zetter import FONTS

LETTER = FONTS / "FiraSans-Regular.ttf"
EERSTE, LAATSTE = 32, 255
NIET_SYMBOLISCH = 32
STAM = 90  # how thick stems are, which no table of the font tells


def voeg_toe(pdf: PdfWriter, pad: Path = LETTER) -> IndirectObject:
    """Add the font as one of single bytes (WinAnsi), which is what forms are filled in with."""
    font = pad.read_bytes()
    tabel = _tabellen(font)
    (per_em,) = struct.unpack_from(">H", font, tabel["head"] + 18)
    breedten = (round(b * 1000 / per_em) for b in _breedten(font, tabel))
    return pdf._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/TrueType"),
                NameObject("/BaseFont"): NameObject(f"/{pad.stem}"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                NameObject("/FirstChar"): NumberObject(EERSTE),
                NameObject("/LastChar"): NumberObject(LAATSTE),
                NameObject("/Widths"): ArrayObject(map(NumberObject, breedten)),
                NameObject("/FontDescriptor"): _beschrijving(pdf, pad.stem, font, per_em),
            }
        )
    )


def _beschrijving(pdf: PdfWriter, naam: str, font: bytes, per_em: int) -> IndirectObject:
    """The measures of the whole font, with its file."""
    tabel = _tabellen(font)
    vak = struct.unpack_from(">4h", font, tabel["head"] + 36)
    boven, onder = struct.unpack_from(">2h", font, tabel["hhea"] + 4)
    (kapitaal,) = struct.unpack_from(">h", font, tabel["OS/2"] + 88)

    def maat(waarde: int) -> NumberObject:
        return NumberObject(round(waarde * 1000 / per_em))

    stroom = DecodedStreamObject()
    stroom.set_data(font)
    stroom[NameObject("/Length1")] = NumberObject(len(font))
    return pdf._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/FontDescriptor"),
                NameObject("/FontName"): NameObject(f"/{naam}"),
                NameObject("/Flags"): NumberObject(NIET_SYMBOLISCH),
                NameObject("/FontBBox"): ArrayObject(maat(w) for w in vak),
                NameObject("/ItalicAngle"): NumberObject(0),
                NameObject("/Ascent"): maat(boven),
                NameObject("/Descent"): maat(onder),
                NameObject("/CapHeight"): maat(kapitaal),
                NameObject("/StemV"): NumberObject(STAM),
                NameObject("/FontFile2"): pdf._add_object(stroom.flate_encode()),
            }
        )
    )


def _tabellen(font: bytes) -> dict[str, int]:
    """Where each table of a TrueType font begins."""
    (aantal,) = struct.unpack_from(">H", font, 4)
    rijen = (struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(aantal))
    return {naam.decode("ascii"): begin for naam, _, begin, _ in rijen}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """Code point to glyph, from the subtable of format 4."""
    (aantal,) = struct.unpack_from(">H", font, cmap + 2)
    plekken = (cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * i)[2] for i in range(aantal))
    begin = next(p for p in plekken if struct.unpack_from(">H", font, p) == (4,))
    (dubbel,) = struct.unpack_from(">H", font, begin + 6)

    def kolom(plek: int, soort: str) -> tuple[int, ...]:
        return struct.unpack_from(f">{dubbel // 2}{soort}", font, begin + plek)

    eind, eerste = kolom(14, "H"), kolom(16 + dubbel, "H")
    schuif, via = kolom(16 + 2 * dubbel, "h"), kolom(16 + 3 * dubbel, "H")
    uit = {}
    for nr, (van, tot) in enumerate(zip(eerste, eind, strict=True)):
        for punt in range(van, tot + 1):
            wijzer = begin + 16 + 3 * dubbel + 2 * nr + via[nr] + 2 * (punt - van)
            basis = struct.unpack_from(">H", font, wijzer)[0] if via[nr] else punt
            uit[punt] = (basis + schuif[nr]) & 0xFFFF
    return uit


def _breedten(font: bytes, tabel: dict[str, int]) -> list[int]:
    """The widths of the characters of WinAnsi; 0 for a code that has none."""
    (gemeten,) = struct.unpack_from(">H", font, tabel["hhea"] + 34)
    nummers = _glyphs(font, tabel["cmap"])
    uit = []
    for code in range(EERSTE, LAATSTE + 1):
        teken = bytes([code]).decode("cp1252", "ignore")
        nummer = nummers.get(ord(teken), 0) if teken else 0
        plek = tabel["hmtx"] + 4 * min(nummer, gemeten - 1)
        uit.append(struct.unpack_from(">H", font, plek)[0] if teken else 0)
    return uit
