# SPDX-License-Identifier: EUPL-1.2
"""A wizard is data. Where somebody stands follows from the answers, each time anew (R10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Antwoorden = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """One screen. ``klaar`` says whether its raw answer (still) counts."""

    slug: str
    title: str
    klaar: Callable[[Mapping[str, Any]], bool]


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
    def open_step(self) -> Step:
        """The first step that is not done; the last one when all before it are."""
        *eerdere, laatste = self.wizard.steps
        for step in eerdere:
            if not step.klaar(self.antwoorden.get(step.slug, {})):
                return step
        return laatste

    def step(self, slug: str) -> Step | None:
        """The step behind an address, or None."""
        return next((step for step in self.wizard.steps if step.slug == slug), None)

    def reaches(self, step: Step) -> bool:
        """Whether ``step`` may be shown or sent: it is the open one, or one before it."""
        return self.index(step) <= self.index(self.open_step)

    def before(self, step: Step) -> Step | None:
        """The step to go back to, or None for the first."""
        index = self.index(step)
        return self.wizard.steps[index - 1] if index else None

    def index(self, step: Step) -> int:
        """The step's number, from 0."""
        return self.wizard.steps.index(step)

    def met(self, step: Step, antwoord: Mapping[str, Any]) -> dict[str, Any]:
        """The answers with this one put in; a new dict."""
        return {**self.antwoorden, step.slug: dict(antwoord)}
