# SPDX-License-Identifier: EUPL-1.2
"""pysaml2 as the broker: requests verified and answers signed by it, through ``xmlsec1``."""

import hashlib
import re
import secrets
from base64 import b64encode
from functools import cached_property
from pathlib import Path

import saml2
from saml2 import config, element_to_extension_element, md, saml, samlp, sigver
from saml2.metadata import create_metadata_string
from saml2.server import Server

from portal.eherkenning import namen
from tests.interop.pysaml2_kenmerken import tekst, versleuteld

SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
INDEX = 1


class Makelaar:
    """An identity provider that knows the portal by its signed metadata, fetched over HTTP."""

    def __init__(self, instellingen: dict[str, str]) -> None:
        self.i = instellingen
        self.wachtend: dict[str, samlp.Response] = {}

    def metadata(self) -> bytes:
        """Its own metadata, signed."""
        zelf = config.IdPConfig().load(self._config())
        return str(create_metadata_string(None, config=zelf, sign=True)).encode()

    def _config(self, **meer: object) -> dict[str, object]:
        waar = {
            "single_sign_on_service": [(f"{self.i['adres']}/sso", saml2.BINDING_HTTP_POST)],
            "artifact_resolution_service": [(f"{self.i['adres']}/artifact", saml2.BINDING_SOAP)],
        }
        return {
            "entityid": self.i["entity_id"],
            "service": {
                "idp": {
                    "endpoints": waar,
                    "want_authn_requests_signed": True,
                    "policy": {"default": {"lifetime": {"minutes": 2}}},  # as the standard has it
                }
            },
            "key_file": self.i["sleutel"],
            "cert_file": self.i["certificaat"],
            "signing_algorithm": namen.RSA_SHA256,
            "digest_algorithm": SHA256,
        } | meer

    @cached_property
    def idp(self) -> Server:
        """With the portal's metadata, fetched when first needed, its signature verified."""
        bron = {
            "url": self.i["sp_metadata"],
            "cert": self.i["sp_certificaat"],
            "node_name": f"{md.NAMESPACE}:EntityDescriptor",
        }
        return Server(config=config.IdPConfig().load(self._config(metadata={"remote": [bron]})))

    def antwoord(self, saml_request: str) -> tuple[str, str]:
        """Where the portal wants its answer, and the artifact for it, if the request is right."""
        idp = self.idp
        gevraagd = idp.parse_authn_request(saml_request, saml2.BINDING_HTTP_POST).message
        rol = idp.metadata[gevraagd.issuer.text]["spsso_descriptor"][0]
        index = gevraagd.assertion_consumer_service_index
        (acs,) = (een for een in rol["assertion_consumer_service"] if een["index"] == index)
        assert acs["binding"] == saml2.BINDING_HTTP_ARTIFACT
        dienst = rol["attribute_consuming_service"][0]["requested_attribute"][0]["name"]
        response = self._response(idp, gevraagd, acs["location"], dienst)
        return acs["location"], self._bewaar(response)

    def los_op(self, bericht: str) -> str:
        """The signed answer to an ArtifactResolve, whose signature is verified as it came."""
        idp = self.idp
        vraag = idp.parse_artifact_resolve(bericht)
        naam = sigver.class_name(vraag)
        bewijs = self.i["sp_certificaat"]
        if not idp.sec.verify_signature(bericht, bewijs, node_name=naam, node_id=vraag.id):
            raise ValueError("niet van het portaal")
        response = self.wachtend.pop(vraag.artifact.text)
        buiten = samlp.ArtifactResponse(in_response_to=vraag.id, status=response.status)
        buiten.id, buiten.version = f"_{secrets.token_hex(16)}", "2.0"
        buiten.issue_instant, buiten.issuer = response.issue_instant, response.issuer
        for deel in (response.assertion, buiten):
            deel.signature = sigver.pre_signature_part(
                deel.id, idp.sec.my_cert, digest_alg=SHA256, sign_alg=namen.RSA_SHA256
            )
        buiten.extension_elements = [element_to_extension_element(response)]
        wat = [(sigver.class_name(deel), deel.id) for deel in (response.assertion, buiten)]
        return envelop(str(sigver.signed_instance_factory(str(buiten), idp.sec, wat)))

    def _bewaar(self, response: samlp.Response) -> str:
        """By the standard; the artifacts of pysaml2 itself hold their index as text."""
        bron_id = hashlib.sha1(self.i["entity_id"].encode()).digest()
        ruw = b"\0\4" + INDEX.to_bytes(2, "big") + bron_id + secrets.token_bytes(20)
        artifact = b64encode(ruw).decode()
        self.wachtend[artifact] = response
        return artifact

    def _response(
        self, idp: Server, gevraagd: samlp.AuthnRequest, acs: str, dienst: str
    ) -> samlp.Response:
        wie = gevraagd.issuer.text
        response = idp.create_authn_response(
            {},
            gevraagd.id,
            acs,
            wie,
            name_id=saml.NameID(format=saml.NAMEID_FORMAT_TRANSIENT, text=secrets.token_hex(16)),
            authn={"class_ref": namen.MIN_NIVEAU, "authn_auth": self.i["entity_id"]},
            sign_response=False,
            sign_assertion=False,
        )
        ((_, certificaat),) = idp.metadata.certs(wie, "spsso", "encryption")
        pem = Path(self.i["map"]) / "ontvanger.pem"
        pem.write_text(sigver.pem_format(certificaat).decode())
        kenmerken = [
            versleuteld(idp, namen.ACTING, namen.PSEUDO, self.i["acting"], str(pem)),
            versleuteld(idp, namen.LEGAL, namen.KVK, self.i["kvk"], str(pem)),
            tekst(namen.SERVICE_ID, dienst),
        ]
        response.assertion.attribute_statement = [saml.AttributeStatement(attribute=kenmerken)]
        return response


def envelop(getekend: str) -> str:
    """SOAP around what is signed already: that of pysaml2 would write it anew."""
    kaal = re.sub(r"^<\?xml.*?\?>", "", getekend)
    return f'<s:Envelope xmlns:s="{namen.ENVELOP}"><s:Body>{kaal}</s:Body></s:Envelope>'
