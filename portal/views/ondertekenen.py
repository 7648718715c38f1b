# SPDX-License-Identifier: EUPL-1.2
"""Signing a request of a bestuur from the link in a mail (R29). Looking changes nothing."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BasisResponse
from wtforms import BooleanField

from portal.db import db
from portal.domain import ondertekening
from portal.domain.ondertekening import Uitkomst
from portal.models import Ondertekenaar
from portal.models.soorten import Fase
from portal.permissions import Permission
from portal.views import eherkenning
from portal.web.access import needs
from portal.web.formulier import Formulier, verplicht
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from portal.web.transactie import schrijft

bp = Blueprint("ondertekenen", __name__, url_prefix="/aanvraag-beheerder/ondertekenen")
STATUS = {Uitkomst.VERLOPEN: 410, Uitkomst.AL_GETEKEND: 409}


class TekenFormulier(Formulier):
    """That one is who was asked to sign."""

    bevoegd = BooleanField(
        "Ik ben deze persoon en ik mag voor de organisatie tekenen",
        [verplicht("Bevestig dat u deze persoon bent en mag tekenen")],
    )


@bp.get("/<token>")
@schrijft
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def toon(token: str) -> BasisResponse:
    """Behind the link: log in; and logged in for that organisatie, the request with a button."""
    if current_user.fase is not Fase.AANVRAAG:
        uitkomst = ondertekening.bekijk(db.session, token, nu())
        if uitkomst is not Uitkomst.GETEKEND:
            return _werkt_niet(uitkomst)
        return make_response(render_template("ondertekenen/inloggen.html", token=token))
    uitkomst, gevonden = ondertekening.lees(db.session, ik().sessie, token, nu())
    if gevonden is None or uitkomst is not Uitkomst.GETEKEND:
        return _werkt_niet(uitkomst)
    return _pagina(gevonden, token, TekenFormulier())


@bp.get("/<token>/inloggen")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def inloggen(token: str) -> BasisResponse:
    """To the broker, and back to this link."""
    return eherkenning.stuur(doel=url_for("ondertekenen.toon", token=token))


@bp.post("/<token>")
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG)
def teken(token: str) -> BasisResponse:
    """Sign; works once."""
    sessie, formulier = ik().sessie, TekenFormulier()
    if not formulier.validate():
        uitkomst, gevonden = ondertekening.lees(db.session, sessie, token, nu())
        if gevonden is None:
            return _werkt_niet(uitkomst)
        return _pagina(gevonden, token, formulier, 422)
    uitkomst, aanvraag = ondertekening.teken(db.session, sessie, token, nu())
    if aanvraag is None:
        return _werkt_niet(uitkomst)
    return redirect(
        url_for("aanvragen.toon", referentie=aanvraag.referentie, klaar="getekend"), 303
    )


def _pagina(
    ondertekenaar: Ondertekenaar, token: str, formulier: Formulier, status: int = 200
) -> BasisResponse:
    pagina = render_template(
        "ondertekenen/toon.html",
        ondertekenaar=ondertekenaar,
        aanvraag=ondertekenaar.aanvraag,
        formulier=formulier,
        token=token,
    )
    return make_response(pagina, status)


def _werkt_niet(uitkomst: Uitkomst) -> BasisResponse:
    pagina = render_template("ondertekenen/werkt_niet.html", uitkomst=str(uitkomst))
    return make_response(pagina, STATUS.get(uitkomst, 404))
