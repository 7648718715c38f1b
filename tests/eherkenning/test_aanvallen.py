# SPDX-License-Identifier: EUPL-1.2
"""Attacks on the answer: each is refused, quickly (R8, R33)."""

import base64
import time
from collections.abc import Callable
from copy import deepcopy

import pytest
from lxml import etree

from portal.eherkenning import Identiteit, Reden, Weigering
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, SAML, SAMLP, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.veiligxml import MAX_TEKENS
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion, naar_base64, verwijder, vind

VALS = "99999999"


def handtekening(element: etree._Element) -> etree._Element:
    gevonden = element.find(q(DS, "Signature"))
    assert gevonden is not None
    return gevonden


def vervalst(response: etree._Element) -> etree._Element:
    """A copy of the assertion that names another organisation, without signature."""
    kopie = deepcopy(assertion(response))
    verwijder(handtekening(kopie))
    kopie.set("ID", "_vals")
    for knoop in kopie.iter(q(SAML, "AttributeValue")):
        if knoop.text == "12345678":
            knoop.text = VALS
    return kopie


def niet_misleid(proef: Proef, response: etree._Element | str) -> None:
    gelezen = proef.lees(response)
    assert isinstance(gelezen, Weigering), gelezen


@pytest.mark.parametrize("welke", ["response", "assertion", "beide"])
def test_zonder_handtekening_op_een_van_beide_wordt_geweigerd(proef: Proef, welke: str) -> None:
    response = proef.ongetekend()
    paar = proef.makelaar.paar
    if welke == "response":
        onderteken(assertion(response), paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
    if welke == "assertion":
        onderteken(response, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
    assert proef.lees(response) == Weigering(Reden.HANDTEKENING)


def test_een_vreemde_sleutel_wordt_geweigerd_ook_met_zijn_certificaat_erbij(proef: Proef) -> None:
    response = proef.ongetekend()
    for element in (assertion(response), response):
        onderteken(element, proef.vreemd.tekenaar, plaats=1, certificaat=proef.vreemd.certificaat)
    assert proef.lees(response) == Weigering(Reden.HANDTEKENING)


def test_een_gewijzigde_waarde_wordt_geweigerd(proef: Proef) -> None:
    response = proef.getekend(vorm="plain")
    for knoop in response.iter(q(SAML, "AttributeValue")):
        if knoop.text == "12345678":
            knoop.text = VALS
    niet_misleid(proef, response)


def xsw_naast(response: etree._Element) -> None:
    response.append(vervalst(response))


def xsw_ervoor(response: etree._Element) -> None:
    response.insert(list(response).index(assertion(response)), vervalst(response))


def xsw_eromheen(response: etree._Element) -> None:
    echt, vals = assertion(response), vervalst(response)
    response.replace(echt, vals)
    vals.append(echt)


def xsw_in_object(response: etree._Element) -> None:
    echt, vals = assertion(response), vervalst(response)
    teken = deepcopy(handtekening(echt))
    verwijder(handtekening(echt))
    response.replace(echt, vals)
    vals.insert(1, teken)
    etree.SubElement(teken, q(DS, "Object")).append(echt)


def xsw_zelfde_id(response: etree._Element) -> None:
    vals = vervalst(response)
    vals.set("ID", str(assertion(response).get("ID")))
    response.append(vals)


def xsw_in_extensions(response: etree._Element) -> None:
    vals = vervalst(response)
    extensies = etree.Element(q(SAMLP, "Extensions"))
    extensies.append(assertion(response))
    response.insert(1, extensies)
    response.append(vals)


def xsw_hele_response(response: etree._Element) -> None:
    """The signed Response moved inside a forged one."""
    origineel = deepcopy(response)
    teken = deepcopy(next(origineel.iter(q(DS, "Signature"))))
    for oude in response.findall(q(DS, "Signature")):
        verwijder(oude)
    response.set("ID", "_valse-response")
    response.replace(assertion(response), vervalst(origineel))
    response.insert(1, teken)
    etree.SubElement(teken, q(DS, "Object")).append(origineel)


def xsw_in_advice(response: etree._Element) -> None:
    echt, vals = assertion(response), vervalst(response)
    response.replace(echt, vals)
    advies = etree.Element(q(SAML, "Advice"))
    advies.append(echt)
    vals.insert(3, advies)


@pytest.mark.parametrize(
    "aanval",
    [xsw_naast, xsw_ervoor, xsw_eromheen, xsw_in_object, xsw_zelfde_id, xsw_in_extensions,
     xsw_hele_response, xsw_in_advice],
)  # fmt: skip
@pytest.mark.parametrize("buitenste", ["heel", "weg"])
def test_verplaatste_handtekeningen_misleiden_niet(
    proef: Proef, aanval: Callable[[etree._Element], None], buitenste: str
) -> None:
    response = proef.getekend(vorm="plain")
    if buitenste == "weg":
        verwijder(handtekening(response))
    aanval(response)
    niet_misleid(proef, response)
    niet_misleid(proef, etree.fromstring(etree.tostring(response)))


def zet_algoritme(response: etree._Element, naam: str, waarde: str) -> None:
    next(response.iter(q(DS, naam))).set("Algorithm", waarde)


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("SignatureMethod", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        ("SignatureMethod", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
        ("SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        ("DigestMethod", "http://www.w3.org/2000/09/xmldsig#sha1"),
        ("CanonicalizationMethod", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
        ("CanonicalizationMethod", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        ("Transform", "http://www.w3.org/TR/1999/REC-xslt-19991116"),
        ("Transform", "http://www.w3.org/TR/1999/REC-xpath-19991116"),
    ],
)
def test_alleen_de_afgesproken_algoritmen_tellen(proef: Proef, naam: str, waarde: str) -> None:
    response = proef.getekend()
    zet_algoritme(response, naam, waarde)
    niet_misleid(proef, response)


def test_een_verwijzing_naar_buiten_of_naar_niets_wordt_geweigerd(proef: Proef) -> None:
    for uri in ("", "http://127.0.0.1:1/x", "file:///etc/passwd", "#anders"):
        response = proef.getekend()
        next(response.iter(q(DS, "Reference"))).set("URI", uri)
        niet_misleid(proef, response)


def test_een_tweede_signedinfo_of_handtekening_wordt_geweigerd(proef: Proef) -> None:
    dubbel = proef.getekend()
    teken = handtekening(dubbel)
    teken.append(deepcopy(teken[0]))
    niet_misleid(proef, dubbel)
    twee = proef.getekend()
    twee.insert(1, deepcopy(handtekening(twee)))
    niet_misleid(proef, twee)


@pytest.mark.parametrize("plek", ["Issuer", "Audience", "AttributeValue", "AuthnContextClassRef"])
def test_commentaar_splitst_geen_waarde(proef: Proef, plek: str) -> None:
    """CVE-2017-11427 and its kin: a comment inside a value, also inside the digest."""
    response = proef.getekend(vorm="plain")
    knoop = vind(response, plek)
    knoop.text, staart = (knoop.text or "")[:5], (knoop.text or "")[5:]
    opmerking = etree.Comment("x")
    opmerking.tail = staart
    knoop.append(opmerking)
    assert proef.lees(response) == Weigering(Reden.MISVORMD)


def test_commentaar_in_de_digest_wordt_geweigerd(proef: Proef) -> None:
    response = proef.getekend()
    next(response.iter(q(DS, "DigestValue"))).append(etree.Comment("x"))
    assert proef.lees(response) == Weigering(Reden.MISVORMD)


BOMMEN = {
    "dtd": b'<!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>',
    "xxe": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
    "lachers": b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><l>&j;</l>",
    "diep": b"<a>" * 5000 + b"</a>" * 5000,
    "leeg": b"",
    "geen xml": b"\x00\xff\xfe niets",
    "utf-16": "<r/>".encode("utf-16"),
    "pi": b"<?xml-stylesheet href='x'?><r/>",
}


@pytest.mark.parametrize("bom", BOMMEN)
def test_bommen_en_rommel_worden_snel_geweigerd(proef: Proef, bom: str) -> None:
    begin = time.monotonic()
    niet_misleid(proef, base64.b64encode(BOMMEN[bom]).decode())
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize("tekst", ["", "geen base64 !", "A" * (MAX_TEKENS + 1), "é", "====", "A"])
def test_wat_geen_base64_of_te_groot_is_wordt_geweigerd(proef: Proef, tekst: str) -> None:
    assert proef.lees(tekst) == Weigering(Reden.MISVORMD)


def test_een_ander_bericht_dan_een_response_wordt_geweigerd(proef: Proef) -> None:
    niet_misleid(proef, assertion(proef.getekend()))


def test_een_identiteit_voor_een_ander_versleuteld_geeft_een_neutrale_weigering(
    proef: Proef,
) -> None:
    vreemde = type(proef.afnemer)(
        proef.afnemer.entity_id,
        proef.afnemer.sleutels,
        proef.vreemd.privaat.public_key(),
        "x",
        {},
        proef.afnemer.service_id,
    )
    response = uitgever.antwoord(proef.verklaring, vreemde, proef.makelaar.paar)
    assert proef.lees(response) == Weigering(Reden.IDENTITEIT_ONTBREEKT)


def test_een_kapotte_versleuteling_geeft_steeds_dezelfde_weigering(proef: Proef) -> None:
    def bederf(response: etree._Element) -> None:
        for knoop in response.iter("{*}CipherValue"):
            knoop.text = base64.b64encode(bytes(48)).decode()

    assert proef.lees(proef.getekend(bederf)) == Weigering(Reden.IDENTITEIT_ONTBREEKT)


def test_advice_met_andere_verklaringen_wordt_verdragen_maar_niet_gelezen(proef: Proef) -> None:
    def met_advies(response: etree._Element) -> None:
        binnen = deepcopy(assertion(proef.ongetekend(vorm="plain", kvk=VALS)))
        binnen.set("ID", "_advies")
        advies = etree.Element(q(SAML, "Advice"))
        advies.append(binnen)
        voorwaarden = vind(response, "Conditions")
        voorwaarden.addnext(advies)

    gelezen = proef.lees(proef.getekend(met_advies, vorm="plain"))
    assert isinstance(gelezen, Identiteit) and gelezen.kvk == "12345678"


def test_dezelfde_tekst_blijft_dezelfde_identiteit(proef: Proef) -> None:
    tekst = naar_base64(proef.getekend())
    assert proef.lees(tekst) == proef.lees(tekst)
