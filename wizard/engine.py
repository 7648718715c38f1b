# SPDX-License-Identifier: EUPL-1.2
"""The one view of the koppel wizard: whole pages, 303 on success, 422 on an error (R10, R11).

htmx picks its part of the page by itself; the server does not know about it.
"""

from dataclasses import dataclass
from math import ceil

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BasisResponse

from portal import audit, secrets
from portal.db import db
from portal.domain import activatiecodes, documenten, koppelingen, sessies, tellers
from portal.domain.koppelingen import Resultaat, Uitkomst
from portal.models import Sessie
from portal.models.soorten import Documentsoort, Fase
from portal.permissions import Permission
from portal.tijd import datum_tijd, hele_minuut
from portal.web import fouten
from portal.web.aanmelding import log_uit, zet_sessie
from portal.web.access import needs
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.invoer import onthoudt
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from wizard.core import Place, Step
from wizard.flows import koppelen as flow
from wizard.flows.koppelen import HEEFT_NIET, KoppelFormulier, Teksten

bp = Blueprint("koppelen", __name__, url_prefix="/koppelen")
GELUKT = "gelukt"  # kept in the answers: the last screen is for who came through the wizard


@dataclass(frozen=True, slots=True)
class Scherm:
    """One step as somebody sees it."""

    plaats: Place
    step: Step
    formulier: Formulier
    teksten: Teksten


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


def _bewaar_afgebroken(sessie: Sessie) -> bool:
    """Keep a step that was sent when its session was over; its successor goes on from there."""
    teksten = _teksten()
    plaats = Place(flow.maak(teksten), sessie.antwoorden)
    step = plaats.step((request.view_args or {}).get("slug", ""))
    if sessie.fase is not Fase.KOPPELEN or step is None or not plaats.reaches(step):
        return False
    formulier = flow.formulier(plaats, step, teksten)
    if not formulier.validate():
        return False
    sessie.antwoorden = dict(plaats.met(step, flow.antwoord(formulier)).antwoorden)
    return True


@bp.route("/<slug>", methods=["GET", "POST"], endpoint="stap")
@onthoudt(_bewaar_afgebroken)
@needs(Permission.KOPPELEN)
@limiter.limit(GEVOELIG, methods=["POST"])
def toon_stap(slug: str) -> BasisResponse:
    """Show a step, or take its answer. Who is too early goes to the first open step."""
    teksten = _teksten()
    plaats = _plaats(teksten)
    step = plaats.step(slug) or abort(404)
    if not plaats.reaches(step):
        return _naar(plaats.open_step)
    scherm = Scherm(plaats, step, flow.formulier(plaats, step, teksten), teksten)
    if not scherm.formulier.is_submitted():
        return _pagina(scherm)
    if not scherm.formulier.validate():
        return _pagina(scherm, 422)
    if isinstance(scherm.formulier, KoppelFormulier):
        return _koppel(scherm)
    plaats = _bewaar(scherm)
    if plaats.antwoord(step).get("situatie") == HEEFT_NIET:
        return redirect(url_for("koppelen.geen_code"), 303)
    return _naar(plaats.open_step)


@bp.get("/geen-code")
@needs(Permission.KOPPELEN)
def geen_code() -> str:
    """What to do without gebruikersnaam or code (R7)."""
    return render_template("koppelen/geen_code.html", gevraagd=False)


@bp.post("/geen-code")
@needs(Permission.KOPPELEN)
@limiter.limit(GEVOELIG)
def vraag_code() -> str:
    """Ask the beheerders for a code; the answer is the same whatever exists (R7)."""
    activatiecodes.vraag_aan(db.session, ik().sessie, nu())
    return render_template("koppelen/geen_code.html", gevraagd=True)


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
    """ "Koppeling gelukt", for who just came through the wizard."""
    if GELUKT not in ik().sessie.antwoorden:
        return redirect(url_for("overzicht.toon"), 303)
    return make_response(render_template("koppelen/gelukt.html"))


