# SPDX-License-Identifier: EUPL-1.2
"""The pages for everyone (R25)."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template

from portal.config import Config
from portal.db import db
from portal.domain import documenten, sectoren
from portal.models.soorten import Documentsoort
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.klok import nu

bp = Blueprint("publiek", __name__)
SECURITY_TXT_GELDIG = timedelta(days=180)  # RFC 9116: less than a year


@bp.get("/")
@needs(Permission.PUBLIEK)
def home() -> str:
    """Home Zakelijk with the sectoren (R9)."""
    return render_template("publiek/home.html", sectoren=sectoren.alle(db.session))


@bp.get("/contact")
@needs(Permission.PUBLIEK)
def contact() -> str:
    """Whom to ask what."""
    return render_template("publiek/contact.html")


@bp.get("/problemen-met-inloggen")
@needs(Permission.PUBLIEK)
def problemen() -> str:
    """What to do when logging in does not work."""
    return render_template("publiek/problemen.html")


@bp.get("/privacy")
@needs(Permission.PUBLIEK)
def privacy() -> str:
    """The privacy statement in force."""
    return _document(Documentsoort.PRIVACY)


@bp.get("/gebruikersvoorwaarden")
@needs(Permission.PUBLIEK)
def voorwaarden() -> str:
    """The gebruikersvoorwaarden in force."""
    return _document(Documentsoort.VOORWAARDEN)


@bp.get("/cookies")
@needs(Permission.PUBLIEK)
def cookies() -> str:
    """Which cookies, and what for."""
    return render_template("publiek/cookies.html")


@bp.get("/toegankelijkheid")
@needs(Permission.PUBLIEK)
def toegankelijkheid() -> str:
    """The accessibility statement."""
    return render_template("publiek/toegankelijkheid.html")


@bp.get("/kwetsbaarheid-melden")
@needs(Permission.PUBLIEK)
def kwetsbaarheid() -> str:
    """How to report a weakness."""
    return render_template("publiek/kwetsbaarheid.html")


@bp.get("/handleidingen")
@needs(Permission.PUBLIEK)
def handleidingen() -> str:
    """The user's manual."""
    return render_template("publiek/handleidingen.html")


@bp.get("/.well-known/security.txt")
@needs(Permission.PUBLIEK)
def security_txt() -> Response:
    """Where to report a weakness, for tools (RFC 9116)."""
    config: Config = current_app.extensions["config"]
    verloopt = (nu() + SECURITY_TXT_GELDIG).strftime("%Y-%m-%dT%H:%M:%SZ")
    regels = (
        f"Contact: {config.base_url}/kwetsbaarheid-melden",
        f"Expires: {verloopt}",
        f"Canonical: {config.base_url}/.well-known/security.txt",
        "Preferred-Languages: nl, en",
    )
    return Response("\n".join(regels) + "\n", mimetype="text/plain")


@bp.get("/robots.txt")
@needs(Permission.PUBLIEK)
def robots_txt() -> Response:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


def _document(soort: Documentsoort) -> str:
    document = documenten.geldend(db.session, soort, nu())
    return render_template("publiek/document.html", document=document)
