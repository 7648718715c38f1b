# SPDX-License-Identifier: EUPL-1.2
"""Taken and onderwerpen: a click starts a taak; without autorisatie 403 that helps (R21, R22)."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, make_response, render_template, request

from portal import audit
from portal.db import db
from portal.domain import taken, toegang
from portal.domain.adressen import is_doel
from portal.models import Onderwerp, Taak
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.fouten import referentie
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.transactie import schrijft

bp = Blueprint("taken", __name__)


@bp.get("/taken/<slug>")
@schrijft
@needs(Permission.INGELOGD)
def toon(slug: str) -> Response:
    """Start a taak: explanation, as what one acts, and why it is open. The start is counted."""
    taak = _taak(slug)
    wie, moment = ik().gebruiker, nu()
    autorisaties = toegang.autorisaties(db.session, wie, [taak.id], moment)
    if not autorisaties:
        return _geen_toegang(taak, [taak.id])
    gevraagd = request.args.get("als")
    if gevraagd is None:  # choosing as what one acts is no new start
        taken.noteer_gebruik(db.session, wie, taak, moment)
    keuzes = taken.hoedanigheden(autorisaties)
    gekozen = next((keuze for keuze in keuzes if keuze.sleutel == gevraagd), None)
    return make_response(
        render_template(
            "taken/toon.html",
            taak=taak,
            autorisaties=autorisaties,
            keuzes=keuzes,
            gekozen=keuzes[0] if len(keuzes) == 1 else gekozen,
            verder=_verder(taak),
        )
    )


@bp.get("/taken/<slug>/handleiding")
@schrijft
@needs(Permission.INGELOGD)
def handleiding(slug: str) -> Response:
    """The manual of a taak as a text file; 404 when it has none. The download is audited."""
    taak = _taak(slug)
    if not toegang.autorisaties(db.session, ik().gebruiker, [taak.id], nu()):
        return _geen_toegang(taak, [taak.id])
    if not taak.handleiding:
        abort(404)
    audit.leg_vast(db.session, "handleiding.gedownload", op=taak)
    antwoord = Response(taak.handleiding, mimetype="text/plain")
    antwoord.headers.set(
        "Content-Disposition", "attachment", filename=f"handleiding-{taak.slug}.txt"
    )
    return antwoord


@bp.get("/onderwerpen/<slug>")
@schrijft
@needs(Permission.INGELOGD)
def onderwerp(slug: str) -> Response:
    """The taken of one onderwerp that are open; a refusal is audited."""
    gevonden = taken.onderwerp_op_slug(db.session, slug) or abort(404)
    eigen = [
        taak
        for taak in taken.mijn(db.session, ik().gebruiker, nu())
        if taak.onderwerp_slug == gevonden.slug
    ]
    if not eigen:
        return _geen_toegang(gevonden, taken.taken_van(db.session, gevonden))
    return make_response(render_template("taken/onderwerp.html", onderwerp=gevonden, taken=eigen))


def _verder(taak: Taak) -> str:
    """Where the taak goes on: within the portal or at an https address, else nowhere."""
    return taak.doel if is_doel(taak.doel) else ""


def _taak(slug: str) -> Taak:
    return taken.op_slug(db.session, slug) or abort(404)


def _geen_toegang(doel: Taak | Onderwerp, taak_ids: Sequence[int]) -> Response:
    """403 as a normal answer, so that the audit record is committed: what is missing, who helps."""
    wie, moment = ik().gebruiker, nu()
    soort = type(doel).__name__.lower()
    audit.leg_vast(
        db.session,
        f"{soort}.geweigerd",
        "geen_autorisatie",
        op=doel,
        organisatie_id=wie.organisatie_id,
    )
    gemist = toegang.wat_ontbreekt(db.session, wie, taak_ids, moment)
    gevers = toegang.wie_kan_geven(db.session, wie, [gemis.rol.id for gemis in gemist], moment)
    pagina = render_template(
        "taken/geen_toegang.html",
        doel=doel,
        soort=soort,
        gemist=gemist,
        gevers=gevers,
        referentie=referentie(),
    )
    return make_response(pagina, 403)
