# SPDX-License-Identifier: EUPL-1.2
"""Encrypts an EncryptedID with anything, where the stand-in broker knows one way only."""

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.namen import DS, SAML, XENC, q

XENC11 = "http://www.w3.org/2009/xmlenc11#"
OAEP, OAEP11 = f"{XENC}rsa-oaep-mgf1p", f"{XENC11}rsa-oaep"
SHA1, SHA256 = "http://www.w3.org/2000/09/xmldsig#sha1", f"{XENC}sha256"
Sluit = Callable[[bytes, bytes], bytes]


def cbc(sleutel: bytes, tekst: bytes) -> bytes:
    rest = 16 - len(tekst) % 16
    return cbc_kaal(sleutel, tekst + os.urandom(rest - 1) + bytes([rest]))


def cbc_kaal(sleutel: bytes, tekst: bytes) -> bytes:
    """Without padding, so that any can be given."""
    begin = os.urandom(16)
    cijfer = Cipher(AES(sleutel), modes.CBC(begin)).encryptor()
    return begin + cijfer.update(tekst) + cijfer.finalize()


def gcm(sleutel: bytes, tekst: bytes) -> bytes:
    begin = os.urandom(12)
    return begin + AESGCM(sleutel).encrypt(begin, tekst, None)


def oaep(hash_: hashes.HashAlgorithm, mgf: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    return padding.OAEP(mgf=padding.MGF1(mgf), algorithm=hash_, label=None)


@dataclass(frozen=True)
class Slot:
    """How a NameID is locked away, and what the message says of it."""

    blok: str = f"{XENC}aes256-cbc"
    lengte: int = 32
    sluit: Sluit = cbc
    sleutelwijze: str = OAEP
    opvulling: padding.AsymmetricPadding = field(
        default_factory=lambda: oaep(hashes.SHA1(), hashes.SHA1())
    )
    digest: str | None = SHA1
    mgf: str | None = None

    def omhulsel(self, tekst: bytes, publiek: rsa.RSAPublicKey) -> etree._Element:
        """The EncryptedID."""
        sleutel = os.urandom(self.lengte)
        uit = etree.Element(q(SAML, "EncryptedID"), nsmap={"saml": SAML, "xenc": XENC, "ds": DS})
        gegevens = etree.SubElement(uit, q(XENC, "EncryptedData"), {"Type": f"{XENC}Element"})
        etree.SubElement(gegevens, q(XENC, "EncryptionMethod"), {"Algorithm": self.blok})
        _waarde(gegevens, self.sluit(sleutel, tekst))
        drager = etree.SubElement(uit, q(XENC, "EncryptedKey"))
        methode = etree.SubElement(
            drager, q(XENC, "EncryptionMethod"), {"Algorithm": self.sleutelwijze}
        )
        if self.digest:
            etree.SubElement(methode, q(DS, "DigestMethod"), {"Algorithm": self.digest})
        if self.mgf:
            etree.SubElement(methode, q(XENC11, "MGF"), {"Algorithm": self.mgf})
        _waarde(drager, publiek.encrypt(sleutel, self.opvulling))
        return uit


def naam(waarde: str = "12345678", soort: str = namen.KVK) -> bytes:
    """The NameID to lock away."""
    name_id = etree.Element(q(SAML, "NameID"), {"NameQualifier": soort}, nsmap={"saml": SAML})
    name_id.text = waarde
    tekst: bytes = etree.tostring(name_id)
    return tekst


def _waarde(ouder: etree._Element, inhoud: bytes) -> None:
    data = etree.SubElement(ouder, q(XENC, "CipherData"))
    etree.SubElement(data, q(XENC, "CipherValue")).text = base64.b64encode(inhoud).decode()
