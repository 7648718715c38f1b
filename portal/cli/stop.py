# SPDX-License-Identifier: EUPL-1.2
"""Stopping in good order: SIGTERM and SIGINT ask, what is under way is finished first."""

import signal
from threading import Event
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALEN = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """While entered, a signal to stop only sets a flag; afterwards the old handlers are back."""

    def __init__(self) -> None:
        self._gevraagd = Event()
        self._oud: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for nummer in SIGNALEN:
            self._oud[nummer] = signal.signal(nummer, self._vraag)
        return self

    def __exit__(
        self,
        soort: type[BaseException] | None,
        fout: BaseException | None,
        spoor: TracebackType | None,
    ) -> None:
        for nummer, oud in self._oud.items():
            signal.signal(nummer, oud)

    def _vraag(self, _nummer: int, _frame: FrameType | None) -> None:
        self._gevraagd.set()

    @property
    def gevraagd(self) -> bool:
        """Whether it is time to stop."""
        return self._gevraagd.is_set()

    def wacht(self, seconden: float | None = None) -> None:
        """Wait that long, or until asked to stop."""
        self._gevraagd.wait(seconden)
