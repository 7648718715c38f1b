# SPDX-License-Identifier: EUPL-1.2
"""Decrypts an EncryptedID; every failure looks the same from outside."""

import base64
import binascii
from collections.abc import Sequence

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.namen import DS, XENC, q
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.veiligxml import een, ontleed, tekst_van

OAEP_MGF1P = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"
SHA = {
    None: hashes.SHA1(),  # the default of the standard; collisions do not matter inside OAEP
    "http://www.w3.org/2000/09/xmldsig#sha1": hashes.SHA1(),
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256(),
}
CBC = {f"http://www.w3.org/2001/04/xmlenc#aes{n}-cbc": n // 8 for n in (128, 256)}
GCM = {f"http://www.w3.org/2009/xmlenc11#aes{n}-gcm": n // 8 for n in (128, 256)}
BLOK = 16
MAX_DRAGERS = 10  # each costs an RSA operation


def ontsleutel(
    omhulsel: etree._Element, paren: Sequence[Sleutelpaar], ontvanger: str
) -> etree._Element:
    """The element inside an EncryptedID; raises Geweigerd(IDENTITEIT_ONTBREEKT).

    A KeyName picks among ``paren``; when it names none of them each is tried.
    """
    try:
        gegevens = een(omhulsel, XENC, "EncryptedData", Reden.IDENTITEIT_ONTBREEKT)
        for kandidaat in _sleuteldragers(omhulsel, gegevens, ontvanger):
            naam = kandidaat.findtext(f"{q(DS, 'KeyInfo')}/{q(DS, 'KeyName')}")
            for paar in [p for p in paren if p.naam == naam] or paren:
                tekst = _probeer(gegevens, kandidaat, paar.privaat)
                if tekst is not None:
                    return _ontleed_binnenin(omhulsel, tekst)
    except (ValueError, KeyError, binascii.Error, Geweigerd) as fout:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT) from fout
    raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)


def _sleuteldragers(
    omhulsel: etree._Element, gegevens: etree._Element, ontvanger: str
) -> list[etree._Element]:
    """The EncryptedKeys for us: siblings, or inside KeyInfo; those that name us first."""
    alle = [
        *omhulsel.findall(q(XENC, "EncryptedKey")),
        *gegevens.findall(f"{q(DS, 'KeyInfo')}/{q(XENC, 'EncryptedKey')}"),
    ]
    if len(alle) > MAX_DRAGERS:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    voor_ons = [drager for drager in alle if drager.get("Recipient") in {None, ontvanger}]
    return sorted(voor_ons, key=lambda drager: drager.get("Recipient") is None)


def _probeer(
    gegevens: etree._Element, drager: etree._Element, sleutel: rsa.RSAPrivateKey
) -> bytes | None:
    methode = een(drager, XENC, "EncryptionMethod", Reden.IDENTITEIT_ONTBREEKT)
    if methode.get("Algorithm") != OAEP_MGF1P:
        return None
    digest = methode.find(q(DS, "DigestMethod"))
    algoritme = SHA[None if digest is None else digest.get("Algorithm")]
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=algoritme, label=None)
    try:
        sessiesleutel = sleutel.decrypt(_waarde(drager), oaep)
        return _ontcijfer(gegevens, sessiesleutel)
    except Exception:  # noqa: BLE001  one answer for a wrong key, padding, tag or length
        return None


def _ontcijfer(gegevens: etree._Element, sleutel: bytes) -> bytes:
    methode = een(gegevens, XENC, "EncryptionMethod", Reden.IDENTITEIT_ONTBREEKT)
    algoritme, inhoud = methode.get("Algorithm"), _waarde(gegevens)
    if algoritme in GCM and len(sleutel) == GCM[algoritme]:
        return AESGCM(sleutel).decrypt(inhoud[:12], inhoud[12:], None)
    if algoritme not in CBC or len(sleutel) != CBC[algoritme]:
        raise ValueError("algoritme")
    ontcijferaar = Cipher(algorithms.AES(sleutel), modes.CBC(inhoud[:BLOK])).decryptor()
    tekst = ontcijferaar.update(inhoud[BLOK:]) + ontcijferaar.finalize()
    opvulling = tekst[-1]
    if not 1 <= opvulling <= BLOK:
        raise ValueError("opvulling")
    return tekst[:-opvulling]


def _waarde(ouder: etree._Element) -> bytes:
    waarde = ouder.find(f"{q(XENC, 'CipherData')}/{q(XENC, 'CipherValue')}")
    if waarde is None:
        raise ValueError("geen waarde")
    return base64.b64decode("".join(tekst_van(waarde).split()), validate=True)


def _ontleed_binnenin(omhulsel: etree._Element, tekst: bytes) -> etree._Element:
    """The one element of ``tekst``, which itself holds text only.

    Parsed where it stood: it may use prefixes, and the namespace without one, from around it.
    """
    begin = etree.tostring(etree.Element("w", nsmap=omhulsel.nsmap)).removesuffix(b"/>")
    wortel = ontleed(begin + b">" + tekst + b"</w>")
    if len(wortel) != 1 or len(wortel[0]):
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return wortel[0]
