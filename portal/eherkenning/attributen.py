# SPDX-License-Identifier: EUPL-1.2
"""Reads the attributes of a verified assertion, in the three forms that brokers send."""

import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.namen import SAML, q
from portal.eherkenning.ontsleuteling import ontsleutel
from portal.eherkenning.veiligxml import tekst_van

KVK, RSIN, PSEUDONIEM = (re.compile(p) for p in (r"\d{8}", r"\d{9}", r"[!-~]{1,300}"))
Waarden = dict[str, set[str]]


def lees(
    assertion: etree._Element, sleutels: Sequence[rsa.RSAPrivateKey], ontvanger: str
) -> Waarden:
    """All values by name. A NameID counts under its NameQualifier too when it is a LegalSubjectID.

    The attribute's own name is the type in the old plain form, the NameQualifier in the new one.
    """
    gevonden: Waarden = {}
    for attribuut in assertion.findall(f"{q(SAML, 'AttributeStatement')}/{q(SAML, 'Attribute')}"):
        naam = attribuut.get("Name", "")
        for waarde in attribuut.findall(q(SAML, "AttributeValue")):
            sleutel, tekst = _waarde(naam, waarde, sleutels, ontvanger)
            gevonden.setdefault(sleutel, set()).add(tekst)
    return gevonden


def _waarde(
    naam: str, waarde: etree._Element, sleutels: Sequence[rsa.RSAPrivateKey], ontvanger: str
) -> tuple[str, str]:
    if len(waarde) == 0:
        return naam, tekst_van(waarde)
    if len(waarde) != 1:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    kind = waarde[0]
    if kind.tag == q(SAML, "EncryptedID"):
        kind = ontsleutel(kind, sleutels, ontvanger)
    if kind.tag != q(SAML, "NameID"):
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    soort = kind.get("NameQualifier", "")
    if naam == namen.LEGAL:
        return soort, tekst_van(kind)
    if naam == namen.ACTING and soort not in namen.PSEUDOS:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return naam, tekst_van(kind)


def een_waarde(waarden: Waarden, *kandidaten: str) -> str | None:
    """The one value under any of these names; two different ones are a refusal."""
    gevonden = set().union(*(waarden.get(naam, set()) for naam in kandidaten))
    if len(gevonden) > 1:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return gevonden.pop() if gevonden else None


def met_vorm(waarde: str | None, vorm: re.Pattern[str]) -> str | None:
    """``waarde`` if it has this form; None stays None, anything else is a refusal."""
    if waarde is not None and not vorm.fullmatch(waarde):
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return waarde
