# SPDX-License-Identifier: EUPL-1.2
"""A wizard is data. Where somebody stands follows from the answers, each time anew (R10).

Raw answers are kept per step slug and judged again on every read, so all steps are checked
again at the end, and "next" is simply the first step that is open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Antwoorden = Mapping[str, Mapping[str, Any]]
Rij = Mapping[str, Any]
RIJEN = "rijen"  # in the answer to a repeated step: one raw answer each


def altijd(_antwoorden: Antwoorden) -> bool:
    """For a step that everybody gets."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One screen. ``klaar`` says whether its raw answer (still) counts, ``shown_if`` who gets it.

    ``shown_if`` may look at the answers to earlier steps only. Of a step that is ``repeated``
    the answer is a list of rows, each made, changed and taken away by itself.
    """

    slug: str
    title: str
    klaar: Callable[[Mapping[str, Any]], bool]
    shown_if: Callable[[Antwoorden], bool] = altijd
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Wizard:
    """Steps in their order; the last one finishes and is never "done" by itself."""

    slug: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where ``antwoorden`` leave somebody in ``wizard``."""

    wizard: Wizard
    antwoorden: Antwoorden

    @property
    def visible(self) -> tuple[Step, ...]:
        """The steps that these answers ask for, in order."""
        return tuple(step for step in self.wizard.steps if step.shown_if(self.antwoorden))

    @property
    def open_step(self) -> Step:
        """The first visible step that is not done; the last one when all before it are."""
        *eerdere, laatste = self.visible
        open_stappen = (s for s in eerdere if not s.klaar(self.antwoord(s)))
        return next(open_stappen, laatste)

    def step(self, slug: str) -> Step | None:
        """The visible step behind an address, or None."""
        return next((step for step in self.visible if step.slug == slug), None)

    def reaches(self, step: Step) -> bool:
        """Whether ``step`` may be shown or sent: it is the open one, or one before it."""
        return self.index(step) <= self.index(self.open_step)

    def before(self, step: Step) -> Step | None:
        """The step to go back to, or None for the first."""
        index = self.index(step)
        return self.visible[index - 1] if index else None

    def index(self, step: Step) -> int:
        """The number of a visible step, from 0."""
        return self.visible.index(step)

    def antwoord(self, step: Step) -> Mapping[str, Any]:
        """The raw answer to ``step``; empty when there is none."""
        return self.antwoorden.get(step.slug, {})

    def met(self, step: Step, antwoord: Mapping[str, Any]) -> "Place":
        """The place after ``step`` was answered so; the answers are a new dict."""
        return Place(self.wizard, {**self.antwoorden, step.slug: dict(antwoord)})

    def rijen(self, step: Step) -> list[Rij]:
        """The rows of a repeated step."""
        return list(self.antwoord(step).get(RIJEN, []))

    def met_rij(self, step: Step, nummer: int | None, rij: Rij) -> "Place":
        """The place with row ``nummer`` (from 0) answered so; without a number it is a new one.

        Raises IndexError for a number that is not there.
        """
        rijen = self.rijen(step)
        if nummer is None:
            rijen.append(dict(rij))
        else:
            rijen[nummer] = dict(rij)
        return self.met(step, {RIJEN: rijen})

    def zonder_rij(self, step: Step, nummer: int) -> "Place":
        """The place without row ``nummer``. Raises IndexError when it is not there."""
        rijen = self.rijen(step)
        del rijen[nummer]
        return self.met(step, {RIJEN: rijen})
