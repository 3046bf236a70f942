"""A matching day from the draft to its end: who may do what when, and what is refused."""

from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.references import new_reference
from talent_portal.matching_days import actions
from talent_portal.matching_days.errors import (
    DayForbidden,
    DayStepImpossible,
    NothingLeft,
)
from talent_portal.matching_days.rules.states import DayEvent, DayState, after

SOON = timedelta(days=7)
STEPS = {
    DayEvent.OPEN: actions.open_day,
    DayEvent.CLOSE_WISHES: actions.close_wishes,
    DayEvent.MATCH: actions.match_day,
    DayEvent.PUBLISH: actions.publish_day,
    DayEvent.CLOSE: actions.close_day,
    DayEvent.CANCEL: lambda actor, reference, version: actions.cancel_day(actor, reference, "", "", version),
    DayEvent.SECOND_CHANCE: lambda actor, reference, version: actions.give_second_chance(
        actor, reference, clock.now() + SOON, clock.now() + 2 * SOON, version
    ),
}
OUTSIDERS = [role for role in Role if role not in {Role.COORDINATOR, Role.LEAD, Role.SPECIALIST}]


def denied(make):
    return [entry.deed for entry in make.entries() if entry.deed.endswith(".denied")]


@pytest.mark.parametrize("state", [one for one in DayState if one is not DayState.CANCELLED])
def test_only_what_the_table_has_is_possible(make, state):
    for event, act in STEPS.items():
        day = make.matching_day(state=state, people=3)
        reference, version, before = day.reference, day.version, len(denied(make))
        target = after(state, event, 1)
        if target is None:
            with pytest.raises(DayStepImpossible):
                act(make.officer(), reference, version)
            assert denied(make)[before:] == [f"matching-day.{event}.denied"]
            continue
        if event is DayEvent.SECOND_CHANCE:
            with pytest.raises(NothingLeft):  # three people, two seats: nothing is left to give
                act(make.officer(), reference, version)
            continue
        if event is DayEvent.MATCH:
            for programme in make.programmes(day):
                make.rank(day, programme, {})
        act(make.officer(), reference, version)
        assert make.fresh(day).state is target
        assert denied(make)[before:] == []


@pytest.mark.parametrize("event", STEPS)
def test_nothing_happens_to_a_day_that_was_called_off(make, event):
    day = make.matching_day(state=DayState.CANCELLED)

    with pytest.raises(DayStepImpossible):
        STEPS[event](make.officer(), day.reference, day.version)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_matching_days_belong_to_coordinators(make, role):
    day, actor = make.matching_day(), make.officer(role)
    offices = [make.organisation()]
    person = make.applicants(day)[0]

    for act in STEPS.values():
        with pytest.raises(DayForbidden):
            act(actor, day.reference, day.version)
    with pytest.raises(DayForbidden):
        actions.create_day(actor, make.day_draft(offices), new_reference())
    with pytest.raises(DayForbidden):
        actions.change_day(actor, day.reference, make.day_draft(offices), day.version)
    with pytest.raises(DayForbidden):
        actions.postpone(actor, day.reference, clock.now() + SOON, clock.now() + 2 * SOON, day.version)
    with pytest.raises(DayForbidden):
        actions.add_applicant(actor, day.reference, make.applicant_draft())
    with pytest.raises(DayForbidden):
        actions.import_applicants(actor, day.reference, ["受験番号"], [])
    with pytest.raises(DayForbidden):
        actions.edit_applicant(actor, person.reference, make.applicant_draft(), person.version)
    with pytest.raises(DayForbidden):
        actions.remove_applicant(actor, person.reference)
    with pytest.raises(DayForbidden):
        actions.name_wishes(actor, person.reference, [], person.version)
    with pytest.raises(DayForbidden):
        actions.withdraw(actor, person.reference)
    assert len(denied(make)) == len(STEPS) + 9
    assert make.fresh(day).state is DayState.WISHING
