"""What is written into the outbox, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from jinja2 import DictLoader, UndefinedError

from talent_portal.core.db import transaction
from talent_portal.outbox import actions
from talent_portal.outbox.models import Letter, PhoneTask
from talent_portal.outbox.rules import LetterState


@pytest.fixture
def templates(app, monkeypatch):
    """Two mail templates that only tests know, beside the real layout."""
    environment = app.extensions["outbox"].environment
    layout = environment.loader.get_source(environment, "mail/layout.txt")[0]
    written = {
        "mail/layout.txt": layout,
        "mail/tests/hello.subject.txt": "{{ title }}",
        "mail/tests/hello.body.txt": "{{ greeting }}\n{{ link('core.health') }}",
    }
    monkeypatch.setattr(environment, "loader", DictLoader(written))
    environment.cache.clear()
    yield
    environment.cache.clear()


def hello(**given):
    valid = {
        "to": "hanako@example.com",
        "language": "ja",
        "subject_reference": "registration:abc",
        "title": "お知らせ",
        "greeting": "こんにちは",
    }
    return actions.compose("tests/hello", **(valid | given))


def stored(session):
    session.expire_all()
    return session.scalars(sa.select(Letter).order_by(Letter.id)).all()


def test_a_letter_names_the_service_and_what_strangers_should_do(session, templates):
    draft = hello()

    assert "こんにちは" in draft.body
    assert "http://portal.test/health" in draft.body
    assert "portal.test" in draft.body
    assert "000-000-0000" in draft.body
    assert "お心当たりのない" in draft.body


def test_a_letter_speaks_its_readers_language(session, templates):
    draft = hello(language="en")

    assert "If you do not know why" in draft.body
    assert "心当たり" not in draft.body


def test_a_subject_cannot_start_another_header(session, templates):
    draft = hello(title="Hello\r\nBcc: everybody@example.com\x00\u2028")

    assert draft.subject == "Hello Bcc: everybody@example.com"


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_an_address_that_cannot_be_one_person_is_refused(session, templates, address):
    with pytest.raises(actions.UnfitLetter):
        hello(to=address)


@pytest.mark.parametrize("greeting", ["あ" * 34_000, "\ud800", "NUL \x00"])
def test_a_body_that_could_not_be_kept_is_refused(session, templates, greeting):
    with pytest.raises(actions.UnfitLetter):
        hello(greeting=greeting)


def test_a_name_nobody_filled_in_stops_the_letter(session, templates, app):
    app.extensions["outbox"].environment.loader.mapping["mail/tests/hello.body.txt"] = "{{ forgotten }}"

    with pytest.raises(UndefinedError):
        hello()


def test_the_database_sees_neither_reader_nor_text(session, make):
    make.letter(to="canary@example.com", subject="CANARY-S", body="CANARY-B")

    row = session.execute(sa.text("SELECT * FROM letter")).mappings().one()
    assert not any("canary" in str(value).lower() for value in row.values())


def test_a_letter_disappears_with_its_transaction(session, make):
    draft = make.letter_draft()

    with pytest.raises(ZeroDivisionError), transaction() as writing:
        raise ZeroDivisionError(actions.post(writing, draft))

    assert stored(session) == []


def test_the_same_key_gives_the_same_letter(session, make):
    first = make.letter(key="fair:1:told")
    second = make.letter(key="fair:1:told", subject="別の件名")

    assert second.reference == first.reference
    assert [letter.subject for letter in stored(session)] == [first.subject]


def test_a_letter_can_be_posted_for_later_and_stopped_once(session, make):
    later = datetime.now(UTC) + timedelta(days=3)
    make.letter(key="reminder:1", due_at=later)

    with transaction() as writing:
        assert actions.cancel(writing, "reminder:1") is True
        assert actions.cancel(writing, "reminder:1") is False

    assert [(letter.state, letter.due_at) for letter in stored(session)] == [(LetterState.CANCELLED, later)]


def test_a_resting_address_gets_a_call_instead(session, make):
    make.suppression("HANAKO@example.com")

    make.letter(to="hanako@example.com", key="told:1", subject_reference="registration:abc")
    make.letter(to="hanako@example.com", key="told:1", subject_reference="registration:abc")

    assert [letter.state for letter in stored(session)] == [LetterState.WITHHELD]
    tasks = session.scalars(sa.select(PhoneTask)).all()
    assert [(task.subject, task.reason) for task in tasks] == [("registration:abc", "suppressed")]
    # Monday evening in Japan; the next working morning is Tuesday, 09:00.
    assert tasks[0].due_at == datetime(2026, 6, 2, 0, 0, tzinfo=UTC)


def test_one_open_call_is_enough_for_one_reason(session, make):
    first = make.phone_task(subject="registration:abc", reason="fair_cancelled")
    second = make.phone_task(subject="registration:abc", reason="fair_cancelled")

    assert first.reference == second.reference
