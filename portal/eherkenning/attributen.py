# SPDX-License-Identifier: EUPL-1.2
"""Reads the attributes of a verified assertion, in the three forms that brokers send."""

import re
from collections.abc import Sequence

from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.namen import SAML, q
from portal.eherkenning.ontsleuteling import ontsleutel
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.veiligxml import tekst_van

KVK, RSIN, NUMMER = (re.compile(rf"[0-9]{{{n}}}") for n in ("8", "9", "8,9"))
PSEUDONIEM = re.compile(r"[!-~]{1,300}")
GELEZEN = frozenset(
    {namen.ACTING, *namen.PSEUDOS, namen.LEGAL, namen.KVK, namen.RSIN, namen.TUSSEN}
    | {*namen.TUSSEN_NAMEN, namen.SERVICE_ID, namen.SERVICE_UUID}
)
Waarden = dict[str, set[str]]


def lees(assertion: etree._Element, paren: Sequence[Sleutelpaar], ontvanger: str) -> Waarden:
    """The values that decide something, by name; other attributes are left alone.

    The attribute's own name is the type in the old plain form; in the new one the NameQualifier
    is, for organisatie and intermediary. An empty value is a refusal.
    """
    gevonden: Waarden = {}
    for attribuut in assertion.findall(f"{q(SAML, 'AttributeStatement')}/{q(SAML, 'Attribute')}"):
        naam = attribuut.get("Name", "")
        if naam not in GELEZEN and not naam.startswith(namen.BEPERKING):
            continue
        for waarde in attribuut.findall(q(SAML, "AttributeValue")):
            sleutel, tekst = _waarde(naam, waarde, paren, ontvanger)
            if not tekst:
                raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
            gevonden.setdefault(sleutel, set()).add(tekst)
    return gevonden


def _waarde(
    naam: str, waarde: etree._Element, paren: Sequence[Sleutelpaar], ontvanger: str
) -> tuple[str, str]:
    if len(waarde) == 0:
        return namen.TUSSEN_NAMEN.get(naam, naam), tekst_van(waarde)
    if len(waarde) != 1:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    kind = waarde[0]
    if kind.tag == q(SAML, "EncryptedID"):
        kind = ontsleutel(kind, paren, ontvanger)
    if kind.tag != q(SAML, "NameID") or kind.get("Format") == namen.TRANSIENT:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return _soort(naam, kind.get("NameQualifier", "")), tekst_van(kind)


def _soort(naam: str, kwalificatie: str) -> str:
    """Under which name a NameID counts; one of an unknown kind is nobody."""
    if naam == namen.LEGAL:
        return kwalificatie
    if naam == namen.TUSSEN:
        soort = namen.TUSSEN_KWALIFICATIES.get(kwalificatie)
    else:
        soort = namen.TUSSEN_NAMEN.get(naam, naam)
    if soort is None or (naam == namen.ACTING and kwalificatie not in namen.PSEUDOS):
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return soort


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
