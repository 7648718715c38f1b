# SPDX-License-Identifier: EUPL-1.2
"""Making and changing a row with a form; two people at once lose nothing (R32)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, request
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.datastructures import MultiDict

from admin.basis import OOK_POST, Antwoord, Route, adres
from admin.formulier import ModelFormulier
from admin.lijst import Lijst
from portal.audit import BULK_MAG
from portal.db import db
from portal.permissions import Permission
from portal.secrets import hash_token
from portal.web.access import needs

SCHRIJFT = frozenset({"nieuw", "wijzigen"})
NUMMER = "<int(max=2147483647):nr>"
EENMALIG = frozenset({"csrf_token", "bevestigd", "gezien", "terug"})
BESTAAT_AL = "Deze waarde bestaat al of is nog in gebruik. Kies een andere"


class Bewerkbaar(Lijst):
    """Adds a page per row. With a ``formulier`` also one to make and one to change.

    ``wijzigt`` is the permission for writing. Verbs of the domain go into ``maak`` and ``wijzig``;
    ``gevolgen`` says in sentences who is touched, and asks for a confirmation when it says any.
    ``controle`` is for a view that shows a preview first.
    """

    formulier: type[ModelFormulier] | None = None
    eigen_formulieren = False  # a screen that answers "nieuw" and "wijzigen" itself
    wijzigt: Permission
    toon_template = "beheer/toon.html"
    knop = "Opslaan"  # on the form

    def routes(self) -> Iterable[Route]:
        """Without a form there is no address to make or change."""
        for regel, naam, view, methoden in super().routes():
            if naam not in SCHRIJFT:
                yield regel, naam, view, methoden
            elif self.formulier is not None or self.eigen_formulieren:
                yield regel, naam, needs(self.wijzigt)(view), methoden

    @adres(f"/{NUMMER}/")
    def toon(self, nr: int) -> Antwoord:
        """One row."""
        return self._toon(self.vind(nr))

    @adres("/nieuw/", OOK_POST)
    def nieuw(self) -> Antwoord:
        """Make a row."""
        formulier = self._formulier()
        if not formulier.is_submitted():
            self.begin(formulier)
            return self._pagina(formulier, None)
        if not formulier.validate():
            return self._pagina(formulier, None, 422)
        if (eerst := self._eerst(formulier, None)) is not None:
            return eerst
        obj = self._bewaar(formulier, self.model(), self.maak)
        if obj is None:
            return self._pagina(formulier, None, 422)
        flash(f"{self.een.capitalize()} is toegevoegd.", "ok")
        return redirect(self.get_url(".toon", nr=self.get_pk_value(obj)), 303)

    @adres(f"/{NUMMER}/wijzigen/", OOK_POST)
    def wijzigen(self, nr: int) -> Antwoord:
        """Change a row; after a change by somebody else the difference is shown first."""
        obj = self.vind(nr, slot=request.method == "POST")
        formulier = self._formulier(obj=obj)
        if not formulier.is_submitted():
            formulier.stand.data = obj.versie
            return self._pagina(formulier, obj)
        if not formulier.validate():
            return self._pagina(formulier, obj, 422)
        if formulier.stand.data != str(obj.versie):
            return self._ingehaald(formulier, obj)
        if (eerst := self._eerst(formulier, obj)) is not None:
            return eerst
        if self._bewaar(formulier, obj, self.wijzig) is None:
            return self._pagina(formulier, obj, 422)
        flash("De wijziging is opgeslagen.", "ok")
        return redirect(self.get_url(".toon", nr=nr), 303)

    def kop_nieuw(self, formulier: ModelFormulier) -> str:
        """The heading of the form for a new row."""
        return f"{self.een} toevoegen".capitalize()

    def begin(self, formulier: ModelFormulier) -> None:
        """Fill in what a new row begins with."""

    def maak(self, formulier: ModelFormulier, obj: Any) -> Any:
        """Fill a new row; a verb that makes its own returns that one."""
        formulier.vul_rij(obj)
        db.session.add(obj)

    def wijzig(self, formulier: ModelFormulier, obj: Any) -> None:
        """Change a row."""
        formulier.vul_rij(obj)

    def gevolgen(self, formulier: ModelFormulier, obj: Any) -> Sequence[str]:
        """Who is touched by this change, in sentences; empty when nobody is."""
        return ()

    def controle(self, formulier: ModelFormulier, obj: Any) -> Antwoord | None:
        """A preview to confirm before anything is saved; ``obj`` is None for a new row."""
        return None

    def bevestig(
        self, template: str, formulier: ModelFormulier, obj: Any, **waarden: Any
    ) -> Antwoord:
        """``template`` with all that was posted, to send again with a confirmation."""
        nr = None if obj is None else self.get_pk_value(obj)
        return self.render(
            template, formulier=formulier, obj=obj, nr=nr, gepost=gepost(), **waarden
        )

    def erbij(self, obj: Any) -> Mapping[str, Any]:
        """What the page of a row shows beside its columns, by the name for its template."""
        return {}

    def mag_wijzigen(self) -> bool:
        """Whether who looks may write here."""
        schrijft = self.formulier is not None or self.eigen_formulieren
        return schrijft and self.mag_met(self.wijzigt)

    def vind(self, nr: int, *, slot: bool = False) -> Any:
        """The row, locked until the commit with ``slot``; 404 when there is none in reach."""
        vraag = select(self.model).where(self.nummer == nr).options(*self.laadt)
        if slot:
            vraag = vraag.with_for_update(of=self.model)
        return db.session.scalars(vraag).unique().one_or_none() or abort(404)

    def _formulier(self, **waarden: Any) -> ModelFormulier:
        assert self.formulier is not None
        return self.formulier(**waarden)

    def _eerst(self, formulier: ModelFormulier, obj: Any) -> Antwoord | None:
        """What comes before saving: the form again, or a confirmation that was not given yet."""
        if "terug" in request.form:
            return self._pagina(formulier, obj)
        gevolgen = self.gevolgen(formulier, obj) if obj is not None else ()
        if gevolgen and not _is_bevestigd(gevolgen):
            return self.bevestig(
                "beheer/gevolgen.html",
                formulier,
                obj,
                gevolgen=gevolgen,
                veranderd="bevestigd" in request.form,
                gezien=merk(gevolgen),
            )
        return None if "bevestigd" in request.form else self.controle(formulier, obj)

    def _bewaar(self, formulier: ModelFormulier, obj: Any, werkwoord: Any) -> Any:
        """Write in a savepoint and give the row.

        None when the database refused: that becomes a message at the first field.
        """
        gezien = getattr(obj, "versie", None)
        try:
            with db.session.begin_nested():
                obj = werkwoord(formulier, obj) or obj
                db.session.flush()
                if gezien is not None and obj.versie == gezien:
                    self._tel_versie(obj)
        except IntegrityError:
            formulier.inhoud()[0].errors = [BESTAAT_AL]
            return None
        return obj

    def _tel_versie(self, obj: Any) -> None:
        """Only lists changed, which the database does not count: who saves next must see it."""
        rij = update(self.model).where(self.nummer == obj.id)
        db.session.execute(
            rij.values(versie=obj.versie + 1),
            execution_options={BULK_MAG: True, "synchronize_session": False},
        )
        set_committed_value(obj, "versie", obj.versie + 1)

    def _ingehaald(self, formulier: ModelFormulier, obj: Any) -> Antwoord:
        verschillen = formulier.verschillen(self._formulier(formdata=None, obj=obj))
        formulier.stand.data = obj.versie
        return self._pagina(formulier, obj, 409, verschillen=verschillen)

    def _toon(self, obj: Any) -> Antwoord:
        return self.render(
            self.toon_template,
            obj=obj,
            nr=self.get_pk_value(obj),
            kolommen=self.get_details_columns(),
            get_value=self.get_detail_value,
            **self.erbij(obj),
        )

    def _pagina(
        self, formulier: ModelFormulier, obj: Any, status: int = 200, **anders: Any
    ) -> Antwoord:
        nr = None if obj is None else self.get_pk_value(obj)
        pagina = self.render("beheer/formulier.html", formulier=formulier, obj=obj, nr=nr, **anders)
        return pagina, status


def merk(regels: Sequence[str]) -> str:
    """A short mark of sentences, to see whether they still say the same."""
    return hash_token("\n".join(regels))[:16]


def gepost() -> MultiDict[str, str]:
    """What was posted, to post it again from a page in between."""
    return MultiDict((n, w) for n, w in request.form.items(multi=True) if n not in EENMALIG)


def _is_bevestigd(gevolgen: Sequence[str]) -> bool:
    """Whether it was confirmed, and what was read is still what will happen."""
    gezien = request.form.get("gezien", merk(gevolgen))
    return "bevestigd" in request.form and gezien == merk(gevolgen)
