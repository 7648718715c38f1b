# SPDX-License-Identifier: EUPL-1.2
"""A database that is away or not at head is told by every command in one line, with exit 1."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal import migratiestand
from portal.db import db

NIET_BIJ = "De database is niet bij. Draai eerst: flask --app wsgi db upgrade"
WEG = "De database is niet te bereiken. Controleer MIJNDUO_DATABASE_URL, en of zij draait."
P = ParamSpec("P")
R = TypeVar("R")


def met_database(doe: Callable[P, R]) -> Callable[P, R]:
    """Put it below ``with_appcontext``. A fault of our own keeps its traceback."""

    @wraps(doe)
    def gedaan(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return doe(*args, **kwargs)
        except (OperationalError, ProgrammingError):
            if (reden := waarom()) is None:
                raise
            raise click.ClickException(reden) from None

    return gedaan


def waarom() -> str | None:
    """Why the database is of no use, or None when it is not at fault."""
    try:
        return None if migratiestand.is_bij(db.engine) else NIET_BIJ
    except OperationalError:
        return WEG
