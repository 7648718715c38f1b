# SPDX-License-Identifier: EUPL-1.2
"""Whether the database is at the newest migration, without loading Alembic in a web worker."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

VERSIES = Path(__file__).resolve().parent.parent / "migrations" / "versions"


def is_bij(engine: Engine) -> bool:
    """Whether Alembic's mark in the database is the last file in ``migrations/versions``.

    Files are numbered, so the last by name is the newest.
    """
    nieuwste = max(pad.name for pad in VERSIES.glob("[0-9]*.py"))[:4]
    with engine.connect() as verbinding:
        if not inspect(verbinding).has_table("alembic_version"):
            return False
        stand = verbinding.scalar(text("SELECT version_num FROM alembic_version"))
    return bool(stand == nieuwste)
