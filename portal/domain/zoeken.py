# SPDX-License-Identifier: EUPL-1.2
"""Finds pieces of text and taken by the beginnings of words, accents and capitals aside."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_LENGTE = 100
MIN_LENGTE = 2


@dataclass(frozen=True, slots=True)
class Stuk:
    """Something to find: its title, text and address."""

    titel: str
    tekst: str
    adres: str


def kaal(tekst: str) -> str:
    """Lower case without accents, for comparing."""
    los = unicodedata.normalize("NFKD", tekst.casefold())
    return "".join(teken for teken in los if not unicodedata.combining(teken))


def woorden(term: str) -> list[str]:
    """The words to look for, of at least two characters."""
    gevonden = re.findall(r"\w+", kaal(term[:MAX_LENGTE]))
    return [woord for woord in gevonden if len(woord) >= MIN_LENGTE]


def zoek(stukken: Iterable[Stuk], term: str) -> Sequence[Stuk]:
    """The pieces in which each word of ``term`` begins a word; those in the title first."""
    gezocht = [re.compile(rf"\b{re.escape(woord)}") for woord in woorden(term)]
    if not gezocht:
        return []
    rang = []
    for stuk in stukken:
        titel, alles = kaal(stuk.titel), kaal(f"{stuk.titel} {stuk.tekst}")
        if all(patroon.search(alles) for patroon in gezocht):
            rang.append((sum(not patroon.search(titel) for patroon in gezocht), stuk))
    return [stuk for _, stuk in sorted(rang, key=lambda paar: paar[0])]
