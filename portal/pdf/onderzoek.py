# SPDX-License-Identifier: EUPL-1.2
"""The process that reads one PDF from stdin and writes what it is to stdout as JSON."""

import json
import re
import resource
import sys
from dataclasses import asdict
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError

from portal.pdf import handtekening
from portal.pdf.actief import Actief, TeVeel, eis_rustig
from portal.pdf.soorten import MAX_PAGINAS, Weigering

GEHEUGEN = 600_000_000  # bytes of address space
REKENTIJD = 10  # seconds
KOP = b"%PDF-"
KOP_LENGTE, STAART_LENGTE = 1024, 66_000
ZIP_EINDE = b"PK\x05\x06"
WEB = re.compile(rb"<\s*(!doctype|html|script|svg|body|head|iframe)", re.IGNORECASE)
MAX_VELDEN, MAX_WAARDE = 300, 500
# What a broken or strange file makes a reader run into.
STUK = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError)


def begrens() -> None:
    """Little memory and time, no new files."""
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (REKENTIJD, REKENTIJD))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def onderzoek(inhoud: bytes) -> dict[str, Any]:
    """What the file is, or why it is refused."""
    if not _is_alleen_pdf(inhoud):
        return {"weigering": Weigering.GEEN_PDF}
    try:
        return _lees(inhoud)
    except Actief:
        return {"weigering": Weigering.ACTIEF}
    except (TeVeel, LimitReachedError, MemoryError, RecursionError):
        return {"weigering": Weigering.TE_INGEWIKKELD}
    except STUK:
        return {"weigering": Weigering.KAPOT}


def _is_alleen_pdf(inhoud: bytes) -> bool:
    """A PDF from the first byte to the last, and nothing else as well."""
    kop, staart = inhoud[:KOP_LENGTE], inhoud[-STAART_LENGTE:]
    _, eof, rest = staart.rpartition(b"%%EOF")
    heel = inhoud.startswith(KOP) and bool(eof) and not rest.strip(b"\r\n \t\x00")
    return heel and ZIP_EINDE not in staart and not WEB.search(kop)


def _lees(inhoud: bytes) -> dict[str, Any]:
    pdf = PdfReader(BytesIO(inhoud), strict=False)
    if pdf.is_encrypted:
        return {"weigering": Weigering.VERSLEUTELD}
    objecten = eis_rustig(pdf, inhoud)
    paginas = len(pdf.pages)
    if paginas > MAX_PAGINAS:
        return {"weigering": Weigering.TE_VEEL_PAGINAS}
    if not paginas:
        return {"weigering": Weigering.KAPOT}
    gevonden = [asdict(een) for een in handtekening.alle(objecten, inhoud)]
    velden = _velden(pdf)
    return {"weigering": None, "paginas": paginas, "handtekeningen": gevonden, "velden": velden}


def _velden(pdf: PdfReader) -> dict[str, str]:
    """What was filled in, as far as it is text or a choice."""
    uit = {}
    for naam, veld in list((pdf.get_fields() or {}).items())[:MAX_VELDEN]:
        waarde = veld.get("/V")
        if isinstance(waarde, str) and waarde not in {"", "/Off"}:
            uit[naam] = waarde.removeprefix("/")[:MAX_WAARDE]
    return uit


if __name__ == "__main__":
    begrens()
    sys.stdout.write(json.dumps(onderzoek(sys.stdin.buffer.read())))
