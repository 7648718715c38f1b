# SPDX-License-Identifier: EUPL-1.2
"""The stand-in broker without its pages: its names and keys, requests checked, answers made."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cryptography.hazmat.primitives import serialization
from lxml import etree

from portal.eherkenning.handtekening import controleer, onderteken
from portal.eherkenning.namen import DS, MD, POST, PROTOCOL, SAMLP, SOAP, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.simulator.afnemer import Afnemer, uit_metadata
from portal.eherkenning.simulator.artifacten import INDEX, Kluis
from portal.eherkenning.simulator.oplosser import los_op
from portal.eherkenning.simulator.uitgever import Verklaring
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.veiligxml import ontleed_base64

ENTITY_ID = "urn:etoegang:HM:00000003888888880000:entities:9001"
PAD = "/demo/broker"


class Ontvangen(NamedTuple):
    """A checked request: its id, and where and how its answer must go."""

    verzoek_id: str
    acs: str
    binding: str


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
    """A SAML identity provider. It learns of the service provider from its metadata.

    With a ``kluis`` it offers to answer by artifact too, as the standard asks.
    """

    def __init__(
        self,
        paar: Sleutelpaar,
        base_url: str,
        metadata_van_afnemer: Callable[[], bytes],
        kluis: Kluis | None = None,
    ) -> None:
        self.paar = paar
        self.adres = f"{base_url}{PAD}/sso"
        self.oplosser = f"{base_url}{PAD}/artifact"
        self.kluis = kluis
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
        if self.kluis is not None:
            waar = {"Binding": SOAP, "Location": self.oplosser, "index": str(INDEX)}
            etree.SubElement(rol, q(MD, "ArtifactResolutionService"), waar)
        etree.SubElement(
            rol, q(MD, "SingleSignOnService"), {"Binding": POST, "Location": self.adres}
        )
        onderteken(wortel, self.paar.tekenaar, plaats=0, certificaat=self.paar.certificaat)
        inhoud: bytes = etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")
        return inhoud

    def afnemer(self) -> Afnemer:
        """The service provider as its metadata tells now."""
        return uit_metadata(self._metadata_van_afnemer())

    def ontvang(self, saml_request: str) -> Ontvangen:
        """Check a request. Raises Geweigerd or ValueError when it is not right."""
        afnemer = self.afnemer()
        verzoek = ontleed_base64(saml_request)
        controleer(verzoek, afnemer.sleutels)
        waar = afnemer.adressen.get(verzoek.get("AssertionConsumerServiceIndex", ""))
        if verzoek.tag != q(SAMLP, "AuthnRequest") or waar is None:
            raise ValueError("geen verzoek voor een bekend adres")
        if verzoek.get("Destination") != self.adres:
            raise ValueError("verzoek voor een ander")
        binding, acs = waar
        return Ontvangen(str(verzoek.get("ID")), acs, binding)

    def antwoord(self, keuze: Keuze, verzoek: Ontvangen, nu: datetime) -> etree._Element:
        """The answer for who logs in."""
        afnemer = self.afnemer()
        verklaring = Verklaring(
            afzender=ENTITY_ID,
            ontvanger=afnemer.entity_id,
            acs_url=verzoek.acs,
            verzoek_id=verzoek.verzoek_id,
            nu=nu,
            acting=self.pseudoniem(keuze),
            kvk=keuze.kvk or None,
            rsin=keuze.rsin or None,
            intermediair=keuze.intermediair or None,
            vestigingsnr=keuze.vestigingsnr or None,
            niveau=keuze.niveau,
            vorm=keuze.vorm,
            service_id=afnemer.service_id,
            advies=True,
        )
        ook_response = verzoek.binding == POST
        return uitgever.antwoord(verklaring, afnemer, self.paar, ook_response=ook_response)

    def afgebroken(self, verzoek: Ontvangen, nu: datetime) -> etree._Element:
        """The answer for who cancels."""
        return uitgever.afgebroken(ENTITY_ID, verzoek.acs, verzoek.verzoek_id, nu, self.paar)

    def artifact(self, response: etree._Element) -> str:
        """Keep the answer until it is asked for; what stands for it."""
        if self.kluis is None:
            raise ValueError("deze makelaar kent geen artifacts")
        bron_id = hashlib.sha1(ENTITY_ID.encode(), usedforsecurity=False).digest()
        return self.kluis.bewaar(etree.tostring(response), bron_id)

    def los_op(self, vraag: bytes, nu: datetime) -> bytes:
        """Answer an ArtifactResolve. Raises Geweigerd or ValueError when it is not right."""
        if self.kluis is None:
            raise ValueError("deze makelaar kent geen artifacts")
        return los_op(vraag, self.kluis, self.afnemer(), ENTITY_ID, self.paar, nu)

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
