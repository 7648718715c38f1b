# SPDX-License-Identifier: EUPL-1.2
"""What forgers do: statements of another organisation, evidence enclosed, signatures moved."""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, SAML, SAMLP, q
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion, verwijder, vind

VALS = "99999999"  # the organisation that the forger would like to be
Wijziging = Callable[[etree._Element], object]


def opnieuw(element: etree._Element) -> etree._Element:
    """A copy with all namespace declarations, which ``deepcopy`` may lose."""
    return etree.fromstring(etree.tostring(element))


def handtekening(element: etree._Element) -> etree._Element:
    """The signature that is a child of ``element``."""
    gevonden = element.find(q(DS, "Signature"))
    assert gevonden is not None
    return gevonden


def detail(response: etree._Element) -> etree._Element:
    """A place in a Response where the schema allows anything."""
    status = response.find(q(SAMLP, "Status"))
    assert status is not None
    return etree.SubElement(status, q(SAMLP, "StatusDetail"))


def vervalst(echt: etree._Element, nieuw_id: str = "_vals") -> etree._Element:
    """A copy of a plain Assertion that names another organisation, without signature."""
    kopie = opnieuw(echt)
    verwijder(handtekening(kopie))
    kopie.set("ID", nieuw_id)
    for knoop in kopie.iter(q(SAML, "AttributeValue")):
        if knoop.text == "12345678":
            knoop.text = VALS
    return kopie


def met_advies(smid: Proef, **anders: object) -> Wijziging:
    """Enclose a statement, itself signed by the broker, as a standard broker does."""

    def wijzig(response: etree._Element) -> None:
        binnen = deepcopy(assertion(smid.ongetekend(vorm="plain", **({"kvk": VALS} | anders))))
        advies = etree.Element(q(SAML, "Advice"))
        advies.append(binnen)
        onderteken(binnen, smid.makelaar.paar.tekenaar, plaats=1)
        vind(response, "Conditions").addnext(advies)

    return wijzig
