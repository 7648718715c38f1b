# SPDX-License-Identifier: EUPL-1.2
"""What is accepted from a broker, and each check refused when it is violated or missing (R8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from portal.eherkenning import Identiteit, Reden, Weigering, namen
from portal.eherkenning.namen import SAML, SAMLP, q
from portal.eherkenning.simulator.makelaar import Ontvangen
from tests.eherkenning.conftest import NU, VERZOEK, Proef
from tests.eherkenning.hulp import assertion, verwijder, vind

Wijziging = Callable[[etree._Element], object]


def reden(gelezen: Identiteit | Weigering) -> Reden | None:
    return gelezen.reden if isinstance(gelezen, Weigering) else None


@pytest.mark.parametrize("vorm", ["encrypted", "nameid", "plain"])
def test_een_goed_antwoord_wordt_gelezen_in_alle_vormen(proef: Proef, vorm: str) -> None:
    gelezen = proef.lees(proef.getekend(vorm=vorm, rsin="123456782", vestigingsnr="0" * 12))
    assert isinstance(gelezen, Identiteit)
    assert (gelezen.kvk, gelezen.rsin) == ("12345678", "123456782")
    assert gelezen.acting == "ab" * 32 + "@" + "cd" * 16, "hoofdletters tellen niet"
    assert gelezen.beperkingen == {namen.VESTIGING}


def test_r33_het_pseudoniem_staat_niet_in_de_weergave(proef: Proef) -> None:
    assert "ab" * 8 not in repr(proef.lees(proef.getekend())).lower()


@pytest.mark.parametrize(
    ("niveau", "goed"),
    [("loa1", False), ("loa2", False), ("loa2plus", False), ("loa3", True), ("loa4", True),
     ("loa5", False), ("LOA3", False)],
)  # fmt: skip
def test_r8_niveau_3_of_hoger_en_een_onbekend_niveau_nooit(
    proef: Proef, niveau: str, goed: bool
) -> None:
    gelezen = proef.lees(proef.getekend(niveau=niveau))
    assert reden(gelezen) is (None if goed else Reden.NIVEAU_TE_LAAG)


@pytest.mark.parametrize(
    ("anders", "verwacht"),
    [
        ({"afzender": "urn:vreemd"}, Reden.NIET_VOOR_ONS),
        ({"ontvanger": "urn:vreemd"}, Reden.NIET_VOOR_ONS),
        ({"acs_url": "http://127.0.0.1:8000/eherkenning/acs/evil"}, Reden.NIET_VOOR_ONS),
        ({"verzoek_id": "_ander"}, Reden.ANDER_VERZOEK),
        ({"nu": NU - timedelta(minutes=3)}, Reden.VERLOPEN),
        ({"nu": NU + timedelta(minutes=1)}, Reden.VERLOPEN),
        ({"service_uuid": "00000000-0000-0000-0000-000000000000"}, Reden.VERKEERDE_DIENST),
        ({"service_id": "urn:vreemd"}, Reden.VERKEERDE_DIENST),
        ({"service_id": "", "service_uuid": None}, Reden.VERKEERDE_DIENST),
        ({"kvk": None}, Reden.IDENTITEIT_ONTBREEKT),
        ({"acting": ""}, Reden.IDENTITEIT_ONTBREEKT),
        ({"kvk": "1234567"}, Reden.IDENTITEIT_ONTBREEKT),
        ({"kvk": "1234567٨"}, Reden.IDENTITEIT_ONTBREEKT),
    ],
)
def test_een_getekend_antwoord_met_een_verkeerde_waarde_wordt_geweigerd(
    proef: Proef, anders: dict[str, Any], verwacht: Reden
) -> None:
    assert reden(proef.lees(proef.getekend(**anders))) is verwacht


def zonder(naam: str) -> Wijziging:
    return lambda response: verwijder(vind(response, naam))


def zonder_attribuut(naam: str, attribuut: str) -> Wijziging:
    return lambda response: vind(response, naam).attrib.pop(attribuut)


def zonder_op_response(attribuut: str) -> Wijziging:
    return lambda response: response.attrib.pop(attribuut)


@pytest.mark.parametrize(
    "wijziging",
    [
        zonder_op_response("InResponseTo"),
        zonder_op_response("Destination"),
        zonder("SubjectConfirmationData"),
        zonder("SubjectConfirmation"),
        zonder("Conditions"),
        zonder("AudienceRestriction"),
        zonder("AuthnStatement"),
        zonder("AttributeStatement"),
        zonder("Subject"),
        zonder_attribuut("SubjectConfirmationData", "InResponseTo"),
        zonder_attribuut("SubjectConfirmationData", "Recipient"),
        zonder_attribuut("SubjectConfirmationData", "NotOnOrAfter"),
        zonder_attribuut("Conditions", "NotBefore"),
        zonder_attribuut("Conditions", "NotOnOrAfter"),
        lambda response: vind(response, "SubjectConfirmation").set("Method", "urn:holder-of-key"),
        lambda response: vind(response, "SubjectConfirmationData").set("Recipient", "https://x/"),
        lambda response: vind(response, "SubjectConfirmationData").set("InResponseTo", "_ander"),
        lambda response: assertion(response).set("Version", "1.1"),
    ],
)
def test_wat_ontbreekt_of_afwijkt_wordt_geweigerd_ook_als_het_getekend_is(
    proef: Proef, wijziging: Wijziging
) -> None:
    assert isinstance(proef.lees(proef.getekend(wijziging)), Weigering)


def test_een_ander_destination_dat_langer_is_wordt_geweigerd(proef: Proef) -> None:
    langer = proef.dv.acs_url + "?x=1"
    antwoord = proef.getekend(lambda response: response.set("Destination", langer))
    assert reden(proef.lees(antwoord)) is Reden.NIET_VOOR_ONS


def test_een_antwoord_is_geldig_tot_twee_minuten_en_een_kleine_speling(proef: Proef) -> None:
    antwoord = proef.getekend()
    assert isinstance(proef.lees(antwoord, NU + timedelta(seconds=149)), Identiteit)
    assert reden(proef.lees(antwoord, NU + timedelta(seconds=150))) is Reden.VERLOPEN
    assert isinstance(proef.lees(antwoord, NU - timedelta(seconds=30)), Identiteit)
    assert reden(proef.lees(antwoord, NU - timedelta(seconds=31))) is Reden.VERLOPEN


def test_annuleren_is_geen_fout_en_geen_login(proef: Proef) -> None:
    verzoek = Ontvangen(VERZOEK, proef.dv.acs_url, namen.POST)
    afgebroken = proef.makelaar.afgebroken(verzoek, NU)
    assert reden(proef.lees(afgebroken)) is Reden.GEANNULEERD


def test_een_onbekende_status_is_nooit_annuleren(proef: Proef) -> None:
    def wijzig(response: etree._Element) -> None:
        code = next(response.iter(q(SAMLP, "StatusCode")))
        code.set("Value", f"{namen.STATUS}Responder")

    assert reden(proef.lees(proef.getekend(wijzig))) is Reden.DIENST_KAN_NIET


def test_twee_verschillende_organisaties_of_personen_zijn_geen_identiteit(proef: Proef) -> None:
    def tweede(naam: str, kwalificatie: str, waarde: str) -> Wijziging:
        def wijzig(response: etree._Element) -> None:
            blok = vind(response, "AttributeStatement")
            attribuut = etree.SubElement(blok, q(SAML, "Attribute"), {"Name": naam})
            houder = etree.SubElement(attribuut, q(SAML, "AttributeValue"))
            name_id = etree.SubElement(houder, q(SAML, "NameID"), {"NameQualifier": kwalificatie})
            name_id.text = waarde

        return wijzig

    for wijziging in (
        tweede(namen.LEGAL, namen.KVK, "87654321"),
        tweede(namen.ACTING, namen.PSEUDO, "ef" * 32),
    ):
        assert reden(proef.lees(proef.getekend(wijziging))) is Reden.IDENTITEIT_ONTBREEKT


def test_een_onbekende_soort_organisatie_telt_niet(proef: Proef) -> None:
    def wijzig(response: etree._Element) -> None:
        for knoop in response.iter(q(SAML, "NameID")):
            if knoop.get("NameQualifier") == namen.KVK:
                knoop.set("NameQualifier", "urn:etoegang:1.12:EntityConcernedID:BSN")

    antwoord = proef.getekend(wijzig, vorm="nameid")
    assert reden(proef.lees(antwoord)) is Reden.IDENTITEIT_ONTBREEKT
