# SPDX-License-Identifier: EUPL-1.2
"""The eight classical ways to wrap a signature, and some of our own.

Each leaves a forged statement where a careless reader looks, and the signed one where a careless
check finds it.
"""

from collections.abc import Callable

from lxml import etree

from portal.eherkenning.namen import DS, SAML, SAMLP, q
from tests.aanval.smeedwerk import detail, handtekening, opnieuw, vervalst
from tests.eherkenning.hulp import assertion, verwijder

Xsw = Callable[[etree._Element], etree._Element]


def _valse_response(response: etree._Element) -> tuple[etree._Element, etree._Element]:
    """A forged Response with the true signature, and the true Response without it."""
    vals, echt = opnieuw(response), opnieuw(response)
    vals.set("ID", "_valse-response")
    vals.replace(assertion(vals), vervalst(assertion(vals)))
    teken = echt.find(q(DS, "Signature"))
    if teken is not None:
        verwijder(teken)
    return vals, echt


def xsw1(response: etree._Element) -> etree._Element:
    """A forged Response; the true one inside its signature."""
    vals, echt = _valse_response(response)
    teken = vals.find(q(DS, "Signature"))
    (vals if teken is None else teken).append(echt)
    return vals


def xsw2(response: etree._Element) -> etree._Element:
    """A forged Response; the true one before its signature."""
    vals, echt = _valse_response(response)
    vals[0].addnext(echt)
    return vals


def xsw3(response: etree._Element) -> etree._Element:
    """A forged Assertion before the true one."""
    assertion(response).addprevious(vervalst(assertion(response)))
    return response


def xsw4(response: etree._Element) -> etree._Element:
    """The true Assertion inside a forged one."""
    echt = assertion(response)
    vals = vervalst(echt)
    response.replace(echt, vals)
    vals.append(echt)
    return response


def xsw5(response: etree._Element) -> etree._Element:
    """The signed Assertion altered; a true copy without signature at the end."""
    echt = assertion(response)
    kopie = opnieuw(echt)
    verwijder(handtekening(kopie))
    vals = vervalst(echt)
    vals.insert(1, opnieuw(handtekening(echt)))
    response.replace(echt, vals)
    response.append(kopie)
    return response


def xsw6(response: etree._Element) -> etree._Element:
    """The same; the true copy inside the signature."""
    xsw5(response)
    handtekening(assertion(response)).append(response[-1])
    return response


def xsw7(response: etree._Element) -> etree._Element:
    """The true Assertion in Extensions."""
    echt = assertion(response)
    response.replace(echt, vervalst(echt))
    extensies = etree.Element(q(SAMLP, "Extensions"))
    extensies.append(echt)
    status = response.find(q(SAMLP, "Status"))
    assert status is not None
    status.addprevious(extensies)
    return response


def xsw8(response: etree._Element) -> etree._Element:
    """The true Assertion in an Object of the forged one's signature."""
    xsw5(response)
    teken = handtekening(assertion(response))
    etree.SubElement(teken, q(DS, "Object")).append(response[-1])
    return response


def in_advies(response: etree._Element) -> etree._Element:
    """The true Assertion as evidence of a forged one."""
    echt = assertion(response)
    vals = vervalst(echt)
    advies = vals.find(q(SAML, "Advice"))
    if advies is None:
        advies = etree.Element(q(SAML, "Advice"))
        vals.find(q(SAML, "Conditions")).addnext(advies)
    response.replace(echt, vals)
    advies.append(echt)
    return response


def in_advies_met_teken(response: etree._Element) -> etree._Element:
    """The same, with a copy of the true signature on the forged one."""
    teken = opnieuw(handtekening(assertion(response)))
    in_advies(response)
    assertion(response).insert(1, teken)
    return response


def in_detail(response: etree._Element) -> etree._Element:
    """The true Assertion where the schema allows anything."""
    echt = assertion(response)
    response.replace(echt, vervalst(echt))
    detail(response).append(echt)
    return response


def ernaast(response: etree._Element) -> etree._Element:
    """A forged Assertion after the true one."""
    response.append(vervalst(assertion(response)))
    return response


def zelfde_id(response: etree._Element) -> etree._Element:
    """A forged Assertion with the id of the true one."""
    response.append(vervalst(assertion(response), str(assertion(response).get("ID"))))
    return response


def zelfde_xml_id(response: etree._Element) -> etree._Element:
    """A forged Assertion with the id of the true one as xml:id."""
    vals = vervalst(assertion(response))
    naam = "{http://www.w3.org/XML/1998/namespace}id"
    vals.set(naam, str(assertion(response).get("ID")))
    return in_detail_erbij(response, vals)


def in_detail_erbij(response: etree._Element, vals: etree._Element) -> etree._Element:
    """Put something where the schema allows anything."""
    detail(response).append(vals)
    return response


ALLE: tuple[Xsw, ...] = (
    xsw1, xsw2, xsw3, xsw4, xsw5, xsw6, xsw7, xsw8,
    in_advies, in_advies_met_teken, in_detail, ernaast, zelfde_id, zelfde_xml_id,
)  # fmt: skip
