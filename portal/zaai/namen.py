# SPDX-License-Identifier: EUPL-1.2
"""Names of invented people, places and organisaties: a few common ones, and a long tail."""

import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, TypeVar

BESTAND = Path(__file__).resolve().parent / "gegevens" / "namen.toml"
GEWOON, DUBBEL = 0.40, 0.06  # share of common surnames, and of double ones
T = TypeVar("T")
ZONDER_ACCENT = str.maketrans({"ı": "i", "ø": "o", "ß": "ss", "æ": "ae"})


@cache
def lees() -> dict[str, Any]:
    """The word lists."""
    return tomllib.loads(BESTAND.read_text("utf-8"))


def aflopend(aantal: int, begin: float = 1.0) -> list[float]:
    """Cumulative weights 1/begin, 1/(begin + 1), … : the first is the most common (Zipf)."""
    return list(accumulate(1 / (plaats + begin) for plaats in range(aantal)))


@lru_cache(10_000)
def kaal(naam: str) -> str:
    """The letters and digits of a name as an address holds them."""
    los = unicodedata.normalize("NFKD", naam.lower().translate(ZONDER_ACCENT))
    return "".join(teken for teken in los if teken.isascii() and teken.isalnum())


def slug(naam: str) -> str:
    """A name as part of a domain."""
    return "-".join(filter(None, (kaal(deel) for deel in naam.split())))


def een_van(kans: Random, keus: Sequence[T]) -> T:
    """One of ``keus``; several times as fast as ``kans.choice``."""
    return keus[int(kans.random() * len(keus))]


@dataclass(frozen=True, slots=True)
class Persoon:
    """What somebody is called, and does."""

    voorletters: str
    tussenvoegsel: str
    achternaam: str
    functie: str

    @property
    def adres(self) -> str:
        """The beginning of the e-mail address."""
        return f"{kaal(self.voorletters)}.{kaal(self.tussenvoegsel)}{kaal(self.achternaam)}"


class Namen:
    """Draws names; the same ``kans`` gives the same ones."""

    def __init__(self, kans: Random) -> None:
        self._kans = kans
        self._bron = lees()
        self._plaatsen: list[str] = [
            a + b for a in self._bron["plaatsbegin"] for b in self._bron["plaatseinde"]
        ]
        self._gewicht = {naam: aflopend(len(lijst), 4) for naam, lijst in self._bron.items()}
        kans.shuffle(self._plaatsen)

    def kies(self, soort: str) -> Any:
        """One of a word list, those in front more often."""
        return self._kans.choices(self._bron[soort], cum_weights=self._gewicht[soort])[0]

    def plaats(self, nummer: int) -> str:
        """One of some thousand places."""
        return self._plaatsen[nummer % len(self._plaatsen)]

    def personen(self, aantal: int) -> list[Persoon]:
        """That many people."""
        letters, namen, functies = (
            self._kans.choices(self._bron[soort], cum_weights=self._gewicht[soort], k=aantal)
            for soort in ("voorletters", "achternamen", "functies")
        )
        return [
            Persoon(letter, *self._achternaam(*naam), functie)
            for letter, naam, functie in zip(letters, namen, functies, strict=True)
        ]

    def _achternaam(self, tussen: str, naam: str) -> tuple[str, str]:
        lot = self._kans.random()
        if lot < GEWOON:
            return tussen, naam
        begin, einde = self._bron["naambegin"], self._bron["naameinde"]
        zeldzaam: str = een_van(self._kans, begin) + een_van(self._kans, einde)
        if lot < 1 - DUBBEL:
            return "", zeldzaam
        return tussen, f"{naam}-{zeldzaam}"
