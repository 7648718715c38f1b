# SPDX-License-Identifier: EUPL-1.2
"""Interleaved measuring: medians of ratios within one run, so a noisy machine says little."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rij:
    """One line of the report; without ``doel`` it is for information."""

    naam: str
    gemeten: float
    eenheid: str
    doel: float | None = None

    def __str__(self) -> str:
        oordeel = ""
        if self.doel is not None:
            goed = "gehaald" if self.gemeten <= self.doel else "NIET GEHAALD"
            oordeel = f"doel <= {self.doel:g}  {goed}"
        return f"{self.naam:<58}{self.gemeten:>9.2f} {self.eenheid:<8}{oordeel}"


def cpu(doe: Callable[[], object], keer: int) -> float:
    """CPU seconds for one call, over ``keer`` calls."""
    begin = time.process_time()
    for _ in range(keer):
        doe()
    return (time.process_time() - begin) / keer


def verhouding(
    a: Callable[[], object], b: Callable[[], object], *, rondes: int = 15, keer: int = 10
) -> tuple[float, float, float]:
    """Median of A/B over interleaved rounds, and the medians of A and B in milliseconds."""
    cpu(a, keer), cpu(b, keer)
    paren = [(cpu(a, keer), cpu(b, keer)) for _ in range(rondes)]
    return (
        statistics.median(x / y for x, y in paren),
        statistics.median(x for x, _ in paren) * 1000,
        statistics.median(y for _, y in paren) * 1000,
    )
