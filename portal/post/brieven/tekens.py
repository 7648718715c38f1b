# SPDX-License-Identifier: EUPL-1.2
"""Makes any text fit to print: PDF/UA allows no character that the fonts lack."""

import re
import struct
from functools import cache
from unicodedata import normalize

from portal.post.zetter import FONTS

VERVANGING = "\ufffd"
LANG_WOORD = re.compile(r"(\S{24})(?=\S)")
MAG_HIER_BREKEN = "\\1\u200b"  # without a hyphen, and only where a line is full


def dekking(font: bytes) -> frozenset[int]:
    """The code points of a TrueType font, from its cmap of format 12 (the whole of Unicode)."""
    (aantal,) = struct.unpack_from(">H", font, 4)
    tabellen = (struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(aantal))
    cmap = next(begin for naam, _, begin, _ in tabellen if naam == b"cmap")
    (aantal,) = struct.unpack_from(">H", font, cmap + 2)
    plekken = (struct.unpack_from(">HHL", font, cmap + 4 + 8 * i)[2] for i in range(aantal))
    begin = next(cmap + p for p in plekken if struct.unpack_from(">H", font, cmap + p) == (12,))
    (groepen,) = struct.unpack_from(">L", font, begin + 12)
    reeksen = (struct.unpack_from(">LL", font, begin + 16 + 12 * i) for i in range(groepen))
    return frozenset(punt for van, tot in reeksen for punt in range(van, tot + 1))


@cache
def _dekking() -> frozenset[int]:
    """What the fallback font lacks is lacking: the fonts before it add no letters of names."""
    return dekking((FONTS / "DejaVuSans.ttf").read_bytes())


def drukbaar(tekst: str) -> str:
    """``tekst`` as one line that can be printed.

    Control characters, and marks that turn the direction of text, become spaces; what no font has
    becomes U+FFFD, so that the reader sees that something was there. Long words may be broken.
    """
    schoon = "".join(teken if teken.isprintable() else " " for teken in normalize("NFC", tekst))
    bekend = _dekking()
    regel = "".join(t if ord(t) in bekend else VERVANGING for t in " ".join(schoon.split()))
    return LANG_WOORD.sub(MAG_HIER_BREKEN, regel)
