# SPDX-License-Identifier: EUPL-1.2
"""The request and the metadata that a broker gets from us (R8)."""

import base64
import zlib
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from portal import eherkenning
from portal.eherkenning import Identiteit, namen
from portal.eherkenning.identiteit import Geweigerd
from portal.eherkenning.namen import ARTIFACT, DS, MD, POST, REDIRECT, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.simulator.afnemer import uit_metadata
from portal.eherkenning.veiligxml import SCHEMA, eis_schema
from tests.eherkenning.conftest import NU, Proef


def test_het_verzoek_is_getekend_met_alleen_een_sleutelnaam(proef: Proef) -> None:
    verzoek = eherkenning.verzoek(proef.dv, relay_state="r", nu=NU)
    assert verzoek.formulier is not None
    bericht = etree.fromstring(base64.b64decode(verzoek.formulier.saml_request))
    ontvangen = proef.makelaar.ontvang(verzoek.formulier.saml_request)
    assert ontvangen == (verzoek.id, proef.dv.acs_url, POST)
    assert bericht.get("ForceAuthn") == "true"
    assert bericht.get("AssertionConsumerServiceURL") is None
    assert bericht.find(f".//{q(DS, 'KeyName')}") is not None
    assert bericht.find(f".//{q(DS, 'X509Data')}") is None
    assert [kind.tag.rpartition("}")[2] for kind in bericht] == ["Issuer", "Signature"]


@pytest.mark.parametrize("binding", [POST, ARTIFACT])
def test_het_verzoek_volgt_het_schema_en_noemt_alleen_nummers(proef: Proef, binding: str) -> None:
    dv = replace(proef.dv, voorkeur=binding)
    formulier = eherkenning.verzoek(dv, relay_state="r", nu=NU).formulier
    assert formulier is not None and formulier.actie == dv.broker.adressen[POST]
    bericht = etree.fromstring(base64.b64decode(formulier.saml_request))
    eis_schema(bericht, SCHEMA)
    assert set(bericht.keys()) == {
        "ID", "Version", "IssueInstant", "Destination", "ForceAuthn", "ProviderName",
        "AssertionConsumerServiceIndex", "AttributeConsumingServiceIndex",
    }  # fmt: skip
    assert bericht.get("Destination") == formulier.actie
    assert bericht.get("IssueInstant") == "2026-11-24T09:00:00.000Z"
    rol = etree.fromstring(eherkenning.metadata(dv)).find(q(MD, "SPSSODescriptor"))
    for soort in ("AssertionConsumerService", "AttributeConsumingService"):
        [dienst] = rol.findall(q(MD, soort))
        assert bericht.get(f"{soort}Index") == dienst.get("index")
        assert dienst.get("Binding") in {None, binding}
    namen_ = {knoop.text for knoop in rol.iter(q(DS, "KeyName"))}
    assert bericht.findtext(f".//{q(DS, 'KeyName')}") in namen_


def test_een_makelaar_die_ons_certificaat_wil_krijgt_het_in_plaats_van_de_naam(
    proef: Proef,
) -> None:
    dv = replace(proef.dv, met_certificaat=True)
    formulier = eherkenning.verzoek(dv, relay_state="r", nu=NU).formulier
    assert formulier is not None
    bericht = etree.fromstring(base64.b64decode(formulier.saml_request))
    assert bericht.findtext(f".//{q(DS, 'X509Certificate')}") == dv.paar.certificaat
    assert bericht.find(f".//{q(DS, 'KeyName')}") is None
    assert proef.makelaar.ontvang(formulier.saml_request).verzoek_id == bericht.get("ID")


def test_zonder_keuze_volgt_de_weg_terug_uit_de_metadata_van_de_makelaar(proef: Proef) -> None:
    zonder = replace(proef.dv.broker, oplossers={})
    assert proef.dv.broker.oplossers == {1: proef.makelaar.oplosser}
    assert proef.dv.binding == POST, "de proefmakelaar van de demo: POST"
    vrij = replace(proef.dv, voorkeur=None)
    assert (vrij.binding, replace(vrij, broker=zonder).binding) == (ARTIFACT, POST)


def test_elk_verzoek_heeft_een_ander_nummer(proef: Proef) -> None:
    ids = {eherkenning.verzoek(proef.dv, relay_state="r", nu=NU).id for _ in range(20)}
    assert len(ids) == 20


def test_een_makelaar_die_alleen_redirect_biedt_krijgt_een_getekend_adres(proef: Proef) -> None:
    broker = replace(proef.dv.broker, adressen={REDIRECT: "https://makelaar.example/sso?x=1"})
    verzoek = eherkenning.verzoek(replace(proef.dv, broker=broker), relay_state="r s", nu=NU)
    assert verzoek.formulier is None
    assert verzoek.url is not None
    vraag = urlsplit(verzoek.url).query.removeprefix("x=1&")
    velden = {naam: waarden[0] for naam, waarden in parse_qs(vraag).items()}
    assert velden["RelayState"] == "r s"
    assert verzoek.id.encode() in zlib.decompress(base64.b64decode(velden["SAMLRequest"]), -15)
    getekend = vraag.partition("&Signature=")[0].encode()
    proef.dv.paar.privaat.public_key().verify(
        base64.b64decode(velden["Signature"]), getekend, padding.PKCS1v15(), hashes.SHA256()
    )


def test_een_gewijzigd_verzoek_weigert_de_makelaar(proef: Proef) -> None:
    verzoek = eherkenning.verzoek(proef.dv, relay_state="r", nu=NU)
    assert verzoek.formulier is not None
    bericht = etree.fromstring(base64.b64decode(verzoek.formulier.saml_request))
    bericht.set("ForceAuthn", "false")
    with pytest.raises(Geweigerd):
        proef.makelaar.ontvang(base64.b64encode(etree.tostring(bericht)).decode())


def test_onze_metadata_klopt_met_haar_schema_en_is_getekend(proef: Proef) -> None:
    inhoud = eherkenning.metadata(proef.dv)
    wortel = etree.fromstring(inhoud)
    eis_schema(wortel, "saml-schema-metadata-2.0.xsd")
    assert uit_metadata(inhoud).entity_id == proef.dv.entity_id
    assert wortel.find(f".//{q(MD, 'NameIDFormat')}") is None
    assert wortel.get("validUntil") is None


def test_tijdens_een_sleutelwissel_tellen_beide_sleutels(proef: Proef) -> None:
    dv = replace(proef.dv, volgende=proef.vreemd)
    nieuw = uit_metadata(eherkenning.metadata(dv))
    assert len(nieuw.sleutels) == 2
    antwoord = uitgever.antwoord(proef.verklaring, nieuw, proef.makelaar.paar)
    tekst = base64.b64encode(etree.tostring(antwoord)).decode()
    gelezen = eherkenning.lees(dv, tekst, verzoek_id="_verzoek-1", nu=NU)
    assert isinstance(gelezen, Identiteit)
    assert namen.RANG[f"{namen.NIVEAU}{gelezen.niveau}"] >= namen.RANG[namen.MIN_NIVEAU]
