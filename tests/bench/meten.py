# SPDX-License-Identifier: EUPL-1.2
"""Interleaved measuring: medians of ratios within one run, so a noisy machine says little."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RONDES, KEER = 15, 10


@dataclass(frozen=True, slots=True)
class Rij:
    """One line of the report; without ``doel``, the most or ``minstens`` the least, it informs."""

    naam: str
    gemeten: float
    eenheid: str
    doel: float | None = None
    minstens: bool = False

    def __str__(self) -> str:
        oordeel = ""
        if self.doel is not None and self.minstens:
            oordeel = (
                f"doel >= {self.doel:<5g} {'ok' if self.gemeten >= self.doel else 'TE WEINIG'}"
            )
        elif self.doel is not None:
            oordeel = f"doel <= {self.doel:<5g} {'ok' if self.gemeten <= self.doel else 'TE VEEL'}"
        naam = self.naam if self.doel is not None else f"  {self.naam}"
        return f"{naam:<60}{self.gemeten:>9.2f} {self.eenheid:<4}{oordeel}".rstrip()


@dataclass(frozen=True, slots=True)
class Paar:
    """What A and B cost over interleaved rounds, in seconds."""

    a: Sequence[float]
    b: Sequence[float]

    @property
    def maal(self) -> float:
        """The median of A/B."""
        return statistics.median(x / y for x, y in zip(self.a, self.b, strict=True))

    @property
    def a_ms(self) -> float:
        """The median of A in milliseconds."""
        return statistics.median(self.a) * 1000

    @property
    def b_ms(self) -> float:
        """The median of B in milliseconds."""
        return statistics.median(self.b) * 1000


def cpu(doe: Callable[[], object], keer: int = KEER) -> float:
    """CPU seconds of this process for one call, over ``keer`` calls."""
    begin = time.process_time()
    for _ in range(keer):
        doe()
    return (time.process_time() - begin) / keer


def om_en_om(
    a: Callable[[], object],
    b: Callable[[], object],
    rondes: int = RONDES,
    meet: Callable[[Callable[[], object]], float] = cpu,
) -> Paar:
    """A and B in turn, ``rondes`` times after one that does not count; ``meet`` gives seconds."""
    meet(a), meet(b)
    paren = [(meet(a), meet(b)) for _ in range(rondes)]
    return Paar([x for x, _ in paren], [y for _, y in paren])
