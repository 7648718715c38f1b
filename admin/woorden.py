# SPDX-License-Identifier: EUPL-1.2
"""How values read on a page: closed lists, days, yes and no, and what is not there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from portal.models.soorten import Aanvraagstatus, Medewerkersrol, Organisatiesoort, Verbreekreden
from portal.tijd import datum

LEEG = "–"
ANDERS: dict[StrEnum, str] = {
    Aanvraagstatus.WACHT_OP_TWEEDE: "Wacht op tweede medewerker",
    Organisatiesoort.BESTUUR: "Schoolbestuur",
    Organisatiesoort.UITVOERDER: "Uitvoerder (eigen organisatie)",
    Medewerkersrol.SERVICEDESK: "Servicedesk (opzoeken en deblokkeren)",
    Verbreekreden.NIET_INGELOGD: "18 maanden niet ingelogd",
    Verbreekreden.ZOEK: "Zoek (kwijt)",
    Verbreekreden.ORGANISATIE: "Organisatie gewijzigd",
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


def leesbaar(code: str) -> str:
    """A code of the trail as a reader knows it: "gebruiker.gewijzigd" is "Gebruiker: gewijzigd"."""
    tekst = code.replace(".", ": ").replace("_", " ").capitalize()
    return tekst.replace("eherkenning", "eHerkenning")


def aantal(hoeveel: int, een: str, meer: str) -> str:
    """A number with its noun: "1 gebruiker", "12.345 gebruikers"."""
    return f"{getal(hoeveel)} {een if hoeveel == 1 else meer}"


def getal(hoeveel: int) -> str:
    """A number as one writes it: "12.345"."""
    return f"{hoeveel:,}".replace(",", ".")


def opsomming(namen: Sequence[object], hoogstens: int = 5) -> str:
    """Names in a sentence, the rest as a number: "A, B en nog 3"."""
    genoemd = [str(naam) for naam in namen[:hoogstens]]
    rest = len(namen) - len(genoemd)
    if rest:
        return f"{', '.join(genoemd)} en nog {rest}"
    return " en ".join(deel for deel in (", ".join(genoemd[:-1]), *genoemd[-1:]) if deel)


def link(tekst: str, adres: str) -> Markup:
    """A link for a value on a page."""
    return Markup('<a class="utrecht-link" href="{}">{}</a>').format(adres, tekst)


def label(tekst: str, soort: str) -> Markup:
    """A word in a coloured field, as the status of a row; ``soort`` as of ``ui.melding``."""
    return Markup('<span class="portal-label portal-label--{}">{}</span>').format(soort, tekst)


def lopend(rij: Any) -> Markup:
    """The status of a row that can end."""
    return label("Actief", "ok") if rij.beeindigd_op is None else label("Beëindigd", "let-op")


def lopend_sinds(rij: Any) -> Markup:
    """As ``lopend``, with the day on which it ended."""
    if rij.beeindigd_op is None:
        return lopend(rij)
    return Markup("{} op {}").format(lopend(rij), datum(rij.beeindigd_op))


def _lijst(waarden: list[Any]) -> str:
    return ", ".join(sorted(tekst(een) for een in waarden)) or LEEG


PER_SOORT: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: LEEG,
    bool: lambda ja: "Ja" if ja else "Nee",
    StrEnum: woord,
    str: lambda tekst: tekst or LEEG,
    datetime: datum,
    list: _lijst,
}
# As Flask-Admin calls them, with the view and the name of the column.
OPMAAK = {soort: (lambda _v, waarde, _n, m=maak: m(waarde)) for soort, maak in PER_SOORT.items()}
