# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is to send, where the database has no locks on rows.

PostgreSQL locks the one row that is being sent. SQLite knows one lock for all writers; holding
that during a conversation with a mail server would make the website wait. So there the workers
take turns by a lock on a file beside the database, which the system frees when a worker dies.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

IN_GEHEUGEN = frozenset({None, "", ":memory:"})


def zonder_rijsloten(engine: Engine) -> bool:
    """Whether the database cannot keep one row locked while others write."""
    return engine.dialect.name == "sqlite"


@contextmanager
def beurt(engine: Engine) -> Iterator[None]:
    """Wait for the turn to send; at once where rows can be locked."""
    if not zonder_rijsloten(engine) or engine.url.database in IN_GEHEUGEN:
        yield
        return
    with open(f"{engine.url.database}.post", "ab") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield
