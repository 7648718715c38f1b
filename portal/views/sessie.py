# SPDX-License-Identifier: EUPL-1.2
"""Logging out, and staying logged in (R24)."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BasisResponse

from portal import audit
from portal.db import db
from portal.domain import sessies
from portal.permissions import Permission
from portal.web.aanmelding import log_uit
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.klok import nu

bp = Blueprint("sessie", __name__)
# Not "cookies": ours is emptied here, and other portals on the host keep theirs.
WIS = '"cache", "storage"'


@bp.get("/uitloggen")
@needs(Permission.PUBLIEK)
def vraag() -> BasisResponse:
    """A button to log out with; who is not logged in goes to Home."""
    if current_user.fase is None:
        return redirect(url_for("publiek.home"), 303)
    return make_response(render_template("sessie/uitloggen.html"))


@bp.post("/uitloggen")
@needs(Permission.SESSIE)
def uitloggen() -> BasisResponse:
    """End the session on the server and have the browser forget what it kept."""
    audit.leg_vast(db.session, "sessie.uitgelogd", op=ik().sessie)
    return na_uitloggen()


@bp.get("/uitgelogd")
@needs(Permission.PUBLIEK)
def uitgelogd() -> str:
    """That one is logged out, and what is wise to do now."""
    return render_template("sessie/uitgelogd.html")


@bp.post("/sessie/verleng")
@needs(Permission.SESSIE)
def verleng() -> Response:
    """Start the idle limit anew; the absolute limit stays where it is."""
    sessies.tik(db.session, ik().sessie, nu())
    return Response(status=204)


def na_uitloggen() -> BasisResponse:
    """Log out and go to the page that says so."""
    log_uit()
    antwoord = redirect(url_for("sessie.uitgelogd"), 303)
    antwoord.headers["Clear-Site-Data"] = WIS
    return antwoord