@bp.errorhandler(CSRFError)
def oud_formulier(_fout: CSRFError) -> BasisResponse | tuple[str, int]:
    """A form from before this session, such as a second tab after koppelen: nothing is done.

    Who is in the portal or logged out by now goes where access sends everybody (R10).
    """
    audit.leg_vast(db.session, "verzoek.geweigerd", "400", endpoint=request.endpoint)
    if current_user.fase is Fase.KOPPELEN:
        return fouten.pagina(400, fouten.CSRF_TEKST)
    return redirect(url_for("koppelen.gelukt"), 303)


def _bewaar(scherm: Scherm) -> Place:
    """Keep the answer; returns the place after it."""
    plaats = scherm.plaats.met(scherm.step, flow.antwoord(scherm.formulier))
    ik().sessie.antwoorden = dict(plaats.antwoorden)
    return plaats


def _koppel(scherm: Scherm) -> BasisResponse:
    """The last step: all of it, or the page again with the reason and without the code."""
    sessie, velden, moment = ik().sessie, scherm.formulier, nu()
    db.session.refresh(sessie, ["fase", "gebruiker_id", "token_hash"], with_for_update=True)
    if sessie.fase is not Fase.KOPPELEN:
        return _nog_een_keer(velden.gebruikersnaam.data)
    _bewaar(scherm)
    resultaat = koppelingen.koppel(
        db.session, sessie, velden.gebruikersnaam.data, velden.activatiecode.data, moment
    )
    if resultaat.gebruiker is None:
        return _geweigerd(scherm, resultaat)
    if _teksten() != scherm.teksten:  # published in between: nobody agreed to that one
        abort(409)
    sessie.antwoorden = {GELUKT: {}}
    zet_sessie(sessies.naar_portaal(db.session, sessie, resultaat.gebruiker, moment))
    return redirect(url_for("koppelen.gelukt"), 303)


def _nog_een_keer(gebruikersnaam: str) -> BasisResponse:
    """A double click; the first one was done meanwhile (R10).

    The browser may have dropped that answer with its new cookie, so who typed the same name, on
    the session as it was a moment ago, gets another one.
    """
    sessie = ik().sessie
    if sessie.gebruiker and secrets.normaal_gebruikersnaam(gebruikersnaam) == (
        sessie.gebruiker.gebruikersnaam
    ):
        zet_sessie(sessies.vernieuw(db.session, sessie))
    return redirect(url_for("koppelen.gelukt"), 303)


def _geweigerd(scherm: Scherm, resultaat: Resultaat) -> BasisResponse:
    """Unknown name, other organisatie and wrong code share one sentence (R12)."""
    if resultaat.uitkomst is Uitkomst.GEBLOKKEERD:
        return _pagina(scherm, 429, resultaat)
    if resultaat.uitkomst is Uitkomst.VERLOPEN:
        bericht = "Uw activatiecode is verlopen. Vraag uw beheerder om een nieuwe"
    else:
        bericht = (
            "Deze combinatie van gebruikersnaam en activatiecode klopt niet."
            f" U kunt het nog {resultaat.resterend} keer proberen"
        )
    scherm.formulier.activatiecode.errors = [bericht]
    return _pagina(scherm, 422, resultaat)


def _pagina(scherm: Scherm, status: int = 200, resultaat: Resultaat | None = None) -> Response:
    if resultaat is not None:
        tot = resultaat.geblokkeerd_tot
    elif isinstance(scherm.formulier, KoppelFormulier):
        tot = koppelingen.blokkade(db.session, ik().sessie, nu())
    else:
        tot = None
    pagina = render_template(
        f"koppelen/{scherm.step.slug}.html",
        plaats=scherm.plaats,
        step=scherm.step,
        formulier=scherm.formulier,
        teksten=scherm.teksten,
        mis=status != 200,
        verlopen=resultaat is not None and resultaat.uitkomst is Uitkomst.VERLOPEN,
        geblokkeerd_tot=datum_tijd(hele_minuut(tot)) if tot else "",
        max_pogingen=tellers.MAX_POGINGEN,
    )
    antwoord = make_response(pagina, status)
    if status != 200:
        antwoord.headers["HX-Push-Url"] = "false"
    if status == 429 and tot is not None:
        antwoord.headers["Retry-After"] = str(ceil((tot - nu()).total_seconds()))
    return antwoord
