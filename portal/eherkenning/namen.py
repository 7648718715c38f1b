# SPDX-License-Identifier: EUPL-1.2
"""The fixed names of SAML, XML signature and encryption, and eHerkenning."""

import re

from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml

SAMLP, SAML, MD = Saml.NS_SAMLP, Saml.NS_SAML, Saml.NS_MD
DS, XENC = Saml.NS_DS, Saml.NS_XENC
NSMAP = {"samlp": SAMLP, "saml": SAML, "md": MD, "ds": DS, "xenc": XENC}

POST, REDIRECT = Saml.BINDING_HTTP_POST, Saml.BINDING_HTTP_REDIRECT
ARTIFACT, SOAP = Saml.BINDING_HTTP_ARTIFACT, Saml.BINDING_SOAP
ENVELOP = "http://schemas.xmlsoap.org/soap/envelope/"
PROTOCOL = Saml.NS_SAMLP
BEARER = Saml.CM_BEARER

EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
HANDTEKENINGEN = frozenset(
    f"http://www.w3.org/2001/04/xmldsig-more#rsa-sha{n}" for n in (256, 384, 512)
)
HASHES = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)

STATUS = "urn:oasis:names:tc:SAML:2.0:status:"
SUCCES, ANTWOORDER = f"{STATUS}Success", f"{STATUS}Responder"
AUTHN_MISLUKT, KAN_NIET = f"{STATUS}AuthnFailed", f"{STATUS}RequestUnsupported"

NIVEAU = "urn:etoegang:core:assurance-class:"
RANG = {f"{NIVEAU}{naam}": n for n, naam in enumerate(("loa1", "loa2", "loa2plus", "loa3", "loa4"))}
MIN_NIVEAU = f"{NIVEAU}loa3"  # R8

ACTING = "urn:etoegang:core:ActingSubjectID"
LEGAL = "urn:etoegang:core:LegalSubjectID"
SERVICE_ID, SERVICE_UUID = "urn:etoegang:core:ServiceID", "urn:etoegang:core:ServiceUUID"
KVK, RSIN = "urn:etoegang:1.9:EntityConcernedID:KvKnr", "urn:etoegang:1.9:EntityConcernedID:RSIN"
PSEUDO = "urn:etoegang:1.13:EntityConcernedID:Pseudo"
PSEUDOS = frozenset({PSEUDO, "urn:etoegang:1.9:EntityConcernedID:Pseudo"})
VESTIGING = "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr"
TUSSEN = "urn:etoegang:core:IntermediateSubjectID"
TUSSEN_KVK = "urn:etoegang:1.9:IntermediateEntityID:KvKnr"
TUSSEN_RSIN = "urn:etoegang:1.9:IntermediateEntityID:RSIN"
# What limits a login is seen whatever version of the standard its name is of. A broker may use
# any of these for an intermediary; the newest says the kind in a NameQualifier.
BEPERKING = re.compile("urn:etoegang:[^:]+:ServiceRestriction:.+", re.IGNORECASE)
TUSSENPERSOON = re.compile(
    "urn:etoegang:[^:]+:Intermediate(?:Entity|Subject)ID(?::(?P<soort>.*))?", re.IGNORECASE
)
TUSSEN_SOORTEN = {"kvknr": TUSSEN_KVK, "kvk": TUSSEN_KVK, "rsin": TUSSEN_RSIN}
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


def q(ruimte: str, naam: str) -> str:
    """A qualified name as lxml writes it."""
    return f"{{{ruimte}}}{naam}"
