# SPDX-License-Identifier: EUPL-1.2
"""Runs the migrations on a given connection; see ``portal.migratie`` for the commands."""

from alembic import context
from sqlalchemy import Connection, text

import portal.models  # noqa: F401  (fills the metadata that `db check` compares with)
from portal.db import Base

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"
ADVISORY_LOCK = 7_305_114


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
)
with context.begin_transaction():
    _bescherm(verbinding)
    context.run_migrations()
