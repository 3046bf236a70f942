"""When nobody knows whether the provider has the letter: no copy before the time for a receipt is over."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core.db import reading
from talent_portal.outbox import jobs
from talent_portal.outbox.actions import delivery
from talent_portal.outbox.models import PhoneTask
from talent_portal.outbox.rules import LetterState, Outcome, OutcomeKind
from tests.outbox import webhook

UNKNOWN = ["hang", "drop", "ackdrop", "ackhang", "garbage", "html", "nameless", "slow"]


@pytest.mark.parametrize("mode", UNKNOWN)
def test_an_answer_that_says_nothing_leaves_a_doubt(make, provider, mode, clock):
    provider.plan, provider.hang_seconds = [mode], 1.5
    letter = make.letter()

    jobs.deliver_due()
    clock.shift(timedelta(minutes=29))
    jobs.deliver_due()

    assert make.fresh(letter).state is LetterState.UNCERTAIN
    assert len(provider.requests) == 1


def test_after_the_window_a_copy_is_sent_and_flagged(make, provider, clock):
    provider.plan = ["drop"]
    letter = make.letter()
    jobs.deliver_due()

    clock.shift(timedelta(minutes=30))
    jobs.deliver_due()

    assert provider.accepted == [letter.reference]
    assert make.fresh(letter).possibly_twice is True
    assert make.fresh(letter).state is LetterState.ACCEPTED


def test_a_receipt_ends_the_doubt_without_a_copy(make, provider, clock, client):
    provider.plan = ["ackdrop"]
    letter = make.letter()
    jobs.deliver_due()

    assert webhook.call(client, [webhook.event(letter, "processed")]).status_code == 204
    clock.shift(timedelta(hours=2))
    jobs.deliver_due()

    assert provider.times_accepted[letter.reference] == 1
    assert (make.fresh(letter).state, make.fresh(letter).possibly_twice) == (LetterState.ACCEPTED, False)


@pytest.mark.parametrize("case", [(False, 3), (True, 10)])
def test_a_letter_that_stays_in_doubt_becomes_a_call(make, provider, clock, listen, case):
    receipts, tries = case
    listen(on=receipts)
    provider.usual = "drop"
    letter = make.letter()

    for _ in range(12):
        jobs.deliver_due()
        clock.shift(timedelta(minutes=31))

    assert len(provider.requests) == tries
    assert make.fresh(letter).state is LetterState.FAILED
    assert [task.reason for task in reading().scalars(sa.select(PhoneTask))] == ["mail_unsure"]


def test_a_refused_connection_is_no_doubt(make, provider, app, clock):
    provider.go_away()
    letter = make.letter()

    jobs.deliver_due()

    assert (make.fresh(letter).state, make.fresh(letter).doubts) == (LetterState.WAITING, 0)


def test_a_worker_that_died_before_the_call_costs_nothing(make, provider, clock):
    letter = make.letter()
    delivery.claim(10)

    clock.shift(timedelta(seconds=121))
    jobs.deliver_due()

    assert provider.times_accepted[letter.reference] == 1
    assert make.fresh(letter).possibly_twice is False


def test_a_worker_that_died_in_the_call_leaves_a_doubt(make, provider, clock):
    letter = make.letter()
    held = delivery.claim(10)
    delivery.begin_call(letter.id, held.token)

    clock.shift(timedelta(seconds=121))
    jobs.deliver_due()

    assert provider.requests == []
    assert (make.fresh(letter).state, make.fresh(letter).reason) == (LetterState.UNCERTAIN, "worker_lost")


def test_a_late_yes_counts_and_a_late_no_does_not(make, provider, clock):
    letters = make.letter(), make.letter()
    held = delivery.claim(10)
    for letter in letters:
        delivery.begin_call(letter.id, held.token)
    clock.shift(timedelta(seconds=121))
    delivery.recover(10)

    delivery.record(letters[0].id, held.token, Outcome(kind=OutcomeKind.ACCEPTED, message_id="late"))
    delivery.record(letters[1].id, held.token, Outcome(kind=OutcomeKind.TROUBLE, code="late"))

    assert make.fresh(letters[0]).state is LetterState.ACCEPTED
    assert make.fresh(letters[1]).state is LetterState.UNCERTAIN
