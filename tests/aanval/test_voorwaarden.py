# SPDX-License-Identifier: EUPL-1.2
"""Signed by the broker itself, but for another, for another moment, or not saying so (R8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.namen import SAML, SAMLP, q
from portal.eherkenning.verzoek import tijdstip
from tests.aanval.deur import TE_LAAG, Deur
from tests.aanval.smeedwerk import Wijziging, met_advies
from tests.conftest import NU
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion, verwijder, vind

ADRES = "http://127.0.0.1:8000/eherkenning/acs"
ANDERE_ADRESSEN = (
    "", " ", f"{ADRES}/", f"{ADRES}/evil", f"{ADRES}?x=1", f"{ADRES}#x", f" {ADRES}", f"{ADRES} ",
    ADRES.upper(), ADRES.replace("http", "https"), ADRES.replace("acs", "login"), ADRES[:-1],
    ADRES.replace("127.0.0.1", "localhost"), ADRES.replace(":8000", ""), "/eherkenning/acs",
    ADRES.replace("acs", "%61cs"), "http://evil.example/", f"http://evil.example/{ADRES}",
)  # fmt: skip
ANDERE_NAMEN = (
    "",
    " ",
    "urn:vreemd",
    "{goed}/x",
    "{goed}0",
    "{kort}",
    "{GOED}",
    "x{goed}",
    "{goed} x",
)
TIJDEN = (
    "", "x", "2026-11-24", "2026-11-24T09:01:00", "2026-11-24T09:01:00+00:00", "1795510860",
    "2026-11-24T10:01:00+01:00", "2026-11-24 09:01:00Z", "24-11-2026T09:01:00Z", "20261124T090100Z",
    "2026-11-24T24:00:00Z", "2026-02-30T09:01:00Z", "-2026-11-24T09:01:00Z",
    "2026-11-24T09:01:00ZZ", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    "12026-11-24T09:01:00Z", "2026-11-24T09:01:60Z", "2026-11-24T09:01:00z", "2026-W48-2T09:01:00Z",
    "２０２６-11-24T09:01:00Z",
)  # fmt: skip
NIVEAUS = ("loa1", "loa2", "loa2plus", "loa5", "LOA3", "loa3x", "", "loa3,loa4", "loa33")


def zet(naam: str, attribuut: str, waarde: str | None) -> Wijziging:
    """Change or remove an attribute of the first element of that name."""

    def wijzig(response: etree._Element) -> None:
        knoop = response if naam == "Response" else vind(response, naam)
        if waarde is None:
            del knoop.attrib[attribuut]
        else:
            knoop.set(attribuut, waarde)

    return wijzig


def anders(naam: str, anders_dan: Callable[[str], str], alleen: int | None = None) -> Wijziging:
    """Change the text of every element of that name, or of one."""

    def wijzig(response: etree._Element) -> None:
        for nummer, knoop in enumerate(response.iter(q(SAML, naam))):
            if alleen in {None, nummer}:
                knoop.text = anders_dan(knoop.text or "")

    return wijzig


def naam_van(patroon: str) -> Callable[[str], str]:
    return lambda goed: patroon.format(goed=goed, kort=goed[:-1], GOED=goed.upper())


@pytest.mark.parametrize(
    "plek",
    [("Response", "Destination"), ("SubjectConfirmationData", "Recipient")],
    ids=lambda plek: plek[1],
)
@pytest.mark.parametrize("adres", [None, *ANDERE_ADRESSEN])
def test_een_ander_adres(deur: Deur, plek: tuple[str, str], adres: str | None) -> None:
    deur.laat_binnen(lambda smid: smid.getekend(zet(*plek, ADRES)))
    deur.weigert(lambda smid: smid.getekend(zet(*plek, adres)))


@pytest.mark.parametrize("plek", ["Response", "SubjectConfirmationData"])
@pytest.mark.parametrize("verzoek", [None, "", "_ander", "{goed}x", "{kort}", "{GOED}", " {goed}"])
def test_een_antwoord_op_een_ander_verzoek(deur: Deur, plek: str, verzoek: str | None) -> None:
    def aanval(smid: Proef) -> etree._Element:
        nieuw = None if verzoek is None else naam_van(verzoek)(smid.verzoek_id)
        return smid.getekend(zet(plek, "InResponseTo", nieuw))

    deur.weigert(aanval)


@pytest.mark.parametrize("plek", ["Audience", "Issuer van de Response", "Issuer van de Assertion"])
@pytest.mark.parametrize("patroon", ANDERE_NAMEN)
def test_een_andere_naam(deur: Deur, plek: str, patroon: str) -> None:
    naam, nummer = plek.split()[0], 1 if plek.endswith("Assertion") else 0
    deur.weigert(lambda smid: smid.getekend(anders(naam, naam_van(patroon), nummer)))


def tweede_beperking(response: etree._Element) -> None:
    """Each restriction must hold: one for us and one for another is for nobody."""
    beperking = etree.SubElement(vind(response, "Conditions"), q(SAML, "AudienceRestriction"))
    etree.SubElement(beperking, q(SAML, "Audience")).text = "urn:vreemd"


def dubbel(naam: str) -> Wijziging:
    def wijzig(response: etree._Element) -> None:
        knoop = vind(response, naam)
        knoop.addnext(etree.fromstring(etree.tostring(knoop)))

    return wijzig


def zonder(naam: str) -> Wijziging:
    return lambda response: verwijder(vind(response, naam))


def twee_assertions(response: etree._Element) -> None:
    kopie = etree.fromstring(etree.tostring(assertion(response)))
    kopie.set("ID", "_tweede")
    response.append(kopie)


ANDERS_GEBOUWD: dict[str, Wijziging] = {
    "tweede AudienceRestriction": tweede_beperking,
    "twee assertions": twee_assertions,
    **{f"dubbele {naam}": dubbel(naam) for naam in (
        "Issuer", "Subject", "SubjectConfirmation", "SubjectConfirmationData", "Conditions",
        "AuthnStatement", "AuthnContext")},
    **{f"zonder {naam}": zonder(naam) for naam in (
        "Issuer", "Subject", "SubjectConfirmation", "SubjectConfirmationData", "Conditions",
        "AudienceRestriction", "Audience", "AuthnStatement", "AttributeStatement", "Assertion")},
    "holder-of-key": zet("SubjectConfirmation", "Method",
                         "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"),
    "sender-vouches": zet("SubjectConfirmation", "Method",
                          "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"),
    "geen methode": zet("SubjectConfirmation", "Method", None),
    "NotBefore bij de bevestiging": zet("SubjectConfirmationData", "NotBefore", tijdstip(NU)),
    **{f"versie {versie!r} van de {naam}": zet(naam, "Version", versie)
       for naam in ("Response", "Assertion") for versie in (None, "", "1.1", "2", "2.0 ", "2.1")},
    **{f"ID {id_!r} van de {naam}": zet(naam, "ID", id_)
       for naam in ("Response", "Assertion") for id_ in ("1", "a:b")},
}  # fmt: skip


@pytest.mark.parametrize("hoe", ANDERS_GEBOUWD)
def test_een_antwoord_dat_anders_is_gebouwd(deur: Deur, hoe: str) -> None:
    deur.weigert(lambda smid: smid.getekend(ANDERS_GEBOUWD[hoe]))


GRENZEN = [
    ("Conditions", "NotBefore"),
    ("Conditions", "NotOnOrAfter"),
    ("SubjectConfirmationData", "NotOnOrAfter"),
    ("AuthnStatement", "AuthnInstant"),
]


@pytest.mark.parametrize(("naam", "grens"), GRENZEN)
@pytest.mark.parametrize("tijd", [None, *TIJDEN])
def test_een_onmogelijke_tijd(deur: Deur, naam: str, grens: str, tijd: str | None) -> None:
    deur.weigert(lambda smid: smid.getekend(zet(naam, grens, tijd)))


@pytest.mark.parametrize(("naam", "grens", "na", "goed"), [
    ("Conditions", "NotBefore", 31, 29),
    ("Conditions", "NotOnOrAfter", -31, -29),
    ("SubjectConfirmationData", "NotOnOrAfter", -31, -29),
    ("Conditions", "NotOnOrAfter", 3600, 600),
    ("SubjectConfirmationData", "NotOnOrAfter", 3600, 600),
    ("AuthnStatement", "AuthnInstant", 31, 29),
    ("AuthnStatement", "AuthnInstant", -1900, -1700),
])  # fmt: skip
def test_buiten_de_tijd_of_langer_geldig_of_geleden_dan_een_login_duurt(
    deur: Deur, naam: str, grens: str, na: int, goed: int
) -> None:
    def met(seconden: int) -> Callable[[Proef], etree._Element]:
        moment = tijdstip(NU + timedelta(seconds=seconden))
        return lambda smid: smid.getekend(zet(naam, grens, moment))

    deur.laat_binnen(met(goed))
    deur.weigert(met(na))


@pytest.mark.parametrize("niveau", NIVEAUS)
def test_een_te_laag_of_onbekend_niveau(deur: Deur, niveau: str) -> None:
    deur.laat_binnen(lambda smid: smid.getekend(niveau="loa4"))
    deur.weigert(lambda smid: smid.getekend(niveau=niveau), TE_LAAG)
    kaal = anders("AuthnContextClassRef", lambda _goed: niveau)
    deur.weigert(lambda smid: smid.getekend(kaal), TE_LAAG)


def test_geen_niveau_ook_niet_als_het_bewijs_er_een_noemt(deur: Deur) -> None:
    def alleen_in_advies(smid: Proef) -> Wijziging:
        def wijzig(response: etree._Element) -> None:
            met_advies(smid, niveau="loa4")(response)
            eigen = assertion(response).find(
                f"{q(SAML, 'AuthnStatement')}/{q(SAML, 'AuthnContext')}"
            )
            assert eigen is not None
            eigen[0].tag = q(SAML, "AuthnContextDeclRef")

        return wijzig

    deur.weigert(lambda smid: smid.getekend(alleen_in_advies(smid)), TE_LAAG)


@pytest.mark.parametrize("codes", [
    ("Requester",), ("Responder",), ("VersionMismatch",), ("Success", "AuthnFailed"),
    ("Success", "Success"), ("success",), ("",), ("Success",) * 40,
])  # fmt: skip
def test_een_identiteit_bij_een_andere_status_telt_niet(deur: Deur, codes: tuple[str, ...]) -> None:
    def wijzig(response: etree._Element) -> None:
        status = response.find(q(SAMLP, "Status"))
        assert status is not None
        houder = status
        houder.clear()
        for code in codes:
            houder = etree.SubElement(
                houder, q(SAMLP, "StatusCode"), {"Value": f"{namen.STATUS}{code}"}
            )

    deur.weigert(lambda smid: smid.getekend(wijzig))
