# SPDX-License-Identifier: EUPL-1.2
"""Turns any bytes into a spoiled answer: a program of small steps on text or tree.

Programs do not depend on keys or times, so what is found once can be kept as a file and run again.
"""

import struct
from collections.abc import Callable, Iterator

from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.namen import DS, SAML, SAMLP, q

STAP = struct.Struct(">BHHB")
OMHULSELS = (q(SAMLP, "StatusDetail"), q(SAMLP, "Extensions"), q(DS, "Object"), q(SAML, "Advice"))
WOORDEN = (
    "", " ", "99999999", "12345678", "x", "0", "-1", "\n", "é", "٨", "true", "2.0",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-11-24T09:00:00Z", "urn:vreemd", "#", "#x",
    namen.KVK, namen.RSIN, namen.ACTING, namen.LEGAL, namen.PSEUDO, namen.SERVICE_ID, namen.SUCCES,
    namen.BEARER, f"{namen.NIVEAU}loa2", f"{namen.NIVEAU}loa4", namen.EXC_C14N, namen.ENVELOPED,
    namen.VESTIGING, "a" * 400, "<!-- x -->", "<?x y?>", "<![CDATA[x]]>", "&#49;", "&x;", "<a/>",
    "</saml:Assertion>", "<saml:Assertion>", " ID='_x'", " xmlns='urn:x'", " xml:id='_x'",
    "<!DOCTYPE r>", "<?xml version='1.0' encoding='utf-16'?>", "\0", "]]>", "'", '"', "&lt;",
)  # fmt: skip
Boomstap = Callable[[list[etree._Element], etree._Element, etree._Element, str], object]


def stappen(programma: bytes) -> Iterator[tuple[int, int, int, str]]:
    """What to do, two places, and a word."""
    heel = len(programma) - len(programma) % STAP.size
    for soort, een, ander, woord in STAP.iter_unpack(programma[:heel]):
        yield soort, een, ander, WOORDEN[woord % len(WOORDEN)]


def op_tekst(tekst: bytes, programma: bytes) -> bytes:
    """Cut, paste and overwrite without regard for what it means."""
    for soort, een, ander, woord in stappen(programma):
        plek = een * len(tekst) // 65_536
        lengte = (1, 8, 64, 512)[ander % 4]
        stuk = tekst[plek : plek + lengte]
        doel = ander * len(tekst) // 65_536
        tekst = (
            tekst[:plek] + tekst[plek + lengte :],
            tekst[:plek] + woord.encode() + tekst[plek:],
            tekst[:plek] + woord.encode() + tekst[plek + lengte :],
            tekst[:doel] + stuk + tekst[doel:],
            tekst[:plek] + bytes([ander % 256]) + tekst[plek + 1 :],
        )[soort % 5]
    return tekst


def op_boom(tekst: bytes, programma: bytes) -> etree._Element:
    """Move, copy, rename and refill elements; what comes out is well-formed."""
    wortel = etree.fromstring(tekst)
    for soort, een, ander, woord in stappen(programma):
        knopen = [k for k in wortel.iter() if isinstance(k.tag, str)]
        knoop, doel = knopen[een % len(knopen)], knopen[ander % len(knopen)]
        try:
            STAPPEN[soort % len(STAPPEN)](knopen, knoop, doel, woord)
        except ValueError:  # a word that XML cannot hold
            continue
    return wortel


def _weg(knoop: etree._Element) -> None:
    ouder = knoop.getparent()
    if ouder is not None:
        ouder.remove(knoop)


def _kopie(knoop: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(knoop))


def _verplaats(knoop: etree._Element, doel: etree._Element, *, erin: bool) -> None:
    if doel.getparent() is None or knoop in (doel, *doel.iterancestors()):
        return
    if erin:
        doel.append(knoop)
    else:
        doel.addprevious(knoop)


def _zet(knoop: etree._Element, bron: etree._Element, woord: str) -> None:
    sleutels = sorted(knoop.keys()) or sorted(bron.keys())
    if sleutels:
        knoop.set(sleutels[len(woord) % len(sleutels)], woord)


def _zelfde(knoop: etree._Element, bron: etree._Element) -> None:
    for naam, waarde in bron.items():
        knoop.set(naam, waarde)


def _wikkel(knoop: etree._Element, woord: str) -> None:
    omhulsel = etree.Element(OMHULSELS[len(woord) % len(OMHULSELS)])
    ouder = knoop.getparent()
    if ouder is not None:
        ouder.replace(knoop, omhulsel)
        omhulsel.append(knoop)


def _hernoem(knoop: etree._Element, bron: etree._Element) -> None:
    knoop.tag = bron.tag


def _vul(knoop: etree._Element, woord: str) -> None:
    knoop.text = woord


STAPPEN: tuple[Boomstap, ...] = (
    lambda _k, a, _b, _w: _weg(a),
    lambda _k, a, b, _w: b.append(_kopie(a)),
    lambda _k, a, b, _w: _verplaats(a, b, erin=True),
    lambda _k, a, b, _w: _verplaats(a, b, erin=False),
    lambda _k, a, _b, w: _vul(a, w),
    lambda _k, a, b, w: _zet(a, b, w),
    lambda _k, a, _b, _w: a.attrib.clear(),
    lambda _k, a, b, _w: _zelfde(a, b),
    lambda _k, a, b, _w: _hernoem(a, b),
    lambda _k, a, _b, w: a.append(etree.Comment(w.replace("-", ""))),
    lambda _k, a, _b, w: _wikkel(a, w),
    lambda _k, a, b, _w: _vul(a, f"{a.text or ''}{b.text or ''}"),
)
