# SPDX-License-Identifier: EUPL-1.2
"""The stand-in broker without its pages: its names and keys, requests checked, answers made."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives import serialization
from lxml import etree

from portal.eherkenning.handtekening import controleer, onderteken
from portal.eherkenning.namen import DS, MD, POST, PROTOCOL, SAMLP, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.simulator.afnemer import Afnemer, uit_metadata
from portal.eherkenning.simulator.uitgever import Verklaring
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.veiligxml import ontleed_base64

ENTITY_ID = "urn:etoegang:HM:00000003888888880000:entities:9001"
PAD = "/demo/broker"


@dataclass(frozen=True, slots=True)
class Keuze:
    """What the person chose on the broker's page."""

    persoon: str
    middel: str
    kvk: str
    rsin: str
    intermediair: str
    vestigingsnr: str
    niveau: str
    vorm: str


class Makelaar:
    """A SAML identity provider. It learns of the service provider from its metadata."""

    def __init__(
        self, paar: Sleutelpaar, base_url: str, metadata_van_afnemer: Callable[[], bytes]
    ) -> None:
        self.paar = paar
        self.adres = f"{base_url}{PAD}/sso"
        self._metadata_van_afnemer = metadata_van_afnemer

    def metadata(self) -> bytes:
        """The broker's own metadata, signed."""
        wortel = etree.Element(
            q(MD, "EntityDescriptor"),
            {"ID": "_makelaar", "entityID": ENTITY_ID},
            nsmap={"md": MD, "ds": DS},
        )
        rol = etree.SubElement(
            wortel,
            q(MD, "IDPSSODescriptor"),
            {"WantAuthnRequestsSigned": "true", "protocolSupportEnumeration": PROTOCOL},
        )
        info = etree.SubElement(
            etree.SubElement(rol, q(MD, "KeyDescriptor"), {"use": "signing"}), q(DS, "KeyInfo")
        )
        etree.SubElement(info, q(DS, "KeyName")).text = self.paar.naam
        x509 = etree.SubElement(info, q(DS, "X509Data"))
        etree.SubElement(x509, q(DS, "X509Certificate")).text = self.paar.certificaat
        etree.SubElement(
            rol, q(MD, "SingleSignOnService"), {"Binding": POST, "Location": self.adres}
        )
        onderteken(wortel, self.paar.tekenaar, plaats=0, certificaat=self.paar.certificaat)
        inhoud: bytes = etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")
        return inhoud

    def afnemer(self) -> Afnemer:
        """The service provider as its metadata tells now."""
        return uit_metadata(self._metadata_van_afnemer())

    def ontvang(self, saml_request: str) -> tuple[str, str]:
        """Check a request: its id and the address to answer to. Raises Geweigerd or ValueError."""
        afnemer = self.afnemer()
        verzoek = ontleed_base64(saml_request)
        controleer(verzoek, afnemer.sleutels)
        acs = afnemer.adressen.get(verzoek.get("AssertionConsumerServiceIndex", ""))
        if verzoek.tag != q(SAMLP, "AuthnRequest") or acs is None:
            raise ValueError("geen verzoek voor een bekend adres")
        if verzoek.get("Destination") != self.adres:
            raise ValueError("verzoek voor een ander")
        return str(verzoek.get("ID")), acs

    def antwoord(self, keuze: Keuze, verzoek_id: str, acs_url: str, nu: datetime) -> str:
        """The base64 answer for who logs in."""
        afnemer = self.afnemer()
        verklaring = Verklaring(
            afzender=ENTITY_ID,
            ontvanger=afnemer.entity_id,
            acs_url=acs_url,
            verzoek_id=verzoek_id,
            nu=nu,
            acting=self.pseudoniem(keuze),
            kvk=keuze.kvk or None,
            rsin=keuze.rsin or None,
            intermediair=keuze.intermediair or None,
            vestigingsnr=keuze.vestigingsnr or None,
            niveau=keuze.niveau,
            vorm=keuze.vorm,
            service_id=afnemer.service_id,
        )
        return _base64(uitgever.antwoord(verklaring, afnemer, self.paar))

    def afgebroken(self, verzoek_id: str, acs_url: str, nu: datetime) -> str:
        """The base64 answer for who cancels."""
        return _base64(uitgever.afgebroken(ENTITY_ID, acs_url, verzoek_id, nu, self.paar))

    def pseudoniem(self, keuze: Keuze) -> str:
        """Stable for person, means and organisatie (or intermediary): 64 hex @ 32 hex."""
        sleutel = self.paar.privaat.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        voor = keuze.intermediair or keuze.kvk or keuze.rsin
        wie = "\x00".join((keuze.persoon.strip().lower(), keuze.middel, voor))
        deel = hmac.digest(hashlib.sha256(sleutel).digest(), wie.encode(), "sha384").hex()
        return f"{deel[:64]}@{deel[64:96]}"


def _base64(element: etree._Element) -> str:
    return base64.b64encode(etree.tostring(element)).decode()
