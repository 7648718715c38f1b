# SPDX-License-Identifier: EUPL-1.2
"""Tricks with XML itself: DTD, entities, comments, instructions, encodings (R8, R32)."""

from copy import deepcopy

import pytest
from lxml import etree

from portal.eherkenning.namen import DS, ENVELOP, SAML, q
from tests.aanval.deur import Deur
from tests.aanval.smeedwerk import detail, opnieuw
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion
from tests.eherkenning.nepmakelaar import luister

LACHERS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
DOCTYPES = {
    "kaal": "<!DOCTYPE r>",
    "leeg van binnen": "<!DOCTYPE r []>",
    "van een ander": '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">',
    "openbaar": '<!DOCTYPE r PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:1/x.dtd">',
    "entiteit": '<!DOCTYPE r [<!ENTITY x "y">]>',
    "bestand": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
    "lachers": f"<!DOCTYPE r [{LACHERS}]>",
    "eigen id": "<!DOCTYPE r [<!ATTLIST saml:Issuer Naam ID #IMPLIED>]>",
    "voorgegeven waarde": '<!DOCTYPE r [<!ATTLIST samlp:Response Consent CDATA "urn:x">]>',
    "kleine letters": "<!doctype r>",
}
ERVOOR = {
    "commentaar": "<!-- x -->",
    "opdracht": "<?x y?>",
    "stijlblad": "<?xml-stylesheet href='http://127.0.0.1:1/x.xsl'?>",
    "witruimte voor de declaratie": " <?xml version='1.0'?>",
    "twee declaraties": "<?xml version='1.0'?><?xml version='1.0'?>",
    "xml 1.1": "<?xml version='1.1'?>",
    "tekst": "x",
    "element": "<a/>",
    "nul": "\0",
    "vreemd teken": "\x1b",
}
ERNA = {"commentaar": "<!-- x -->", "opdracht": "<?x y?>", "element": "<a/>", "tekst": "x",
        "nul": "\0", "nog een antwoord": None}  # fmt: skip
PLEKKEN = [
    *((SAML, naam) for naam in ("Issuer", "NameID", "Audience", "AttributeValue",
                                "AuthnContextClassRef")),
    *((DS, naam) for naam in ("DigestValue", "SignatureValue", "KeyName")),
]  # fmt: skip
SPLITSERS = ("<!--x-->", "<?x y?>", "<![CDATA[]]>", "&#0;", "&x;", "<a/>")
CODERINGEN = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp1252", "cp037",
              "shift-jis", "bestaat-niet")  # fmt: skip


def tekst(smid: Proef) -> str:
    """A good message as text."""
    return str(etree.tostring(smid.getekend(vorm="nameid"), encoding="unicode"))


def goed(smid: Proef) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{tekst(smid)}'


def test_een_declaratie_van_utf8_mag_ook_met_merkteken(deur: Deur) -> None:
    deur.laat_binnen(lambda smid: goed(smid).encode())
    deur.laat_binnen(lambda smid: goed(smid).encode("utf-8-sig"))
    deur.laat_binnen(lambda smid: goed(smid).replace("UTF-8", "US-ASCII").encode())


@pytest.mark.parametrize("soort", DOCTYPES)
@pytest.mark.parametrize("codering", ["utf-8", "utf-16"])
def test_een_dtd(deur: Deur, soort: str, codering: str) -> None:
    deur.laat_binnen(lambda smid: tekst(smid).encode())
    deur.weigert(lambda smid: (DOCTYPES[soort] + tekst(smid)).encode(codering))


@pytest.mark.parametrize("entiteit", ["&x;", "&a9;"])
@pytest.mark.parametrize("plek", ["tekst", "attribuut"])
def test_een_entiteit_in_een_waarde(deur: Deur, entiteit: str, plek: str) -> None:
    dtd = f'<!DOCTYPE r [<!ENTITY x "12345678">{LACHERS}]>'
    voor = "12345678" if plek == "tekst" else "urn:etoegang:core:ServiceID"
    deur.weigert(lambda smid: (dtd + tekst(smid).replace(voor, entiteit)).encode())


def test_een_entiteit_van_buiten_wordt_niet_opgehaald(deur: Deur) -> None:
    bezocht: list[bytes] = []
    with luister(lambda _contact, vraag: bezocht.append(vraag)) as adres:
        for dtd in (f'[<!ENTITY x SYSTEM "{adres}">]', f'[<!ENTITY % x SYSTEM "{adres}"> %x;]',
                    f'SYSTEM "{adres}"'):  # fmt: skip
            vol = f"<!DOCTYPE r {dtd}>"
            deur.weigert(
                lambda smid, vol=vol: (vol + tekst(smid).replace("12345678", "&x;")).encode()
            )
    assert not bezocht


