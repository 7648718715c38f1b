# SPDX-License-Identifier: EUPL-1.2
"""The views of the wizard of the bestuur: steps, rows of a repeated step, handing in (R29).

What is answered is kept with the concept in the database at once, so a log-out loses nothing.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal.db import db
from portal.domain import aanvraagkeuzes, aanvragen, concepten, invoer
from portal.domain.aanvraaginhoud import nodig
from portal.domain.aanvraagkeuzes import Keuzes
from portal.models import Aanvraag
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.invoer import bewaar_ingevuld, onthoudt, op_adres
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from wizard.core import Place, Step
from wizard.engine.pagina import maak
from wizard.flows import aanvraag as flow
from wizard.flows import aanvraaglezen

bp = Blueprint("aanvraag", __name__, url_prefix="/aanvraag-beheerder/stap")
NIEUWE_RIJ = "nieuw"
TE_VEEL = (
    "Uw organisatie heeft vandaag te veel aanvragen gedaan, of er lopen er te veel."
    " Uw aanvraag is bewaard. Verstuur hem later opnieuw, of trek een andere aanvraag in"
)


@dataclass(frozen=True, slots=True)
class Stand:
    """The concept of who is logged in, and where its answers lead."""

    aanvraag: Aanvraag | None
    keuzes: Keuzes
    plaats: Place


def _stand() -> Stand:
    """As it is now; a request that writes locks the concept, so that two tabs stand in line."""
    sessie = ik().sessie
    concept = concepten.vind(db.session, sessie, pak=request.method == "POST")
    keuzes = aanvraagkeuzes.voor(db.session, sessie.kvk or "", nu())
    return Stand(concept, keuzes, flow.maak(keuzes, concept.gegevens if concept else {}))


def _naar(step: Step) -> BasisResponse:
    return redirect(url_for("aanvraag.stap", slug=step.slug), 303)


def _stap(stand: Stand, slug: str) -> Step | BasisResponse:
    """The step behind an address, or the way to the first open one."""
    step = stand.plaats.step(slug)
    if step is None and slug not in {een.slug for een in stand.plaats.wizard.steps}:
        abort(404)
    if step is None or not stand.plaats.reaches(step):
        return _naar(stand.plaats.open_step)
    return step


@bp.get("/")
@needs(Permission.AANVRAGEN)
def begin() -> BasisResponse:
    """To the first step that is not done."""
    return _naar(_stand().plaats.open_step)


@bp.post("/ingevuld")
@onthoudt(op_adres)
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def ingevuld() -> Response:
    """What stands in a step when a limit comes, sent by the page: kept, not saved (R24)."""
    bewaar_ingevuld()
    return Response(status=204)


@bp.route("/<slug>", methods=["GET", "POST"], endpoint="stap")
@onthoudt(op_adres)
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG, methods=["POST"])
def toon_stap(slug: str) -> BasisResponse:
    """Show a step, or take its answer. Who is too early goes to the first open step."""
    stand = _stand()
    step = _stap(stand, slug)
    if not isinstance(step, Step):
        return _al_verstuurd() or step
    if step.slug == flow.CONTROLEREN:
        return _controleer(stand, step)
    if step.repeated:
        return _lijst(stand, step)
    formulier = flow.formulier(slug, stand.keuzes, _eerder() or stand.plaats.antwoord(step))
    if not formulier.is_submitted():
        return _pagina(stand, step, formulier)
    if not formulier.validate():
        return _pagina(stand, step, formulier, 422)
    return _naar(_bewaar(stand.plaats.met(step, flow.antwoord_van(formulier))).open_step)


@bp.route("/<slug>/<rij>", methods=["GET", "POST"], endpoint="rij")
@onthoudt(op_adres)
@needs(Permission.AANVRAGEN)
@limiter.limit(GEVOELIG, methods=["POST"])
def toon_rij(slug: str, rij: str) -> BasisResponse:
    """Show or take one row of a repeated step: a number from 1, or a new one."""
    stand = _stand()
    step = _stap(stand, slug)
    if not isinstance(step, Step):
        return step
    rijen = stand.plaats.rijen(step)
    nummer = _rijnummer(step, rij, len(rijen))
    eerder = rijen[nummer] if nummer is not None else _voorstel(stand, step)
    formulier = flow.formulier(slug, stand.keuzes, _eerder() or eerder)
    if not formulier.is_submitted():
        return _pagina(stand, step, formulier, rij=rij)
    if not formulier.validate():
        return _pagina(stand, step, formulier, 422, rij=rij)
    if nummer is None and len(rijen) >= flow.grenzen(stand.plaats, step)[1]:
        return _naar(step)
    _bewaar(stand.plaats.met_rij(step, nummer, flow.antwoord_van(formulier)))
    return _naar(step)


@bp.post("/<slug>/<rij>/weg")
@needs(Permission.AANVRAGEN)
def verwijder_rij(slug: str, rij: str) -> BasisResponse:
    """Take one row away."""
    stand = _stand()
    step = _stap(stand, slug)
    if isinstance(step, Step):
        rijen = stand.plaats.rijen(step)
        nummer = _rijnummer(step, rij, len(rijen))
        if nummer is None:
            abort(404)
        wie = aanvraaglezen.regel(step.slug, stand.keuzes, rijen[nummer])
        _bewaar(stand.plaats.zonder_rij(step, nummer))
        flash(f"Verwijderd uit uw aanvraag: {wie}.", "ok")
        return _naar(step)
    return step


def _rijnummer(step: Step, rij: str, aantal: int) -> int | None:
    """From 0; None for a new row."""
    if not step.repeated:
        abort(404)
    if rij == NIEUWE_RIJ:
        return None
    if not rij.isascii() or not rij.isdigit() or not 0 < int(rij[:4]) <= aantal:
        abort(404)
    return int(rij[:4]) - 1


def _voorstel(stand: Stand, step: Step) -> dict[str, list[str]]:
    """For a new change: the beheerder that was clicked, with the rollen as they are now."""
    wie = request.args.get("wie", "")
    heeft = {str(nummer): rollen for nummer, rollen in stand.keuzes.heeft.items()}
    if step.slug != flow.WIJZIGEN or wie not in heeft:
        return {}
    return {"gebruiker": [wie], "rollen": [str(rol.id) for rol in heeft[wie]]}


def _lijst(stand: Stand, step: Step) -> BasisResponse:
    """The rows of a repeated step, and on with them when they are right."""
    rijen = stand.plaats.rijen(step)
    if request.method == "GET":
        if not rijen and step.slug != flow.WIJZIGEN:
            return redirect(url_for("aanvraag.rij", slug=step.slug, rij=NIEUWE_RIJ), 303)
        return _lijstpagina(stand, step)
    fout = flow.gebrek(step.slug, stand.keuzes, stand.plaats.antwoorden)
    if fout:
        return _lijstpagina(stand, step, fout)
    return _naar(stand.plaats.open_step)


def _lijstpagina(stand: Stand, step: Step, fout: str = "") -> BasisResponse:
    rijen = stand.plaats.rijen(step)
    gekozen = {nummer for rij in rijen for nummer in rij.get("gebruiker", ())}
    return _pagina(
        stand,
        step,
        Formulier(),
        422 if fout else 200,
        regels=[aanvraaglezen.regel(step.slug, stand.keuzes, rij) for rij in rijen],
        over=[b for b in stand.keuzes.beheerders if str(b.id) not in gekozen],
        fout=fout,
        vol=len(rijen) >= flow.grenzen(stand.plaats, step)[1],
    )


def _controleer(stand: Stand, step: Step) -> BasisResponse:
    """The last step: everything once more, and hand it in."""
    formulier = flow.formulier(step.slug, stand.keuzes)
    if not formulier.is_submitted():
        return _controlepagina(stand, step, formulier)
    if not formulier.validate():
        return _controlepagina(stand, step, formulier, 422)
    uit = aanvragen.dien_in(
        db.session,
        ik().sessie,
        aanvraaglezen.inhoud(stand.plaats, stand.keuzes),
        pad=lambda token: url_for("ondertekenen.toon", token=token),
        nu=nu(),
    )
    if uit.aanvraag is None:
        formulier.juist.errors = [TE_VEEL]
        return _controlepagina(stand, step, formulier, 429)
    return redirect(url_for("aanvragen.toon", referentie=uit.aanvraag.referentie, klaar="ja"), 303)


def _al_verstuurd() -> BasisResponse | None:
    """A second press on the last button: to what the first one handed in (R10)."""
    nummer = request.form.get("aanvraag", "")
    gevonden = aanvragen.vind(db.session, ik().sessie, nummer) if nummer else None
    if gevonden is None:
        return None
    return redirect(url_for("aanvragen.toon", referentie=gevonden.referentie, klaar="ja"), 303)


def _controlepagina(
    stand: Stand, step: Step, formulier: Formulier, status: int = 200
) -> BasisResponse:
    inhoud = aanvraaglezen.inhoud(stand.plaats, stand.keuzes)
    weg = [p.gebruiker.id for p in inhoud.beheerders if p.gebruiker and not p.rollen]
    nieuw = any(p.gebruiker is None for p in inhoud.beheerders)
    return _pagina(
        stand,
        step,
        formulier,
        status,
        inhoud=inhoud,
        nodig=nodig(inhoud.tekenwijze, len(inhoud.tekenaars)),
        zonder=not nieuw and stand.keuzes.blijft_zonder(weg),
        referentie=stand.aanvraag.referentie if stand.aanvraag else "",
    )


def _bewaar(plaats: Place) -> Place:
    concepten.bewaar(db.session, ik().sessie, plaats.antwoorden, nu())
    invoer.vergeet_van(ik().sessie, request.path)
    return plaats


def _eerder() -> dict[str, Any]:
    """What was typed on this page when a limit ended the session before (R24)."""
    gevonden = invoer.van(ik().sessie, request.path)
    if gevonden and request.method == "GET":
        flash("Uw sessie was verlopen. Wat u toen had ingevuld, staat hieronder.", "info")
    return gevonden


def _pagina(
    stand: Stand, step: Step, formulier: Formulier, status: int = 200, **meer: Any
) -> BasisResponse:
    sjabloon = "rij" if "rij" in meer else "lijst" if step.repeated else step.slug
    inhoud = render_template(
        f"aanvraag/{sjabloon}.html",
        plaats=stand.plaats,
        step=step,
        formulier=formulier,
        keuzes=stand.keuzes,
        mis=status != 200,
        **meer,
    )
    return maak(inhoud, status)
