# SPDX-License-Identifier: EUPL-1.2
"""Filters of a list: one field in a GET form each, so that they work without JavaScript."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from flask import g
from flask_admin.model.filters import BaseFilter
from sqlalchemy import ColumnElement, Select

from portal.tijd import begin_van, einde_van

NUMMER = re.compile(r"[0-9]{1,9}")
KVK = re.compile(r"[0-9]{8}")
Voorwaarde = Callable[[Any], ColumnElement[bool]]
Opties = Sequence[tuple[str, str]]


class Filter(BaseFilter):  # type: ignore[misc]  # Flask-Admin has no types
    """``slug`` is its name in the address; ``voorwaarde`` turns a clean value into SQL.

    ``fout`` says what to fill in when the value is none.
    """

    soort = "text"
    fout = "Dit filter klopt niet en telt niet mee"

    def __init__(self, slug: str, naam: str, voorwaarde: Voorwaarde, hulp: str = "") -> None:
        super().__init__(naam)
        self.slug = slug
        self.hulp = hulp
        self._voorwaarde = voorwaarde

    def opties(self) -> Opties:
        """What may be chosen; empty for a text or a date."""
        return ()

    def clean(self, value: str) -> Any:
        """The value for the condition; raises ValueError when it is none."""
        return value

    def apply(self, query: Select[Any], value: str) -> Select[Any]:
        """Narrow ``query``."""
        return query.where(self._voorwaarde(self.clean(value)))

    def operation(self) -> str:
        """Asked by Flask-Admin; our pages show the name alone."""
        return ""


class Keuze(Filter):
    """One of a list, given or made when asked, once a request. ``leeg`` names no choice."""

    soort = "keuze"
    fout = "Kies iets uit de lijst"

    def __init__(
        self,
        slug: str,
        naam: str,
        voorwaarde: Voorwaarde,
        opties: Opties | Callable[[], Opties],
        leeg: str = "Alle",
    ) -> None:
        super().__init__(slug, naam, voorwaarde)
        self.leeg = leeg
        self._opties = opties

    def opties(self) -> Opties:
        """The choices as (value, text); asked once a request."""
        if not callable(self._opties):
            return self._opties
        gevraagd: dict[int, Opties] = g.setdefault("filteropties", {})
        if id(self) not in gevraagd:
            gevraagd[id(self)] = self._opties()
        return gevraagd[id(self)]

    def clean(self, value: str) -> str:
        """Only what may be chosen."""
        if value not in {waarde for waarde, _ in self.opties()}:
            raise ValueError(value)
        return value


class Lopend(Keuze):
    """Whether a row has ended, by its column ``beeindigd_op``."""

    def __init__(self, einde: Any) -> None:
        def voorwaarde(waarde: str) -> ColumnElement[bool]:
            gevonden: ColumnElement[bool] = einde.is_(None)
            return gevonden if waarde == "actief" else ~gevonden

        keuzes = [("actief", "Actief"), ("beeindigd", "Beëindigd")]
        super().__init__("status", "Status", voorwaarde, keuzes)


class Dag(Filter):
    """A calendar day in Amsterdam; the condition gets the moment it begins (R34)."""

    soort = "date"
    fout = "Vul een datum in, bijvoorbeeld 31-12-2026"

    def clean(self, value: str) -> datetime:
        """The beginning of the day."""
        return begin_van(date.fromisoformat(value))


class TotEnMet(Dag):
    """The last day; the condition gets the moment after it."""

    def clean(self, value: str) -> datetime:
        """The beginning of the next day."""
        return einde_van(date.fromisoformat(value))


class Nummer(Filter):
    """A whole number, such as the id of somebody."""

    fout = "Vul een nummer in van alleen cijfers"

    def clean(self, value: str) -> int:
        """The number, if the database can hold it."""
        if not NUMMER.fullmatch(value):
            raise ValueError(value)
        return int(value)


class Kvk(Filter):
    """A KvK number of 8 digits."""

    fout = "Vul een KvK-nummer in van 8 cijfers"

    def clean(self, value: str) -> str:
        """The number without spaces."""
        kaal = "".join(value.split())
        if not KVK.fullmatch(kaal):
            raise ValueError(value)
        return kaal
