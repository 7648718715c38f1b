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
    for paar in (dv.paar, dv.volgende):
        if paar is not None:
            _sleutel(rol, "signing", paar)
            _sleutel(rol, "encryption", paar)
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
    _kind(dienst, "RequestedAttribute", Name=dv.service_id, isRequired="true")
    organisatie = _kind(wortel, "Organization")
    for naam in ("OrganizationName", "OrganizationDisplayName"):
        _kind(organisatie, naam, dv.naam, **{TAAL: "nl"})
    _kind(
        organisatie, "OrganizationURL", dv.acs_url.removesuffix("/eherkenning/acs"), **{TAAL: "nl"}
    )
    onderteken(wortel, dv.paar.tekenaar, plaats=0, certificaat=dv.paar.certificaat)
    inhoud: bytes = etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")
    return inhoud


def _kind(
    ouder: etree._Element, naam: str, tekst: str | None = None, **kenmerken: str
) -> etree._Element:
    kind = etree.SubElement(ouder, q(MD, naam), kenmerken)
    kind.text = tekst
    return kind


def _sleutel(rol: etree._Element, gebruik: str, paar: Sleutelpaar) -> None:
    info = etree.SubElement(_kind(rol, "KeyDescriptor", use=gebruik), q(DS, "KeyInfo"))
    etree.SubElement(info, q(DS, "KeyName")).text = paar.naam
    gegevens = etree.SubElement(info, q(DS, "X509Data"))
    etree.SubElement(gegevens, q(DS, "X509Certificate")).text = paar.certificaat
