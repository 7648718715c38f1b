# SPDX-License-Identifier: EUPL-1.2
"""The broker (herkenningsmakelaar), known by its metadata only."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from portal.config import LOOPBACK, OnjuisteInstelling
from portal.eherkenning.handtekening import controleer
from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.namen import DS, MD, POST, PROTOCOL, REDIRECT, SOAP, q
from portal.eherkenning.sleutels import MIN_BITS
from portal.eherkenning.veiligxml import een, ontleed, tekst_van

HOST = re.compile(r"[0-9A-Za-z.:\[\]-]+")  # it becomes part of a policy


@dataclass(frozen=True, slots=True)
class Broker:
    """Entity id, pinned signing keys with their fingerprints, by binding the first
    address to log in, and by index the addresses where artifacts are resolved."""

    entity_id: str
    sleutels: tuple[xmlsec.Key, ...] = field(repr=False, compare=False)
    adressen: dict[str, str]
    oplossers: dict[int, str] = field(default_factory=dict)
    vingerafdrukken: frozenset[str] = frozenset()

    @property
    def bron_id(self) -> bytes:
        """The SourceID in this broker's artifacts."""
        return hashlib.sha1(self.entity_id.encode(), usedforsecurity=False).digest()

    @property
    def inlog(self) -> tuple[str, str]:
        """How and where a request goes: by POST form, or else by redirect."""
        binding = POST if POST in self.adressen else REDIRECT
        return binding, self.adressen[binding]

    @property
    def oorsprong(self) -> str:
        """Scheme and host of the login page, for the policy on form targets."""
        delen = urlsplit(self.inlog[1])
        return f"{delen.scheme}://{delen.netloc}"


def uit_metadata(
    inhoud: bytes, getekend_door: Sequence[xmlsec.Key] = (), *, eis_getekend: bool = False
) -> Broker:
    """Read metadata; raises OnjuisteInstelling when it is not usable.

    With ``getekend_door`` one of those keys must have signed it. Else a signature must be of a
    key that it names itself, and may be missing unless ``eis_getekend``: that shows it is whole;
    that it is the broker's own, the operator establishes when fetching it.
    """
    try:
        wortel = ontleed(inhoud)
        broker = _lees(wortel)
        if eis_getekend or getekend_door or wortel.find(q(DS, "Signature")) is not None:
            controleer(wortel, getekend_door or broker.sleutels)
        return broker
    except (Geweigerd, ValueError, xmlsec.Error) as fout:
        raise OnjuisteInstelling(
            "MIJNDUO_EHERKENNING_IDP_METADATA is geen bruikbare metadata van een makelaar."
        ) from fout


def _lees(wortel: etree._Element) -> Broker:
    if wortel.tag != q(MD, "EntityDescriptor"):
        raise Geweigerd(Reden.MISVORMD)
    rol = een(wortel, MD, "IDPSSODescriptor", Reden.MISVORMD)
    if any(_is_verlopen(deel.get("validUntil")) for deel in (wortel, rol)):
        raise Geweigerd(Reden.MISVORMD)
    if PROTOCOL not in rol.get("protocolSupportEnumeration", "").split():
        raise Geweigerd(Reden.MISVORMD)
    dragers = [
        (knoop, drager.findtext(f"{q(DS, 'KeyInfo')}/{q(DS, 'KeyName')}"))
        for drager in rol.findall(q(MD, "KeyDescriptor"))
        if drager.get("use") in {None, "signing"}
        for knoop in drager.iter(q(DS, "X509Certificate"))
    ]
    sleutels = tuple(_sleutel(_der(knoop), naam) for knoop, naam in dragers)
    oplossers = {
        int(dienst.get("index", "")): _adres(dienst)
        for dienst in rol.findall(q(MD, "ArtifactResolutionService"))
        if dienst.get("Binding") == SOAP
    }
    adressen: dict[str, str] = {}
    for dienst in rol.findall(q(MD, "SingleSignOnService")):
        if dienst.get("Binding") in {POST, REDIRECT}:  # an HM offers HTTP-Artifact too
            adressen.setdefault(str(dienst.get("Binding")), _adres(dienst))
    entity_id = wortel.get("entityID")
    if not (sleutels and adressen and entity_id):
        raise Geweigerd(Reden.MISVORMD)
    afdrukken = frozenset(hashlib.sha256(_der(knoop)).hexdigest() for knoop, _ in dragers)
    return Broker(entity_id, sleutels, adressen, oplossers, afdrukken)


def _adres(dienst: etree._Element) -> str:
    """An address that is safe to send people, or a question, to."""
    adres = str(dienst.get("Location"))
    delen = urlsplit(adres)
    veilig = delen.scheme == "https" or (delen.scheme == "http" and delen.hostname in LOOPBACK)
    if not veilig or not HOST.fullmatch(delen.netloc):
        raise Geweigerd(Reden.MISVORMD)
    return adres


def _is_verlopen(tekst: str | None) -> bool:
    if tekst is None:
        return False
    tot = datetime.fromisoformat(tekst)
    return (tot if tot.tzinfo else tot.replace(tzinfo=UTC)) <= datetime.now(UTC)


def _der(knoop: etree._Element) -> bytes:
    return base64.b64decode("".join(tekst_van(knoop).split()), validate=True)


def _sleutel(der: bytes, naam: str | None) -> xmlsec.Key:
    publiek = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(publiek, rsa.RSAPublicKey) or publiek.key_size < MIN_BITS:
        raise Geweigerd(Reden.MISVORMD)
    sleutel = xmlsec.Key.from_memory(der, xmlsec.KeyFormat.CERT_DER)
    if naam:
        sleutel.name = naam
    return sleutel
