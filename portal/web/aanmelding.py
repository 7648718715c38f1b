# SPDX-License-Identifier: EUPL-1.2
"""Puts a session in the browser's cookie and takes it out again."""

from flask import session
from flask_login import current_user, login_user, logout_user

from portal.db import db
from portal.domain import sessies
from portal.web.ik import Ik
from portal.web.klok import nu


def zet_sessie(token: str) -> Ik:
    """The browser gets ``token`` in a fresh cookie (new CSRF secret too); returns who that is."""
    moment = nu()
    gevonden = sessies.zoek(db.session, token, moment)
    assert gevonden is not None
    session.clear()
    wie = Ik(gevonden, token, moment)
    login_user(wie)
    return wie


def log_uit() -> None:
    """End the session on the server and empty the cookie (R24)."""
    wie = current_user._get_current_object()
    if isinstance(wie, Ik):
        sessies.beeindig(wie.sessie, nu())
    logout_user()
    session.clear()