@pytest.mark.parametrize("naam", ["schemaLocation", "noNamespaceSchemaLocation"])
def test_een_schema_van_buiten_wordt_niet_opgehaald(deur: Deur, naam: str) -> None:
    bezocht: list[bytes] = []
    with luister(lambda _contact, vraag: bezocht.append(vraag)) as adres:

        def aanval(smid: Proef) -> etree._Element:
            response = smid.getekend()
            kind = etree.SubElement(detail(response), "{urn:x}e")
            waar = f"urn:x {adres}" if naam == "schemaLocation" else adres
            kind.set(f"{{http://www.w3.org/2001/XMLSchema-instance}}{naam}", waar)
            return opnieuw(response)

        deur.weigert(aanval)
    assert not bezocht


@pytest.mark.parametrize("wat", ERVOOR)
def test_iets_voor_het_bericht(deur: Deur, wat: str) -> None:
    deur.weigert(lambda smid: (ERVOOR[wat] + tekst(smid)).encode())


@pytest.mark.parametrize("wat", ERNA)
def test_iets_na_het_bericht(deur: Deur, wat: str) -> None:
    deur.weigert(lambda smid: (tekst(smid) + (ERNA[wat] or tekst(smid))).encode())


@pytest.mark.parametrize(
    ("ruimte", "naam"), PLEKKEN, ids=lambda deel: deel.split(":")[-1].split("/")[-1]
)
@pytest.mark.parametrize("splitser", SPLITSERS)
def test_een_waarde_die_na_het_tekenen_is_gesplitst(
    deur: Deur, ruimte: str, naam: str, splitser: str
) -> None:
    """CVE-2017-11427, CVE-2025-29775 and their kin: canonicalisation does not see a comment."""

    def aanval(smid: Proef) -> bytes:
        response = opnieuw(smid.getekend(vorm="nameid"))
        for knoop in response.iter(q(ruimte, naam)):
            if knoop.text and not len(knoop):
                midden = len(knoop.text) // 2
                knoop.text = f"{knoop.text[:midden]}MERK{knoop.text[midden:]}"
        return etree.tostring(response).replace(b"MERK", splitser.encode())

    deur.weigert(aanval)


@pytest.mark.parametrize("naam", [naam for ruimte, naam in PLEKKEN if ruimte == SAML])
@pytest.mark.parametrize("splitser", [etree.Comment("x"), etree.PI("x", "y"), etree.Element("a")])
def test_een_waarde_die_voor_het_tekenen_is_gesplitst(
    deur: Deur, naam: str, splitser: etree._Element
) -> None:
    def splits(response: etree._Element) -> None:
        for knoop in list(response.iter(q(SAML, naam))):
            if knoop.text and not len(knoop):
                deel = deepcopy(splitser)
                midden = len(knoop.text) // 2
                knoop.text, deel.tail = knoop.text[:midden], knoop.text[midden:]
                knoop.append(deel)

    deur.laat_binnen(lambda smid: smid.getekend(vorm="nameid"))
    deur.weigert(lambda smid: smid.getekend(splits, vorm="nameid"))


@pytest.mark.parametrize("codering", CODERINGEN)
def test_een_andere_codering_dan_utf8(deur: Deur, codering: str) -> None:
    """With or without saying so, and saying so without doing it."""

    def in_codering(inhoud: str) -> bytes:
        return inhoud.encode("utf-8" if codering == "bestaat-niet" else codering)

    verklaring = f'<?xml version="1.0" encoding="{codering}"?>'
    deur.weigert(lambda smid: in_codering(verklaring + tekst(smid)))
    deur.weigert(lambda smid: (verklaring + tekst(smid)).encode())
    if codering.startswith("utf-"):
        deur.weigert(lambda smid: in_codering(tekst(smid)))


@pytest.mark.parametrize("rommel", [
    b"", b" ", b"x", b"<", b"<a", b"<a/>", b"<a></b>", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"{}",
    b"<html><body>x</body></html>", b"\x80\x81", b"<a b='1' b='2'/>", b"<x:a/>", b"&lt;a/&gt;",
    b"<a xmlns:xmlns='x'/>", b"<a>&onbekend;</a>", b"<a>\xed\xa0\x80</a>", b"%PDF-1.7",
])  # fmt: skip
def test_rommel(deur: Deur, rommel: bytes) -> None:
    deur.weigert(lambda _smid: rommel)


def test_een_afgekapt_bericht(deur: Deur) -> None:
    for deel in (0.1, 0.5, 0.9, 0.999):
        deur.weigert(lambda smid, deel=deel: goed(smid).encode()[: int(len(goed(smid)) * deel)])


def test_een_ander_bericht_dan_een_response(deur: Deur) -> None:
    def in_envelop(smid: Proef) -> etree._Element:
        envelop = etree.Element(q(ENVELOP, "Envelope"))
        etree.SubElement(envelop, q(ENVELOP, "Body")).append(smid.getekend())
        return envelop

    deur.weigert(lambda smid: opnieuw(assertion(smid.getekend())))
    deur.weigert(in_envelop)
    deur.weigert(lambda smid: smid.makelaar.metadata())
