# SPDX-License-Identifier: EUPL-1.2
"""Signs our messages, and checks those of the broker against its pinned keys only."""

import logging
from collections.abc import Sequence

import xmlsec
from lxml import etree

from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.namen import DS, ENVELOPED, EXC_C14N, HANDTEKENINGEN, HASHES, q
from portal.eherkenning.veiligxml import een

MAX_VOORVOEGSELS = MAX_NAAM = 100  # characters

log = logging.getLogger(__name__)


def onderteken(
    element: etree._Element,
    sleutel: xmlsec.Key,
    *,
    plaats: int,
    sleutelnaam: str | None = None,
    certificaat: str | None = None,
    voorvoegsels: str = "",
) -> None:
    """Put an enveloped RSA-SHA256 signature over ``element`` as child number ``plaats``.

    Messages carry only a KeyName, metadata only the certificate (base64 DER). The declarations of
    ``voorvoegsels`` count also where only values use them.
    """
    handtekening = xmlsec.template.create(
        element, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, ns="ds"
    )
    verwijzing = xmlsec.template.add_reference(
        handtekening, xmlsec.Transform.SHA256, uri=f"#{element.get('ID')}"
    )
    xmlsec.template.add_transform(verwijzing, xmlsec.Transform.ENVELOPED)
    laatste = xmlsec.template.add_transform(verwijzing, xmlsec.Transform.EXCL_C14N)
    if voorvoegsels:
        etree.SubElement(laatste, q(EXC_C14N, "InclusiveNamespaces"), {"PrefixList": voorvoegsels})
    info = xmlsec.template.ensure_key_info(handtekening)
    if sleutelnaam is not None:
        etree.SubElement(info, q(DS, "KeyName")).text = sleutelnaam
    if certificaat is not None:
        gegevens = etree.SubElement(info, q(DS, "X509Data"))
        etree.SubElement(gegevens, q(DS, "X509Certificate")).text = certificaat
    element.insert(plaats, handtekening)
    context = xmlsec.SignatureContext()
    context.key = sleutel
    context.register_id(element, "ID")
    context.sign(handtekening)


def controleer(element: etree._Element, sleutels: Sequence[xmlsec.Key]) -> None:
    """Refuse unless ``element`` itself is signed, by one of ``sleutels``, in the allowed way.

    The one Reference must name this element's id; ids are unique in the document, so what was
    verified is what is read. A KeyName picks among ``sleutels``; when it names none of them each
    is tried. A key in the message is never looked at.
    """
    handtekening = een(element, DS, "Signature", Reden.HANDTEKENING)
    _eis_vorm(handtekening, str(element.get("ID")))
    naam = handtekening.findtext(f"{q(DS, 'KeyInfo')}/{q(DS, 'KeyName')}")
    for sleutel in [s for s in sleutels if naam and s.name == naam] or sleutels:
        context = xmlsec.SignatureContext()
        context.key = sleutel
        context.register_id(element, "ID")
        try:
            context.verify(handtekening)
        except xmlsec.Error:
            continue
        return
    # The sender chose this name: one line of ASCII, whatever it is.
    log.warning("geen bekende sleutel zette deze handtekening: %a", (naam or "")[:MAX_NAAM])
    raise Geweigerd(Reden.HANDTEKENING)


def _eis_vorm(handtekening: etree._Element, element_id: str) -> None:
    info = een(handtekening, DS, "SignedInfo", Reden.HANDTEKENING)
    verwijzing = een(info, DS, "Reference", Reden.HANDTEKENING)
    transformaties = [
        knoop.get("Algorithm") for knoop in verwijzing.findall(f"{q(DS, 'Transforms')}/*")
    ]
    goed = (
        handtekening[0] is info
        and handtekening.find(q(DS, "Object")) is None
        and _algoritme(info, "CanonicalizationMethod") == EXC_C14N
        and _zonder_programma(info)
        and _algoritme(info, "SignatureMethod") in HANDTEKENINGEN
        and _algoritme(verwijzing, "DigestMethod") in HASHES
        and transformaties == [ENVELOPED, EXC_C14N]
        and bool(element_id)
        and verwijzing.get("URI") == f"#{element_id}"
    )
    if not goed:
        raise Geweigerd(Reden.HANDTEKENING)


def _zonder_programma(info: etree._Element) -> bool:
    """Whether the canonicalisations have no parameters but a short list of prefixes: each of
    them costs a search for each element, before the signature itself is checked."""
    houders = [info[0], *info.iterfind(f"{q(DS, 'Reference')}/{q(DS, 'Transforms')}/*")]
    kinderen = [kind for houder in houders for kind in houder]
    return all(
        kind.tag == q(EXC_C14N, "InclusiveNamespaces")
        and len(kind.get("PrefixList", "")) <= MAX_VOORVOEGSELS
        for kind in kinderen
    ) and len(kinderen) <= len(houders)


def _algoritme(ouder: etree._Element, naam: str) -> str | None:
    algoritme: str | None = een(ouder, DS, naam, Reden.HANDTEKENING).get("Algorithm")
    return algoritme
