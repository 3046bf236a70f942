"""Who must act next, the machines as tables, and the week as it is drawn."""

from dataclasses import replace
from datetime import date

import pytest

from talent_portal.core.calendar import deadline
from talent_portal.placements.rules import next_steps, states
from talent_portal.placements.rules.codes import folded_digits
from talent_portal.placements.rules.hours import hours_of, minutes_of
from talent_portal.placements.rules.next_steps import CheckState, OfferAt, PlacementAt, Who
from talent_portal.placements.rules.states import (
    OPEN,
    PLACEMENT_SYSTEM,
    PLACEMENT_TRANSITIONS,
    PLACEMENT_WHO,
    SYSTEM,
    TRANSITIONS,
    WHO,
    OfferEvent,
    OfferState,
    PlacementEvent,
    PlacementState,
)
from talent_portal.placements.rules.terms import Terms
from talent_portal.placements.rules.week import Claim, cells, first_whole_week, of_terms, towns
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.rules.choices import SpecialistKind
from talent_portal.specialists.rules.facts import PersonFacts
from talent_portal.specialists.rules.week import Half, mask_of

AM, PM = Half.AM, Half.PM
TUE_THU = mask_of([(1, AM), (1, PM), (3, AM), (3, PM)])
TERMS = Terms(
    form="fy_part",
    starts_on=date(2026, 7, 1),
    ends_on=date(2026, 9, 30),
    halves=TUE_THU,
    weekly_minutes=930,
    hours="9:00-16:45",
    pay="x",
    travel="x",
    place="x",
    duties="x",
    duty_kinds=("line",),
)
PERSON = PersonFacts(
    id=1,
    reference="abc234def567",
    kind=SpecialistKind.RETIRED,
    candidate_kind=CandidateKind.RETIRED,
    professions=(),
    former_organisation_id=7,
)


@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("check", CheckState)
@pytest.mark.parametrize("answers", [("", ""), ("yes", ""), ("", "yes"), ("yes", "yes")])
def test_every_state_of_an_offer_says_who_must_act_by_when(state, check, answers):
    at = OfferAt(
        state=state, check=check, since=date(2026, 6, 1), starts_on=date(2026, 7, 1), person_answer=answers[0],
        town_answer=answers[1], respond_by=deadline(date(2026, 6, 10)),
    )  # fmt: skip

    step = next_steps.of_offer(at)

    assert (step.who is Who.NOBODY) == (state not in OPEN)
    assert (step.due is not None) == (state in OPEN)


def test_the_next_step_passes_from_one_to_the_other():
    at = OfferAt(state=OfferState.DRAFT, check=CheckState.PENDING, since=date(2026, 6, 1), starts_on=date(2026, 7, 1))

    def who(**given):
        return next_steps.of_offer(replace(at, **given)).who

    sent = {"state": OfferState.SENT, "check": CheckState.PASSED}
    assert who(written=False) is Who.MEMBER
    assert who() is Who.CHECKER
    assert who(check=CheckState.STOPPED) is Who.MEMBER
    assert who(check=CheckState.PASSED) is Who.APPROVER
    assert who(**sent) is Who.BOTH
    assert who(**sent, town_answer="yes") is Who.PERSON
    assert who(**sent, person_answer="yes") is Who.APPROVER
    assert who(**sent, unconfirmed=True) is Who.PREFECTURE


@pytest.mark.parametrize("state", PlacementState)
def test_every_state_of_a_placement_says_who_must_act(state):
    at = PlacementAt(state=state, starts_on=date(2026, 7, 1), last_day=date(2026, 9, 30))

    assert (next_steps.of_placement(at).who is Who.NOBODY) == (state is PlacementState.CANCELLED)
    assert next_steps.of_placement(replace(at, asked=True)).who is Who.APPROVER


def test_reports_wait_on_whoever_has_not_written():
    at = PlacementAt(state=PlacementState.ENDED, starts_on=date(2026, 7, 1), last_day=date(2026, 9, 30))

    assert next_steps.of_placement(at).who is Who.BOTH
    assert next_steps.of_placement(replace(at, town_reported=True)).who is Who.PERSON
    assert next_steps.of_placement(replace(at, person_reported=True)).who is Who.MEMBER
    assert next_steps.of_placement(replace(at, released=True)).who is Who.NOBODY


def test_every_state_can_be_reached_and_every_event_happens_somewhere():
    reached = {target for events in TRANSITIONS.values() for targets in events.values() for target in targets}
    placed = {target for events in PLACEMENT_TRANSITIONS.values() for targets in events.values() for target in targets}

    assert set(TRANSITIONS) == set(OfferState)
    assert reached == set(OfferState)
    assert {event for events in TRANSITIONS.values() for event in events} == set(OfferEvent)
    assert placed | {PlacementState.SCHEDULED} == set(PlacementState)
    assert {event for events in PLACEMENT_TRANSITIONS.values() for event in events} == set(PlacementEvent)


def test_every_event_belongs_to_somebody_or_to_the_clock():
    assert set(WHO) | SYSTEM == set(OfferEvent)
    assert not set(WHO) & SYSTEM
    assert set(PLACEMENT_WHO) | PLACEMENT_SYSTEM == set(PlacementEvent)
    assert set(states.HOLDING) <= set(OPEN)


def test_a_municipality_sees_its_own_half_days_and_only_that_others_are_taken():
    claims = [
        Claim(day=date(2026, 6, 2), half=AM, organisation_id=1, owner_id=1, decided=True),
        Claim(day=date(2026, 6, 2), half=PM, organisation_id=2, owner_id=2, decided=True),
        Claim(day=date(2026, 6, 4), half=AM, organisation_id=None, owner_id=None, decided=False),
    ]

    mine = cells(claims, towns({1: "東彼杵町"}), reader=1)
    whole = cells(claims, towns({1: "東彼杵町", 2: "川棚町"}), free=[(4, AM)])

    assert mine == [
        {"day": 1, "half": "am", "kind": "work", "text": "東彼杵町", "tone": 1},
        {"day": 1, "half": "pm", "kind": "busy", "text": ""},
        {"day": 3, "half": "am", "kind": "busy", "text": ""},
    ]
    assert [cell["kind"] for cell in whole] == ["work", "work", "busy", "free"]
    assert "川棚町" not in str(mine)


def test_terms_that_are_not_decided_show_as_an_offer():
    own = of_terms(TERMS.at(1), date(2026, 7, 6), 1, decided=False)

    assert {cell["kind"] for cell in cells(own, towns({1: "x"}))} == {"offer"}
    assert len(own) == 4


def test_the_first_whole_week_begins_on_a_monday_inside_the_term():
    assert first_whole_week(date(2026, 7, 1)) == date(2026, 7, 6)
    assert first_whole_week(date(2026, 7, 6)) == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("15:30", 930), ("15.5", 930), ("１５：３０", 930), ("15時間30分", 930), ("15", 900), ("38:45", 2325), ("", None),
     ("15:75", None), ("many", None), ("-3", None)],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed, minutes):
    assert minutes_of(typed) == minutes
    assert minutes is None or minutes_of(hours_of(minutes)) == minutes


def test_numbers_are_read_in_any_width_with_anything_between():
    assert folded_digits("T０００１2") == "00012"
    assert folded_digits("123 456") == "123456"
    assert folded_digits("9" * 40) == ""
