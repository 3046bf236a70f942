from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.audit import actions, queries
from talent_portal.audit.models import AuditEntry, AuditHead, BookCut
from talent_portal.core import vault
from talent_portal.core.db import transaction
from talent_portal.settings import new_key, parse_ring

FORGED = {
    "sequence": 17,
    "at": "2026-01-01 00:00:00.000000",
    "actor_kind": "worker",
    "actor_reference": "somebody",
    "organisation": "elsewhere",
    "deed": "fair.opened",
    "subject": "fair:other",
    "details": '["forged"]',
    "previous_hash": "k.0",
    "hash": "k.0",
}


def forge(session, statement, **values):
    """Write past the triggers, as somebody with the database's password could."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        connection.exec_driver_sql("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
    connection.execute(sa.text(statement), values)


def test_an_empty_book_is_whole(session):
    assert queries.verify(session) is None


def test_a_book_longer_than_one_chunk_is_whole(session, make, monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 4)
    make.deeds(9, count=1)

    assert queries.verify(session) is None


def test_every_column_is_forged_in_turn_below():
    assert set(FORGED) == set(AuditEntry.__table__.columns.keys())


@pytest.mark.parametrize("column", FORGED)
def test_a_change_of_any_column_is_found(session, make, column):
    make.deeds(5, count=1)

    forge(session, f"UPDATE audit_entry SET {column} = '{FORGED[column]}' WHERE sequence = 3")  # noqa: S608 - ours

    assert queries.verify(session) == 3


def test_a_row_that_cannot_even_be_read_is_found(session, make):
    make.deeds(5, count=1)

    unreadable = "no json at all" if session.get_bind().dialect.name == "sqlite" else "[]"
    forge(session, "UPDATE audit_entry SET details = :value WHERE sequence = 4", value=unreadable)

    assert queries.verify(session) == 4


@pytest.mark.parametrize(("gone", "found"), [(1, 1), (3, 3), (5, 5)])
def test_a_missing_entry_is_found(session, make, gone, found):
    make.deeds(5)

    forge(session, "DELETE FROM audit_entry WHERE sequence = :gone", gone=gone)

    assert queries.verify(session) == found


def test_a_head_that_was_turned_back_is_found(session, make):
    make.deeds(5)

    session.connection().execute(sa.update(AuditHead).values(sequence=4))

    assert queries.verify(session) == 5


def test_a_book_cut_short_with_its_head_is_found_by_an_anchor_noted_outside(session, make):
    make.deeds(5)
    anchor = queries.head(session)

    forge(session, "DELETE FROM audit_entry WHERE sequence > 3")
    forge(session, "UPDATE audit_head SET sequence = 3, hash = (SELECT hash FROM audit_entry WHERE sequence = 3)")

    assert queries.verify(session) is None
    assert queries.verify(session, anchor) == 4


def test_entries_of_an_older_key_still_verify_after_a_rotation(app, session, make):
    rings = app.extensions["vault"]
    old = rings["audit"]
    make.deeds(2)

    rings["audit"] = (*parse_ring("audit", new_key()), *old)
    make.deeds(2)

    try:
        keys = {entry.hash.partition(".")[0] for entry in session.scalars(sa.select(AuditEntry))}
        assert keys == {key_id for key_id, _ in vault.ring("audit")}
        assert queries.verify(session) is None
    finally:
        rings["audit"] = old


def test_entries_of_a_key_that_was_thrown_away_do_not_verify(app, session, make):
    rings = app.extensions["vault"]
    old = rings["audit"]
    make.deeds(2)

    rings["audit"] = parse_ring("audit", new_key())

    try:
        assert queries.verify(session) == 1
    finally:
        rings["audit"] = old


@pytest.fixture
def seven_years_on(make, clock):
    make.deeds(3)
    clock.shift(timedelta(days=3000))
    make.deeds(2)


def test_what_retention_cuts_off_leaves_a_book_that_verifies(session, seven_years_on):
    with transaction() as writing:
        gone = actions.cut_before(writing, date(2027, 1, 1))

    left = session.scalars(sa.select(AuditEntry.sequence).order_by(AuditEntry.sequence)).all()
    assert (gone, left) == (3, [4, 5, 6])
    assert queries.verify(session) is None


def test_cutting_twice_changes_nothing_more(session, seven_years_on):
    for expected in (3, 0):
        with transaction() as writing:
            assert actions.cut_before(writing, date(2027, 1, 1)) == expected


def test_a_whole_book_can_be_cut(session, make, clock):
    make.deeds(3)

    with transaction() as writing:
        assert actions.cut_before(writing, date(2030, 1, 1)) == 3

    assert queries.verify(session) is None


def test_a_forged_cut_is_found(session, make):
    make.deeds(3)

    make.keep(BookCut(book="audit_entry", up_to=2, hash="k.0", signature="k.0"))

    assert queries.verify(session) == 2
