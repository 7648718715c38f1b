# SPDX-License-Identifier: EUPL-1.2
"""Filters of a list: one field in a GET form each, so that they work without JavaScript."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from flask import g
from flask_admin.model.filters import BaseFilter
from sqlalchemy import ColumnElement, Select

from portal.tijd import begin_van, einde_van

Voorwaarde = Callable[[Any], ColumnElement[bool]]
Opties = Sequence[tuple[str, str]]


class Filter(BaseFilter):  # type: ignore[misc]  # Flask-Admin has no types
    """``slug`` is its name in the address; ``voorwaarde`` turns a clean value into SQL."""

    soort = "text"

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
        """The choices as (value, text); what has to be asked is asked once a request."""
        if not callable(self._opties):
            return self._opties
        gevraagd: dict[Keuze, Opties] = g.setdefault("filteropties", {})
        if self not in gevraagd:
            gevraagd[self] = self._opties()
        return gevraagd[self]

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

    def clean(self, value: str) -> datetime:
        """The beginning of the day."""
        return begin_van(date.fromisoformat(value))


class TotEnMet(Dag):
    """The last day; the condition gets the moment after it."""

    def clean(self, value: str) -> datetime:
        """The beginning of the next day."""
        return einde_van(date.fromisoformat(value))
