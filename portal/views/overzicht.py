# SPDX-License-Identifier: EUPL-1.2
"""The overview: Onderwerpen, tile Mijn DUO, Alle onderwerpen, Profiel (R19, R20)."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.db import db
from portal.domain import mededelingen, taken, verzendingen
from portal.permissions import Permission, mag
from portal.web.access import needs
from portal.web.ik import Ik, ik
from portal.web.klok import nu

bp = Blueprint("overzicht", __name__, url_prefix="/overzicht")
BEHEER = ("/beheer/", "Gebruikersbeheer", "Gebruikers aanmelden, rollen en kenmerken geven")
PLATFORMBEHEER = ("/platformbeheer/", "Platformbeheer", "Organisaties, rollen en aanvragen")


@bp.get("")
@needs(Permission.INGELOGD)
def toon() -> str:
    """The page; two queries beside that of the session."""
    wie, moment = ik(), nu()
    open_taken = taken.mijn(db.session, wie.gebruiker, moment)
    berichten = mededelingen.mijn(db.session, wie.gebruiker, wie.sessie.sector_id, moment)
    return render_template(
        "overzicht/toon.html",
        tegels=taken.tegels(open_taken),
        snel=taken.snel_naar(open_taken),
        nieuw=[bericht for bericht in berichten if bericht.gelezen_op is None],
        gelezen=[bericht for bericht in berichten if bericht.gelezen_op is not None],
        beheer=_beheer(wie),
        verzending=verzendingen.van(wie.sessie),
    )


@bp.post("/mededelingen/<int(max=2147483647):nummer>/gelezen")
@needs(Permission.INGELOGD)
def gelezen(nummer: int) -> Response:
    """Keep that this mededeling was read; 404 when it is not for this gebruiker."""
    wie = ik()
    if not mededelingen.markeer_gelezen(
        db.session, wie.gebruiker, nummer, wie.sessie.sector_id, nu()
    ):
        abort(404)
    return redirect(url_for("overzicht.toon", _anchor="mededelingen"), 303)


@bp.post("/verzending/wissen")
@needs(Permission.INGELOGD)
def wis_verzending() -> Response:
    """Forget the form that came too late (R24)."""
    verzendingen.vergeet(ik().sessie)
    flash("Wat u eerder had ingevuld, is gewist.", "ok")
    return redirect(url_for("overzicht.toon"), 303)


def _beheer(wie: Ik) -> list[tuple[str, str, str]]:
    """The tiles (address, name, description) of who manages gebruikers or the portal."""
    soorten = ((Permission.BEHEER, BEHEER), (Permission.SERVICEDESK, PLATFORMBEHEER))
    return [tegel for permission, tegel in soorten if mag(permission, wie)]
