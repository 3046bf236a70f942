"""What happens while somebody else writes: writers queue, and nobody waits for ever."""

import sqlite3
import threading
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.core import db as database
from talent_portal.core.db import db, is_busy, reading, transaction
from talent_portal.core.errors import Busy

pytestmark = pytest.mark.realtime


@pytest.fixture
def counter(lone_app):
    """The id of a row whose `position` can be counted up."""
    with lone_app.app_context():
        with transaction() as session:
            office = Organisation(
                kind=OrganisationKind.UNION, code="900001", name_ja="組合", name_en="Union", position=0
            )
            session.add(office)
        return office.id


def test_a_read_begins_plain_and_a_transaction_begins_immediately(lone_app):
    with lone_app.app_context():
        expected = ["BEGIN", "BEGIN IMMEDIATE"] if db.engine.dialect.name == "sqlite" else []
        begun = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given: begun.append(given[2]))

        reading().execute(sa.text("SELECT 1"))
        with transaction() as session:
            session.execute(sa.text("SELECT 2"))

    assert [statement for statement in begun if statement.startswith("BEGIN")] == expected


def test_eight_writers_queue_and_none_is_lost(lone_app, counter):
    def count_up():
        with lone_app.app_context():
            for _ in range(5):
                with transaction() as session:
                    office = session.get(Organisation, counter, with_for_update=True, populate_existing=True)
                    office.position += 1

    writers = [threading.Thread(target=count_up) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with lone_app.app_context():
        assert reading().get(Organisation, counter).position == 40


def _hold(app, counter, until):
    """Write in another thread, past our own queue, and keep the lock until told."""
    started = threading.Event()

    def hold():
        with app.app_context(), db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.execute(sa.update(Organisation).where(Organisation.id == counter).values(kana="ア"))
            started.set()
            until.wait(10)
            connection.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    started.wait(10)
    return holder


def test_who_waits_too_long_is_told_to_come_back(lone_app, counter, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    monkeypatch.setattr(database, "LOCK_TIMEOUT_MS", 200)
    release = threading.Event()
    with lone_app.app_context():
        db.engine.dispose()
    holder = _hold(lone_app, counter, release)

    began = time.monotonic()
    with lone_app.app_context(), pytest.raises(Busy), transaction() as session:
        session.get(Organisation, counter, with_for_update=True)
    waited = time.monotonic() - began
    release.set()
    holder.join()

    assert waited < 3
    with lone_app.app_context(), transaction() as session:
        session.get(Organisation, counter).position = 9


def test_only_sqlite_queues_within_the_process_and_not_for_ever(lone_app, monkeypatch):
    monkeypatch.setattr(database, "WRITER_WAIT_SECONDS", 0.05)

    with lone_app.app_context():
        queues = db.engine.dialect.name == "sqlite"
        with database._writers, pytest.raises(Busy) if queues else nullcontext(), transaction():
            pass


def _failure(original: BaseException) -> OperationalError:
    return OperationalError("SELECT", {}, original)


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        (sqlite3.OperationalError("database is locked"), True),
        (sqlite3.OperationalError("database or disk is full"), True),
        (sqlite3.OperationalError("no such table: fair"), False),
        (SimpleNamespace(sqlstate="55P03"), True),
        (SimpleNamespace(sqlstate="40P01"), True),
        (SimpleNamespace(sqlstate="57P01"), True),
        (SimpleNamespace(sqlstate=None), True),
        (SimpleNamespace(sqlstate="42601"), False),
    ],
    ids=str,
)
def test_an_outage_is_told_from_a_mistake(original, expected):
    assert is_busy(_failure(original)) is expected
