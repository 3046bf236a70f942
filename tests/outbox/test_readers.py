"""Whose letter it is: every reader gets their own, and nobody else's."""

import dataclasses
import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_portal.core import clock as our_clock
from talent_portal.core import doctor
from talent_portal.core.db import transaction
from talent_portal.outbox import actions, jobs
from talent_portal.outbox.actions import queue, wiping

NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=3, max_size=12)
READERS = st.lists(
    st.fixed_dictionaries({"name": NAMES, "words": st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)}),
    min_size=1,
    max_size=12,
    unique_by=lambda reader: reader["name"],
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readers=READERS)
def test_every_letter_holds_its_own_readers_mark_only(make, provider, readers):
    marks = {f"{reader['name']}@example.com": f"«{reader['name']}»" for reader in readers}
    provider.requests.clear()
    for (to, mark), reader in zip(marks.items(), readers, strict=True):
        make.letter(to=to, subject=f"{mark} {reader['words']}", body=f"{reader['words']}\n{mark}\n")

    while jobs.deliver_due():
        pass

    assert len(provider.requests) == len(readers)
    for sent in provider.requests:
        to = sent["personalizations"][0]["to"][0]["email"]
        told = json.dumps(sent, ensure_ascii=False)
        assert {mark for mark in marks.values() if mark in told} == {marks[to]}


def test_a_hundred_letters_are_a_hundred_messages(make, provider):
    readers = {make.letter().reference for _ in range(100)}

    jobs.deliver_due()

    assert set(provider.accepted) == readers
    assert len(provider.requests) == 100


@pytest.mark.parametrize(("minutes", "state"), [(0, doctor.State.OK), (6, doctor.State.WARNING)])
def test_the_doctor_sees_late_letters(make, app, clock, minutes, state):
    make.letter()

    clock.shift(timedelta(minutes=minutes))

    assert [finding.state for finding in jobs.letters_leave_in_time(app.extensions["settings"])] == [state]


def test_the_doctor_sees_a_stopped_queue(session, app):
    with transaction() as writing:
        queue.stop(writing, "http_401")

    found = list(jobs.letters_leave_in_time(app.extensions["settings"]))

    assert "http_401" in found[0].english


def test_a_wiped_letter_is_neither_sent_nor_called_about(make, provider, session):
    letter = make.letter()
    draft = dataclasses.replace(make.letter_draft(), subject_reference=letter.subject_reference)
    with transaction() as writing:
        actions.post(writing, draft, key="later", due_at=our_clock.now() + timedelta(days=1))
        wiping.erase(writing, letter.subject_reference)

    assert jobs.deliver_due() == 0
    assert make.fresh(letter).state == "cancelled"
    assert make.fresh(letter).recipient is None
