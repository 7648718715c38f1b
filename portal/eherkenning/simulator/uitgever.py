# SPDX-License-Identifier: EUPL-1.2
"""Makes the answers of a broker; every value can be given, so tests can make wrong ones too."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, SAML, SAMLP, XENC, q
from portal.eherkenning.simulator.afnemer import Afnemer
from portal.eherkenning.simulator.bewijs import AD, XSI, advies
from portal.eherkenning.simulator.versleuteling import versleuteld
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.verzoek import tijdstip

GELDIG, SPELING = timedelta(minutes=2), timedelta(seconds=5)
XS = "http://www.w3.org/2001/XMLSchema"
NSMAP = {"samlp": SAMLP, "saml": SAML, "ds": DS, "xenc": XENC, "xs": XS, "xsi": XSI}


@dataclass(frozen=True, slots=True)
class Verklaring:
    """What an answer says. ``vorm`` is encrypted, nameid or plain."""

    afzender: str
    ontvanger: str
    acs_url: str
    verzoek_id: str
    nu: datetime
    acting: str
    kvk: str | None
    rsin: str | None = None
    intermediair: str | None = None
    vestigingsnr: str | None = None
    niveau: str = "loa3"
    vorm: str = "encrypted"
    service_id: str = ""
    service_uuid: str | None = None
    advies: bool = False
    assertion_id: str = field(default_factory=lambda: f"_{secrets.token_hex(16)}")


def antwoord(
    v: Verklaring, afnemer: Afnemer, paar: Sleutelpaar, *, ook_response: bool = True
) -> etree._Element:
    """A signed Response with a signed Assertion, with the evidence enclosed where asked for."""
    response = ongetekend(v, afnemer)
    if v.advies:
        voorwaarden = response.find(f"{q(SAML, 'Assertion')}/{q(SAML, 'Conditions')}")
        assert voorwaarden is not None
        bewijs = advies(
            ontvangers=[v.afzender, v.ontvanger],
            niveau=v.niveau,
            acting=v.acting,
            dienst=v.service_id,
            paar=paar,
            nu=v.nu,
        )
        voorwaarden.addnext(bewijs)
    teken(response, paar, ook_response=ook_response)
    return response


def ongetekend(v: Verklaring, afnemer: Afnemer) -> etree._Element:
    """The same without signatures and evidence."""
    response = _response(v.afzender, v.acs_url, v.verzoek_id, v.nu)
    status = etree.SubElement(response, q(SAMLP, "Status"))
    etree.SubElement(status, q(SAMLP, "StatusCode"), {"Value": namen.SUCCES})
    response.append(_assertion(v, afnemer))
    return response


def teken(response: etree._Element, paar: Sleutelpaar, *, ook_response: bool = True) -> None:
    """Sign the Assertion, then the Response around it; inside an ArtifactResponse it may do
    without. The declaration of ``xs`` is signed too, since values name their type by it."""
    assertion = response.find(q(SAML, "Assertion"))
    if assertion is not None:
        onderteken(assertion, paar.tekenaar, plaats=1, sleutelnaam=paar.naam, voorvoegsels="xs")
    if ook_response:
        onderteken(response, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)


def afgebroken(
    afzender: str, acs_url: str, verzoek_id: str, nu: datetime, paar: Sleutelpaar
) -> etree._Element:
    """The signed answer when the person cancels."""
    response = _response(afzender, acs_url, verzoek_id, nu)
    status = etree.SubElement(response, q(SAMLP, "Status"))
    code = etree.SubElement(status, q(SAMLP, "StatusCode"), {"Value": namen.ANTWOORDER})
    etree.SubElement(code, q(SAMLP, "StatusCode"), {"Value": namen.AUTHN_MISLUKT})
    etree.SubElement(status, q(SAMLP, "StatusMessage")).text = "Authentication cancelled"
    teken(response, paar)
    return response


def _response(afzender: str, acs_url: str, verzoek_id: str, nu: datetime) -> etree._Element:
    response = etree.Element(
        q(SAMLP, "Response"),
        {
            "ID": f"_{secrets.token_hex(16)}",
            "Version": "2.0",
            "IssueInstant": tijdstip(nu),
            "Destination": acs_url,
            "InResponseTo": verzoek_id,
        },
        nsmap=NSMAP,
    )
    etree.SubElement(response, q(SAML, "Issuer")).text = afzender
    return response


def _assertion(v: Verklaring, afnemer: Afnemer) -> etree._Element:
    assertion = etree.Element(
        q(SAML, "Assertion"),
        {"ID": v.assertion_id, "Version": "2.0", "IssueInstant": tijdstip(v.nu)},
        nsmap=NSMAP,
    )
    tot = tijdstip(v.nu + GELDIG)
    etree.SubElement(assertion, q(SAML, "Issuer")).text = v.afzender
    onderwerp = etree.SubElement(assertion, q(SAML, "Subject"))
    naam = etree.SubElement(
        onderwerp, q(SAML, "NameID"), {"Format": namen.TRANSIENT, "NameQualifier": AD}
    )
    naam.text = secrets.token_hex(16)
    bevestiging = etree.SubElement(
        onderwerp, q(SAML, "SubjectConfirmation"), {"Method": namen.BEARER}
    )
    etree.SubElement(
        bevestiging,
        q(SAML, "SubjectConfirmationData"),
        {"InResponseTo": v.verzoek_id, "Recipient": v.acs_url, "NotOnOrAfter": tot},
    )
    voorwaarden = etree.SubElement(
        assertion,
        q(SAML, "Conditions"),
        {"NotBefore": tijdstip(v.nu - SPELING), "NotOnOrAfter": tot},
    )
    beperking = etree.SubElement(voorwaarden, q(SAML, "AudienceRestriction"))
    etree.SubElement(beperking, q(SAML, "Audience")).text = v.ontvanger
    assertion.append(_kenmerken(v, afnemer))
    verklaring = etree.SubElement(
        assertion,
        q(SAML, "AuthnStatement"),
        {"AuthnInstant": tijdstip(v.nu), "SessionIndex": secrets.token_hex(16)},
    )
    context = etree.SubElement(verklaring, q(SAML, "AuthnContext"))
    etree.SubElement(context, q(SAML, "AuthnContextClassRef")).text = f"{namen.NIVEAU}{v.niveau}"
    etree.SubElement(context, q(SAML, "AuthenticatingAuthority")).text = AD
    return assertion


def _kenmerken(v: Verklaring, afnemer: Afnemer) -> etree._Element:
    blok = etree.Element(q(SAML, "AttributeStatement"), nsmap=NSMAP)
    identiteiten = (
        (namen.ACTING, namen.PSEUDO, v.acting),
        (namen.LEGAL, namen.KVK, v.kvk),
        (namen.LEGAL, namen.RSIN, v.rsin),
        (namen.TUSSEN_KVK, namen.TUSSEN_KVK, v.intermediair),
    )
    for naam, soort, waarde in identiteiten:
        if waarde and v.vorm == "plain":
            _tekst(blok, soort, waarde)
        elif waarde:
            _kenmerk(blok, naam).append(_identiteit(v, afnemer, soort, waarde))
    for naam, waarde in (
        (namen.VESTIGING, v.vestigingsnr),
        (namen.SERVICE_ID, v.service_id),
        (namen.SERVICE_UUID, v.service_uuid),
    ):
        if waarde:
            _tekst(blok, naam, waarde)
    return blok


def _tekst(blok: etree._Element, naam: str, waarde: str) -> None:
    houder = _kenmerk(blok, naam)
    houder.set(q(XSI, "type"), "xs:string")
    houder.text = waarde


def _kenmerk(blok: etree._Element, naam: str) -> etree._Element:
    """The AttributeValue of a new Attribute."""
    attribuut = etree.SubElement(blok, q(SAML, "Attribute"), {"Name": naam})
    return etree.SubElement(attribuut, q(SAML, "AttributeValue"))


def _identiteit(v: Verklaring, afnemer: Afnemer, soort: str, waarde: str) -> etree._Element:
    name_id = etree.Element(
        q(SAML, "NameID"),
        {"NameQualifier": soort, "Format": namen.PERSISTENT},
        nsmap={"saml": SAML},
    )
    name_id.text = waarde
    if v.vorm != "encrypted":
        return name_id
    return versleuteld(name_id, afnemer.publiek, v.ontvanger, afnemer.sleutelnaam)
