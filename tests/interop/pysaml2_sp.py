# SPDX-License-Identifier: EUPL-1.2
"""pysaml2 as service provider: one step, asked and answered as JSON on stdin and stdout."""

import json
import sys
from base64 import b64encode
from pathlib import Path

import saml2
from saml2 import config, md, saml, samlp, sigver, soap
from saml2.client import Saml2Client
from saml2.metadata import create_metadata_string
from saml2.response import AuthnResponse
from saml2.s_utils import sid

from portal.eherkenning import namen
from tests.interop.pysaml2_makelaar import SHA256, envelop

Stap = dict[str, str]
TEKENEN = {"sign_alg": namen.RSA_SHA256, "digest_alg": SHA256}


def _config(i: Stap, **meer: object) -> config.SPConfig:
    waar = [
        (i["acs"], saml2.BINDING_HTTP_POST, "1"),
        (i["acs"], saml2.BINDING_HTTP_ARTIFACT, "2"),
    ]
    sp = {
        "endpoints": {"assertion_consumer_service": waar},
        "authn_requests_signed": True,
        "want_assertions_signed": True,
        "want_response_signed": True,
        "required_attributes": [i["service_id"]],
    }
    eigen = {"key_file": i["sleutel"], "cert_file": i["certificaat"]}
    geheel = {
        "entityid": i["entity_id"],
        "name": "Andere dienstverlener",
        "service": {"sp": sp},
        "allow_unknown_attributes": True,
        "signing_algorithm": namen.RSA_SHA256,
        "digest_algorithm": SHA256,
        "encryption_keypairs": [eigen],
    }
    return config.SPConfig().load(geheel | eigen | meer)


def _client(i: Stap) -> Saml2Client:
    """It knows the broker by metadata, whose signature it verifies."""
    client = Saml2Client(config=_config(i, metadata={"local": [i["makelaar"]]}))
    naam = f"{md.NAMESPACE}:EntityDescriptor"
    tekst = Path(i["makelaar"]).read_text("utf-8")
    client.sec.verify_signature(tekst, i["makelaar_certificaat"], node_name=naam)
    return client


def metadata(i: Stap) -> Stap:
    """Its own, signed."""
    return {"metadata": str(create_metadata_string(None, config=_config(i), sign=True))}


def verzoek(i: Stap) -> Stap:
    """A signed AuthnRequest to where the broker's metadata says, answered by ``index``."""
    client = _client(i)
    (wie,) = client.metadata.identity_providers()
    (dienst,) = client.metadata.single_sign_on_service(wie, saml2.BINDING_HTTP_POST)
    verzoek_id, bericht = client.create_authn_request(
        dienst["location"],
        assertion_consumer_service_index=i["index"],
        binding=None,
        sign=True,
        **TEKENEN,
    )
    return {"id": verzoek_id, "bericht": str(bericht), "adres": dienst["location"]}


def lees(i: Stap) -> Stap:
    """What a Response by POST says, when pysaml2 accepts it."""
    client = _client(i)
    antwoord: AuthnResponse = client.parse_authn_request_response(
        b64encode(i["antwoord"].encode()), saml2.BINDING_HTTP_POST, outstanding={i["id"]: "/"}
    )
    return _gegevens(client, antwoord.assertion)


def vraag(i: Stap) -> Stap:
    """An ArtifactResolve to where ``artifact`` says, found by its index and SourceID."""
    client = _client(i)
    adres = client.artifact2destination(i["artifact"], "idpsso")
    vraag_id, bericht = client.create_artifact_resolve(
        i["artifact"], adres, sid(), sign=True, **TEKENEN
    )
    return {"id": vraag_id, "bericht": envelop(str(bericht)), "adres": adres}


def lees_envelop(i: Stap) -> Stap:
    """What an ArtifactResponse says, each signature verified in place."""
    client = _client(i)
    kaal = soap.parse_soap_enveloped_saml_artifact_response(i["antwoord"])
    buiten = samlp.artifact_response_from_string(kaal)
    (binnen,) = saml2.extension_elements_to_elements(buiten.extension_elements, [samlp])
    for deel in (buiten, binnen.assertion[0]):
        client.sec.verify_signature(
            i["antwoord"],
            i["makelaar_certificaat"],
            node_name=sigver.class_name(deel),
            node_id=deel.id,
        )
    return {"op": buiten.in_response_to} | _gegevens(client, binnen.assertion[0])


def _gegevens(client: Saml2Client, assertion: saml.Assertion) -> Stap:
    """Level, and each attribute by name or, for who is meant, by kind."""
    verklaring = assertion.authn_statement[0]
    uit = {"niveau": verklaring.authn_context.authn_context_class_ref.text}
    for kenmerk in assertion.attribute_statement[0].attribute:
        (waarde,) = kenmerk.attribute_value
        if waarde.extension_elements:
            dicht = waarde.extension_elements[0].to_string().decode()
            open_ = saml.encrypted_id_from_string(client.sec.decrypt(dicht))
            (wie,) = saml2.extension_elements_to_elements(open_.extension_elements, [saml])
            uit[wie.name_qualifier] = wie.text
        else:
            uit[kenmerk.name] = waarde.text
    return uit


if __name__ == "__main__":
    STAPPEN = {een.__name__: een for een in (metadata, verzoek, lees, vraag, lees_envelop)}
    print(json.dumps(STAPPEN[sys.argv[1]](json.load(sys.stdin))))
