# SPDX-License-Identifier: EUPL-1.2
"""Runs Alembic from code: upgrade, downgrade, check, and where the database stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, Engine

MAP = Path(__file__).resolve().parent.parent / "migrations"


def _config(verbinding: Connection | None = None) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MAP))
    config.set_main_option("path_separator", "os")
    config.attributes["verbinding"] = verbinding
    return config


def breng_naar(engine: Engine, versie: str = "head") -> None:
    """Upgrade to ``versie``; all in one transaction."""
    with engine.begin() as verbinding:
        command.upgrade(_config(verbinding), versie)


def breng_terug(engine: Engine, versie: str) -> None:
    """Downgrade to ``versie`` ("base" for an empty database)."""
    with engine.begin() as verbinding:
        command.downgrade(_config(verbinding), versie)


def controleer(engine: Engine) -> None:
    """Raise alembic.util.CommandError when models and migrated database differ."""
    with engine.begin() as verbinding:
        command.check(_config(verbinding))


def maak_versie(engine: Engine, naam: str, nummer: str) -> None:
    """Write a new migration from the difference between models and database (for developers)."""
    with engine.begin() as verbinding:
        command.revision(_config(verbinding), message=naam, autogenerate=True, rev_id=nummer)
