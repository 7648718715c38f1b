# SPDX-License-Identifier: EUPL-1.2
"""Weighty actions: each has its own page that says what will happen, and a POST that does it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from admin.basis import Antwoord, Route
from admin.bewerken import NUMMER, Bewerkbaar, merk
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.formulier import Formulier

NU_NIET = "De gegevens zijn intussen veranderd, of dit is al gedaan."
INTUSSEN = "Er is intussen iets veranderd. Lees opnieuw wat er gebeurt en bevestig het dan."


@dataclass(frozen=True, slots=True)
class Melding:
    """How it ended, for who did it; a refusal is no exception."""

    tekst: str
    gelukt: bool = True


def altijd(_obj: Any) -> bool:
    """For an action that every row has."""
    return True


def geen_belet(_obj: Any) -> str:
    """For an action that nothing stands in the way of."""
    return ""


@dataclass(frozen=True, slots=True)
class Actie:
    """One thing to do with one row.

    ``uitleg`` gives the sentences of its page, ``doe`` calls the verb; it may answer with a file.
    ``kan`` says whether the row offers it now; the verb judges for itself as well. With
    ``zoals_gezien`` the page is shown again when its sentences have changed since they were read.
    ``belet`` says why it cannot be done as yet, although the row offers it.
    """

    slug: str
    naam: str
    titel: Callable[[Any], str]
    uitleg: Callable[[Any], Sequence[str]]
    doe: Callable[[Any, Any], Melding | Response]
    formulier: type[Formulier] = Formulier
    kan: Callable[[Any], bool] = altijd
    permission: Permission | None = None
    gevaarlijk: bool = False
    template: str = "beheer/actie.html"
    zoals_gezien: bool = False
    belet: Callable[[Any], str] = geen_belet
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
            if self.mag_met(actie.permission or self.permission) and not self.beletsel(actie, obj)
        ]

    def beletsel(self, actie: Actie, obj: Any) -> str:
        """Why ``obj`` does not offer the action now, in a sentence; empty when it does."""
        return "" if actie.kan(obj) else NU_NIET

    def _behandel(self, actie: Actie, nr: int) -> Antwoord:
        formulier = actie.formulier()
        obj = self.vind(nr, slot=formulier.is_submitted())
        if belet := actie.belet(obj):
            return self._belet(actie, obj, belet, 409 if formulier.is_submitted() else 200)
        if not formulier.is_submitted():
            return self._vraag(actie, obj, formulier, weigering=self.beletsel(actie, obj))
        if not formulier.validate():
            return self._vraag(actie, obj, formulier, status=422)
        if actie.zoals_gezien and request.form.get("gezien") != merk(actie.uitleg(obj)):
            return self._vraag(actie, obj, formulier, weigering=INTUSSEN, status=409)
        melding = actie.doe(obj, formulier)
        if isinstance(melding, Response):
            return melding
        if not melding.gelukt:
            return self._vraag(actie, obj, formulier, weigering=melding.tekst, status=409)
        flash(melding.tekst, "ok")
        naar = self.get_url(".index_view") if actie.weg else self.get_url(".toon", nr=nr)
        return redirect(naar, 303)

    def _belet(self, actie: Actie, obj: Any, belet: str, status: int) -> Antwoord:
        nr = self.get_pk_value(obj)
        return self.render("beheer/belet.html", actie=actie, obj=obj, nr=nr, belet=belet), status

    def _vraag(
        self,
        actie: Actie,
        obj: Any,
        formulier: Formulier,
        *,
        weigering: str = "",
        status: int = 200,
    ) -> Antwoord:
        regels = actie.uitleg(obj)
        pagina = self.render(
            actie.template,
            actie=actie,
            regels=regels,
            gezien=merk(regels) if actie.zoals_gezien else "",
            obj=obj,
            nr=self.get_pk_value(obj),
            formulier=formulier,
            weigering=weigering,
        )
        return pagina, status
