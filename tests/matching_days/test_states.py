"""A matching day from the draft to its end: who may do what when, and what is refused."""

from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.references import new_reference
from talent_portal.matching_days import actions
from talent_portal.matching_days.errors import (
    DatesInDisorder,
    DayForbidden,
    DayStepImpossible,
    NobodyApplies,
    NothingLeft,
    StaleDay,
    TitleMissing,
)
from talent_portal.matching_days.rules.states import TRANSITIONS, DayEvent, DayState, after
from tests.matching_days.steps import WHY

SOON = timedelta(days=7)
STEPS = {
    DayEvent.OPEN: actions.open_day,
    DayEvent.CLOSE_WISHES: lambda actor, reference, version: actions.close_wishes(actor, reference, version, *WHY),
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


def refused(make, day, event, why):
    """Try a step that must not be; the attempt is noted when the table has no such step."""
    before = len(denied(make))
    with pytest.raises(why):
        STEPS[event](make.officer(), day.reference, day.version)
    return denied(make)[before:]


@pytest.mark.parametrize("state", DayState)
def test_what_the_table_has_not_is_refused_and_noted(make, state):
    day = make.matching_day(state=state, people=3)

    for event in STEPS:
        if after(state, event, 1) is None:
            assert refused(make, day, event, DayStepImpossible) == [f"matching-day.{event}.denied"]
    assert make.fresh(day).state is state


@pytest.mark.parametrize(("state", "event"), [pair for pair in TRANSITIONS if pair[1] in STEPS])
def test_what_the_table_has_is_done(make, state, event):
    day = make.matching_day(state=state, people=3, seats=1)
    if event is DayEvent.SECOND_CHANCE:
        assert refused(make, day, event, NothingLeft) == []  # three people, two seats: nothing is left to give
        return
    if event is DayEvent.MATCH:
        for programme in make.programmes(day):
            make.rank(day, programme, {})
    STEPS[event](make.officer(), day.reference, day.version)

    assert make.fresh(day).state is TRANSITIONS[state, event]
    assert denied(make) == []


def test_the_second_round_is_abandoned_and_the_first_is_not():
    assert after(DayState.WISHING, DayEvent.CANCEL, 1) is DayState.CANCELLED
    assert after(DayState.WISHING, DayEvent.CANCEL, 2) is None
    assert after(DayState.WISHING, DayEvent.ABANDON, 2) is DayState.CLOSED
    assert after(DayState.WISHING, DayEvent.ABANDON, 1) is None
    assert after(DayState.PUBLISHED, DayEvent.SECOND_CHANCE, 2) is None


class TestOpening:
    def test_it_needs_applicants(self, make):
        day = make.matching_day(state=DayState.DRAFT, people=0)

        assert refused(make, day, DayEvent.OPEN, NobodyApplies) == []

    def test_it_needs_a_title_in_both_languages(self, make):
        day = make.matching_day(state=DayState.DRAFT, title_en="")

        assert refused(make, day, DayEvent.OPEN, TitleMissing) == []

    def test_it_needs_time_for_wishes(self, make, clock):
        day = make.matching_day(state=DayState.DRAFT)
        clock.move_to(make.round_of(day).wishes_until)

        assert refused(make, day, DayEvent.OPEN, DatesInDisorder) == []
        assert make.round_of(day).seed is None
        assert make.letters_to(make.applicants(day)[0].email) == []


def test_a_page_made_from_another_version_is_refused(make):
    day = make.matching_day()
    for act in STEPS.values():
        with pytest.raises(StaleDay):
            act(make.officer(), day.reference, day.version - 1)


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
