# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets: the one place that knows openpyxl, which is loaded when somebody asks for one."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from importlib import import_module
from typing import Any

TITEL_MAX = 31  # characters, of Excel


def schrijf(
    titel: str,
    regels: Iterable[Iterable[str]],
    *,
    vaste_kop: bool = False,
    kolombreedtes: Sequence[int] = (),
) -> bytes:
    """A sheet of text cells, without what no spreadsheet may hold.

    ``vaste_kop`` keeps the first row in sight. With ``kolombreedtes`` it is a form to fill in: the
    cells have the format of text, so that no zero in front is lost.
    """
    stuurtekens = import_module("openpyxl.cell.cell").ILLEGAL_CHARACTERS_RE
    boek = import_module("openpyxl").Workbook(write_only=True)
    blad = boek.create_sheet(titel[:TITEL_MAX])
    blad.freeze_panes = "A2" if vaste_kop else None
    for letter, breedte in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kolombreedtes, strict=False):
        blad.column_dimensions[letter].width = breedte
    for regel in regels:
        waarden = [stuurtekens.sub("", waarde) for waarde in regel]
        blad.append([_tekstcel(blad, w) for w in waarden] if kolombreedtes else waarden)
    buffer = io.BytesIO()
    boek.save(buffer)
    return buffer.getvalue()


def _tekstcel(blad: Any, waarde: str) -> Any:
    cel = import_module("openpyxl.cell").WriteOnlyCell(blad, waarde)
    cel.number_format = "@"
    return cel


def lees(inhoud: bytes, *, rijen: int, kolommen: int) -> list[Sequence[Any]]:
    """The values of the first sheet, at most so many; formulas count as what they last gave.

    Raises ValueError for what is no spreadsheet.
    """
    openpyxl = import_module("openpyxl")
    try:
        with closing(
            openpyxl.load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True)
        ) as boek:
            blad = boek.worksheets[0]
            return list(blad.iter_rows(max_row=rijen, max_col=kolommen, values_only=True))
    except (
        zipfile.BadZipFile,
        openpyxl.utils.exceptions.InvalidFileException,
        KeyError,
        IndexError,
        TypeError,
        OSError,
        SyntaxError,  # lxml and ElementTree report broken XML as one
    ) as fout:
        raise ValueError("dit is geen werkblad") from fout
