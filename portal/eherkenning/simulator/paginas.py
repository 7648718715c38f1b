# SPDX-License-Identifier: EUPL-1.2
"""The pages of the stand-in broker: choose who you are, log in or cancel. Only with DEMO=1."""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from itsdangerous import BadData, URLSafeTimedSerializer
from lxml import etree

from portal.eherkenning.identiteit import Geweigerd
from portal.eherkenning.namen import ARTIFACT
from portal.eherkenning.simulator.makelaar import PAD, Keuze, Makelaar, Ontvangen

NIVEAUS = {"loa2": "EH2", "loa2plus": "EH2+", "loa3": "EH3", "loa4": "EH4"}
VORMEN = {"encrypted": "versleuteld (standaard)", "nameid": "NameID", "plain": "platte tekst"}
MAX_LEEFTIJD = 3600
CIJFERS = {
    "kvk": ("KvK-nummer", 8),
    "rsin": ("RSIN", 9),
    "intermediair": ("KvK-nummer van de intermediair", 8),
    "vestigingsnr": ("Vestigingsnummer", 12),
}
PERSONEN = (
    "Jan de Vries",
    "Fatima El Amrani",
    "Sanne Bakker",
    "Kees van den Berg",
    "Ingrid Visser (bestuur)",
    "Omar Haddad (bestuur)",
    "Marijke Postma (bestuur)",
)


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """An organisatie to choose without typing."""

    naam: str
    kvk: str
    rsin: str | None


def maak_blueprint(
    makelaar: Makelaar,
    voorbeelden: Callable[[], Sequence[Voorbeeld]],
    klok: Callable[[], datetime],
) -> Blueprint:
    """The broker's addresses under /demo/broker/. Its state travels in a signed form field."""
    bp = Blueprint("broker", __name__, url_prefix=PAD)

    @bp.get("/metadata")
    def metadata() -> Response:
        return Response(makelaar.metadata(), mimetype="application/samlmetadata+xml")

    @bp.post("/sso")
    def sso() -> Response:
        gevraagd = makelaar.ontvang(request.form.get("SAMLRequest", ""))
        toestand = _schrijver().dumps([*gevraagd, request.form.get("RelayState", "")])
        begin = Keuze(PERSONEN[0], "1", "", "", "", "", "loa3", "encrypted")
        return _kiespagina(toestand, begin, {}, voorbeelden())

    @bp.post("/kies")
    def kies() -> Response:
        toestand = request.form.get("toestand", "")
        *gevraagd, relay_state = _schrijver().loads(toestand, max_age=MAX_LEEFTIJD)
        keuze, verzoek = _keuze(), Ontvangen(*gevraagd)
        if request.form.get("actie") == "annuleren":
            return _terug(makelaar, makelaar.afgebroken(verzoek, klok()), verzoek, relay_state)
        if fouten := _fouten(keuze):
            return _kiespagina(toestand, keuze, fouten, voorbeelden())
        return _terug(makelaar, makelaar.antwoord(keuze, verzoek, klok()), verzoek, relay_state)

    @bp.post("/artifact")
    def artifact() -> Response:
        return Response(makelaar.los_op(request.get_data(), klok()), mimetype="text/xml")

    for soort in (Geweigerd, ValueError, BadData):
        bp.register_error_handler(soort, _fout)
    return bp


def _fout(_fout: Exception) -> Response:
    """One page for each request that is not right."""
    return make_response(render_template("demo/broker/fout.html"), 400)


def _kiespagina(
    toestand: str, keuze: Keuze, fouten: dict[str, str], voorbeelden: Sequence[Voorbeeld]
) -> Response:
    pagina = render_template(
        "demo/broker/kies.html",
        toestand=toestand,
        keuze=keuze,
        fouten=fouten,
        niveaus=NIVEAUS,
        vormen=VORMEN,
        personen=PERSONEN,
        voorbeelden=voorbeelden,
    )
    return make_response(pagina, 422 if fouten else 200)


def _terug(
    makelaar: Makelaar, antwoord: etree._Element, verzoek: Ontvangen, relay_state: str
) -> Response:
    """Send the browser back as the service asked: with the answer, or with its artifact."""
    if verzoek.binding == ARTIFACT:
        velden = {"SAMLart": makelaar.artifact(antwoord), "RelayState": relay_state}
        return make_response(redirect(f"{verzoek.acs}?{urlencode(velden)}", 303))
    pagina = render_template(
        "demo/broker/terug.html",
        acs=verzoek.acs,
        antwoord=base64.b64encode(etree.tostring(antwoord)).decode(),
        relay_state=relay_state,
    )
    return make_response(pagina)


def _schrijver() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="demo-broker")


def _keuze() -> Keuze:
    def veld(naam: str, standaard: str = "") -> str:
        return request.form.get(naam, standaard).strip()

    return Keuze(
        persoon=veld("persoon"),
        middel=veld("middel", "1") or "1",
        kvk=veld("kvk"),
        rsin=veld("rsin"),
        intermediair=veld("intermediair"),
        vestigingsnr=veld("vestigingsnr"),
        niveau=veld("niveau", "loa3"),
        vorm=veld("vorm", "encrypted"),
    )


def _fouten(keuze: Keuze) -> dict[str, str]:
    """The message for each field that is wrong."""
    fouten = {}
    for naam, (label, aantal) in CIJFERS.items():
        waarde = getattr(keuze, naam)
        if waarde and not re.fullmatch(rf"[0-9]{{{aantal}}}", waarde):
            fouten[naam] = f"{label} heeft {aantal} cijfers"
    if not keuze.persoon:
        fouten["persoon"] = "Vul een naam in"
    if not (keuze.kvk or keuze.rsin):
        fouten["kvk"] = "Vul een KvK-nummer in"
    if keuze.niveau not in NIVEAUS or keuze.vorm not in VORMEN:
        fouten["niveau"] = "Kies uit de lijst"
    if any(len(str(waarde)) > 200 for waarde in astuple(keuze)):
        fouten["persoon"] = "Dit is te lang"
    return fouten
