# SPDX-License-Identifier: EUPL-1.2
"""Our metadata and our part of the service catalogue, as the broker wants them (R8)."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from portal import eherkenning
from portal.config import OnjuisteInstelling
from portal.eherkenning import namen
from portal.eherkenning.catalogus import ESC
from portal.eherkenning.handtekening import controleer
from portal.eherkenning.namen import DS, MD, SAML, q
from portal.eherkenning.veiligxml import SCHEMAS, eis_schema
from tests.eherkenning.conftest import NU, Proef

SCHEMA = Path(__file__).parent / "schemas" / "dienstencatalogus.xsd"


def schema() -> etree.XMLSchema:
    tekst = SCHEMA.read_text("utf-8").replace("MAP/", f"{SCHEMAS.as_uri()}/")
    return etree.XMLSchema(etree.fromstring(tekst.encode()))


@pytest.mark.parametrize("wissel", [False, True])
def test_de_catalogus_volgt_haar_schema_en_is_getekend(proef: Proef, wissel: bool) -> None:
    dv = replace(proef.dv, volgende=proef.vreemd if wissel else None)
    wortel = etree.fromstring(eherkenning.catalogus(dv, NU))
    schema().assertValid(wortel)
    controleer(wortel, [proef.publieke_sleutel(dv.paar)])
    assert [kind.tag for kind in next(wortel.iter(q(DS, "KeyInfo")))] == [q(DS, "X509Data")]
    certificaten = list(wortel.iter(q(ESC, "ServiceCertificate")))
    assert len(certificaten) == (2 if wissel else 1), "voor elke sleutel waarmee wij ontsleutelen"


def test_r8_de_catalogus_zegt_wie_er_mag_inloggen_en_hoe_zeker(proef: Proef) -> None:
    wortel = etree.fromstring(eherkenning.catalogus(proef.dv, NU))
    assert wortel.findtext(f".//{q(SAML, 'AuthnContextClassRef')}") == namen.MIN_NIVEAU
    soorten = [
        (knoop.get("setNumber"), knoop.text)
        for knoop in wortel.iter(q(ESC, "EntityConcernedTypesAllowed"))
    ]
    assert soorten == [("1", namen.RSIN), ("1", namen.KVK), ("2", namen.KVK)]
    assert wortel.find(f".//{q(ESC, 'ServiceRestrictionsAllowed')}") is None
    aanbieder = wortel.find(q(ESC, "ServiceProvider"))
    assert aanbieder is not None
    dienst = aanbieder.find(q(ESC, "ServiceInstance"))
    assert dienst is not None
    assert aanbieder.findtext(q(ESC, "ServiceProviderID")) == "00000003999999990000"
    assert dienst.findtext(q(ESC, "ServiceUUID")) == proef.dv.service_uuid
    assert dienst.findtext(q(ESC, "ServiceID")) == proef.dv.service_id
    assert dienst.findtext(q(ESC, "InstanceOfService")) == wortel.findtext(
        f".//{q(ESC, 'ServiceDefinition')}/{q(ESC, 'ServiceUUID')}"
    )


@pytest.mark.parametrize(
    "anders",
    [{"entity_id": "urn:iets"}, {"service_uuid": "geen"}, {"entity_id": "urn:etoegang:DV:1"}],
)
def test_een_instelling_zonder_de_juiste_vorm_wordt_genoemd(
    proef: Proef, anders: dict[str, str]
) -> None:
    with pytest.raises(OnjuisteInstelling):
        eherkenning.catalogus(replace(proef.dv, **anders), NU)


@pytest.mark.parametrize("telefoon", ["", "+31 70 000 0000"])
def test_de_metadata_heeft_wat_de_standaard_noemt_en_niets_anders(
    proef: Proef, telefoon: str
) -> None:
    dv = replace(proef.dv, contact_telefoon=telefoon, contact_email="beheer@example.nl")
    wortel = etree.fromstring(eherkenning.metadata(dv))
    eis_schema(wortel, "saml-schema-metadata-2.0.xsd")
    assert set(wortel.keys()) == {"ID", "entityID"}
    soorten = {
        etree.QName(knoop).localname for knoop in wortel.iter() if knoop.tag.startswith(f"{{{MD}}}")
    }
    verwacht = {
        "EntityDescriptor", "SPSSODescriptor", "KeyDescriptor", "AssertionConsumerService",
        "AttributeConsumingService", "ServiceName", "ServiceDescription", "RequestedAttribute",
        "Organization", "OrganizationName", "OrganizationDisplayName", "OrganizationURL",
        "ContactPerson", "EmailAddress",
    }  # fmt: skip
    assert soorten == verwacht | ({"TelephoneNumber"} if telefoon else set())
    rol = wortel.find(q(MD, "SPSSODescriptor"))
    assert rol is not None
    assert (rol.get("AuthnRequestsSigned"), rol.get("WantAssertionsSigned")) == ("true", "true")
    for drager in rol.iter(q(MD, "KeyDescriptor")):
        assert drager.findtext(f".//{q(DS, 'KeyName')}") == dv.paar.naam
    gevraagd = [knoop.get("Name") for knoop in rol.iter(q(MD, "RequestedAttribute"))]
    assert gevraagd == [dv.service_id]
    contacten = [knoop.get("contactType") for knoop in wortel.iter(q(MD, "ContactPerson"))]
    assert contacten == ["technical", "administrative"]
    tekst = etree.tostring(wortel, encoding="unicode")
    assert "mailto:beheer@example.nl" in tekst and not [k for k in wortel.iter() if k.text == ""]
