# SPDX-License-Identifier: EUPL-1.2
"""Weighty actions: each has its own page that says what will happen, and a POST that does it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Any

from flask import flash, redirect

from admin.basis import Antwoord, Route
from admin.bewerken import NUMMER, Bewerkbaar
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.formulier import Formulier


@dataclass(frozen=True, slots=True)
class Melding:
    """How it ended, for who did it; a refusal is no exception."""

    tekst: str
    gelukt: bool = True


def altijd(_obj: Any) -> bool:
    """For an action that every row has."""
    return True


@dataclass(frozen=True, slots=True)
class Actie:
    """One thing to do with one row.

    ``uitleg`` gives the sentences of its page, ``doe`` calls the verb. ``kan`` says whether the row
    offers it now; the verb judges for itself as well.
    """

    slug: str
    naam: str
    titel: Callable[[Any], str]
    uitleg: Callable[[Any], Sequence[str]]
    doe: Callable[[Any, Any], Melding]
    formulier: type[Formulier] = Formulier
    kan: Callable[[Any], bool] = altijd
    permission: Permission | None = None
    gevaarlijk: bool = False
    weg: bool = False  # the row is gone afterwards

    @property
    def endpoint(self) -> str:
        """The name of its route within the view."""
        return self.slug.replace("-", "_")


class MetActies(Bewerkbaar):
    """A list whose rows have actions."""

    acties: Sequence[Actie] = ()

    def routes(self) -> Iterable[Route]:
        """Also one address per action."""
        yield from super().routes()
        for actie in self.acties:
            view = update_wrapper(partial(self._behandel, actie), self._behandel)
            needs(actie.permission or self.permission)(view)
            yield f"/{NUMMER}/{actie.slug}/", actie.endpoint, view, ("GET", "POST")

    def mogelijk(self, obj: Any) -> list[Actie]:
        """What can be done with ``obj`` now, by who looks."""
        return [
            actie
            for actie in self.acties
            if self.mag_met(actie.permission or self.permission) and actie.kan(obj)
        ]

    def _behandel(self, actie: Actie, nr: int) -> Antwoord:
        formulier = actie.formulier()
        obj = self.vind(nr, slot=formulier.is_submitted())
        if not formulier.is_submitted():
            return self._vraag(actie, obj, formulier)
        if not formulier.validate():
            return self._vraag(actie, obj, formulier, status=422)
        melding = actie.doe(obj, formulier)
        if not melding.gelukt:
            return self._vraag(actie, obj, formulier, weigering=melding.tekst, status=409)
        flash(melding.tekst, "ok")
        doel = self.get_url(".index_view") if actie.weg else self.get_url(".toon", nr=nr)
        return redirect(doel, 303)

    def _vraag(
        self,
        actie: Actie,
        obj: Any,
        formulier: Formulier,
        *,
        weigering: str = "",
        status: int = 200,
    ) -> Antwoord:
        pagina = self.render(
            "beheer/actie.html",
            actie=actie,
            obj=obj,
            nr=self.get_pk_value(obj),
            formulier=formulier,
            weigering=weigering,
        )
        return pagina, status
