# SPDX-License-Identifier: EUPL-1.2
"""Reads XML from outside: small, shallow, without DTD, comments or double ids, by the schema."""

import base64
import binascii
import functools
from copy import deepcopy
from pathlib import Path

from lxml import etree
from onelogin import saml2

from portal.eherkenning.identiteit import Geweigerd, Reden
from portal.eherkenning.namen import SAML, q

MAX_TEKENS = 256 * 1024  # base64; a real answer with Advice is some 60 kB
MAX_DIEPTE = 60
MAX_DELEN = 5000  # elements, attributes, namespaces; our stand-in with Advice makes 300
ID_NAMEN = frozenset({"ID", "Id", "id", "{http://www.w3.org/XML/1998/namespace}id"})
GEBEURTENISSEN = ("start", "end", "start-ns", "comment", "pi")
CODERINGEN = frozenset({"UTF-8", "ASCII", "US-ASCII"})
SCHEMAS = Path(saml2.__file__).parent / "schemas"
SCHEMA = "saml-schema-protocol-2.0.xsd"


@functools.cache
def schema(naam: str) -> etree.XMLSchema:
    """A local XSD, read once per process."""
    return etree.XMLSchema(etree.parse(str(SCHEMAS / naam)))


schema(SCHEMA)  # while importing, by one thread: libxml2 fails when two begin reading at once


def ontleed(tekst: bytes) -> etree._Element:
    """The root of ``tekst``; raises Geweigerd(MISVORMD) for anything unusual.

    A message needs no ``<!``: that leaves out DTD, comments and CDATA before they are parsed.
    """
    if b"<!" in tekst:
        raise Geweigerd(Reden.MISVORMD)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        dtd_validation=False,
    )
    try:
        tekst.decode()  # other encodings may hide a DTD
        wortel = etree.fromstring(tekst, parser)
    except (etree.XMLSyntaxError, ValueError) as fout:
        raise Geweigerd(Reden.MISVORMD) from fout
    _bekijk_rand(wortel)
    _bekijk(wortel)
    return wortel


def _bekijk_rand(wortel: etree._Element) -> None:
    """UTF-8, XML 1.0, no DTD in disguise, and nothing before or after the root."""
    document = wortel.getroottree().docinfo
    goed = (
        (document.encoding or "UTF-8").upper() in CODERINGEN
        and document.xml_version == "1.0"
        and not document.doctype
        and wortel.getprevious() is None
        and wortel.getnext() is None
    )
    if not goed:
        raise Geweigerd(Reden.MISVORMD)


def _bekijk(wortel: etree._Element) -> None:
    """Only elements, not too deep and not too many, every id once."""
    gezien: set[str] = set()
    diepte = delen = 0
    for gebeurtenis, knoop in etree.iterwalk(wortel, events=GEBEURTENISSEN):
        if gebeurtenis == "end":
            diepte -= 1
            continue
        delen += 1
        if gebeurtenis == "start-ns":
            continue
        diepte += 1
        namen = knoop.keys() if gebeurtenis == "start" else []
        delen += len(namen)
        if gebeurtenis != "start" or diepte > MAX_DIEPTE or delen > MAX_DELEN:
            raise Geweigerd(Reden.MISVORMD)
        for naam in ID_NAMEN.intersection(namen):
            if knoop.get(naam) in gezien:
                raise Geweigerd(Reden.MISVORMD)
            gezien.add(str(knoop.get(naam)))


def ontleed_base64(tekst: str) -> etree._Element:
    """The root of a base64 message from a form field."""
    if not tekst or len(tekst) > MAX_TEKENS:
        raise Geweigerd(Reden.MISVORMD)
    try:
        kaal = base64.b64decode("".join(tekst.split()), validate=True)
    except (binascii.Error, ValueError) as fout:
        raise Geweigerd(Reden.MISVORMD) from fout
    return ontleed(kaal)


def eis_schema(wortel: etree._Element, naam: str) -> None:
    """Refuse what the schema does not allow. Advice, which is never read, may hold other
    vocabularies (XACML): it is left out of a copy for this check."""
    if next(wortel.iter(q(SAML, "Advice")), None) is not None:
        wortel = _kopie(wortel)
        for advies in list(wortel.iter(q(SAML, "Advice"))):
            ouder = advies.getparent()
            if ouder is not None:
                ouder.remove(advies)
    if not schema(naam).validate(wortel):
        raise Geweigerd(Reden.MISVORMD)


def _kopie(knoop: etree._Element) -> etree._Element:
    """The same element in a copy of the whole document: copied alone it would lose namespaces
    that are declared around it and that only values use."""
    boom = knoop.getroottree()
    kopie = deepcopy(boom.getroot()).find(boom.getelementpath(knoop))
    if kopie is None:
        raise Geweigerd(Reden.MISVORMD)
    return kopie


def een(ouder: etree._Element, ruimte: str, naam: str, reden: Reden) -> etree._Element:
    """The only child of that name; none or several is a refusal for ``reden``."""
    gevonden = ouder.findall(q(ruimte, naam))
    if len(gevonden) != 1:
        raise Geweigerd(reden)
    return gevonden[0]


def tekst_van(knoop: etree._Element) -> str:
    """The text of an element that holds text only, without surrounding space."""
    if len(knoop):
        raise Geweigerd(Reden.MISVORMD)
    return (knoop.text or "").strip()


def eis_gelijk(waarde: str | None, verwacht: str, reden: Reden) -> None:
    """Refuse for ``reden`` what is missing or differs in one character."""
    if waarde is None or waarde != verwacht:
        raise Geweigerd(reden)


def eis_afzender(bericht: etree._Element, entity_id: str) -> None:
    """Refuse a message, or Assertion, that is not SAML 2.0 or not of ``entity_id``."""
    afzender = een(bericht, SAML, "Issuer", Reden.NIET_VOOR_ONS)
    eis_gelijk(tekst_van(afzender), entity_id, Reden.NIET_VOOR_ONS)
    eis_gelijk(bericht.get("Version"), "2.0", Reden.MISVORMD)
