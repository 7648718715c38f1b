# SPDX-License-Identifier: EUPL-1.2
"""Permission on every endpoint: ``@needs`` marks, one before_request checks, start refuses gaps."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.permissions import Permission, mag
from portal.web.ik import THUIS
from portal.web.invoer import bewaar_ingevuld

MERK = "_mijnduo_permission"
View = TypeVar("View", bound=Callable[..., Any])
AANVRAGEN = frozenset(
    {"aanvraag", "aanvragen", "papier"}
)  # the bestuur logs in for these apart (R29)
DOORGANG = frozenset({"koppelen", "akkoord"})  # who has been there belongs inside
NIET_INGELOGD = "U bent niet (meer) ingelogd. Log in om verder te gaan."
BEWAARD = (
    "Uw sessie was verlopen. Wat u had ingevuld, hebben wij bewaard."
    " Log opnieuw in om ermee verder te gaan."
)


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the one permission that it asks for."""

    def merk(view: View) -> View:
        setattr(view, MERK, permission)
        return view

    return merk


def permission_van(app: Flask, endpoint: str) -> Permission | None:
    """The mark on the view behind ``endpoint``, or None."""
    return getattr(app.view_functions.get(endpoint), MERK, None)


def registreer(app: Flask) -> None:
    """Check the permission before every request."""
    needs(Permission.PUBLIEK)(app.view_functions["static"])

    @app.before_request
    def _bewaak() -> Response | None:
        if request.endpoint is None:
            return None
        permission = permission_van(app, request.endpoint)
        if permission is not None and mag(permission, current_user):
            return None
        return _weiger()


def _weiger() -> Response:
    """Not logged in: to the login. In another phase: to where one belongs. Else 403 (R22)."""
    if request.blueprint == "ondertekenen":  # looking at the link is for everybody
        return redirect(request.path, 303)
    naar_aanvraag = request.blueprint in AANVRAGEN
    if current_user.fase is None:
        flash(BEWAARD if bewaar_ingevuld() else NIET_INGELOGD, "let-op")
        doel = "aanvragen.begin" if naar_aanvraag else "inloggen.sectoren"
        return redirect(url_for(doel), 303)
    if naar_aanvraag:
        return redirect(url_for("aanvragen.begin"), 303)
    if current_user.fase in THUIS:
        return redirect(url_for(current_user.thuis), 303)
    if current_user.moet_akkoord:
        return redirect(url_for("akkoord.toon", verder=_gevraagd()), 303)
    if request.blueprint in DOORGANG:
        return redirect(url_for("overzicht.toon"), 303)
    abort(403)


def _gevraagd() -> str | None:
    """The page that was asked for, to go on to later; None for what is not read again."""
    return request.full_path.removesuffix("?") if request.method == "GET" else None


def eis_dekking(app: Flask) -> None:
    """Refuse to start while an endpoint has no permission.

    Raises RuntimeError that names the endpoints.
    """
    zonder = sorted(e for e in app.view_functions if permission_van(app, e) is None)
    if zonder:
        raise RuntimeError(f"geen permission op: {', '.join(zonder)}")
