"""What happens to a letter for each thing a provider can do."""

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import clock as our_clock
from talent_portal.core.db import transaction
from talent_portal.outbox import jobs
from talent_portal.outbox.actions import delivery
from talent_portal.outbox.models import Letter, MailQueue, PhoneTask
from talent_portal.outbox.rules import Attachment, LetterState
from tests.outbox.fake_sendgrid import files_of


def lend(app, monkeypatch, **given):
    monkeypatch.setitem(app.extensions, "outbox", dataclasses.replace(app.extensions["outbox"], **given))


def test_a_due_letter_leaves_once(make, provider):
    letter = make.letter(to="hanako@example.com", subject="件名", body="本文\n")

    assert jobs.deliver_due() == 1
    assert jobs.deliver_due() == 0

    assert make.fresh(letter).state is LetterState.ACCEPTED
    assert make.fresh(letter).provider_message_id == "sg-1"
    sent = provider.requests[0]
    assert sent["personalizations"][0]["to"] == [{"email": "hanako@example.com"}]
    assert (sent["subject"], sent["content"][0]["value"]) == ("件名", "本文\n")


def test_a_letter_waits_for_its_day(make, provider, clock):
    make.letter(due_at=our_clock.now() + timedelta(days=1))

    assert jobs.deliver_due() == 0
    clock.shift(timedelta(days=1))
    assert jobs.deliver_due() == 1


def test_urgent_letters_go_first(make, provider):
    slow, urgent = make.letter(priority=9), make.letter(priority=0)

    jobs.deliver_due()

    assert provider.accepted == [urgent.reference, slow.reference]


def test_files_are_built_at_delivery(make, provider, app, monkeypatch):
    builders = {"test": lambda data: (f"for {data['who']}".encode(), "text/plain")}
    lend(app, monkeypatch, builders=builders)
    make.letter(attachments=(Attachment("test", "ticket.txt", {"who": "花子"}),))

    jobs.deliver_due()

    assert files_of(provider.requests[0]) == {"ticket.txt": "for 花子".encode()}


def test_a_broken_builder_delays_its_own_letter_only(make, provider, app, monkeypatch):
    lend(app, monkeypatch, builders={"test": lambda _data: 1 / 0})
    broken = make.letter(attachments=(Attachment("test", "ticket.txt", {}),))
    other = make.letter()

    jobs.deliver_due()

    assert provider.accepted == [other.reference]
    assert (make.fresh(broken).state, make.fresh(broken).reason) == (LetterState.WAITING, "attachment")


def test_a_letter_no_key_opens_fails_alone(make, provider, session):
    locked, other = make.letter(), make.letter()
    with transaction() as writing:
        writing.execute(sa.text("UPDATE letter SET body = 'gone.AAAA' WHERE id = :id"), {"id": locked.id})

    jobs.deliver_due()

    states = session.execute(sa.select(Letter.id, Letter.state, Letter.reason)).all()
    assert (locked.id, LetterState.FAILED, "unreadable") in states
    assert provider.accepted == [other.reference]


@pytest.mark.parametrize("status", ["400", "413"])
def test_what_the_provider_will_never_take_becomes_a_call(make, provider, session, status):
    provider.usual = status
    letter = make.letter()

    jobs.deliver_due()

    assert (make.fresh(letter).state, make.fresh(letter).reason) == (LetterState.FAILED, f"http_{status}")
    assert [task.reason for task in session.scalars(sa.select(PhoneTask))] == ["mail_failed"]


def test_trouble_is_tried_again_with_growing_patience(make, provider, clock):
    provider.usual = "500"
    letter = make.letter()
    waits = []

    for _ in range(8):
        jobs.deliver_due()
        waits.append((make.fresh(letter).next_at - our_clock.now()).total_seconds())
        clock.move_to(make.fresh(letter).next_at)

    for wait, step in zip(waits, (10, 60, 300, 900, 1800, 3600, 3600, 3600), strict=True):
        assert step * 0.8 <= wait <= step * 1.2


def test_after_a_day_of_trouble_somebody_is_called(make, provider, clock, session):
    provider.usual = "503"
    letter = make.letter()
    jobs.deliver_due()

    clock.shift(timedelta(hours=24))
    jobs.deliver_due()

    assert make.fresh(letter).state is LetterState.FAILED
    assert len(session.scalars(sa.select(PhoneTask)).all()) == 1


@pytest.mark.parametrize("status", ["401", "403"])
def test_a_refused_key_stops_the_queue_until_somebody_resumes_it(make, provider, status, clock, session):
    provider.plan = [status]
    letters = [make.letter() for _ in range(3)]

    jobs.deliver_due()
    clock.shift(timedelta(hours=1))
    jobs.deliver_due()

    assert len(provider.requests) == 1
    assert session.scalar(sa.select(MailQueue.stopped_reason)) == f"http_{status}"
    assert {make.fresh(letter).state for letter in letters} == {LetterState.WAITING}
    assert make.fresh(letters[0]).attempts == 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"X-RateLimit-Reset": "1780304520"}, 120),
        ({"Retry-After": "Mon, 01 Jun 2026 09:00:45 GMT"}, 45),
        ({"Retry-After": "soon", "X-RateLimit-Reset": "9" * 40}, 60),
        ({}, 60),
    ],
)
def test_too_many_requests_wait_as_told_then_probe_once(make, provider, clock, headers, seconds):
    provider.plan, provider.headers_429 = ["429", "429"], headers
    for _ in range(3):
        make.letter()

    jobs.deliver_due()
    clock.shift(timedelta(seconds=seconds - 1))
    jobs.deliver_due()
    assert provider.modes == ["429"]

    clock.shift(timedelta(seconds=1))
    provider.headers_429 = {"Retry-After": "5"}
    jobs.deliver_due()
    assert provider.modes == ["429", "429"]

    clock.shift(timedelta(seconds=5))
    jobs.deliver_due()
    assert provider.modes == ["429", "429", "accept", "accept", "accept"]


def test_a_provider_that_is_away_is_left_in_peace(make, provider, clock):
    provider.usual = "500"
    for _ in range(12):
        make.letter()

    jobs.deliver_due()
    assert len(provider.requests) == 5
    clock.shift(timedelta(seconds=10))
    jobs.deliver_due()
    assert len(provider.requests) == 6

    provider.usual = "accept"
    clock.shift(timedelta(minutes=10))
    jobs.deliver_due()
    assert len(provider.accepted) == 12


def test_an_address_that_came_back_meanwhile_gets_a_call(make, provider, session):
    letter = make.letter(to="hanako@example.com")
    make.suppression("hanako@example.com")

    jobs.deliver_due()

    assert provider.requests == []
    assert make.fresh(letter).state is LetterState.WITHHELD
    assert [task.letter_id for task in session.scalars(sa.select(PhoneTask))] == [letter.id]


def test_a_cancelled_letter_is_not_sent_even_when_leased(make, provider):
    letter = make.letter(key="reminder:1")
    held = delivery.claim(10)
    with transaction() as writing:
        writing.execute(sa.update(Letter).values(state=LetterState.CANCELLED))

    assert held.letters == (letter.id,)
    assert delivery.begin_call(letter.id, held.token) is False
