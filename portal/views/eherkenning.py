# SPDX-License-Identifier: EUPL-1.2
"""Logging in with eHerkenning: send the request, take the answer (R8, R10)."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask import request as verzoek
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BasisResponse

from portal import audit, eherkenning
from portal.db import db
from portal.domain import inloggen, sectoren
from portal.domain.inloggen import Login, Uitkomst
from portal.eherkenning import (
    Broker,
    Dienstverlener,
    Identiteit,
    Reden,
    Verversing,
    Weigering,
)
from portal.permissions import Permission
from portal.web.aanmelding import log_uit, zet_sessie
from portal.web.access import needs
from portal.web.cijfers import METADATA
from portal.web.fouten import referentie
from portal.web.ik import adres
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from portal.web.transactie import schrijft, zonder_database
from portal.web.verzoekkoekje import Verzoekkoekje, wis, zet, zoek

bp = Blueprint("eherkenning", __name__, url_prefix="/eherkenning")
NAAR = {Uitkomst.PORTAAL: "overzicht.toon", Uitkomst.KOPPELEN: "koppelen.begin"}
MAX_FORMULIER = 320 * 1024  # bytes; taking a form apart costs eighty times as much memory
STIL = frozenset({Reden.MAKELAAR_STIL, Reden.MAKELAAR_ONBRUIKBAAR})
STATUS = {Reden.GEANNULEERD: 403, Reden.NIVEAU_TE_LAAG: 403} | dict.fromkeys(STIL, 502)


def _dienstverlener() -> Dienstverlener:
    """Us, and the broker as we know it now; now and then its metadata is asked for again."""
    bewaard = current_app.extensions
    dv: Dienstverlener = bewaard["eherkenning"]
    verversing: Verversing | None = bewaard["eherkenning-verversing"]
    if verversing is not None:
        verversing.zo_nodig(
            dv.broker, lambda broker, uitkomst: _ververst(bewaard, broker, uitkomst)
        )
    return dv


def _ververst(bewaard: dict[str, Any], broker: Broker, uitkomst: str) -> None:
    METADATA.labels(uitkomst).inc()
    bewaard["eherkenning"] = replace(bewaard["eherkenning"], broker=broker)


@bp.get("/login")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def login() -> BasisResponse:
    """Send the browser to the broker with a signed request that only this browser can use."""
    sector = sectoren.op_slug(db.session, verzoek.args.get("sector", ""))
    return stuur(sector.slug if sector else "")


def stuur(sector: str = "", doel: str = "") -> BasisResponse:
    """To the broker. ``doel`` is a page of the requests of a bestuur: the login is for that."""
    relay_state = secrets.token_urlsafe(24)
    bericht = eherkenning.verzoek(_dienstverlener(), relay_state=relay_state, nu=nu())
    antwoord: Response
    if bericht.formulier is not None:
        antwoord = make_response(
            render_template("eherkenning/verstuur.html", formulier=bericht.formulier)
        )
    else:
        antwoord = make_response(redirect(bericht.url or "", 303))
    zet(antwoord, verzoek, Verzoekkoekje(relay_state, bericht.id, sector, doel))
    return antwoord


@bp.route("/acs", methods=["GET", "POST"])
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
@schrijft
def acs() -> BasisResponse:
    """Take the broker's answer: to the portal, to the wizard, or a refusal without session."""
    verzoek.max_content_length = MAX_FORMULIER
    if verzoek.method not in {"GET", "POST"}:  # HEAD comes with GET, and may change nothing
        return _geweigerd(Reden.MISVORMD, None)
    velden = verzoek.form if verzoek.method == "POST" else verzoek.args
    koekje = zoek(verzoek, velden.get("RelayState", ""))
    if koekje is None:
        return _geweigerd(Reden.ANDER_VERZOEK, None)
    gelezen = _lees(velden, koekje)
    if isinstance(gelezen, Weigering):
        return _geweigerd(gelezen.reden, koekje, gelezen.melding)
    resultaat = _log_in(gelezen, koekje)
    if resultaat.token is None:
        return _pagina(str(resultaat.uitkomst), 403, koekje)
    if current_user.fase is not None:
        log_uit()
    zet_sessie(resultaat.token)
    antwoord = make_response(redirect(koekje.doel or url_for(NAAR[resultaat.uitkomst]), 303))
    wis(antwoord, verzoek, koekje)
    return antwoord


def _lees(velden: Mapping[str, str], koekje: Verzoekkoekje) -> Identiteit | Weigering:
    """What the answer says: an artifact by GET or POST, a whole answer by POST only."""
    dv, artifact = _dienstverlener(), velden.get("SAMLart", "")
    if not artifact:
        antwoord = verzoek.form.get("SAMLResponse", "")
        return eherkenning.lees(dv, antwoord, verzoek_id=koekje.verzoek_id, nu=nu())
    with zonder_database():
        return eherkenning.lees_artifact(dv, artifact, verzoek_id=koekje.verzoek_id, nu=nu())


def _log_in(identiteit: Identiteit, koekje: Verzoekkoekje) -> Login:
    """For what the request was sent: the requests of a bestuur (R29), or the portal."""
    if koekje.doel:
        return inloggen.voor_aanvraag(
            db.session, identiteit, verzoek_id=koekje.verzoek_id, nu=nu(), adres=adres()
        )
    sector = sectoren.op_slug(db.session, koekje.sector)
    return inloggen.met_eherkenning(
        db.session,
        identiteit,
        verzoek_id=koekje.verzoek_id,
        sector_id=sector.id if sector else None,
        nu=nu(),
        adres=adres(),
    )


@bp.errorhandler(413)
def te_groot(_fout: HTTPException) -> Response:
    """Whoever sends a flood to this address gets no other page than any hostile answer."""
    return _geweigerd(Reden.MISVORMD, None)


@bp.get("/metadata")
@needs(Permission.PUBLIEK)
def metadata() -> Response:
    """The signed metadata of this service provider."""
    inhoud = eherkenning.metadata(_dienstverlener())
    return Response(inhoud, mimetype="application/samlmetadata+xml")


def _geweigerd(reden: Reden, koekje: Verzoekkoekje | None, melding: str = "") -> Response:
    """One audit record, one neutral page, no session.

    After a broker that kept silent the request still waits: reloading the page asks it again.
    """
    audit.leg_vast(db.session, "login.eherkenning", str(reden))
    status, wissen = STATUS.get(reden, 400), reden not in STIL
    return _pagina(str(reden), status, koekje, melding=melding, wissen=wissen)


def _pagina(
    reden: str,
    status: int,
    koekje: Verzoekkoekje | None,
    *,
    melding: str = "",
    wissen: bool = True,
) -> Response:
    pagina = render_template(
        "eherkenning/geweigerd.html",
        reden=reden,
        melding=melding,
        referentie=referentie(),
        sector=koekje.sector if koekje else "",
        doel=koekje.doel if koekje else "",
    )
    antwoord = make_response(pagina, status)
    if koekje is not None and wissen:
        wis(antwoord, verzoek, koekje)
    return antwoord
