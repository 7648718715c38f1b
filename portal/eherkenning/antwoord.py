# SPDX-License-Identifier: EUPL-1.2
"""Reads the broker's answer: every check of the interface, in order, or a Weigering (R8, R33)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from lxml import etree

from portal.eherkenning import attributen, namen
from portal.eherkenning.artifact import haal_response
from portal.eherkenning.handtekening import controleer
from portal.eherkenning.identiteit import Geweigerd, Identiteit, Reden, Weigering
from portal.eherkenning.instellingen import Dienstverlener
from portal.eherkenning.namen import DS, SAML, SAMLP, q
from portal.eherkenning.veiligxml import (
    SCHEMA,
    een,
    eis_afzender,
    eis_gelijk,
    eis_schema,
    ontleed_base64,
    tekst_van,
)

SPELING = timedelta(seconds=30)  # clocks may differ this much
MAX_GELDIG = timedelta(minutes=15)  # the standard gives two; nobody needs an answer for a day
# We ask for a new login each time (ForceAuthn), and a request waits half an hour for its answer.
MAX_INGELOGD = timedelta(minutes=30)
MAX_MELDING = 200
MAG_IN_RESPONSE = {
    q(SAML, "Issuer"),
    q(DS, "Signature"),
    q(SAMLP, "Status"),
    q(SAML, "Assertion"),
}


def lees(
    dv: Dienstverlener, saml_response: str, *, verzoek_id: str, nu: datetime
) -> Identiteit | Weigering:
    """The identity that the broker vouches for, in answer to our request ``verzoek_id``.

    ``saml_response`` is the base64 form field of the HTTP-POST binding, by which both Response
    and Assertion must be signed. Never raises for what a sender can make.
    """
    try:
        antwoord = ontleed_base64(saml_response)
        if antwoord.tag != q(SAMLP, "Response"):
            raise Geweigerd(Reden.MISVORMD)
        eis_schema(antwoord, SCHEMA)
        _eis_succes(antwoord, lambda: controleer(antwoord, dv.broker.sleutels))
        controleer(antwoord, dv.broker.sleutels)
        return _lees(dv, antwoord, verzoek_id, nu)
    except Geweigerd as geweigerd:
        return Weigering(geweigerd.reden, geweigerd.melding)


def lees_artifact(
    dv: Dienstverlener, artifact: str, *, verzoek_id: str, nu: datetime
) -> Identiteit | Weigering:
    """The same for an artifact, which is exchanged with the broker first.

    The signature of the ArtifactResponse then stands for that of the Response, which may be
    unsigned; one that is there must be right.
    """
    try:
        antwoord = haal_response(dv, artifact, nu)
        if antwoord.find(q(DS, "Signature")) is not None:
            controleer(antwoord, dv.broker.sleutels)
        _eis_succes(antwoord, lambda: None)
        return _lees(dv, antwoord, verzoek_id, nu)
    except Geweigerd as geweigerd:
        return Weigering(geweigerd.reden, geweigerd.melding)


def _lees(
    dv: Dienstverlener, antwoord: etree._Element, verzoek_id: str, nu: datetime
) -> Identiteit:
    if not {kind.tag for kind in antwoord} <= MAG_IN_RESPONSE:
        raise Geweigerd(Reden.MISVORMD)
    assertion = een(antwoord, SAML, "Assertion", Reden.HANDTEKENING)
    controleer(assertion, dv.broker.sleutels)
    eis_afzender(antwoord, dv.broker.entity_id)
    eis_afzender(assertion, dv.broker.entity_id)
    eis_gelijk(antwoord.get("InResponseTo"), verzoek_id, Reden.ANDER_VERZOEK)
    eis_gelijk(antwoord.get("Destination"), dv.acs_url, Reden.NIET_VOOR_ONS)
    geldig_tot = _eis_onderwerp(assertion, dv, verzoek_id, nu)
    _eis_voorwaarden(assertion, dv, nu)
    niveau = _eis_inloggen(assertion, nu)
    return _identiteit(dv, assertion, niveau, geldig_tot)


def _eis_succes(antwoord: etree._Element, eis_getekend: Callable[[], None]) -> None:
    """Refuse any other status. It needs no signature to be believed, since it only leads to a
    page; the broker's words are shown only when it signed them."""
    status = een(antwoord, SAMLP, "Status", Reden.MISVORMD)
    code = een(status, SAMLP, "StatusCode", Reden.MISVORMD)
    onder = [kind.get("Value") for kind in code.findall(q(SAMLP, "StatusCode"))]
    if code.get("Value") == namen.SUCCES and not onder:
        return
    if code.get("Value") == namen.ANTWOORDER and onder == [namen.AUTHN_MISLUKT]:
        raise Geweigerd(Reden.GEANNULEERD)
    melding = (status.findtext(q(SAMLP, "StatusMessage")) or "").strip()[:MAX_MELDING]
    try:
        eis_getekend()
    except Geweigerd:
        melding = ""
    raise Geweigerd(Reden.DIENST_KAN_NIET, melding)


