# SPDX-License-Identifier: EUPL-1.2
"""Small tools to build answers, right and wrong."""

import base64

from lxml import etree

from portal.eherkenning.namen import SAML, q


def naar_base64(element: etree._Element) -> str:
    """As it stands in the form field."""
    return base64.b64encode(etree.tostring(element)).decode()


def assertion(response: etree._Element) -> etree._Element:
    """The Assertion of a Response."""
    gevonden = response.find(q(SAML, "Assertion"))
    assert gevonden is not None
    return gevonden


def vind(response: etree._Element, naam: str) -> etree._Element:
    """The first element of that SAML name, anywhere."""
    gevonden = next(response.iter(q(SAML, naam)), None)
    assert gevonden is not None, naam
    return gevonden


def verwijder(element: etree._Element) -> None:
    """Take an element out of its tree."""
    ouder = element.getparent()
    assert ouder is not None
    ouder.remove(element)
