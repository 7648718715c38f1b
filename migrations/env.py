# SPDX-License-Identifier: EUPL-1.2
"""Runs the migrations on a given connection; see ``portal.migratie`` for the commands."""

from alembic import context
from sqlalchemy import Connection, text

import portal.models  # noqa: F401  (fills the metadata that `db check` compares with)
from portal.db import Base

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"
ADVISORY_LOCK = 7_305_114
# Searching (migration 0004) is different on each database and no model has it: the indexes on
# PostgreSQL, and on SQLite the full-text tables with the tables in which FTS5 keeps them.
BUITEN_DE_MODELLEN = {
    "ix_gebruiker_begin",
    "ix_gebruiker_zoek",
    "ix_organisatie_begin",
    "ix_organisatie_zoek",
    "gebruiker_zoek",
    "gebruiker_zoek_config",
    "gebruiker_zoek_data",
    "gebruiker_zoek_docsize",
    "gebruiker_zoek_idx",
    "organisatie_zoek",
    "organisatie_zoek_config",
    "organisatie_zoek_data",
    "organisatie_zoek_docsize",
    "organisatie_zoek_idx",
}


def _bescherm(verbinding: Connection) -> None:
    """PostgreSQL: never queue behind a lock for long, and never migrate twice at once."""
    if verbinding.dialect.name != "postgresql":
        return
    verbinding.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    verbinding.execute(text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))
    verbinding.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))


verbinding: Connection = context.config.attributes["verbinding"]
context.configure(
    connection=verbinding,
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=verbinding.dialect.name == "sqlite",
    include_name=lambda naam, _soort, _van: naam not in BUITEN_DE_MODELLEN,
)
with context.begin_transaction():
    _bescherm(verbinding)
    context.run_migrations()
