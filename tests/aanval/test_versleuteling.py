# SPDX-License-Identifier: EUPL-1.2
"""Encrypted identities with weak or strange means, or with something else inside (R8, R33)."""

import base64
import os
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from portal.eherkenning import attributen, namen
from portal.eherkenning.namen import DS, SAML, XENC, q
from portal.eherkenning.simulator import uitgever
from tests.aanval.deur import Deur
from tests.aanval.sluitwerk import (
    OAEP11,
    SHA256,
    XENC11,
    Slot,
    cbc,
    cbc_kaal,
    gcm,
    naam,
    oaep,
)
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import verwijder

Sloop = Callable[[etree._Element], object]
GOED = {
    "aes256-cbc": Slot(),
    "aes128-cbc": Slot(f"{XENC}aes128-cbc", 16),
    "aes256-gcm": Slot(f"{XENC11}aes256-gcm", sluit=gcm),
    "oaep met sha-256": Slot(opvulling=oaep(hashes.SHA256(), hashes.SHA1()), digest=SHA256),
    "oaep zonder digest": Slot(digest=None),
}
ZWAK = {
    "rsa 1.5": Slot(sleutelwijze=f"{XENC}rsa-1_5", opvulling=padding.PKCS1v15()),
    "rsa 1.5 dat zich oaep noemt": Slot(opvulling=padding.PKCS1v15()),
    "oaep dat zich rsa 1.5 noemt": Slot(sleutelwijze=f"{XENC}rsa-1_5"),
    "oaep 1.1 met mgf sha-256": Slot(
        sleutelwijze=OAEP11, mgf=f"{XENC11}mgf1sha256", digest=SHA256,
        opvulling=oaep(hashes.SHA256(), hashes.SHA256()),
    ),
    "mgf met sha-256 zonder het te zeggen": Slot(opvulling=oaep(hashes.SHA1(), hashes.SHA256())),
    "md5 als digest": Slot(digest="http://www.w3.org/2001/04/xmldsig-more#md5"),
    "andere digest dan gezegd": Slot(digest=SHA256),
    "triple des": Slot(f"{XENC}tripledes-cbc", 24),
    "aes192": Slot(f"{XENC}aes192-cbc", 24),
    "sleutel te kort": Slot(lengte=16),
    "sleutel te lang": Slot(f"{XENC}aes128-cbc", 32),
    "cbc dat zich gcm noemt": Slot(f"{XENC11}aes256-gcm", sluit=cbc),
    "gcm dat zich cbc noemt": Slot(sluit=gcm),
    "niet versleuteld": Slot(sluit=lambda _sleutel, tekst: tekst),
    "geen algoritme": Slot(""),
    "leeg": Slot(sluit=lambda _sleutel, _tekst: b""),
    "alleen een begin": Slot(sluit=lambda _sleutel, _tekst: os.urandom(16)),
    "opvulling nul": Slot(sluit=lambda sleutel, _tekst: cbc_kaal(sleutel, bytes(32))),
    "opvulling te groot": Slot(sluit=lambda sleutel, _tekst: cbc_kaal(sleutel, b"\xff" * 32)),
    "geen heel blok": Slot(sluit=lambda sleutel, tekst: cbc(sleutel, tekst)[:-1]),
}  # fmt: skip
ID = b"<saml:NameID xmlns:saml='%s' NameQualifier='%s'>%%s</saml:NameID>" % (
    SAML.encode(), namen.KVK.encode())  # fmt: skip
INHOUD = {
    "leeg": b"", "wit": b" ", "tekst": b"12345678", "nullen": bytes(64), "geen utf-8": b"\xff" * 64,
    "half": naam()[:-5], "twee namen": naam() * 2, "iets anders": b"<a/>",
    "een dtd": b"<!DOCTYPE a [<!ENTITY x '12345678'>]>" + ID % b"&x;",
    "een entiteit": ID % b"&x;", "commentaar": ID % b"1234<!--x-->5678",
    "opdracht": ID % b"1234<?x y?>5678", "element erin": ID % b"1234<a/>5678",
    "nog een slot": b"<saml:EncryptedID xmlns:saml='%s'/>" % SAML.encode(),
    "uitgebroken": naam() + b"</w><w>", "een andere soort": naam(soort="urn:vreemd"),
    "geen soort": naam(soort=""), "een leeg nummer": naam(""),
    "een te kort nummer": naam("1234567"),
    "cijfers uit een ander schrift": naam("1234567٨"),
    "een nummer met regel": ID % b"12345678&#10;9",
    "diep": b"<a>" * 5000 + b"</a>" * 5000, "groot": ID % (b"1" * 100_000),
}  # fmt: skip


def met(
    slot: Slot, tekst: bytes | None = None, sloop: Sloop | None = None
) -> Callable[[Proef], etree._Element]:
    """A Response that the broker signed, with the organisatie locked away so."""

    def bouw(smid: Proef) -> etree._Element:
        def vervang(response: etree._Element) -> None:
            for name_id in list(response.iter(q(SAML, "NameID"))):
                if name_id.get("NameQualifier") == namen.KVK:
                    omhulsel = slot.omhulsel(
                        naam() if tekst is None else tekst, smid.afnemer.publiek
                    )
                    name_id.getparent().replace(name_id, omhulsel)
                    if sloop is not None:
                        sloop(omhulsel)

        return smid.getekend(vervang, vorm="nameid")

    return bouw


@pytest.mark.parametrize("hoe", GOED)
def test_de_afgesproken_middelen_komen_binnen(deur: Deur, hoe: str) -> None:
    deur.laat_binnen(met(GOED[hoe]))


@pytest.mark.parametrize("hoe", ZWAK)
def test_een_zwak_of_vreemd_middel(deur: Deur, hoe: str) -> None:
    deur.weigert(met(ZWAK[hoe]))


