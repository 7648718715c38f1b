# SPDX-License-Identifier: EUPL-1.2
"""Reads an uploaded CSV or XLSX into rows of text; knows no rules (R30)."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from admin import werkblad
from admin.woorden import getal
from portal.web.formulier import VERBODEN

MAX_RIJEN = 5000
MAX_CEL = 500  # characters
BREEDTE = 22  # of a column of the template
MAX_UITGEPAKT = 50_000_000  # bytes of a spreadsheet, or it is a bomb
ZIP = b"PK\x03\x04"
# Heading as in the template, the name of the cell, and what else people call it.
KOLOMMEN = {
    "KvK-nummer": ("kvk", ("kvk", "organisatie", "kvknummer")),
    "Voorletters": ("voorletters", ("initialen",)),
    "Tussenvoegsel": ("tussenvoegsel", ("tussenvoegsels",)),
    "Achternaam": ("achternaam", ("naam",)),
    "Functie": ("functie", ()),
    "E-mailadres": ("email", ("e-mail", "email", "mail", "emailadres")),
    "Telefoonnummer": ("telefoon", ("telefoon",)),
    "Rol": ("rol", ("rollen", "gebruikersrol")),
    "Kenmerken": ("kenmerken", ("kenmerk",)),
    "Geldig tot en met": ("tot", ("geldig tot", "tot", "einddatum")),
}
VERPLICHT = ("achternaam", "email", "rol")


class Onleesbaar(Exception):
    """The file cannot be used; the text says why, to who uploaded it."""


@dataclass(frozen=True, slots=True)
class Rij:
    """One row: its number in the file and its cells by name; a missing column is empty."""

    nummer: int
    cellen: dict[str, str]


def lees(inhoud: bytes) -> list[Rij]:
    """The filled rows. Raises Onleesbaar for what is no table, too big, or lacks a column."""
    if not inhoud.strip():
        raise Onleesbaar("Het bestand is leeg.")
    regels = _uit_xlsx(inhoud) if inhoud.startswith(ZIP) else _uit_csv(_tekst(inhoud))
    genummerd = ((n, [_cel(w) for w in regel]) for n, regel in enumerate(regels, 1))
    gevuld = ((n, regel) for n, regel in genummerd if any(regel))
    _, koppen = next(gevuld, (0, []))
    plaatsen = _plaatsen(koppen)
    rijen: list[Rij] = []
    for nummer, regel in gevuld:
        if len(rijen) == MAX_RIJEN:
            raise Onleesbaar(f"Het bestand heeft meer dan {getal(MAX_RIJEN)} rijen. Splits het.")
        cellen = {naam: regel[p] if p < len(regel) else "" for naam, p in plaatsen.items()}
        rijen.append(Rij(nummer, {naam: cellen.get(naam, "") for naam, _ in KOLOMMEN.values()}))
    if not rijen:
        raise Onleesbaar("Onder de kopregel staan geen rijen.")
    return rijen


def als_csv(rijen: Sequence[Mapping[str, str]]) -> bytes:
    """The template with ``rijen`` (cells by name), as a Dutch Excel opens it."""
    buffer = io.StringIO()
    schrijver = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    schrijver.writerows(_als_regels(rijen))
    return buffer.getvalue().encode("utf-8-sig")


def als_xlsx(rijen: Sequence[Mapping[str, str]]) -> bytes:
    """The same as a spreadsheet to fill in."""
    breedtes = [BREEDTE] * len(KOLOMMEN)
    return werkblad.schrijf("Gebruikers", _als_regels(rijen), kolombreedtes=breedtes)


def _als_regels(rijen: Sequence[Mapping[str, str]]) -> list[list[str]]:
    namen = [naam for naam, _ in KOLOMMEN.values()]
    return [list(KOLOMMEN), *([rij.get(naam, "") for naam in namen] for rij in rijen)]


def _plaatsen(koppen: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    bekend = {
        _kaal(een): naam for kop, (naam, ook) in KOLOMMEN.items() for een in (kop, naam, *ook)
    }
    plaatsen: dict[str, int] = {}
    for plaats, kop in enumerate(koppen):
        naam = bekend.get(_kaal(kop))
        if naam in plaatsen:
            raise Onleesbaar(f"De kolom {kop[:40]} staat er twee keer in.")
        if naam is not None:
            plaatsen[naam] = plaats
    mist = [
        kop for kop, (naam, _) in KOLOMMEN.items() if naam in VERPLICHT and naam not in plaatsen
    ]
    if mist:
        raise Onleesbaar(f"Deze kolom ontbreekt op de eerste regel: {', '.join(mist)}.")
    return plaatsen


def _kaal(kop: str) -> str:
    return "".join(teken for teken in kop.casefold() if teken.isalnum())


def _cel(waarde: Any) -> str:
    if isinstance(waarde, datetime | date):
        return f"{waarde:%d-%m-%Y}"
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    tekst = "" if waarde is None else str(waarde)
    return "".join(t for t in tekst if t not in VERBODEN).strip()[: MAX_CEL + 1]


def _tekst(inhoud: bytes) -> str:
    """What Excel and other programs save: UTF-8, UTF-16 with a mark, or Western European."""
    utf16 = inhoud.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codering in ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]:
        try:
            tekst = inhoud.decode(codering)
        except UnicodeDecodeError:
            continue
        if "\x00" not in tekst:
            return tekst
    raise Onleesbaar("Dit is geen CSV-bestand of Excel-bestand (.xlsx).")


def _uit_csv(tekst: str) -> Iterator[Sequence[str]]:
    eerste = tekst.partition("\n")[0]
    scheiding = max(";,\t", key=eerste.count)
    try:
        yield from csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
    except csv.Error as fout:
        raise Onleesbaar("Dit bestand is geen CSV: een aanhalingsteken sluit niet.") from fout


def _uit_xlsx(inhoud: bytes) -> Iterable[Sequence[Any]]:
    """The first sheet, values only; formulas count as what they last gave."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
            uitgepakt = sum(deel.file_size for deel in zip_.infolist())
        if uitgepakt > MAX_UITGEPAKT:
            raise Onleesbaar("Het Excel-bestand is te groot.")
        return werkblad.lees(inhoud, rijen=4 * MAX_RIJEN, kolommen=50)
    except (zipfile.BadZipFile, ValueError) as fout:
        raise Onleesbaar("Dit Excel-bestand kunnen wij niet lezen. Sla het op als .xlsx.") from fout
