# SPDX-License-Identifier: EUPL-1.2
"""Encrypts a NameID as the interface asks: AES-256, key by RSA-OAEP, key beside the data."""

import base64
import os
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree

from portal.eherkenning.namen import DS, SAML, XENC, q

AES256 = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
OAEP = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"


def versleuteld(
    name_id: etree._Element, publiek: rsa.RSAPublicKey, ontvanger: str, sleutelnaam: str
) -> etree._Element:
    """An EncryptedID that only ``ontvanger`` can open."""
    sleutel, begin = os.urandom(32), os.urandom(16)
    tekst = etree.tostring(name_id)
    rest = 16 - len(tekst) % 16
    tekst += os.urandom(rest - 1) + bytes([rest])
    cijfer = Cipher(algorithms.AES(sleutel), modes.CBC(begin)).encryptor()
    inhoud = begin + cijfer.update(tekst) + cijfer.finalize()
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None)
    ids = f"_{secrets.token_hex(8)}", f"_{secrets.token_hex(8)}"
    omhulsel = etree.Element(q(SAML, "EncryptedID"), nsmap={"saml": SAML, "xenc": XENC, "ds": DS})
    gegevens = etree.SubElement(
        omhulsel, q(XENC, "EncryptedData"), {"Id": ids[0], "Type": f"{XENC}Element"}
    )
    etree.SubElement(gegevens, q(XENC, "EncryptionMethod"), {"Algorithm": AES256})
    info = etree.SubElement(gegevens, q(DS, "KeyInfo"))
    etree.SubElement(
        info, q(DS, "RetrievalMethod"), {"URI": f"#{ids[1]}", "Type": f"{XENC}EncryptedKey"}
    )
    _waarde(gegevens, inhoud)
    drager = etree.SubElement(
        omhulsel, q(XENC, "EncryptedKey"), {"Id": ids[1], "Recipient": ontvanger}
    )
    methode = etree.SubElement(drager, q(XENC, "EncryptionMethod"), {"Algorithm": OAEP})
    etree.SubElement(methode, q(DS, "DigestMethod"), {"Algorithm": SHA1})
    if sleutelnaam:  # metadata of others may name none
        drager_info = etree.SubElement(drager, q(DS, "KeyInfo"))
        etree.SubElement(drager_info, q(DS, "KeyName")).text = sleutelnaam
    _waarde(drager, publiek.encrypt(sleutel, oaep))
    lijst = etree.SubElement(drager, q(XENC, "ReferenceList"))
    etree.SubElement(lijst, q(XENC, "DataReference"), {"URI": f"#{ids[0]}"})
    return omhulsel


def _waarde(ouder: etree._Element, inhoud: bytes) -> None:
    data = etree.SubElement(ouder, q(XENC, "CipherData"))
    etree.SubElement(data, q(XENC, "CipherValue")).text = base64.b64encode(inhoud).decode()
