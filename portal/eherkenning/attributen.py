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
    {namen.ACTING, *namen.PSEUDOS, namen.LEGAL, namen.KVK, namen.RSIN}
    | {namen.SERVICE_ID, namen.SERVICE_UUID}
)
Waarden = dict[str, set[str]]


def lees(assertion: etree._Element, paren: Sequence[Sleutelpaar], ontvanger: str) -> Waarden:
    """The values that decide something, by name; other attributes are left alone.

    The attribute's own name is the type in the old plain form; in the new one the NameQualifier
    is, for organisatie and intermediary. An empty value, or none at all, is a refusal.
    """
    gevonden: Waarden = {}
    for attribuut in assertion.findall(f"{q(SAML, 'AttributeStatement')}/{q(SAML, 'Attribute')}"):
        naam = _gelezen_als(attribuut.get("Name", ""))
        if naam is None:
            continue
        inhoud = attribuut.findall(q(SAML, "AttributeValue"))
        waarden = [_waarde(naam, waarde, paren, ontvanger) for waarde in inhoud]
        if not waarden or not all(tekst for _, tekst in waarden):
            raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
        for sleutel, tekst in waarden:
            gevonden.setdefault(sleutel, set()).add(tekst)
    return gevonden


def beperkingen(waarden: Waarden) -> frozenset[str]:
    """The names of what the mandate is limited to."""
    return frozenset(naam for naam in waarden if namen.BEPERKING.fullmatch(naam))


def _gelezen_als(naam: str) -> str | None:
    """Under which name an attribute counts, or None when it decides nothing."""
    if naam in GELEZEN or namen.BEPERKING.fullmatch(naam):
        return naam
    gevonden = namen.TUSSENPERSOON.fullmatch(naam)
    if gevonden is None:
        return None
    return namen.TUSSEN if gevonden["soort"] is None else _tussen(gevonden["soort"])


def _tussen(naam: str) -> str:
    """The one name of an intermediary whose kind ends ``naam``; an unknown kind is a refusal."""
    soort = namen.TUSSEN_SOORTEN.get(naam.rpartition(":")[2].lower())
    if soort is None:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return soort


def _waarde(
    naam: str, waarde: etree._Element, paren: Sequence[Sleutelpaar], ontvanger: str
) -> tuple[str, str]:
    if len(waarde) == 0:
        return naam, tekst_van(waarde)
    if len(waarde) != 1:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    kind = waarde[0]
    if kind.tag == q(SAML, "EncryptedID"):
        kind = ontsleutel(kind, paren, ontvanger)
    if kind.tag != q(SAML, "NameID") or kind.get("Format") == namen.TRANSIENT:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return _soort(naam, kind.get("NameQualifier", "")), tekst_van(kind)


def _soort(naam: str, kwalificatie: str) -> str:
    """Under which name a NameID counts: its qualifier tells of which kind the organisatie or the
    intermediary is. A person of an unknown kind is nobody."""
    if naam == namen.LEGAL:
        return kwalificatie if kwalificatie in {namen.KVK, namen.RSIN} else namen.LEGAL
    if naam == namen.TUSSEN:
        return _tussen(kwalificatie)
    if naam == namen.ACTING and kwalificatie not in namen.PSEUDOS:
        raise Geweigerd(Reden.IDENTITEIT_ONTBREEKT)
    return naam


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
