# SPDX-License-Identifier: EUPL-1.2
"""Why do I see this, or not (R22, R23)."""

from flask import Blueprint, render_template

from portal.db import db
from portal.domain.waarom import uitleg
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.klok import nu

bp = Blueprint("toegang", __name__, url_prefix="/gegevens/toegang")


@bp.get("")
@needs(Permission.INGELOGD)
def toon() -> str:
    """Per onderwerp and taak by which rol it is open, or what is missing and who can give it."""
    return render_template("toegang/toon.html", uitleg=uitleg(db.session, ik().gebruiker, nu()))
