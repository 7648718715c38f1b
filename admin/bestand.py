# SPDX-License-Identifier: EUPL-1.2
"""A list as a file: CSV for Excel in Dutch, streamed and without live formulas (R28)."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from flask import Response
from sqlalchemy import Select
from sqlalchemy.orm import Session

from admin import werkblad
from portal import bereik
from portal.db import db

BOM = "\ufeff"
BROK = 500  # rows in memory at a time
XLSX_MAX = 50_000  # rows; a spreadsheet of more is of no use and takes minutes
BEGIN_VAN_FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Regel = Callable[[Any], Iterable[object]]
# What a chunk of rows becomes with more queries in its session; one of it goes into each Regel.
Verrijk = Callable[[Session, Sequence[Any]], Iterable[Any]]


def veilig(waarde: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    tekst = "" if waarde is None else str(waarde)
    return f"'{tekst}" if tekst.startswith(BEGIN_VAN_FORMULE) else tekst


def zo(_sessie: Session, rijen: Sequence[Any]) -> Iterable[Any]:
    """The rows as they are."""
    return rijen


def brokken(vraag: Select[Any], verrijk: Verrijk = zo) -> Iterator[Iterable[Any]]:
    """The rows of ``vraag``, BROK at a time, in a session of their own with the same reach.

    The session of the request is closed by the time that an answer streams.
    """
    grens = bereik.van(db.session)
    maker = db.sessionmaker

    def stroom() -> Iterator[Iterable[Any]]:
        with maker() as sessie:
            if grens is not None:
                bereik.zet(sessie, grens)
            rijen = sessie.execute(vraag, execution_options={"yield_per": BROK})
            for brok in rijen.partitions():
                yield verrijk(sessie, brok)

    return stroom()


def als_csv(
    naam: str, koppen: Sequence[str], vraag: Select[Any], regel: Regel, verrijk: Verrijk = zo
) -> Response:
    """Stream ``vraag`` as CSV: semicolons and a BOM, as a Dutch Excel opens it."""
    bron = brokken(vraag, verrijk)

    def tekst() -> Iterator[str]:
        buffer = io.StringIO()
        schrijver = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        schrijver.writerow(koppen)
        yield BOM + _leeg(buffer)
        for brok in bron:
            schrijver.writerows([veilig(waarde) for waarde in regel(rij)] for rij in brok)
            yield _leeg(buffer)

    return _bijlage(Response(tekst(), mimetype=CSV), f"{naam}.csv")


def _leeg(buffer: io.StringIO) -> str:
    """What is in the buffer, which is empty afterwards."""
    tekst = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return tekst


def als_xlsx(
    naam: str, koppen: Sequence[str], vraag: Select[Any], regel: Regel, verrijk: Verrijk = zo
) -> Response:
    """At most XLSX_MAX rows as a spreadsheet of text cells."""
    rijen = (rij for brok in brokken(vraag.limit(XLSX_MAX), verrijk) for rij in brok)
    regels = ([veilig(waarde) for waarde in regel(rij)] for rij in rijen)
    inhoud = werkblad.schrijf(naam.capitalize(), chain([koppen], regels), vaste_kop=True)
    return als_bijlage(inhoud, XLSX, f"{naam}.xlsx")


def als_bijlage(inhoud: bytes, soort: str, naam: str) -> Response:
    """A whole file to save."""
    return _bijlage(Response(inhoud, mimetype=soort), naam)


def _bijlage(antwoord: Response, naam: str) -> Response:
    antwoord.headers.set("Content-Disposition", "attachment", filename=naam)
    return antwoord
