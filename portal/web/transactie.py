# SPDX-License-Identifier: EUPL-1.2
"""One transaction a request: return = commit, raise = rollback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, Response, request
from flask_login import current_user

from portal import audit
from portal.db import db, ga_schrijven, leg_vast, maak_ongedaan
from portal.domain import sessies
from portal.web.fouten import referentie
from portal.web.ik import Ik, adres
from portal.web.klok import nu

VEILIG = frozenset({"GET", "HEAD", "OPTIONS"})
MERK = "_mijnduo_schrijft"
LATER = "_mijnduo_schrijft_later"
View = TypeVar("View", bound=Callable[..., Any])


def schrijft(view: View) -> View:
    """Mark a view that writes although its method is GET (a login answer, a started taak)."""
    setattr(view, MERK, True)
    return view


def schrijft_later(view: View) -> View:
    """Mark a view that takes in much first: nobody waits for its lock meanwhile.

    It may write once it has been ``zonder_database``.
    """
    setattr(view, LATER, True)
    return view


@contextmanager
def zonder_database() -> Iterator[None]:
    """Let connection and locks go while something takes long; then begin again, writing.

    Use it before anything was changed: it would be undone.
    """
    maak_ongedaan()
    yield
    ga_schrijven()


def registreer(app: Flask) -> None:
    """Open as reader or writer, say who acts, commit at the end, note that the session lives."""

    @app.before_request
    def _open() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if _schrijft(view):
            ga_schrijven()
        audit.zet_actor(db.session, audit.Actor("bezoeker", None, adres(), referentie()))

    @app.before_request
    def _wie() -> None:
        if request.endpoint != "static" and current_user.fase is not None:
            audit.zet_actor(
                db.session,
                audit.Actor("gebruiker", current_user.sessie.gebruiker_id, adres(), referentie()),
            )

    voer_uit = app.dispatch_request

    def _met_vastleggen() -> Response:
        """The view and its commit are one: either may fail, and is then told of."""
        antwoord = app.make_response(voer_uit())
        leg_vast()
        return antwoord

    app.dispatch_request = _met_vastleggen  # type: ignore[method-assign]

    @app.after_request
    def _sluit(antwoord: Response) -> Response:
        leg_vast()  # what a refusal before the view, or a fault, left to keep
        _tik()
        return antwoord


def _schrijft(view: View | None) -> bool:
    if request.method in VEILIG:
        return getattr(view, MERK, False)
    return not getattr(view, LATER, False)


def _tik() -> None:
    """Note now and then that the session is in use; after the work, in a small transaction."""
    ik = current_user._get_current_object()
    if isinstance(ik, Ik) and sessies.moet_tikken(ik.sessie, nu()):
        ga_schrijven()
        sessies.tik(db.session, ik.sessie, nu())
        leg_vast()
