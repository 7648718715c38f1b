# SPDX-License-Identifier: EUPL-1.2
"""Keeps what was typed in a form whose session turned out to be over when it was sent (R24)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import current_app, request, session

from portal.db import db
from portal.domain import invoer
from portal.web.klok import nu

MERK = "_mijnduo_onthoudt"
MAX_PAD = 200
ALLES = "*"  # as form: one by its address; as fields: all of them
View = TypeVar("View", bound=Callable[..., Any])


def onthoudt(formulier: str, velden: Sequence[str] | str) -> Callable[[View], View]:
    """Mark a view that takes ``formulier`` by POST: of it ``velden`` are kept, never a secret."""

    def merk(view: View) -> View:
        setattr(view, MERK, (formulier, velden))
        return view

    return merk


def bewaar_ingevuld() -> bool:
    """Keep what this request sends for the next login; whether there was a session to do so."""
    merk = getattr(current_app.view_functions.get(request.endpoint or ""), MERK, None)
    token = session.get("_user_id")
    if merk is None or request.method != "POST" or not isinstance(token, str):
        return False
    formulier, velden = merk
    if velden == ALLES:
        alle = request.form.to_dict(flat=False)
        ingevuld: dict[str, Any] = {n: w for n, w in alle.items() if n != "csrf_token"}
        formulier = request.args.get("pad", request.path)[:MAX_PAD]
    else:
        ingevuld = {naam: request.form[naam] for naam in velden if naam in request.form}
    return invoer.bewaar_bij(db.session, token, formulier, ingevuld, nu())
