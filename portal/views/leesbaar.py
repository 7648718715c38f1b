# SPDX-License-Identifier: EUPL-1.2
"""Own data as a person reads it: names in words, times on a Dutch clock (R23, R34)."""

from datetime import datetime
from typing import Any

from portal.domain.inzage import Deel
from portal.tijd import datum_tijd


def rijen(deel: Deel) -> list[list[tuple[str, str]]]:
    """Per row of ``deel`` the names and values that are filled."""
    return [
        [(_naam(naam), tekst) for naam, waarde in rij.items() if (tekst := _tekst(waarde))]
        for rij in deel.rijen
    ]


def _naam(sleutel: str) -> str:
    return sleutel.replace("_", " ").capitalize()


def _tekst(waarde: Any) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, datetime):
        return datum_tijd(waarde)
    if isinstance(waarde, dict):
        return "; ".join(f"{_naam(naam)}: {_wijziging(deel)}" for naam, deel in waarde.items())
    if isinstance(waarde, list):
        return ", ".join(map(_tekst, waarde))
    return str(waarde)


def _wijziging(waarde: Any) -> str:
    """An audit record tells a change as [old, new]."""
    if isinstance(waarde, list) and len(waarde) == 2:
        oud, nieuw = (_tekst(deel) or "leeg" for deel in waarde)
        return f"was {oud}, werd {nieuw}"
    return _tekst(waarde)
