# SPDX-License-Identifier: EUPL-1.2
"""How values read on a page: closed lists, days, yes and no, and what is not there."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.models.soorten import Medewerkersrol, Organisatiesoort, Verbreekreden
from portal.tijd import datum

LEEG = "–"
ANDERS: dict[StrEnum, str] = {
    Organisatiesoort.BESTUUR: "Schoolbestuur",
    Organisatiesoort.UITVOERDER: "Uitvoerder (eigen organisatie)",
    Medewerkersrol.SERVICEDESK: "Servicedesk (opzoeken en deblokkeren)",
    Verbreekreden.NIET_INGELOGD: "18 maanden niet ingelogd",
    Verbreekreden.ZOEK: "Zoek (kwijt)",
}


def woord(lid: StrEnum) -> str:
    """The member of a closed list as a reader knows it."""
    return (
        ANDERS.get(lid)
        or lid.value.replace("_", " ").replace("beeindigd", "beëindigd").capitalize()
    )


def opties(soort: type[StrEnum]) -> list[tuple[str, str]]:
    """Value and word of every member, to choose from."""
    return [(lid.value, woord(lid)) for lid in soort]


def tekst(waarde: Any) -> str:
    """Any value of a column or relation as text."""
    for soort, maak in PER_SOORT.items():
        if isinstance(waarde, soort):
            return maak(waarde)
    return str(waarde) or LEEG


def _lijst(waarden: list[Any]) -> str:
    return ", ".join(sorted(tekst(een) for een in waarden)) or LEEG


PER_SOORT: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: LEEG,
    bool: lambda ja: "Ja" if ja else "Nee",
    StrEnum: woord,
    datetime: datum,
    list: _lijst,
}
# As Flask-Admin calls them, with the view and the name of the column.
OPMAAK = {soort: (lambda _v, waarde, _n, m=maak: m(waarde)) for soort, maak in PER_SOORT.items()}
