# SPDX-License-Identifier: EUPL-1.2
"""What a broker encloses as evidence in Advice: the statements of the authenticatiedienst (AD)
and of the machtigingenregister (MR), each signed.

The stand-in plays all three parts with one key. So what is enclosed is signed by a key that the
service provider trusts, and still must not be read as the broker's own statement.
"""

import secrets
from datetime import datetime, timedelta

from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, SAML, XENC, q
from portal.eherkenning.simulator.versleuteling import versleuteld
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.verzoek import tijdstip

AD = "urn:etoegang:AD:00000003888888880000:entities:9002"
MR = "urn:etoegang:MR:00000003888888880000:entities:9003"
XACML = "urn:oasis:names:tc:xacml:2.0:saml:assertion:schema:os"
CONTEXT = "urn:oasis:names:tc:xacml:2.0:context:schema:os"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NSMAP = {"saml": SAML, "ds": DS, "xenc": XENC}
GELDIG = timedelta(minutes=10)


def advies(
    *, ontvangers: list[str], niveau: str, acting: str, dienst: str, paar: Sleutelpaar, nu: datetime
) -> etree._Element:
    """The Advice element, with both statements signed."""
    uit = etree.Element(q(SAML, "Advice"), nsmap=NSMAP)
    ad = _ad([*ontvangers, MR], niveau, acting, paar, nu)
    for deel in (ad, _mr(ontvangers, str(ad.get("ID")), dienst, nu)):
        uit.append(deel)
        onderteken(deel, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
    return uit


def _assertion(afzender: str, ontvangers: list[str], nu: datetime) -> etree._Element:
    assertion = etree.Element(
        q(SAML, "Assertion"),
        {"ID": f"_{secrets.token_hex(16)}", "Version": "2.0", "IssueInstant": tijdstip(nu)},
        nsmap=NSMAP,
    )
    etree.SubElement(assertion, q(SAML, "Issuer")).text = afzender
    onderwerp = etree.SubElement(assertion, q(SAML, "Subject"))
    etree.SubElement(onderwerp, q(SAML, "NameID")).text = secrets.token_hex(16)
    voorwaarden = etree.SubElement(
        assertion,
        q(SAML, "Conditions"),
        {"NotBefore": tijdstip(nu - GELDIG), "NotOnOrAfter": tijdstip(nu + GELDIG)},
    )
    beperking = etree.SubElement(voorwaarden, q(SAML, "AudienceRestriction"))
    for ontvanger in ontvangers:
        etree.SubElement(beperking, q(SAML, "Audience")).text = ontvanger
    return assertion


def _ad(
    ontvangers: list[str], niveau: str, acting: str, paar: Sleutelpaar, nu: datetime
) -> etree._Element:
    """Who was recognised, and how surely; the pseudonym is for the MR's eyes only."""
    assertion = _assertion(AD, ontvangers, nu)
    verklaring = etree.SubElement(
        assertion, q(SAML, "AuthnStatement"), {"AuthnInstant": tijdstip(nu)}
    )
    context = etree.SubElement(verklaring, q(SAML, "AuthnContext"))
    etree.SubElement(context, q(SAML, "AuthnContextClassRef")).text = f"{namen.NIVEAU}{niveau}"
    blok = etree.SubElement(assertion, q(SAML, "AttributeStatement"))
    _kenmerk(blok, "urn:etoegang:core:Representation").text = "true"
    _kenmerk(blok, "urn:etoegang:core:AuthorizationRegistryID").text = MR
    name_id = etree.Element(
        q(SAML, "NameID"), {"NameQualifier": namen.PSEUDO}, nsmap={"saml": SAML}
    )
    name_id.text = acting
    _kenmerk(blok, namen.ACTING).append(
        versleuteld(name_id, paar.privaat.public_key(), MR, paar.naam)
    )
    return assertion


def _mr(ontvangers: list[str], ad_id: str, dienst: str, nu: datetime) -> etree._Element:
    """That the person may act for the organisatie, in the words of XACML."""
    assertion = _assertion(MR, ontvangers, nu)
    etree.SubElement(
        etree.SubElement(assertion, q(SAML, "Advice")), q(SAML, "AssertionIDRef")
    ).text = ad_id
    verklaring = etree.SubElement(
        assertion, q(SAML, "Statement"), nsmap={"xacml-saml": XACML, "xacml-context": CONTEXT}
    )
    verklaring.set(q(XSI, "type"), "xacml-saml:XACMLAuthzDecisionStatementType")
    besluit = etree.SubElement(
        etree.SubElement(verklaring, q(CONTEXT, "Response")),
        q(CONTEXT, "Result"),
        {"ResourceId": dienst},
    )
    etree.SubElement(besluit, q(CONTEXT, "Decision")).text = "Permit"
    return assertion


def _kenmerk(blok: etree._Element, naam: str) -> etree._Element:
    attribuut = etree.SubElement(blok, q(SAML, "Attribute"), {"Name": naam})
    return etree.SubElement(attribuut, q(SAML, "AttributeValue"))
