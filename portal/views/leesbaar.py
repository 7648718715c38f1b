# SPDX-License-Identifier: EUPL-1.2
"""Own data as a person reads it: names in words, times on a Dutch clock (R23, R34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.inzage import Deel
from portal.tijd import datum_tijd

TIJD = ("_op", "_van", "_tot")  # how the names of moments end
WEG = ("_id", "versie")  # numbers of the system in an audit record, which tell a reader nothing
GEHEIM = {"***": "niet getoond"}
# Names that do not read well by themselves.
NAMEN = {
    "email": "E-mailadres",
    "nieuw_email": "Nieuw e-mailadres",
    "kvk": "KvK-nummer",
    "rsin": "RSIN",
    "tekst_hash": "Controlegetal van de tekst",
}
IN_WOORDEN = frozenset({"gebeurtenis", "uitkomst", "soort", "reden", "niveau"})


@dataclass(frozen=True, slots=True)
class Tabel:
    """A part of the data: its title, the headings that are used, and the cells."""

    titel: str
    koppen: Sequence[str]
    rijen: Sequence[Sequence[str]]


def tabel(deel: Deel) -> Tabel:
    """``deel`` in words, without columns that are empty in every row."""
    rijen = [{naam: _cel(naam, waarde) for naam, waarde in rij.items()} for rij in deel.rijen]
    gebruikt = [naam for naam in (rijen[0] if rijen else ()) if any(rij[naam] for rij in rijen)]
    return Tabel(
        deel.titel,
        [_naam(naam) for naam in gebruikt],
        [[rij[naam] for naam in gebruikt] for rij in rijen],
    )


def _naam(sleutel: str) -> str:
    return NAMEN.get(sleutel) or sleutel.replace("_", " ").capitalize()


def _cel(naam: str, waarde: Any) -> str:
    """A value as text; a word of the system as a word of the language."""
    if naam in IN_WOORDEN and isinstance(waarde, str):
        return waarde.replace("loa", "niveau ").replace(".", " ").replace("_", " ").capitalize()
    return _tekst(waarde)


def _tekst(waarde: Any) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, datetime):
        return datum_tijd(waarde)
    if isinstance(waarde, dict):
        delen = ((naam, _wijziging(naam, deel)) for naam, deel in waarde.items())
        return "; ".join(f"{_naam(naam)}: {tekst}" for naam, tekst in delen if tekst)
    if isinstance(waarde, list):
        return ", ".join(map(_tekst, waarde))
    return GEHEIM.get(waarde, str(waarde))


def _wijziging(naam: str, waarde: Any) -> str:
    """What an audit record tells of one column: a change is [old, new]."""
    if naam.endswith(WEG):
        return ""
    if not isinstance(waarde, list) or len(waarde) != 2:
        return "" if isinstance(waarde, dict) else _tekst(waarde)
    oud, nieuw = (_moment(deel) if naam.endswith(TIJD) else _tekst(deel) for deel in waarde)
    return f"was {oud}, werd {nieuw or 'leeg'}" if oud else nieuw


def _moment(waarde: str | None) -> str:
    return datum_tijd(datetime.fromisoformat(waarde)) if waarde else ""
