# SPDX-License-Identifier: EUPL-1.2
"""HTTP-Artifact: asks the broker for the answer that an artifact stands for, over SOAP 1.1."""

import base64
import binascii
import logging
import secrets
from datetime import datetime

from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.broker import Broker
from portal.eherkenning.handtekening import controleer
from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.instellingen import Dienstverlener
from portal.eherkenning.namen import ENVELOP, SAML, SAMLP, q
from portal.eherkenning.veiligxml import (
    SCHEMA,
    een,
    eis_afzender,
    eis_gelijk,
    eis_schema,
    ontleed,
)
from portal.eherkenning.verbinding import GeenAntwoord
from portal.eherkenning.verzoek import teken, tijdstip

TYPE, LENGTE, MAX_TEKENS = b"\x00\x04", 44, 200
KOPPEN = {
    "Content-Type": "text/xml; charset=utf-8",
    "SOAPAction": '"http://www.oasis-open.org/committees/security"',
}

log = logging.getLogger(__name__)


def haal_response(dv: Dienstverlener, artifact: str, nu: datetime) -> etree._Element:
    """The Response inside a verified ArtifactResponse, still part of that document.

    Raises Geweigerd: MAKELAAR_STIL for no answer in time, MAKELAAR_ONBRUIKBAAR for one that does
    not hold, VERLOPEN when the broker has no answer (any more) for this artifact.
    """
    adres = _oplosser(dv.broker, artifact)
    vraag_id, vraag = _vraag(dv, artifact, adres, nu)
    try:
        ruw = dv.verbinding.haal(adres, vraag, KOPPEN)
    except GeenAntwoord as fout:
        log.warning("de makelaar gaf geen bruikbaar antwoord op een artifact: %s", fout)
        raise Geweigerd(Reden.MAKELAAR_STIL) from fout
    try:
        gevonden = _open(dv, ruw, vraag_id)
    except Geweigerd as fout:
        log.warning("het antwoord van de makelaar op een artifact klopt niet: %s", fout)
        raise Geweigerd(Reden.MAKELAAR_ONBRUIKBAAR) from fout
    if gevonden is None:
        raise Geweigerd(Reden.VERLOPEN)
    return gevonden


def _oplosser(broker: Broker, artifact: str) -> str:
    """Where to ask: only an artifact of our broker, at the address that its index names."""
    try:
        kaal = base64.b64decode(artifact if len(artifact) <= MAX_TEKENS else "", validate=True)
    except (binascii.Error, ValueError) as fout:
        raise Geweigerd(Reden.MISVORMD) from fout
    if len(kaal) != LENGTE or kaal[:2] != TYPE:
        raise Geweigerd(Reden.MISVORMD)
    adres = broker.oplossers.get(int.from_bytes(kaal[2:4], "big"))
    if adres is None or kaal[4:24] != broker.bron_id:
        raise Geweigerd(Reden.NIET_VOOR_ONS)
    return adres


def _vraag(dv: Dienstverlener, artifact: str, adres: str, nu: datetime) -> tuple[str, bytes]:
    """A signed ArtifactResolve in its envelope, and its id."""
    vraag_id = f"_{secrets.token_hex(20)}"
    envelop = etree.Element(q(ENVELOP, "Envelope"), nsmap={"soap": ENVELOP})
    vraag = etree.SubElement(
        etree.SubElement(envelop, q(ENVELOP, "Body")),
        q(SAMLP, "ArtifactResolve"),
        {"ID": vraag_id, "Version": "2.0", "IssueInstant": tijdstip(nu), "Destination": adres},
        nsmap={"samlp": SAMLP, "saml": SAML},
    )
    etree.SubElement(vraag, q(SAML, "Issuer")).text = dv.entity_id
    etree.SubElement(vraag, q(SAMLP, "Artifact")).text = artifact
    teken(dv, vraag)
    return vraag_id, etree.tostring(envelop, xml_declaration=True, encoding="UTF-8")


def _open(dv: Dienstverlener, ruw: bytes, vraag_id: str) -> etree._Element | None:
    """The Response in a signed answer to our question; None when there is none."""
    envelop = ontleed(ruw)
    if envelop.tag != q(ENVELOP, "Envelope"):
        raise Geweigerd(Reden.MISVORMD)
    inhoud = een(envelop, ENVELOP, "Body", Reden.MISVORMD)
    antwoord = een(inhoud, SAMLP, "ArtifactResponse", Reden.MISVORMD)
    if len(inhoud) != 1:
        raise Geweigerd(Reden.MISVORMD)
    eis_schema(antwoord, SCHEMA)
    controleer(antwoord, dv.broker.sleutels)
    eis_afzender(antwoord, dv.broker.entity_id)
    eis_gelijk(antwoord.get("InResponseTo"), vraag_id, Reden.ANDER_VERZOEK)
    status = een(antwoord, SAMLP, "Status", Reden.MISVORMD)
    code = een(status, SAMLP, "StatusCode", Reden.MISVORMD)
    eis_gelijk(code.get("Value"), namen.SUCCES, Reden.DIENST_KAN_NIET)
    if antwoord.find(q(SAMLP, "Response")) is None:
        return None
    return een(antwoord, SAMLP, "Response", Reden.MISVORMD)
