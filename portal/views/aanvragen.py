# SPDX-License-Identifier: EUPL-1.2
"""The requests of a bestuur: what it is, the own ones, following and withdrawing (R29)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BasisResponse

from portal.db import db
from portal.domain import aanvraagstatus, aanvragen, concepten, ondertekening, organisaties
from portal.domain.aanvragen import Uitkomst
from portal.domain.ondertekening import Uitkomst as Tekenuitkomst
from portal.models import Aanvraag
from portal.models.soorten import Fase
from portal.permissions import Permission
from portal.views import eherkenning
from portal.web import fouten
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from portal.web.transactie import schrijft

Antwoord = BasisResponse | str | tuple[str, int]
bp = Blueprint("aanvragen", __name__, url_prefix="/aanvraag-beheerder")
OPNIEUW = {
    Tekenuitkomst.VERSTUURD: (
        "Wij hebben een nieuwe link gestuurd. De oude werkt niet meer.",
        "ok",
    ),
    Tekenuitkomst.TE_VAAK: (
        "Deze ondertekenaar heeft vandaag al een link gekregen. Morgen kunt u een nieuwe sturen.",
        "let-op",
    ),
}
KLAAR = {"ja": "Uw aanvraag is verstuurd", "getekend": "U hebt de aanvraag ondertekend"}
NIET_NODIG = ("Deze ondertekenaar heeft geen link meer nodig.", "info")


def _met_aanvraag(view: Callable[..., Antwoord]) -> Callable[..., Antwoord]:
    """Give ``view`` the request behind the number; of anybody else it does not exist.

    A page and not an exception: that somebody tried stays in the trail.
    """

    @wraps(view)
    def doe(referentie: str, **anders: Any) -> Antwoord:
        aanvraag = aanvragen.vind(db.session, ik().sessie, referentie)
        return fouten.pagina(404) if aanvraag is None else view(aanvraag, **anders)

    return doe


@bp.get("/")
@needs(Permission.PUBLIEK)
def begin() -> str:
    """What the form is for, what it takes, and the way to log in."""
    return render_template("aanvraag/begin.html", binnen=current_user.fase is Fase.AANVRAAG)


@bp.get("/inloggen")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def inloggen() -> BasisResponse:
    """To the broker, for a request; never leads into koppelen."""
    return eherkenning.stuur(doel=url_for("aanvragen.mijn"))


@bp.get("/mijn")
@needs(Permission.AANVRAGEN)
def mijn() -> str:
    """The concept and the requests that were handed in."""
    sessie = ik().sessie
    return render_template(
        "aanvraag/mijn.html",
        organisatie=organisaties.op_kvk(db.session, sessie.kvk or ""),
        concept=concepten.vind(db.session, sessie),
        aanvragen=aanvragen.van_sessie(db.session, sessie),
    )


@bp.post("/concept/weg")
@needs(Permission.AANVRAGEN)
def gooi_weg() -> BasisResponse:
    """Delete the concept."""
    if concepten.gooi_weg(db.session, ik().sessie):
        flash("De aanvraag die u aan het invullen was, is verwijderd.", "ok")
    return redirect(url_for("aanvragen.mijn"), 303)


@bp.get("/aanvraag/<referentie>")
@schrijft
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG)
@_met_aanvraag
def toon(aanvraag: Aanvraag) -> str:
    """Where a request stands."""
    loopt = aanvraag.status in aanvraagstatus.LOPEND
    return render_template(
        "aanvraag/toon.html",
        aanvraag=aanvraag,
        klaar=loopt and KLAAR.get(request.args.get("klaar", "")),
        kan_weg=aanvraag.status in aanvraagstatus.IN_TE_TREKKEN,
    )


@bp.get("/aanvraag/<referentie>/intrekken")
@schrijft
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG)
@_met_aanvraag
def vraag_intrekken(aanvraag: Aanvraag) -> BasisResponse | str:
    """Ask whether it is meant."""
    if aanvraag.status not in aanvraagstatus.IN_TE_TREKKEN:
        return _terug(aanvraag)
    return render_template("aanvraag/intrekken.html", aanvraag=aanvraag)


@bp.post("/aanvraag/<referentie>/intrekken")
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG)
@_met_aanvraag
def trek_in(aanvraag: Aanvraag) -> BasisResponse:
    """Withdraw it, before the decision."""
    if aanvragen.trek_in(db.session, aanvraag, nu()) is Uitkomst.INGETROKKEN:
        flash("Uw aanvraag is ingetrokken. Er verandert niets.", "ok")
    else:
        flash("Deze aanvraag is al afgerond. U kunt hem niet meer intrekken.", "let-op")
    return _terug(aanvraag)


@bp.post("/aanvraag/<referentie>/ondertekenaars/<int:nummer>/link")
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG)
@_met_aanvraag
def stuur_link(aanvraag: Aanvraag, nummer: int) -> BasisResponse:
    """Mail somebody who has not signed a fresh link."""
    uitkomst = ondertekening.stuur_opnieuw(
        db.session,
        aanvraag,
        nummer,
        pad=lambda token: url_for("ondertekenen.toon", token=token),
        nu=nu(),
    )
    flash(*OPNIEUW.get(uitkomst, NIET_NODIG))
    return _terug(aanvraag)


def _terug(aanvraag: Aanvraag) -> BasisResponse:
    return redirect(url_for("aanvragen.toon", referentie=aanvraag.referentie), 303)
