# SPDX-License-Identifier: EUPL-1.2
"""The way in: choose a sector, then token or eHerkenning (R9, R18)."""

from datetime import datetime
from math import ceil

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BasisResponse
from wtforms import PasswordField, StringField

from portal.db import db
from portal.domain import inloggen, sectoren, tellers
from portal.domain.inloggen import Uitkomst
from portal.models import Sector
from portal.models.soorten import Fase
from portal.permissions import Permission
from portal.tijd import datum_tijd, hele_minuut
from portal.web.aanmelding import log_uit, zet_sessie
from portal.web.access import needs
from portal.web.formulier import Formulier, bijgesneden, regels
from portal.web.ik import adres
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter

bp = Blueprint("inloggen", __name__, url_prefix="/inloggen")
FOUT = "Deze combinatie van gebruikersnaam, wachtwoord en token klopt niet"


class TokenFormulier(Formulier):
    """The left column: what a token user has."""

    gebruikersnaam = StringField(
        "Gebruikersnaam",
        regels("Uw gebruikersnaam", 50, "Vul uw gebruikersnaam in"),
        filters=[bijgesneden],
    )
    wachtwoord = PasswordField("Wachtwoord", regels("Uw wachtwoord", 200, "Vul uw wachtwoord in"))
    token = StringField(
        "Token",
        regels("De code van uw token", 20, "Vul de code van uw token in"),
        filters=[bijgesneden],
    )


@bp.get("", endpoint="sectoren")
@needs(Permission.PUBLIEK)
def kies_sector() -> BasisResponse:
    """Sector choice; who is logged in already goes on."""
    if current_user.fase is Fase.PORTAAL:
        return redirect(url_for("overzicht.toon"), 303)
    return make_response(
        render_template("inloggen/sectoren.html", sectoren=sectoren.alle(db.session))
    )


@bp.get("/<slug>")
@needs(Permission.PUBLIEK)
def sector(slug: str) -> str:
    """The login page of a sector with its two columns."""
    return _pagina(_sector(slug), TokenFormulier())


@bp.post("/<slug>")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def token(slug: str) -> BasisResponse:
    """Log in with a token (R18)."""
    gekozen, formulier = _sector(slug), TokenFormulier()
    if not formulier.validate():
        return _opnieuw(gekozen, formulier, 422)
    resultaat = inloggen.met_token(
        db.session,
        formulier.gebruikersnaam.data,
        formulier.wachtwoord.data,
        formulier.token.data,
        sector_id=gekozen.id,
        nu=nu(),
        adres=adres(),
    )
    if resultaat.token is not None:
        if current_user.fase is not None:
            log_uit()
        zet_sessie(resultaat.token)
        return redirect(url_for("overzicht.toon"), 303)
    if resultaat.uitkomst is Uitkomst.ALLEEN_EHERKENNING:
        return make_response(render_template("inloggen/token_inleveren.html", sector=gekozen), 403)
    if resultaat.geblokkeerd_tot is not None:
        return _opnieuw(gekozen, formulier, 429, resultaat.geblokkeerd_tot)
    formulier.gebruikersnaam.errors = [FOUT]
    return _opnieuw(gekozen, formulier, 422)


def _sector(slug: str) -> Sector:
    return sectoren.op_slug(db.session, slug) or abort(404)


def _pagina(gekozen: Sector, formulier: TokenFormulier, geblokkeerd_tot: str = "") -> str:
    return render_template(
        "inloggen/sector.html",
        sector=gekozen,
        formulier=formulier,
        geblokkeerd_tot=geblokkeerd_tot,
        max_pogingen=tellers.MAX_POGINGEN,
    )


def _opnieuw(
    gekozen: Sector, formulier: TokenFormulier, status: int, tot: datetime | None = None
) -> Response:
    """The same page with its messages; the secrets are not sent back."""
    formulier.token.data = ""
    tekst = datum_tijd(hele_minuut(tot)) if tot else ""
    antwoord = make_response(_pagina(gekozen, formulier, tekst), status)
    if tot is not None:
        antwoord.headers["Retry-After"] = str(ceil((tot - nu()).total_seconds()))
    return antwoord
