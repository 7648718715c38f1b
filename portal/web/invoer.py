# SPDX-License-Identifier: EUPL-1.2
"""Keeps what was sent in a form whose session turned out to be over (R24)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask, current_app, request, session
from flask_login import current_user

from portal.db import db
from portal.domain import invoer, verzendingen
from portal.domain.verzendingen import Verzending
from portal.models import Sessie
from portal.web.klok import nu

MERK = "_mijnduo_onthoudt"
FORMULIER = "application/x-www-form-urlencoded"
NIET = frozenset({"csrf_token", "wachtwoord", "token", "activatiecode"})  # R33
Bewaarder = Callable[[Sessie], bool]
View = TypeVar("View", bound=Callable[..., Any])


def onthoudt(bewaarder: Bewaarder) -> Callable[[View], View]:
    """Mark a view that keeps what is sent in a way of its own, and never a secret."""

    def merk(view: View) -> View:
        setattr(view, MERK, bewaarder)
        return view

    return merk


def velden_van(formulier: str, velden: Sequence[str]) -> Bewaarder:
    """Keeps ``velden`` of ``formulier``, whose page shows them again by itself."""

    def bewaar(sessie: Sessie) -> bool:
        if sessie.gebruiker_id is None:
            return False
        ingevuld = {naam: request.form[naam] for naam in velden if naam in request.form}
        invoer.bewaar(sessie, formulier, ingevuld)
        return True

    return bewaar


def bewaar_ingevuld() -> bool:
    """Keep what this request sends for the next login; whether there was a session to do so."""
    token = session.get("_user_id")
    if request.method != "POST" or not isinstance(token, str):
        return False
    sessie = invoer.afgebroken(db.session, token, nu())
    view = current_app.view_functions.get(request.endpoint or "")
    bewaarder: Bewaarder = getattr(view, MERK, _bewaar_verzending)
    return sessie is not None and bewaarder(sessie)


def registreer(app: Flask) -> None:
    """A form that is sent after all needs not to be kept any longer."""

    @app.before_request
    def _vergeet() -> None:
        if request.method != "POST" or current_user.fase is None:
            return
        verzending = verzendingen.van(current_user.sessie)
        if verzending is not None and verzending.pad == _pad():
            verzendingen.vergeet(current_user.sessie)


def _bewaar_verzending(sessie: Sessie) -> bool:
    """The form as it was sent, to be sent again; not one with files, nor a lone button."""
    velden = [(n, w) for n, w in request.form.items(multi=True) if n not in NIET]
    if sessie.gebruiker_id is None or request.mimetype != FORMULIER or not velden:
        return False
    if "GET" not in current_app.url_map.bind("").allowed_methods(request.path):
        return False  # what cannot be looked at is no page with a form
    return verzendingen.bewaar(sessie, Verzending(_pad(), velden, nu()))


def _pad() -> str:
    return request.full_path.removesuffix("?")
