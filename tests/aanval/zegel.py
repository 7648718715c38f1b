# SPDX-License-Identifier: EUPL-1.2
"""Signs with anything that xmlsec can do, where the portal's own signer knows one way only."""

from collections.abc import Sequence
from typing import Any

import xmlsec
from lxml import etree

from portal.eherkenning.namen import DS, q
from portal.eherkenning.sleutels import Sleutelpaar
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion

T = xmlsec.constants
GEWOON: Sequence[Any] = (T.TransformEnveloped, T.TransformExclC14N)
HMAC_GEHEIM = b"geheim" * 8


def verzegel(
    element: etree._Element,
    paar: Sleutelpaar,
    *,
    c14n: Any = T.TransformExclC14N,
    methode: Any = T.TransformRsaSha256,
    digest: Any = T.TransformSha256,
    transformaties: Sequence[Any] = GEWOON,
    uri: str | None = None,
    sleutel: xmlsec.Key | None = None,
) -> etree._Element:
    """Put a signature of these algorithms over ``element``, after its Issuer."""
    teken = xmlsec.template.create(element, c14n, methode, ns="ds")
    doel = f"#{element.get('ID')}" if uri is None else uri
    verwijzing = xmlsec.template.add_reference(teken, digest, uri=doel)
    for transformatie in transformaties:
        xmlsec.template.add_transform(verwijzing, transformatie)
    naam = etree.SubElement(xmlsec.template.ensure_key_info(teken), q(DS, "KeyName"))
    naam.text = paar.naam
    element.insert(1, teken)
    context = xmlsec.SignatureContext()
    context.key = sleutel or paar.tekenaar
    context.register_id(element, "ID")
    context.sign(teken)
    return teken


def dubbel(smid: Proef, vorm: str = "plain", **hoe: Any) -> etree._Element:
    """A Response, signed in this way on Assertion and Response."""
    response = smid.ongetekend(vorm=vorm)
    for element in (assertion(response), response):
        verzegel(element, smid.makelaar.paar, **hoe)
    return response


def hmac_sleutel(paar: Sleutelpaar) -> xmlsec.Key:
    """The broker's public certificate, misused as a shared secret."""
    return xmlsec.Key.from_binary_data(xmlsec.KeyData.HMAC, paar.certificaat.encode())
