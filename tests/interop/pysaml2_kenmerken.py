# SPDX-License-Identifier: EUPL-1.2
"""The attributes of eHerkenning in the classes of pysaml2, encrypted by ``xmlsec1``."""

from saml2 import element_to_extension_element, saml, sigver
from saml2.server import Server

AES256 = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
NAAM_IN_ID = "/*[local-name()='EncryptedID']/*[local-name()='NameID']"


def kenmerk(naam: str, waarde: saml.AttributeValue) -> saml.Attribute:
    """One Attribute."""
    return saml.Attribute(name=naam, attribute_value=[waarde])


def tekst(naam: str, waarde: str) -> saml.Attribute:
    """A plain value."""
    return kenmerk(naam, saml.AttributeValue().set_text(waarde))


def versleuteld(
    idp: Server, naam: str, soort: str, waarde: str, certificaat: str
) -> saml.Attribute:
    """A NameID that only the holder of ``certificaat`` can read."""
    name_id = saml.NameID(name_qualifier=soort, format=saml.NAMEID_FORMAT_PERSISTENT, text=waarde)
    dicht = idp.sec.encrypt_assertion(
        # What is encrypted must declare its namespace itself.
        f'<e:EncryptedID xmlns:e="{saml.NAMESPACE}">{name_id}</e:EncryptedID>',
        certificaat,
        str(sigver.pre_encryption_part(msg_enc=AES256)),
        key_type="aes-256",
        node_xpath=NAAM_IN_ID,
    )
    inhoud = element_to_extension_element(saml.encrypted_id_from_string(dicht))
    return kenmerk(naam, saml.AttributeValue(extension_elements=[inhoud]))
