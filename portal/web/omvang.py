# SPDX-License-Identifier: EUPL-1.2
"""How much a request may send: little, save where a file is asked for of who may send one."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request
from flask_login import current_user

from portal.permissions import mag
from portal.web.access import permission_van

MERK = "_mijnduo_omvang"
View = TypeVar("View", bound=Callable[..., Any])


def hoogstens(aantal: int) -> Callable[[View], View]:
    """Mark a view that takes ``aantal`` bytes."""

    def merk(view: View) -> View:
        setattr(view, MERK, aantal)
        return view

    return merk


def registreer(app: Flask) -> None:
    """Widen the limit before the form is read; nobody else can make us take in that much."""

    @app.before_request
    def _verruim() -> None:
        endpoint = request.endpoint or ""
        aantal = getattr(app.view_functions.get(endpoint), MERK, None)
        permission = permission_van(app, endpoint)
        if aantal is not None and permission is not None and mag(permission, current_user):
            request.max_content_length = aantal
