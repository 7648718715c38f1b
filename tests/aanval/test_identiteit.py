# SPDX-License-Identifier: EUPL-1.2
"""Identities that are doubled, of an unknown kind, empty or hidden in another place (R8)."""

import pytest
from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.namen import SAML, XENC, q
from tests.aanval.deur import Deur
from tests.aanval.smeedwerk import VALS, Wijziging, met_advies
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion, verwijder, vind


def erbij(naam: str, waarde: str, soort: str | None = None) -> Wijziging:
    """One more attribute: plain, or as a NameID of this kind."""

    def wijzig(response: etree._Element) -> None:
        blok = vind(response, "AttributeStatement")
        attribuut = etree.SubElement(blok, q(SAML, "Attribute"), {"Name": naam})
        houder = etree.SubElement(attribuut, q(SAML, "AttributeValue"))
        if soort is None:
            houder.text = waarde
        else:
            name_id = etree.SubElement(houder, q(SAML, "NameID"), {"NameQualifier": soort})
            name_id.text = waarde

    return wijzig


def tweede_blok(response: etree._Element) -> None:
    """A second statement with another organisation."""
    blok = vind(response, "AttributeStatement")
    kopie = etree.fromstring(etree.tostring(blok))
    blok.addnext(kopie)
    erbij(namen.KVK, VALS)(response)


def tweede_waarde(response: etree._Element) -> None:
    for waarde in response.iter(q(SAML, "AttributeValue")):
        if waarde.text == "12345678":
            kopie = etree.fromstring(etree.tostring(waarde))
            kopie.text = VALS
            waarde.addnext(kopie)
            return


DUBBEL: dict[str, Wijziging] = {
    "kvk kaal": erbij(namen.KVK, VALS),
    "kvk als NameID": erbij(namen.LEGAL, VALS, namen.KVK),
    "kvk anders gevuld": erbij(namen.KVK, "12345678 1"),
    "kvk leeg ernaast": erbij(namen.KVK, ""),
    "persoon": erbij(namen.ACTING, "ef" * 32, namen.PSEUDO),
    "persoon in hoofdletters": erbij(namen.PSEUDO, "ab" * 32 + "@" + "CD" * 16),
    "dienst": erbij(namen.SERVICE_ID, "urn:vreemd"),
    "dienst als UUID": erbij(namen.SERVICE_UUID, "00000000-0000-0000-0000-000000000000"),
    "lege dienst": erbij(namen.SERVICE_UUID, ""),
    "lege intermediair": erbij(namen.TUSSEN_KVK, ""),
    "intermediair zonder nummer": erbij(namen.TUSSEN_KVK, "x"),
    "tweede blok": tweede_blok,
    "tweede waarde": tweede_waarde,
    "element in een waarde": erbij(namen.KVK, VALS, ""),
}


@pytest.mark.parametrize("hoe", DUBBEL)
def test_twee_waarden_waar_er_een_hoort(deur: Deur, hoe: str) -> None:
    deur.laat_binnen(lambda smid: smid.getekend(vorm="plain"))
    deur.weigert(lambda smid: smid.getekend(DUBBEL[hoe], vorm="plain"))


@pytest.mark.parametrize("anders", [
    {"service_id": "urn:vreemd"}, {"service_id": "", "service_uuid": None}, {"service_id": " "},
    {"service_uuid": "00000000-0000-0000-0000-000000000000"},
    {"kvk": None}, {"acting": ""}, {"kvk": " "}, {"kvk": "1234567"}, {"kvk": "123456789"},
    {"kvk": "1234567a"}, {"kvk": "1234567٨"}, {"kvk": "12345678\n9"}, {"kvk": "-1234567"},
    {"kvk": None, "rsin": "12345678"}, {"rsin": "1"}, {"acting": "a" * 301}, {"acting": "é"},
    {"acting": "a b"}, {"acting": "a\u202eb"}, {"acting": " "}, {"intermediair": "1"},
])  # fmt: skip
@pytest.mark.parametrize("vorm", ["plain", "nameid", "encrypted"])
def test_een_waarde_die_niet_kan(deur: Deur, anders: dict[str, str | None], vorm: str) -> None:
    deur.weigert(lambda smid: smid.getekend(vorm=vorm, **anders))


@pytest.mark.parametrize(
    "soort",
    [
        "",
        "urn:vreemd",
        namen.KVK + "x",
        namen.KVK.upper(),
        "urn:etoegang:1.12:EntityConcernedID:BSN",
        namen.PSEUDO,
    ],
)
@pytest.mark.parametrize("van", [namen.KVK, namen.PSEUDO])
def test_een_onbekende_soort(deur: Deur, soort: str, van: str) -> None:
    def wijzig(response: etree._Element) -> None:
        for knoop in response.iter(q(SAML, "NameID")):
            if knoop.get("NameQualifier") == van:
                knoop.set("NameQualifier", soort)

    if soort != van:
        deur.weigert(lambda smid: smid.getekend(wijzig, vorm="nameid"))


@pytest.mark.parametrize("naam", [namen.ACTING, namen.LEGAL, namen.SERVICE_ID])
@pytest.mark.parametrize("nieuw", ["", "{naam} ", "{NAAM}", "urn:vreemd"])
def test_een_attribuut_onder_een_andere_naam(deur: Deur, naam: str, nieuw: str) -> None:
    def wijzig(response: etree._Element) -> None:
        for knoop in response.iter(q(SAML, "Attribute")):
            if knoop.get("Name") == naam:
                knoop.set("Name", nieuw.format(naam=naam, NAAM=naam.upper()))

    deur.weigert(lambda smid: smid.getekend(wijzig, vorm="nameid", service_uuid=None))


def test_een_identiteit_die_alleen_in_het_bewijs_staat(deur: Deur) -> None:
    def verhuisd(smid: Proef) -> Wijziging:
        def wijzig(response: etree._Element) -> None:
            met_advies(smid)(response)
            verwijder(next(assertion(response).iterchildren(q(SAML, "AttributeStatement"))))

        return wijzig

    deur.weigert(lambda smid: smid.getekend(verhuisd(smid)))


@pytest.mark.parametrize("ernaast", [False, True])
def test_een_versleutelde_assertion(deur: Deur, ernaast: bool) -> None:
    def wijzig(response: etree._Element) -> None:
        omhulsel = etree.SubElement(response, q(SAML, "EncryptedAssertion"))
        gegevens = etree.SubElement(omhulsel, q(XENC, "EncryptedData"))
        data = etree.SubElement(gegevens, q(XENC, "CipherData"))
        etree.SubElement(data, q(XENC, "CipherValue")).text = "QUFB"
        if not ernaast:
            verwijder(assertion(response))

    deur.weigert(lambda smid: smid.getekend(wijzig))
