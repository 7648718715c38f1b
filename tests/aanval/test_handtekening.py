# SPDX-License-Identifier: EUPL-1.2
"""Signatures that are missing, strange, doubled, hollowed out or pointed elsewhere (R8)."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from lxml import etree

from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, SAML, q
from portal.eherkenning.sleutels import Sleutelpaar
from tests.aanval.deur import Deur
from tests.aanval.smeedwerk import VALS, handtekening, met_advies, opnieuw
from tests.aanval.zegel import dubbel
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion, verwijder
from tests.eherkenning.nepmakelaar import luister

Aanval = Callable[[Proef], etree._Element]


def getekend_door(
    smid: Proef, wie: Sleutelpaar, welke: str = "beide", **hoe: str | None
) -> etree._Element:
    """A forged Response, signed by ``wie`` on one part or on both; the rest by the broker.

    Without a name or certificate there is no KeyInfo at all.
    """
    response = smid.ongetekend(vorm="plain", kvk=VALS)
    for naam, element in (("assertion", assertion(response)), ("response", response)):
        paar = wie if welke in {naam, "beide"} else smid.makelaar.paar
        onderteken(element, paar.tekenaar, plaats=1, **hoe)
        if not any(hoe.values()):
            verwijder(handtekening(element)[-1])
    return response


def zonder(welke: str) -> Aanval:
    def aanval(smid: Proef) -> etree._Element:
        response = smid.getekend()
        for naam, element in (("assertion", assertion(response)), ("response", response)):
            if welke in {naam, "beide"}:
                verwijder(handtekening(element))
        return response

    return aanval


@pytest.mark.parametrize("welke", ["response", "assertion", "beide"])
def test_een_weggelaten_handtekening(deur: Deur, welke: str) -> None:
    deur.weigert(zonder(welke))


def test_alleen_het_bewijs_in_advice_is_getekend(deur: Deur) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = smid.ongetekend(vorm="plain", kvk=VALS)
        met_advies(smid)(response)
        return response

    deur.weigert(aanval)


@pytest.mark.parametrize("welke", ["response", "assertion", "beide"])
@pytest.mark.parametrize("bewijs", ["niets", "naam", "certificaat", "alles"])
def test_een_vreemde_sleutel_wat_er_ook_in_keyinfo_staat(
    deur: Deur, welke: str, bewijs: str
) -> None:
    def aanval(smid: Proef, wie: Sleutelpaar) -> etree._Element:
        naam = smid.makelaar.paar.naam if bewijs in {"naam", "alles"} else None
        certificaat = wie.certificaat if bewijs in {"certificaat", "alles"} else None
        return getekend_door(smid, wie, welke, sleutelnaam=naam, certificaat=certificaat)

    deur.laat_binnen(lambda smid: aanval(smid, smid.makelaar.paar))
    deur.weigert(lambda smid: aanval(smid, smid.vreemd))


def test_een_eigen_sleutel_van_de_dienstverlener_telt_niet(deur: Deur) -> None:
    deur.weigert(lambda smid: getekend_door(smid, smid.dv.paar))


@pytest.mark.parametrize("inhoud", [
    "<RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
    "<RSAKeyValue><Modulus>!</Modulus><Exponent/></RSAKeyValue>",
])  # fmt: skip
def test_een_sleutel_als_getal_in_keyinfo_telt_niet(deur: Deur, inhoud: str) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = getekend_door(smid, smid.vreemd, sleutelnaam="x")
        for info in response.iter(q(DS, "KeyInfo")):
            info.append(etree.fromstring(f"<KeyValue xmlns='{DS}'>{inhoud}</KeyValue>"))
        return response

    deur.weigert(aanval)


@pytest.mark.parametrize("plek", ["sleutel", "verwijzing", "tweede verwijzing"])
def test_een_adres_in_een_handtekening_wordt_nooit_bezocht(deur: Deur, plek: str) -> None:
    bezocht: list[bytes] = []
    with luister(lambda _contact, vraag: bezocht.append(vraag)) as adres:

        def aanval(smid: Proef) -> etree._Element:
            response = getekend_door(smid, smid.vreemd, sleutelnaam="x")
            for teken in response.iter(q(DS, "Signature")):
                verwijzing = teken[0].find(q(DS, "Reference"))
                assert verwijzing is not None
                if plek == "sleutel":
                    waar = f"<RetrievalMethod xmlns='{DS}' URI='{adres}'/>"
                    teken[-1].append(etree.fromstring(waar))
                elif plek == "verwijzing":
                    verwijzing.set("URI", adres)
                else:
                    tweede = deepcopy(verwijzing)
                    tweede.set("URI", adres)
                    teken[0].append(tweede)
            return response

        deur.weigert(aanval)
    assert not bezocht


@pytest.mark.parametrize("uri", ["", "#", "#anders", "file:///etc/passwd", "#xpointer(/)",
                                 "#xpointer(id('{id}'))", "{id}", " #{id}", "#{id} "])  # fmt: skip
@pytest.mark.parametrize("welke", ["response", "assertion"])
def test_een_verwijzing_naar_iets_anders(deur: Deur, uri: str, welke: str) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = smid.getekend()
        element = response if welke == "response" else assertion(response)
        doel = uri.replace("{id}", str(element.get("ID")))
        next(handtekening(element).iter(q(DS, "Reference"))).set("URI", doel)
        return response

    deur.weigert(aanval)


def tweede_signedinfo(teken: etree._Element) -> None:
    teken.append(deepcopy(teken[0]))


def eerst_een_valse_signedinfo(teken: etree._Element) -> None:
    """CVE-2025-29774."""
    vals = deepcopy(teken[0])
    next(vals.iter(q(DS, "DigestValue"))).text = "AAAA"
    teken.insert(0, vals)


def ingepakte_signedinfo(teken: etree._Element) -> None:
    etree.SubElement(teken, q(DS, "Object")).append(deepcopy(teken[0]))


def signedinfo_in_keyinfo(teken: etree._Element) -> None:
    teken[-1].append(deepcopy(teken[0]))


def tweede_verwijzing(teken: etree._Element) -> None:
    teken[0].append(deepcopy(teken[0][-1]))


def manifest(teken: etree._Element) -> None:
    houder = etree.SubElement(etree.SubElement(teken, q(DS, "Object")), q(DS, "Manifest"))
    houder.append(deepcopy(teken[0][-1]))


def tweede_handtekening(teken: etree._Element) -> None:
    teken.addnext(deepcopy(teken))


def handtekening_in_handtekening(teken: etree._Element) -> None:
    etree.SubElement(teken, q(DS, "Object")).append(deepcopy(teken))


def waarde(naam: str, nieuw: str) -> Callable[[etree._Element], None]:
    def wijzig(teken: etree._Element) -> None:
        next(teken.iter(q(DS, naam))).text = nieuw

    wijzig.__name__ = f"{naam} is {nieuw[:8] or 'leeg'}"
    return wijzig


def weg(naam: str) -> Callable[[etree._Element], None]:
    def wijzig(teken: etree._Element) -> None:
        verwijder(next(teken.iter(q(DS, naam))))

    wijzig.__name__ = f"zonder {naam}"
    return wijzig


VERBOUWINGEN = [
    tweede_signedinfo, eerst_een_valse_signedinfo, ingepakte_signedinfo, signedinfo_in_keyinfo,
    tweede_verwijzing, manifest, tweede_handtekening, handtekening_in_handtekening,
    *(waarde(naam, nieuw) for naam in ("DigestValue", "SignatureValue")
      for nieuw in ("", "AAAA", "!", "A" * 4000, "é")),
    *(weg(naam) for naam in ("SignedInfo", "Reference", "DigestValue", "SignatureValue",
                             "Transforms", "DigestMethod", "SignatureMethod")),
]  # fmt: skip


@pytest.mark.parametrize("verbouwing", VERBOUWINGEN, ids=lambda v: v.__name__)
@pytest.mark.parametrize("welke", ["response", "assertion"])
def test_een_verbouwde_handtekening(
    deur: Deur, verbouwing: Callable[[etree._Element], None], welke: str
) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = opnieuw(dubbel(smid))
        verbouwing(handtekening(response if welke == "response" else assertion(response)))
        return opnieuw(response)

    deur.weigert(aanval)


@pytest.mark.parametrize(
    "plek", ["NameID", "AttributeValue", "Audience", "Issuer", "AuthnContextClassRef"]
)
def test_een_waarde_die_na_het_tekenen_is_gewijzigd(deur: Deur, plek: str) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = smid.getekend(vorm="nameid")
        for knoop in response.iter(q(SAML, plek)):
            knoop.text = f"{knoop.text or ''}9"
        return response

    deur.weigert(aanval)
