# SPDX-License-Identifier: EUPL-1.2
"""The database: Base, column types, the session, and the one commit.

A request that returns is committed, one that raises is rolled back (see ``portal.web.transactie``).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from inspect import iscoroutinefunction
from typing import Any

from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    event,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

CONVENTIE = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
BUSY_MS = 10_000
SCHRIJFT = "mijnduo_schrijft"  # execution option: take SQLite's write lock at BEGIN


class Moment(TypeDecorator[datetime]):
    """An aware UTC time (R34); a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("een tijdstip zonder tijdzone wordt niet bewaard")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(naming_convention=CONVENTIE)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON}


class Database(SQLAlchemy):
    """The extension without its sessions for asyncio: closing those, of which there are none,
    would cost every request a thread."""

    def init_app(self, app: App) -> None:
        """As always, and only the teardown that has something to close."""
        super().init_app(app)
        sluiten = app.teardown_appcontext_funcs
        sluiten[:] = [doe for doe in sluiten if not iscoroutinefunction(doe)]


# Nothing is read again after the commit: the answer is made by then.
db = Database(session_options={"expire_on_commit": False})


@event.listens_for(Engine, "connect")
def _sqlite_verbinding(dbapi: Any, _record: object) -> None:
    """SQLite: foreign keys on, WAL, wait for a lock; BEGIN is ours (see below)."""
    if not isinstance(dbapi, sqlite3.Connection):
        return
    dbapi.isolation_level = None
    for pragma in (
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
    ):
        dbapi.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _sqlite_begin(verbinding: Connection) -> None:
    """SQLite ignores FOR UPDATE: who is going to write takes the lock before it reads."""
    if verbinding.dialect.name == "sqlite":
        schrijft = verbinding.get_execution_options().get(SCHRIJFT)
        verbinding.exec_driver_sql("BEGIN IMMEDIATE" if schrijft else "BEGIN")


@event.listens_for(Session, "before_flush")
def _nieuwe_versie(session: Session, _context: object, _objecten: object) -> None:
    """Another list of relations is another version of the row: else two people overwrite each
    other's lists, since SQLAlchemy only counts versions for columns."""
    for obj in session.dirty:
        mapper = inspect(obj).mapper
        kolom = mapper.version_id_col
        if kolom is None:
            continue
        lijsten = [relatie.key for relatie in mapper.relationships if relatie.secondary is not None]
        if any(inspect(obj).attrs[naam].history.has_changes() for naam in lijsten):
            naam = mapper.get_property_by_column(kolom).key
            setattr(obj, naam, getattr(obj, naam) + 1)


def ga_schrijven() -> None:
    """Begin this request's transaction as a writing one; call before the first query."""
    db.session.connection(execution_options={SCHRIJFT: True})


def leg_vast() -> None:
    """The one commit of a request, command or job."""
    db.session.commit()


def maak_ongedaan() -> None:
    """Roll back all that was not yet committed."""
    db.session.rollback()


@contextmanager
def transactie() -> Iterator[Session]:
    """A writing transaction for commands and jobs: return = commit, raise = rollback."""
    ga_schrijven()
    try:
        yield db.session
        leg_vast()
    except BaseException:
        maak_ongedaan()
        raise


def voeg_toe_als_nieuw(session: Session, model: type[Base], *rijen: dict[str, Any]) -> bool:
    """Insert each row unless one with its unique key is there; the database decides between
    workers. Returns whether all were new.
    """
    nieuw = _nieuw(model, session.get_bind().dialect.name)
    return len(session.connection().execute(nieuw, rijen).all()) == len(rijen)


@cache
def _nieuw(model: type[Base], dialect: str) -> Any:
    """Made once: making it costs as much as running it."""
    insert = INSERT[dialect](inspect(model).local_table).on_conflict_do_nothing()
    return insert.returning(*inspect(model).primary_key)


def bij_vastleggen(doe: Callable[[Session], None]) -> None:
    """Have ``doe`` run at the end of every transaction, just before it is committed."""
    event.listen(Session, "before_commit", doe)
