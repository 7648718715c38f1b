# SPDX-License-Identifier: EUPL-1.2
"""Finds pieces of text and taken by their words, accents and capitals aside."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MAX_LENGTE = 100
MIN_LENGTE = 2
# From this length also inside a word: who types "middel" means "eHerkenningsmiddel" too.
BINNEN_WOORD = 4
NERGENS = 1000  # more than a term of only distant words


@dataclass(frozen=True, slots=True)
class Stuk:
    """Something to find: its title, text and address; bare, it is what is compared."""

    titel: str
    tekst: str
    adres: str
    kale_titel: str = field(init=False, repr=False)
    kale_tekst: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kale_titel", kaal(self.titel))
        object.__setattr__(self, "kale_tekst", kaal(self.tekst))


def kaal(tekst: str) -> str:
    """Lower case without accents, for comparing."""
    klein = unicodedata.normalize("NFKD", tekst).casefold()
    los = unicodedata.normalize("NFKD", klein)
    return "".join(teken for teken in los if not unicodedata.combining(teken))


def woorden(term: str) -> list[str]:
    """The words to look for, of at least two characters; what is beyond 100 does not count."""
    gevonden = re.findall(r"\w+", kaal(term[:MAX_LENGTE]))
    return [woord for woord in gevonden if len(woord) >= MIN_LENGTE]


def zoek(stukken: Iterable[Stuk], term: str) -> Sequence[Stuk]:
    """The pieces that hold each word of ``term``.

    First those with it in the title, and with it at the beginning of a word; else in their order.
    """
    gezocht = woorden(term)
    if not gezocht:
        return []
    rangen = [(sum(_afstand(stuk, woord) for woord in gezocht), stuk) for stuk in stukken]
    gevonden = [rang for rang in rangen if rang[0] < NERGENS]
    return [stuk for _, stuk in sorted(gevonden, key=lambda rang: rang[0])]


def _afstand(stuk: Stuk, woord: str) -> int:
    """0 for the beginning of a word in the title, up to 3 for within a word in the text."""
    begin = re.compile(rf"\b{re.escape(woord)}")
    for plaats, tekst in enumerate((stuk.kale_titel, stuk.kale_tekst)):
        if begin.search(tekst):
            return 2 * plaats
        if len(woord) >= BINNEN_WOORD and woord in tekst:
            return 2 * plaats + 1
    return NERGENS
