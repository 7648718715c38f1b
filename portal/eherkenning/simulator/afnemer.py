# SPDX-License-Identifier: EUPL-1.2
"""The service provider as the stand-in broker knows it: by its metadata only."""

import base64
from dataclasses import dataclass

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from portal.eherkenning.handtekening import controleer
from portal.eherkenning.namen import DS, MD, q
from portal.eherkenning.veiligxml import ontleed


@dataclass(frozen=True, slots=True)
class Afnemer:
    """Entity id, keys, by index the binding and address of an answer, and the service asked for."""

    entity_id: str
    sleutels: tuple[xmlsec.Key, ...]
    publiek: rsa.RSAPublicKey
    sleutelnaam: str
    adressen: dict[str, tuple[str, str]]
    service_id: str


def uit_metadata(inhoud: bytes) -> Afnemer:
    """Read the service provider's metadata and check its signature."""
    wortel = ontleed(inhoud)
    rol = wortel.find(q(MD, "SPSSODescriptor"))
    if rol is None:
        raise ValueError("geen dienstverlener")
    tekenen, ontsleutelen = (_dragers(rol, gebruik) for gebruik in ("signing", "encryption"))
    sleutels = tuple(
        xmlsec.Key.from_memory(_der(drager), xmlsec.KeyFormat.CERT_DER) for drager in tekenen
    )
    controleer(wortel, sleutels)
    publiek = x509.load_der_x509_certificate(_der(ontsleutelen[-1])).public_key()
    if not isinstance(publiek, rsa.RSAPublicKey):
        raise TypeError("geen RSA-sleutel")
    gevraagd = rol.find(f".//{q(MD, 'RequestedAttribute')}")
    return Afnemer(
        entity_id=wortel.get("entityID", ""),
        sleutels=sleutels,
        publiek=publiek,
        sleutelnaam=ontsleutelen[-1].findtext(f".//{q(DS, 'KeyName')}", ""),
        adressen={
            str(adres.get("index")): (str(adres.get("Binding")), str(adres.get("Location")))
            for adres in rol.findall(q(MD, "AssertionConsumerService"))
        },
        service_id="" if gevraagd is None else gevraagd.get("Name", ""),
    )


def _dragers(rol: etree._Element, gebruik: str) -> list[etree._Element]:
    return [d for d in rol.findall(q(MD, "KeyDescriptor")) if d.get("use") in {None, gebruik}]


def _der(drager: etree._Element) -> bytes:
    return base64.b64decode(drager.findtext(f".//{q(DS, 'X509Certificate')}", ""))
