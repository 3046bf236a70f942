"""The machine, the reasons and the deadlines, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talent_portal.core import calendar
from talent_portal.introductions.rules import choices, reasons
from talent_portal.introductions.rules.deadlines import (
    Facts,
    Party,
    first_hour,
    in_working_days,
    may_write,
    reminders,
    turn,
)
from talent_portal.introductions.rules.states import (
    ENDS,
    NAMED,
    NEEDS,
    OPEN,
    TRANSITIONS,
    Event,
    ProposalState,
    Step,
    after,
    step_of,
)

MONDAY = date(2026, 6, 1)
FIRST_TO_NAME = {Event.REFER}


def reachable(start, without=frozenset()):
    found, fresh = {start}, [start]
    while fresh:
        for event, target in TRANSITIONS[fresh.pop()].items():
            if event not in without and target not in found:
                found.add(target)
                fresh.append(target)
    return found


def test_every_state_is_reached_and_every_open_state_has_a_way_to_an_end():
    assert reachable(ProposalState.SUGGESTED) == set(ProposalState)
    assert set(TRANSITIONS) == set(ProposalState)
    for state in OPEN:
        assert reachable(state) & ENDS, state


def test_no_name_is_released_without_an_introduction():
    assert not reachable(ProposalState.SUGGESTED, FIRST_TO_NAME) & NAMED


def test_every_step_says_who_may_take_it():
    assert set(NEEDS) == set(Event)
    assert {event for steps in TRANSITIONS.values() for event in steps} == set(Event)


def test_nothing_happens_after_an_end_but_the_second_look():
    for state in ENDS:
        assert set(TRANSITIONS[state]) <= {Event.CHECK, Event.DISPUTE}


@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_has_somebody_to_act_and_a_day(state):
    asked = turn(state, MONDAY, Facts(answer_due_at=in_working_days(MONDAY, 7)))

    if state in {ProposalState.OFFERED, ProposalState.PLACED}:  # the floor above has its own clocks
        assert asked.party is Party.NOBODY
    else:
        assert asked.party is not Party.NOBODY
        assert asked.due_at > calendar.start_of(MONDAY)


@pytest.mark.parametrize("state", sorted(ENDS))
def test_nobody_has_to_act_after_an_end(state):
    assert turn(state, MONDAY, Facts()).party is Party.NOBODY


def test_an_answer_from_a_call_waits_for_a_second_person_first():
    assert turn(ProposalState.INTERESTED, MONDAY, Facts(unchecked=True, consented=True)).party is Party.SECOND
    assert turn(ProposalState.NOT_INTERESTED, MONDAY, Facts(unchecked=True)).party is Party.SECOND
    assert turn(ProposalState.INTERESTED, MONDAY, Facts(consented=True)).party is Party.COORDINATOR
    assert turn(ProposalState.INTERESTED, MONDAY, Facts()).party is Party.PERSON


def test_the_result_is_due_after_the_interview():
    later = turn(ProposalState.REFERRED, MONDAY, Facts(interview_on=date(2026, 6, 19)))

    assert turn(ProposalState.REFERRED, MONDAY, Facts()).due_at == calendar.deadline(date(2026, 6, 15))
    assert later.due_at == calendar.deadline(date(2026, 6, 26))


def test_an_answer_has_seven_working_days_until_the_last_second():
    assert in_working_days(date(2026, 12, 25), 7) == datetime(2027, 1, 12, 14, 59, 59, tzinfo=UTC)


def test_reminders_come_at_half_time_and_two_working_days_before_the_end():
    assert reminders(MONDAY, date(2026, 6, 10)) == (date(2026, 6, 4), date(2026, 6, 8))


@given(some.dates(date(2026, 1, 1), date(2030, 1, 1)), some.integers(0, 30))
def test_reminders_lie_on_working_days_strictly_inside(sent, length):
    last = calendar.add_working_days(sent, length)
    found = reminders(sent, last)

    assert list(found) == sorted(set(found))
    assert len(found) <= 2
    assert all(sent < day < last and calendar.is_working_day(day) for day in found)


@pytest.mark.parametrize(("hour", "allowed"), [(21, False), (22, True), (3, True), (11, True), (12, False)])
def test_nobody_is_written_to_at_night(hour, allowed):
    """Hours in UTC: 22 is seven in the morning in Japan, 12 is nine at night."""
    assert may_write(datetime(2026, 6, 1, hour, 0, tzinfo=UTC)) is allowed


def test_the_first_hour_of_a_day_is_seven_in_japan():
    assert first_hour(MONDAY).astimezone(UTC) == datetime(2026, 5, 31, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("event", sorted(reasons.OF_EVENT))
def test_a_reason_is_one_of_the_list_and_a_person_owes_none(event):
    some_code = next(iter(reasons.OF_EVENT[event]))

    assert reasons.accepts(event, some_code)
    assert not reasons.accepts(event, "because")
    assert reasons.accepts(event, "") is (event in reasons.OPTIONAL)


def test_steps_without_reasons_take_none():
    assert reasons.accepts(Event.REFER, "")
    assert not reasons.accepts(Event.REFER, "far")


def test_every_reason_of_an_end_has_its_words():
    ends = {
        ProposalState.DROPPED: reasons.OF_EVENT[Event.DROP],
        ProposalState.NOT_INTERESTED: reasons.DECLINE,
        ProposalState.WITHDRAWN: reasons.DECLINE,
        ProposalState.NOT_SELECTED: reasons.REJECT,
        ProposalState.ENDED: reasons.ENDED,
    }
    assert set(ends) == ENDS
    for state, known in ends.items():
        assert all(reasons.words(state, code) for code in known)
        assert reasons.words(state, "") == ""


def test_every_state_step_and_party_has_words():
    assert set(choices.STATES) == set(ProposalState)
    assert set(choices.EVENTS) == set(Event)
    assert set(choices.PARTIES) == set(Party)
    assert set(choices.FOR_PERSON) == set(ProposalState) - {ProposalState.SUGGESTED, ProposalState.SHORTLISTED}


def test_a_municipality_cannot_read_from_the_words_who_was_asked_and_did_not_answer():
    shown = choices.FOR_MUNICIPALITY

    assert shown[ProposalState.SOUNDED] == shown[ProposalState.NO_ANSWER]
    assert ProposalState.NOT_INTERESTED not in shown
    assert ProposalState.DROPPED not in shown
    assert not {Event.ASK, Event.INTEREST, Event.DECLINE, Event.CONSENT} & choices.MUNICIPAL_EVENTS


def test_a_case_that_ended_early_stays_on_the_step_it_had_reached():
    assert step_of(ProposalState.DROPPED, asked=False, referred=False) is Step.CANDIDATE
    assert step_of(ProposalState.DROPPED, asked=True, referred=False) is Step.ENQUIRY
    assert step_of(ProposalState.WITHDRAWN, asked=True, referred=True) is Step.SELECTION
    assert step_of(ProposalState.PLACED, asked=True, referred=True) is Step.APPOINTMENT


def test_the_table_has_no_step_that_is_not_in_it():
    assert after(ProposalState.SUGGESTED, Event.REFER) is None
    assert after(ProposalState.INTERESTED, Event.REFER) is ProposalState.REFERRED
