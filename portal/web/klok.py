# SPDX-License-Identifier: EUPL-1.2
"""The one clock of a request; tests set another in ``app.extensions``."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, current_app


def zet_klok(app: Flask, klok: Callable[[], datetime] | None = None) -> None:
    """Give the app its clock: the real one, or a function of the caller."""
    app.extensions["klok"] = klok or (lambda: datetime.now(UTC))


def nu() -> datetime:
    """The present moment, aware, in UTC (R34)."""
    moment: datetime = current_app.extensions["klok"]()
    return moment
