# SPDX-License-Identifier: EUPL-1.2
"""Puts a session in the browser's cookie and takes it out again."""

from flask import session
from flask_login import current_user, login_user, logout_user

from portal.domain import sessies
from portal.web.ik import Bezoeker, Ik
from portal.web.klok import nu


class Pas(Bezoeker):
    """Who has just got a session: known by its token from the next request on."""

    is_active = True

    def __init__(self, token: str) -> None:
        self._token = token

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self._token


def zet_sessie(token: str) -> None:
    """The browser gets ``token`` in a fresh cookie, with a new CSRF secret."""
    session.clear()
    login_user(Pas(token))


def log_uit() -> None:
    """End the session on the server and empty the cookie (R24)."""
    wie = current_user._get_current_object()
    if isinstance(wie, Ik):
        sessies.beeindig(wie.sessie, nu())
    logout_user()
    session.clear()
