"""Every consent event proves itself, and none can be changed."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from talent_portal.core.db import transaction
from talent_portal.privacy import queries
from talent_portal.privacy.models import ConsentEvent
from talent_portal.settings import new_key, parse_ring
from tests.audit.test_verify import forge

FORGED = {
    "subject": "registration:abd",
    "purpose": "fair.follow-uq",
    "scope_kind": "organisatiom",
    "scope_reference": "y",
    "deed": "withdrawn",
    "text_version": "2",
    "text_hash": "0",
    "language": "en",
    "channel": "phone",
    "at": "2026-06-01 09:00:00.000001",
    "expires_at": "2027-06-01 09:00:00.000000",
    "actor_kind": "guest",
    "actor_reference": "x",
    "signature": "k.0",
}


def unguard(session):
    """Take the triggers away, as somebody with the database's password could."""
    forge(session, "SELECT 1")
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("ALTER TABLE consent_event DISABLE TRIGGER ALL"))


@pytest.fixture
def consents(make):
    make.consent(subject="registration:one")
    make.consent(subject="registration:two", purpose="fair.invitations", scope="all", channel="paper")
    make.withdrawal(subject="registration:one")
    return make.consent(subject="registration:one")


def test_every_stored_event_proves_itself(app, session, consents):
    assert list(queries.broken_consents(session)) == []
    assert app.test_cli_runner().invoke(args=["privacy", "verify"]).exit_code == 0


def test_every_column_is_forged_in_turn_below():
    assert set(FORGED) | {"id"} == set(ConsentEvent.__table__.columns.keys())


@pytest.mark.parametrize("column", FORGED)
def test_one_changed_value_no_longer_proves_itself(app, session, consents, column):
    unguard(session)

    changed = f"UPDATE consent_event SET {column} = :value WHERE id = :id"  # noqa: S608 - ours
    session.connection().execute(sa.text(changed), {"value": FORGED[column], "id": consents.id})

    assert list(queries.broken_consents(session)) == [consents.id]
    assert app.test_cli_runner().invoke(args=["privacy", "verify"]).exit_code == 1


def test_one_changed_character_no_longer_proves_itself(session, consents):
    unguard(session)
    forged = consents.signature[:-1] + ("0" if consents.signature[-1] != "0" else "1")

    changed = sa.text("UPDATE consent_event SET signature = :value WHERE id = :id")
    session.connection().execute(changed, {"value": forged, "id": consents.id})

    assert list(queries.broken_consents(session)) == [consents.id]


def test_events_prove_themselves_after_their_key_was_rotated(app, session, consents):
    rings = app.extensions["vault"]
    old = rings["consent"]

    rings["consent"] = (*parse_ring("consent", new_key()), *old)

    try:
        assert list(queries.broken_consents(session)) == []
    finally:
        rings["consent"] = old


def test_a_long_book_is_read_in_chunks(session, consents, monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 2)

    assert list(queries.broken_consents(session)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_event SET deed = 'given'",
        "DELETE FROM consent_event",
        "UPDATE consent_text SET ja = 'x'",
        "DELETE FROM consent_text",
        "UPDATE access_event SET purpose = 'x'",
        "DELETE FROM access_event",
    ],
)
def test_the_database_refuses_to_change_what_was_written(session, make, consents, statement):
    make.look("registration:one")

    with pytest.raises(DBAPIError, match="append-only"), transaction() as writing:
        writing.connection().execute(sa.text(statement))
