# SPDX-License-Identifier: EUPL-1.2
"""Numbers and codes that are unique without remembering which were used."""

from collections.abc import Iterator
from itertools import count
from random import Random
from string import ascii_uppercase

from portal.secrets import NAAM_LENGTE, NAAM_TEKENS

KVK_BEGIN = "99"  # invented, as in the demo
RSIN_BEGIN = 99_000_000
LETTERS = len(ascii_uppercase)
CODES = 100 * LETTERS**2  # of two digits and two capitals
PAREN = [een + twee for een in NAAM_TEKENS for twee in NAAM_TEKENS]
NAMEN = len(NAAM_TEKENS) ** NAAM_LENGTE
SPRONG = 29_877_534_791  # no multiple of 23, so every step through NAMEN gives another name


class Nummers:
    """Gives out numbers in an order that looks like none."""

    def __init__(self, kans: Random) -> None:
        self._kvk = kans.randrange(1_000_000)
        self._naam = kans.randrange(NAMEN)
        self._rsin = self._rsins()

    def kvk(self, nummer: int) -> str:
        """A KvK number of 8 digits; another one for each of a million numbers."""
        return f"{KVK_BEGIN}{(self._kvk + nummer * 7919) % 1_000_000:06}"

    def rsin(self) -> str:
        """The next RSIN that passes the 11-proef."""
        return next(self._rsin)

    def gebruikersnaam(self, nummer: int) -> str:
        """A name of 8 characters (R2), another one for each number."""
        rest = (self._naam + nummer * SPRONG) % NAMEN
        delen = []
        for _ in range(NAAM_LENGTE // 2):
            rest, plaats = divmod(rest, len(PAREN))
            delen.append(PAREN[plaats])
        return "".join(delen)

    @staticmethod
    def _rsins() -> Iterator[str]:
        for begin in count(RSIN_BEGIN):
            som = sum(int(c) * g for c, g in zip(str(begin), range(9, 1, -1), strict=True))
            if som % 11 < 10:
                yield f"{begin}{som % 11}"


def instellingscode(nummer: int) -> str:
    """Two digits and two capitals, another one for each number below CODES."""
    cijfers, letters = divmod(nummer, LETTERS**2)
    een, twee = divmod(letters, LETTERS)
    return f"{cijfers:02}{ascii_uppercase[een]}{ascii_uppercase[twee]}"