def _eis_onderwerp(
    assertion: etree._Element, dv: Dienstverlener, verzoek_id: str, nu: datetime
) -> datetime:
    """Bearer, for this request, for our address, still valid; returns until when."""
    onderwerp = een(assertion, SAML, "Subject", Reden.MISVORMD)
    bevestiging = een(onderwerp, SAML, "SubjectConfirmation", Reden.MISVORMD)
    eis_gelijk(bevestiging.get("Method"), namen.BEARER, Reden.MISVORMD)
    gegevens = een(bevestiging, SAML, "SubjectConfirmationData", Reden.MISVORMD)
    eis_gelijk(gegevens.get("InResponseTo"), verzoek_id, Reden.ANDER_VERZOEK)
    eis_gelijk(gegevens.get("Recipient"), dv.acs_url, Reden.NIET_VOOR_ONS)
    tot = _moment(gegevens.get("NotOnOrAfter"))
    if gegevens.get("NotBefore") is not None or not tot or not _is_nu_geldig(nu, tot, nu):
        raise Geweigerd(Reden.VERLOPEN)
    return tot


def _eis_voorwaarden(assertion: etree._Element, dv: Dienstverlener, nu: datetime) -> None:
    voorwaarden = een(assertion, SAML, "Conditions", Reden.MISVORMD)
    van, tot = (_moment(voorwaarden.get(n)) for n in ("NotBefore", "NotOnOrAfter"))
    if not van or not tot or not _is_nu_geldig(van, tot, nu):
        raise Geweigerd(Reden.VERLOPEN)
    beperkingen = voorwaarden.findall(q(SAML, "AudienceRestriction"))
    for beperking in beperkingen:
        if dv.entity_id not in [tekst_van(a) for a in beperking.findall(q(SAML, "Audience"))]:
            raise Geweigerd(Reden.NIET_VOOR_ONS)
    if not beperkingen:
        raise Geweigerd(Reden.NIET_VOOR_ONS)


def _eis_inloggen(assertion: etree._Element, nu: datetime) -> str:
    """Logged in for us just now, and surely enough: the level by rank (R8); an unknown one
    counts as too low."""
    verklaring = een(assertion, SAML, "AuthnStatement", Reden.MISVORMD)
    context = een(verklaring, SAML, "AuthnContext", Reden.MISVORMD)
    klasse = tekst_van(een(context, SAML, "AuthnContextClassRef", Reden.NIVEAU_TE_LAAG))
    if namen.RANG.get(klasse, -1) < namen.RANG[namen.MIN_NIVEAU]:
        raise Geweigerd(Reden.NIVEAU_TE_LAAG)
    moment = _moment(verklaring.get("AuthnInstant"))
    if not moment or not nu - MAX_INGELOGD <= moment <= nu + SPELING:
        raise Geweigerd(Reden.VERLOPEN)
    return klasse.removeprefix(namen.NIVEAU)


def _identiteit(
    dv: Dienstverlener, assertion: etree._Element, niveau: str, geldig_tot: datetime
) -> Identiteit:
    waarden = attributen.lees(assertion, dv.paren, dv.entity_id)
    diensten = [
        (waarden.get(namen.SERVICE_UUID), dv.service_uuid),
        (waarden.get(namen.SERVICE_ID), dv.service_id),
    ]
    genoemd = [(waarde, ons) for waarde, ons in diensten if waarde]
    if not genoemd or any(waarde != {ons} for waarde, ons in genoemd):
        raise Geweigerd(Reden.VERKEERDE_DIENST)
    kvk = attributen.een_waarde(waarden, namen.KVK)
    rsin = attributen.een_waarde(waarden, namen.RSIN)
    acting = attributen.een_waarde(waarden, namen.ACTING, *namen.PSEUDOS)
    if not acting or not (kvk or rsin):
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    attributen.met_vorm(acting, attributen.PSEUDONIEM)
    return Identiteit(
        acting=acting.lower(),
        kvk=attributen.met_vorm(kvk, attributen.KVK),
        rsin=attributen.met_vorm(rsin, attributen.RSIN),
        intermediair=_intermediair(waarden),
        niveau=niveau,
        assertion_id=str(assertion.get("ID")),
        geldig_tot=geldig_tot,
        beperkingen=attributen.beperkingen(waarden),
    )


def _intermediair(waarden: attributen.Waarden) -> str | None:
    """Who acts between person and organisatie, by KvK number where both are told."""
    soorten = (namen.TUSSEN_KVK, namen.TUSSEN_RSIN, namen.TUSSEN)
    gevonden = [attributen.een_waarde(waarden, soort) for soort in soorten]
    eerste = next((waarde for waarde in gevonden if waarde is not None), None)
    return attributen.met_vorm(eerste, attributen.NUMMER)


def _is_nu_geldig(van: datetime, tot: datetime, nu: datetime) -> bool:
    """Begun, not over, and not valid for longer than a login takes."""
    begonnen = nu - MAX_GELDIG <= van <= nu + SPELING
    return begonnen and nu - SPELING < tot <= nu + MAX_GELDIG


def _moment(tekst: str | None) -> datetime | None:
    """An xs:dateTime in UTC, or None."""
    if tekst is None or not tekst.endswith("Z"):
        return None
    try:
        return datetime.fromisoformat(tekst)
    except ValueError:
        return None
