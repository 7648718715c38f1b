# SPDX-License-Identifier: EUPL-1.2
"""Our metadata for the broker: signed, and nothing that the interface does not name."""

import secrets

from lxml import etree

from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.instellingen import Dienstverlener
from portal.eherkenning.namen import DS, MD, PROTOCOL, q
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.verzoek import ACS_INDEX, DIENST_INDEX

TAAL = "{http://www.w3.org/XML/1998/namespace}lang"


def metadata(dv: Dienstverlener) -> bytes:
    """The EntityDescriptor, signed with our present key."""
    wortel = etree.Element(
        q(MD, "EntityDescriptor"),
        {"ID": f"_{secrets.token_hex(16)}", "entityID": dv.entity_id},
        nsmap={"md": MD, "ds": DS},
    )
    rol = etree.SubElement(
        wortel,
        q(MD, "SPSSODescriptor"),
        {
            "AuthnRequestsSigned": "true",
            "WantAssertionsSigned": "true",
            "protocolSupportEnumeration": PROTOCOL,
        },
    )
    for paar in dv.paren:
        rol.extend([sleuteldrager("signing", paar), sleuteldrager("encryption", paar)])
    _kind(
        rol,
        "AssertionConsumerService",
        Binding=dv.binding,
        Location=dv.acs_url,
        index=ACS_INDEX[dv.binding],
        isDefault="true",
    )
    dienst = _kind(rol, "AttributeConsumingService", index=DIENST_INDEX, isDefault="true")
    _kind(dienst, "ServiceName", dv.naam, **{TAAL: "nl"})
    _kind(dienst, "ServiceDescription", omschrijving(dv), **{TAAL: "nl"})
    _kind(dienst, "RequestedAttribute", Name=dv.service_id, isRequired="true")
    _wie(wortel, dv)
    onderteken(wortel, dv.paar.tekenaar, plaats=0, certificaat=dv.paar.certificaat)
    inhoud: bytes = etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")
    return inhoud


def _wie(wortel: etree._Element, dv: Dienstverlener) -> None:
    """The organisation, and whom to call: a desk, no person."""
    organisatie = _kind(wortel, "Organization")
    for naam in ("OrganizationName", "OrganizationDisplayName"):
        _kind(organisatie, naam, dv.naam, **{TAAL: "nl"})
    _kind(
        organisatie, "OrganizationURL", dv.acs_url.removesuffix("/eherkenning/acs"), **{TAAL: "nl"}
    )
    for soort in ("technical", "administrative"):
        persoon = _kind(wortel, "ContactPerson", contactType=soort)
        _kind(persoon, "EmailAddress", f"mailto:{dv.contact_email}")
        if dv.contact_telefoon:
            _kind(persoon, "TelephoneNumber", dv.contact_telefoon)


def omschrijving(dv: Dienstverlener) -> str:
    """One sentence on the service, for metadata and catalogue alike."""
    return f"Inloggen bij {dv.naam} namens uw organisatie"


def _kind(
    ouder: etree._Element, naam: str, tekst: str | None = None, **kenmerken: str
) -> etree._Element:
    kind = etree.SubElement(ouder, q(MD, naam), kenmerken)
    kind.text = tekst
    return kind


def sleuteldrager(gebruik: str, paar: Sleutelpaar) -> etree._Element:
    """A KeyDescriptor with the name of the key and its certificate."""
    drager = etree.Element(q(MD, "KeyDescriptor"), {"use": gebruik}, nsmap={"md": MD, "ds": DS})
    info = etree.SubElement(drager, q(DS, "KeyInfo"))
    etree.SubElement(info, q(DS, "KeyName")).text = paar.naam
    gegevens = etree.SubElement(info, q(DS, "X509Data"))
    etree.SubElement(gegevens, q(DS, "X509Certificate")).text = paar.certificaat
    return drager
