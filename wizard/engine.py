# SPDX-License-Identifier: EUPL-1.2
"""The one view of the koppel wizard: whole pages, 303 on success, 422 on an error (R10, R11).

htmx picks its part of the page by itself; the server does not know about it.
"""

from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BasisResponse

from portal.db import db
from portal.domain import activatiecodes, documenten, koppelingen, sessies
from portal.domain.koppelingen import Resultaat, Uitkomst
from portal.models.soorten import Documentsoort
from portal.permissions import Permission
from portal.tijd import datum_tijd
from portal.web.aanmelding import log_uit, zet_sessie
from portal.web.access import needs
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from wizard.core import Place, Step
from wizard.flows import koppelen as flow
from wizard.flows.koppelen import HEEFT_NIET, Teksten

bp = Blueprint("koppelen", __name__, url_prefix="/koppelen")
GELUKT = "gelukt"  # kept in the answers: the last screen is shown once, right after koppelen


def _teksten() -> Teksten:
    return Teksten(
        documenten.geldend(db.session, Documentsoort.PRIVACY, nu()),
        documenten.geldend(db.session, Documentsoort.VOORWAARDEN, nu()),
    )


def _plaats(teksten: Teksten) -> Place:
    return Place(flow.maak(teksten), ik().sessie.antwoorden)


def _naar(step: Step) -> BasisResponse:
    return redirect(url_for("koppelen.stap", slug=step.slug), 303)


@bp.get("/")
@needs(Permission.KOPPELEN)
def begin() -> BasisResponse:
    """To the first step that is not done."""
    return _naar(_plaats(_teksten()).open_step)


@bp.route("/<slug>", methods=["GET", "POST"], endpoint="stap")
@needs(Permission.KOPPELEN)
@limiter.limit(GEVOELIG, methods=["POST"])
def toon_stap(slug: str) -> BasisResponse:
    """Show a step, or take its answer. Who is too early goes to the first open step."""
    teksten = _teksten()
    plaats = _plaats(teksten)
    step = plaats.step(slug) or abort(404)
    if not plaats.reaches(step):
        return _naar(plaats.open_step)
    formulier = flow.FORMULIEREN[slug](data=_eerder(plaats, step))
    if not formulier.is_submitted():
        return _pagina(plaats, step, formulier, teksten)
    if not formulier.validate():
        return _pagina(plaats, step, formulier, teksten, 422)
    if slug == "koppelen":
        return _koppel(plaats, step, formulier, teksten)
    gegeven = flow.antwoord(step, formulier, teksten)
    ik().sessie.antwoorden = plaats.met(step, gegeven)
    if gegeven.get("situatie") == HEEFT_NIET:
        return redirect(url_for("koppelen.geen_code"), 303)
    return _naar(plaats.wizard.steps[plaats.index(step) + 1])


@bp.get("/geen-code")
@needs(Permission.KOPPELEN)
def geen_code() -> str:
    """What to do without gebruikersnaam or code (R7)."""
    return render_template("koppelen/geen_code.html", gevraagd=False, formulier=FlaskForm())


@bp.post("/geen-code")
@needs(Permission.KOPPELEN)
@limiter.limit(GEVOELIG)
def vraag_code() -> str:
    """Ask the beheerders for a code; the answer is the same whatever exists (R7)."""
    activatiecodes.vraag_aan(db.session, ik().sessie, nu())
    return render_template("koppelen/geen_code.html", gevraagd=True, formulier=FlaskForm())


@bp.post("/annuleren")
@needs(Permission.KOPPELEN)
def annuleer() -> BasisResponse:
    """Cancel and log out; what was answered is forgotten."""
    ik().sessie.antwoorden = {}
    log_uit()
    return redirect(url_for("sessie.uitgelogd"), 303)


@bp.get("/gelukt")
@needs(Permission.INGELOGD)
def gelukt() -> BasisResponse:
    """"Koppeling gelukt", for who just came through the wizard."""
    if GELUKT not in ik().sessie.antwoorden:
        return redirect(url_for("overzicht.toon"), 303)
    return make_response(render_template("koppelen/gelukt.html"))


def _eerder(plaats: Place, step: Step) -> dict[str, Any]:
    """What was answered before, to show again: a done agreement is ticked."""
    gegeven = dict(plaats.antwoorden.get(step.slug, {}))
    if step.klaar(gegeven) and "document" in gegeven:
        return {"eigen": True, "privacy": True, "akkoord": True}
    return gegeven


def _koppel(plaats: Place, step: Step, formulier: Formulier, teksten: Teksten) -> BasisResponse:
    """The last step: all of it, or the page again with the reason and without the code."""
    sessie = ik().sessie
    resultaat = koppelingen.koppel(
        db.session, sessie, formulier.gebruikersnaam.data, formulier.activatiecode.data, nu()
    )
    if resultaat.gebruiker is not None:
        sessie.antwoorden = {GELUKT: {}}
        zet_sessie(sessies.naar_portaal(db.session, sessie, resultaat.gebruiker, nu()))
        return redirect(url_for("koppelen.gelukt"), 303)
    formulier.activatiecode.errors = [_bericht(resultaat)]
    status = 429 if resultaat.uitkomst is Uitkomst.GEBLOKKEERD else 422
    return _pagina(plaats, step, formulier, teksten, status)


def _bericht(resultaat: Resultaat) -> str:
    """The sentence for a refusal; unknown name, other organisatie and wrong code share one (R12)."""
    if resultaat.uitkomst is Uitkomst.VERLOPEN:
        return "Uw activatiecode is verlopen. Vraag uw beheerder om een nieuwe"
    if resultaat.geblokkeerd_tot is not None:
        tot = datum_tijd(resultaat.geblokkeerd_tot)
        return f"U kunt nu niet koppelen: 5 keer een verkeerde combinatie. Het kan weer na {tot}"
    over = "1 keer" if resultaat.resterend == 1 else f"{resultaat.resterend} keer"
    return (
        "Deze combinatie van gebruikersnaam en activatiecode klopt niet."
        f" U kunt het nog {over} proberen"
    )


def _pagina(
    plaats: Place, step: Step, formulier: Formulier, teksten: Teksten, status: int = 200
) -> Response:
    geblokkeerd_tot = None
    if step.slug == "koppelen" and not formulier.fouten:
        geblokkeerd_tot = koppelingen.blokkade(db.session, ik().sessie, nu())
    pagina = render_template(
        f"koppelen/{step.slug}.html",
        plaats=plaats,
        step=step,
        formulier=formulier,
        teksten=teksten,
        geblokkeerd_tot=geblokkeerd_tot,
    )
    antwoord = make_response(pagina, status)
    if status != 200:
        antwoord.headers["HX-Push-Url"] = "false"
    if status == 429:
        antwoord.headers["Retry-After"] = str(15 * 60)
    return antwoord
