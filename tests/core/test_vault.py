"""Secrets at rest, and signatures: altered is unreadable, rotated is not lost."""

from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from talent_portal.core import vault
from talent_portal.settings import new_key, parse_ring


@pytest.fixture(autouse=True)
def _inside(session):
    """The vault belongs to an application."""


@pytest.fixture
def rotate(app, monkeypatch):
    """Put a new key in front of a ring; `forget=True` drops the old ones."""

    def rotated(purpose, *, forget=False):
        old = () if forget else vault.ring(purpose)
        monkeypatch.setitem(app.extensions["vault"], purpose, (*parse_ring(purpose, new_key()), *old))

    return rotated


def test_what_is_sealed_comes_back():
    assert vault.unseal(vault.seal("髙﨑".encode())).decode() == "髙﨑"


def test_the_same_secret_never_looks_the_same():
    assert vault.seal(b"x") != vault.seal(b"x")


def test_a_rotated_ring_still_reads_what_was_sealed(rotate):
    sealed = vault.seal(b"x")

    rotate("vault")

    assert vault.unseal(sealed) == b"x"
    assert vault.seal(b"x").split(".")[0] != sealed.split(".")[0]


def test_a_forgotten_key_reads_nothing(rotate):
    sealed = vault.seal(b"x")

    rotate("vault", forget=True)

    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.data())
def test_an_altered_secret_never_reads_as_another(data):
    sealed = vault.seal(b"secret")
    place = data.draw(some.integers(0, len(sealed) - 1))
    letter = data.draw(some.sampled_from("A!9.é\x00"))
    altered = sealed[:place] + letter + sealed[place + 1 :]

    # The last letter of base64 has bits to spare, so a few alterations change nothing.
    with suppress(vault.Unreadable):
        assert vault.unseal(altered) == b"secret"


@pytest.mark.parametrize("rubbish", ["", ".", "x", "x.y", "....", "é.é"])
def test_rubbish_is_unreadable_and_never_a_crash(rubbish):
    with pytest.raises(vault.Unreadable):
        vault.unseal(rubbish)


def test_a_signature_is_good_for_its_message_and_purpose_only():
    signature = vault.sign("link", "registration:abc:1")

    assert vault.is_signed("link", "registration:abc:1", signature)
    assert not vault.is_signed("link", "registration:abc:2", signature)
    assert not vault.is_signed("audit", "registration:abc:1", signature)


def test_a_signature_outlives_a_rotation_but_not_its_key(rotate):
    signature = vault.sign("link", "m")

    rotate("link")
    assert vault.is_signed("link", "m", signature)

    rotate("link", forget=True)
    assert not vault.is_signed("link", "m", signature)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(some.characters(), max_size=80), some.text(some.characters(), max_size=40))
def test_no_signature_can_be_guessed_and_none_crashes(signature, message):
    assert not vault.is_signed("link", message, signature)


def test_tickets_can_be_checked_by_an_older_key(rotate):
    key_id, key = vault.ticket_key()
    signature = key.sign(b"ticket")

    rotate("ticket")
    same_id, same = vault.ticket_key(key_id)

    assert same_id == key_id
    same.public_key().verify(signature, b"ticket")
    assert vault.ticket_key()[0] != key_id


def test_a_sealed_column_shows_the_database_nothing(session):
    kind = vault.Sealed()
    stored = kind.process_bind_param("0120-000-000", session.get_bind().dialect)

    assert "0120" not in stored
    assert kind.process_result_value(stored, session.get_bind().dialect) == "0120-000-000"
    assert kind.process_bind_param(None, None) is None
    assert kind.process_result_value(None, None) is None
    assert isinstance(kind.load_dialect_impl(session.get_bind().dialect), sa.Text)