@pytest.mark.parametrize("wat", INHOUD)
@pytest.mark.parametrize("hoe", ["aes256-cbc", "aes256-gcm"])
def test_iets_anders_achter_slot(deur: Deur, wat: str, hoe: str) -> None:
    deur.weigert(met(GOED[hoe], INHOUD[wat]))


SLUIT_NIET = {
    "verkeerde rsa-opvulling": met(Slot(opvulling=padding.PKCS1v15())),
    "verkeerde sleutellengte": met(ZWAK["sleutel te kort"]),
    "verkeerde cbc-opvulling": met(ZWAK["opvulling te groot"]),
    "verkeerd gcm-zegel": met(Slot(f"{XENC11}aes256-gcm", sluit=cbc)),
    "slot van een ander": met(Slot(opvulling=oaep(hashes.SHA256(), hashes.SHA1()))),
    **{f"rommel in {hoe}: {wat}": met(GOED[hoe], INHOUD[wat])
       for hoe in ("aes256-cbc", "aes256-gcm") for wat in INHOUD},
}  # fmt: skip


@pytest.mark.parametrize("hoe", SLUIT_NIET)
def test_niemand_hoort_hoe_ver_het_ontsleutelen_kwam(deur: Deur, hoe: str) -> None:
    """A padding oracle needs a difference: page, status and audit record are the same."""
    gast = deur.gast()
    bericht = SLUIT_NIET[hoe](gast.proef)
    assert deur.weigert_zo(lambda: gast.stuur(bericht)) == 400
    laatste = deur.laatste()
    assert (laatste.uitkomst, laatste.gegevens) == ("identiteit_ontbreekt", {})


def ander_geheim(response: etree._Element) -> None:
    """Another ciphertext after signing, as one who tries them out would send."""
    for nummer, knoop in enumerate(response.iter(q(XENC, "CipherValue"))):
        ruw = bytearray(base64.b64decode(knoop.text or ""))
        ruw[-1 - nummer] ^= 1
        knoop.text = base64.b64encode(bytes(ruw)).decode()


def zonder_zegels(response: etree._Element) -> None:
    for handtekening in list(response.iter(q(DS, "Signature"))):
        verwijder(handtekening)


@pytest.mark.parametrize("wijzig", [ander_geheim, zonder_zegels])
@pytest.mark.parametrize("wie", ["niemand", "een vreemde"])
def test_wie_niet_als_makelaar_tekende_krijgt_niets_ontsleuteld(
    deur: Deur, monkeypatch: pytest.MonkeyPatch, wijzig: Sloop, wie: str
) -> None:
    """What does not happen takes no time: no padding oracle, also not by the clock."""
    geteld: list[object] = []
    echt = attributen.ontsleutel
    monkeypatch.setattr(
        attributen, "ontsleutel", lambda *alles: geteld.append(alles) or echt(*alles)
    )
    deur.laat_binnen(lambda smid: smid.getekend())
    assert len(geteld) == 2, "persoon en organisatie"

    def aanval(smid: Proef) -> etree._Element:
        response = smid.getekend()
        wijzig(response)
        if wie == "een vreemde":
            zonder_zegels(response)
            uitgever.teken(response, smid.vreemd)
        return response

    deur.weigert(aanval)
    assert len(geteld) == 2
    assert deur.laatste().uitkomst == "handtekening"


def weg(naam_: str) -> Sloop:
    def sloop(omhulsel: etree._Element) -> None:
        knoop = next(omhulsel.iter(q(XENC, naam_)))
        knoop.getparent().remove(knoop)

    return sloop


def waarde(nummer: int, nieuw: str) -> Sloop:
    def sloop(omhulsel: etree._Element) -> None:
        list(omhulsel.iter(q(XENC, "CipherValue")))[nummer].text = nieuw

    return sloop


def veel_dragers(omhulsel: etree._Element) -> None:
    """Each costs an RSA operation."""
    drager = omhulsel[-1]
    for nummer in range(150):
        kopie = etree.fromstring(etree.tostring(drager))
        kopie[-1][0].text = "QUFB" * 128
        omhulsel.insert(1 + nummer, kopie)
    omhulsel.remove(omhulsel[-1])


SLOOP: dict[str, Sloop] = {
    **{f"zonder {n}": weg(n) for n in ("EncryptedData", "EncryptedKey", "EncryptionMethod",
                                       "CipherData", "CipherValue")},
    **{f"waarde {nummer} is {nieuw[:8]!r}": waarde(nummer, nieuw) for nummer in (0, 1)
       for nieuw in ("", "!", "A", "QUFB", "QUFB" * 128, "é")},
    "sleutel voor een ander": lambda o: o[-1].set("Recipient", "urn:vreemd"),
    "honderdvijftig sleutels": veel_dragers,
    "een verwijzing naar buiten": lambda o: o[0].append(etree.fromstring(
        f"<x:CipherReference xmlns:x='{XENC}' URI='http://127.0.0.1:1/'/>")),
}  # fmt: skip


@pytest.mark.parametrize("hoe", SLOOP)
def test_een_slot_dat_niet_heel_is(deur: Deur, hoe: str) -> None:
    deur.weigert(met(Slot(), sloop=SLOOP[hoe]))


def test_een_slot_van_een_ander(deur: Deur) -> None:
    def aanval(smid: Proef) -> etree._Element:
        def vervang(response: etree._Element) -> None:
            for omhulsel in list(response.iter(q(SAML, "EncryptedID"))):
                nieuw = Slot().omhulsel(naam(), smid.vreemd.privaat.public_key())
                omhulsel.getparent().replace(omhulsel, nieuw)

        return smid.getekend(vervang)

    deur.weigert(aanval)
