# SPDX-License-Identifier: EUPL-1.2
"""Makes the signed AuthnRequest, by POST form or by redirect as the broker offers."""

import base64
import secrets
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.instellingen import Dienstverlener
from portal.eherkenning.namen import ARTIFACT, POST, RSA_SHA256, SAML, SAMLP, q

ACS_INDEX = {POST: "1", ARTIFACT: "2"}
DIENST_INDEX = "1"


@dataclass(frozen=True, slots=True)
class Formulier:
    """A form that the browser posts to the broker."""

    actie: str
    saml_request: str
    relay_state: str


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A request: its id, and either a form or an address to redirect to."""

    id: str
    formulier: Formulier | None = None
    url: str | None = None


def verzoek(dv: Dienstverlener, *, relay_state: str, nu: datetime) -> Verzoek:
    """A fresh signed request; ``relay_state`` (at most 80 bytes) comes back with the answer."""
    verzoek_id = f"_{secrets.token_hex(20)}"
    binding, adres = dv.broker.inlog
    bericht = _bericht(dv, verzoek_id, adres, nu)
    if binding == POST:
        teken(dv, bericht)
        inhoud = base64.b64encode(etree.tostring(bericht)).decode()
        return Verzoek(verzoek_id, formulier=Formulier(adres, inhoud, relay_state))
    return Verzoek(verzoek_id, url=_redirect(dv, adres, etree.tostring(bericht), relay_state))


def teken(dv: Dienstverlener, bericht: etree._Element) -> None:
    """Sign a message after its Issuer: with a KeyName only, as the standard asks, or with the
    certificate for a broker product that wants it (EHERKENNING_CERT_IN_BERICHT)."""
    wie = (
        {"certificaat": dv.paar.certificaat}
        if dv.met_certificaat
        else {"sleutelnaam": dv.paar.naam}
    )
    onderteken(bericht, dv.paar.tekenaar, plaats=1, **wie)


def _bericht(dv: Dienstverlener, verzoek_id: str, adres: str, nu: datetime) -> etree._Element:
    """No NameIDPolicy, level or addresses: indexes and the service catalogue say all that."""
    bericht = etree.Element(
        q(SAMLP, "AuthnRequest"),
        {
            "ID": verzoek_id,
            "Version": "2.0",
            "IssueInstant": tijdstip(nu),
            "Destination": adres,
            "ForceAuthn": "true",
            "AssertionConsumerServiceIndex": ACS_INDEX[dv.binding],
            "AttributeConsumingServiceIndex": DIENST_INDEX,
            "ProviderName": dv.naam,
        },
        nsmap={"samlp": SAMLP, "saml": SAML},
    )
    etree.SubElement(bericht, q(SAML, "Issuer")).text = dv.entity_id
    return bericht


def _redirect(dv: Dienstverlener, adres: str, bericht: bytes, relay_state: str) -> str:
    """DEFLATE, base64, and a signature over the query string itself."""
    kaal = zlib.compress(bericht, wbits=-15)
    velden = {
        "SAMLRequest": base64.b64encode(kaal).decode(),
        "RelayState": relay_state,
        "SigAlg": RSA_SHA256,
    }
    vraag = urlencode(velden)
    handtekening = dv.paar.privaat.sign(vraag.encode(), padding.PKCS1v15(), hashes.SHA256())
    teken = "&" if "?" in adres else "?"
    getekend = quote(base64.b64encode(handtekening).decode(), safe="")
    return f"{adres}{teken}{vraag}&Signature={getekend}"


def tijdstip(moment: datetime) -> str:
    """An xs:dateTime in UTC with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
