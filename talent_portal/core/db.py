"""The database: one base class, one session, one way to change things.

A request begins plain and reads. Only `transaction()` writes: it ends the read, queues behind other writers of this
process, and on SQLite begins with `BEGIN IMMEDIATE` (a deferred upgrade fails at once and ignores `busy_timeout`).
"""

import copy
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, registry

from talent_portal.core.errors import Busy
from talent_portal.core.references import LENGTH, new_reference

BUSY_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 3_000
WRITER_WAIT_SECONDS = 20.0
# Older SQLite can corrupt a WAL database when two connections checkpoint at once.
WAL_SAFE_SINCE = (3, 51, 3)
# What a full disk or a lost file says on SQLite; PostgreSQL says it by class: 08 connection, 53 resources, 57 operator.
SQLITE_OUTAGES = ("database is locked", "database or disk is full", "disk i/o error", "unable to open database file")
POSTGRESQL_OUTAGES = ("08", "53", "57", "55P03", "40P01")

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_writers = threading.Lock()


class WriteOutsideTransaction(Exception):  # noqa: N818 - a mistake of a developer
    """Something changed a row without `transaction()`."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware UTC datetimes on every database, SQLite included."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime refused; use core.clock.now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC whatever the server's zone."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def by_value(enum: type[StrEnum]) -> list[str]:
    """Store enums by value, so that a renamed member changes nothing in the database."""
    return [member.value for member in enum]


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
TYPES: dict[Any, Any] = {
    datetime: UtcDateTime,
    dict[str, object]: sa.JSON,
    list[str]: sa.JSON,
    StrEnum: sa.Enum(StrEnum, native_enum=False, length=40, values_callable=by_value),
}


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(metadata=sa.MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def reference_column() -> Mapped[str]:
    """Return the public, random name of a row, as it appears in addresses."""
    return mapped_column(sa.String(LENGTH), default=new_reference, unique=True)


def writes_now() -> bool:
    """Return whether a transaction is running that may change rows."""
    return _writing.get()


@sa.event.listens_for(sa.Engine, "connect")
def _on_connect(connection: Any, _record: object) -> None:
    """Make SQLite patient and strict, and leave transactions to us; bound PostgreSQL's waiting."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        if sqlite3.sqlite_version_info >= WAL_SAFE_SINCE:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
    connection.commit()


@sa.event.listens_for(sa.Engine, "begin")
def _on_begin(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes_now() else "BEGIN")


@sa.event.listens_for(Session, "do_orm_execute")
def _on_execute(state: ORMExecuteState) -> None:
    """Catch an UPDATE, INSERT or DELETE that no transaction() announced: it would be undone without a word."""
    if not writes_now() and (state.is_insert or state.is_update or state.is_delete):
        raise WriteOutsideTransaction(str(state.statement))


@sa.event.listens_for(Session, "before_flush")
def _on_flush(session: Session, *_: object) -> None:
    """Catch a write that no transaction() announced."""
    if not writes_now() and (session.new or session.dirty or session.deleted):
        raise WriteOutsideTransaction(repr([*session.new, *session.dirty, *session.deleted][:3]))


def reading() -> Session:
    """Return the session of this request, for questions."""
    session: Session = db.session()
    return session


def close_reading() -> None:
    """End the read; what was loaded stays readable, but nothing more can be fetched through it."""
    session: Session = db.session()
    if not session.info.get("in_transaction"):
        session.close()


def at_end(session: Session, key: str, callback: Callable[[Session], None], *, last: bool = False) -> None:
    """Run `callback` once (per key) at the end of the running transaction, just before it commits.

    `last` puts it behind every other callback, even those that the others add while they run.
    """
    session.info.setdefault("at_last" if last else "at_end", {})[key] = callback


def after_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` once the running transaction has landed."""
    session.info.setdefault("after_commit", []).append(callback)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on the way out, undo everything on the way up; an inner call joins the outer.

    An inner call that fails undoes only itself, so that whoever catches its refusal keeps a whole outer.
    Raises `Busy` when the database stays locked for longer than a person should wait.
    """
    session: Session = db.session()
    if session.info.get("in_transaction"):
        with _joined(session):
            yield session
        return
    with _turn_to_write(session):
        try:
            yield session
            _run_at_end(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        landed: list[Callable[[], None]] = session.info.pop("after_commit", [])
    for callback in landed:
        callback()


@contextmanager
def _joined(session: Session) -> Iterator[None]:
    """Join the running transaction behind a savepoint; what was noted for its end is undone with the rows."""
    kept = {key: copy.copy(value) for key, value in session.info.items()}
    try:
        with session.begin_nested():
            yield
    except BaseException:
        session.info.clear()
        session.info.update(kept)
        raise


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Do what is inside within the running transaction, and take just that back."""
    with session.begin_nested() as point:
        yield
        point.rollback()


@contextmanager
def writing() -> Iterator[None]:
    """Begin every transaction inside as a writer's. For migrations, which bring their own connection."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def _turn_to_write(session: Session) -> Iterator[None]:
    """End the read and mark the session as writing; on SQLite wait in our own queue, because SQLite's is unfair."""
    session.close()
    queued = session.get_bind().dialect.name == "sqlite"
    if queued and not _writers.acquire(timeout=WRITER_WAIT_SECONDS):
        raise Busy
    session.info["in_transaction"] = True
    try:
        with writing():
            yield
    except OperationalError as error:
        if is_busy(error):
            raise Busy from error
        raise
    finally:
        session.info.clear()
        if queued:
            _writers.release()


def _run_at_end(session: Session) -> None:
    """Run what was noted for the end; rows that were never flushed are, first, for their flush may note more."""
    session.flush()
    while callbacks := session.info.get("at_end") or session.info.get("at_last"):
        callbacks.pop(next(iter(callbacks)))(session)
        session.flush()


def is_busy(error: OperationalError) -> bool:
    """Return whether waiting may help: locked, deadlocked, out of space or connections, restarting, not reachable."""
    if isinstance(error.orig, sqlite3.Error):
        return any(outage in str(error.orig).lower() for outage in SQLITE_OUTAGES)
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(POSTGRESQL_OUTAGES)


@contextmanager
def rehearsal(*, enabled: bool = True) -> Iterator[None]:
    """Run the actions inside as written, then undo them. For `--dry-run`; never inside a `transaction()`."""
    if not enabled:
        yield
        return
    session: Session = db.session()
    if session.info.get("in_transaction"):
        raise WriteOutsideTransaction("a rehearsal inside a transaction would undo it")
    with _turn_to_write(session):
        try:
            yield
            _run_at_end(session)
        finally:
            session.rollback()
