# SPDX-License-Identifier: EUPL-1.2
"""Refuses a PDF that can do something: scripts, programs, files inside, forms that send.

All objects are looked at, not only those that a page leads to.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    StreamObject,
)

MAX_OBJECTEN = 30_000
MAX_DIEPTE = 60
SLEUTELS = frozenset(
    {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMediaContent"}
    | {"/Collection", "/MR"}
)
DADEN = frozenset(
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"}
    | {"/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/GoToDp", "/ResetForm", "/Hide"}
)
SOORTEN = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/EmbeddedFile"}
    | {"/Filespec", "/F"}
)
SCHEMAS = frozenset({"http", "https", "mailto"})
# The same once more in the bytes: another reader may find objects that ours passes over. Short
# names could be there by chance.
IN_BYTES = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|FileAttachment)\b"
)
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


class Actief(Exception):
    """The file can do something."""


class TeVeel(Exception):
    """The file has more objects, or deeper ones, than any form has."""


def eis_rustig(pdf: PdfReader, inhoud: bytes) -> list[DictionaryObject]:
    """All dictionaries of the file; raises Actief or TeVeel."""
    if IN_BYTES.search(HEX.sub(lambda m: bytes([int(m[1], 16)]), inhoud)):
        raise Actief
    woordenboeken: list[DictionaryObject] = []
    for obj in _objecten(pdf):
        _bekijk(obj, woordenboeken, 0)
    return woordenboeken


def _objecten(pdf: PdfReader) -> Iterator[Any]:
    """The trailer, and each object of the file once."""
    nummers = {(nr, gen) for gen, deel in pdf.xref.items() for nr in deel}
    nummers |= {(nr, 0) for nr in pdf.xref_objStm}
    if len(nummers) > MAX_OBJECTEN:
        raise TeVeel
    yield pdf.trailer
    for nr, gen in sorted(nummers):
        obj = pdf.get_object(IndirectObject(nr, gen, pdf))
        if obj is not None and not isinstance(obj, NullObject):
            yield obj


def _bekijk(obj: Any, woordenboeken: list[DictionaryObject], diepte: int) -> None:
    if diepte > MAX_DIEPTE or len(woordenboeken) > 2 * MAX_OBJECTEN:
        raise TeVeel
    if isinstance(obj, DictionaryObject):
        woordenboeken.append(obj)
        _eis_rustig_woordenboek(obj)
    delen = obj.values() if isinstance(obj, DictionaryObject) else obj
    if isinstance(obj, DictionaryObject | ArrayObject):
        for deel in delen:
            if not isinstance(deel, IndirectObject):
                _bekijk(deel, woordenboeken, diepte + 1)


def _eis_rustig_woordenboek(obj: DictionaryObject) -> None:
    extern = isinstance(obj, StreamObject) and ("/F" in obj or "/Ref" in obj)
    if extern or SLEUTELS & set(obj):
        raise Actief
    if _naam(obj, "/S") in DADEN or {_naam(obj, "/Type"), _naam(obj, "/Subtype")} & SOORTEN:
        raise Actief
    bij_openen = obj.get("/OpenAction")
    if isinstance(bij_openen, DictionaryObject) and _naam(bij_openen, "/S") != "/GoTo":
        raise Actief
    if _naam(obj, "/S") == "/URI" and _schema(str(obj.get("/URI", ""))) not in SCHEMAS:
        raise Actief


def _schema(adres: str) -> str:
    try:
        return urlsplit(adres).scheme.lower()
    except ValueError:
        return ""


def _naam(obj: DictionaryObject, sleutel: str) -> str:
    waarde = obj.get(sleutel, "")
    return waarde if isinstance(waarde, str) else ""
