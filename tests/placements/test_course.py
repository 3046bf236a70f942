"""The course of a placement: begins, ends, is cut short, is reported; whom it tells, what it frees."""

from datetime import date, timedelta

import pytest

from talent_portal.core import clock
from talent_portal.core.actor import guest
from talent_portal.core.calendar import start_of
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need, NeedState
from talent_portal.placements import actions, jobs
from talent_portal.placements.actions import ReportDraft
from talent_portal.placements.errors import DaysImpossible, LastDayImpossible, ReasonNeeded, ReportStands, StaleTerms
from talent_portal.placements.models import Channel, Review, Side
from talent_portal.placements.rules.states import PlacementState
from talent_portal.specialists.models import ClaimState


def facts(**given):
    valid = {"days_worked": 20, "work_done": "点検の発注", "again": "yes", "key": "abc234def567"}
    return ReportDraft(**(valid | given))


def noon(day):
    return start_of(day) + timedelta(hours=12)


def test_a_placement_begins_on_its_first_day_and_ends_after_its_last(make, clock_at):
    made = make.placement()

    clock_at(noon(date(2026, 6, 30)))
    assert jobs.move_placements_on() == 0
    clock_at(noon(date(2026, 7, 1)))
    assert jobs.move_placements_on() == 1
    assert make.renewed(made).state is PlacementState.ACTIVE
    clock_at(noon(date(2026, 9, 30)))
    assert jobs.move_placements_on() == 0
    clock_at(noon(date(2026, 10, 1)))
    assert jobs.move_placements_on() == 1
    assert jobs.move_placements_on() == 0

    assert make.renewed(made).state is PlacementState.ENDED
    assert len(make.posted("placement_begun")) == len(make.posted("placement_ended")) == 4
    assert make.renewed(made.parties.proposal).state is ProposalState.ENDED
    assert make.session.get(Need, made.need_id).state is NeedState.FILLED, "a term that ran its course opens nothing"


def test_both_sides_hear_of_start_and_end_once_for_each_step(make, clock_at):
    made = make.placement()
    told = []
    for day in (date(2026, 6, 16), date(2026, 6, 17), date(2026, 6, 18), date(2026, 6, 28), date(2026, 6, 29)):
        clock_at(noon(day))
        told.append(jobs.announce_placements())
    clock_at(noon(date(2026, 7, 1)))
    jobs.move_placements_on()
    for day in (date(2026, 7, 2), date(2026, 7, 3), date(2026, 8, 1), date(2026, 8, 31), date(2026, 9, 1)):
        clock_at(noon(day))
        told.append(jobs.announce_placements())

    assert told == [0, 1, 0, 1, 0, 1, 0, 1, 1, 0]
    assert make.posted("placement_starting").count(made.parties.specialist.email) == 2
    assert make.posted("placement_ending").count(made.parties.specialist.email) == 3


def test_an_early_end_frees_the_later_days_at_once_and_ends_after_its_last_day(make, clock_at):
    made = make.placement()
    who = made.parties
    clock_at(noon(date(2026, 7, 1)))
    jobs.move_placements_on()

    actions.end_early(who.approver, made.reference, date(2026, 7, 31), "work_done", make.renewed(made).version)

    assert max(day for day, *_ in make.claims(who.specialist)) == date(2026, 7, 30)
    assert {state for *_, state in make.claims(who.specialist)} == {ClaimState.TAKEN}
    assert len(make.posted("placement_shortened")) == 4
    clock_at(noon(date(2026, 8, 1)))
    jobs.move_placements_on()
    assert make.renewed(made).state is PlacementState.ENDED_EARLY
    assert make.session.get(Need, made.need_id).state is NeedState.MATCHING, "the post is open again"


@pytest.mark.parametrize("last", [date(2026, 6, 30), date(2026, 9, 30), date(2027, 1, 1)])
def test_an_early_end_lies_between_today_and_the_day_before_the_end(make, clock_at, last):
    made = make.placement()
    clock_at(noon(date(2026, 7, 1)))
    jobs.move_placements_on()

    with pytest.raises(LastDayImpossible):
        actions.end_early(made.parties.approver, made.reference, last, "work_done", make.renewed(made).version)


def test_a_placement_called_off_before_its_start_frees_every_day(make):
    made = make.placement()
    who = made.parties

    with pytest.raises(ReasonNeeded):
        actions.cancel(who.approver, made.reference, "mood", made.version)
    with pytest.raises(StaleTerms):
        actions.cancel(who.approver, made.reference, "budget", made.version + 1)
    actions.cancel(who.approver, made.reference, "budget", made.version)

    assert make.claims(who.specialist) == []
    assert len(make.posted("placement_cancelled")) == 4
    assert make.renewed(who.proposal).state is ProposalState.ENDED
    assert make.session.get(Need, made.need_id).state is NeedState.MATCHING


def test_freed_days_can_be_offered_again(make):
    made = make.placement()
    actions.cancel(made.parties.approver, made.reference, "budget", made.version)

    again = make.offer(make.parties(specialist=made.parties.specialist))

    assert make.claims(made.parties.specialist)
    assert make.renewed(again).sent_number == 1


def test_a_wish_is_passed_on_and_talked_over(make):
    made = make.placement()
    who = made.parties

    actions.ask(guest(made.reference), made.reference, "talk")
    actions.ask(guest(made.reference), made.reference, "talk")
    assert len(make.posted("placement_asked")) == 4, "the same wish again tells nobody twice"
    actions.hear(who.approver, made.reference, make.renewed(made).version)

    assert make.renewed(made).asked == ""
    assert who.specialist.email in make.posted("placement_heard")
    with pytest.raises(ReasonNeeded):
        actions.ask(guest(made.reference), made.reference, "a raise")


def test_neither_side_reads_the_other_before_both_are_in(make, client):
    made = make.placement(state=PlacementState.ENDED)

    actions.report(guest(made.reference), made.reference, facts(work_done="秘密の報告"), Channel.LINK)
    assert make.renewed(made).released_at is None
    actions.report(made.parties.member, made.reference, facts(key="abc234def568"), Channel.OFFICE)

    assert make.renewed(made).released_at == clock.now()
    assert len(make.posted("report_waits")) == 2
    assert len(make.posted("reports_released")) == 4


def test_what_one_side_wrote_is_released_after_thirty_days(make, clock_at):
    made = make.placement(state=PlacementState.ENDED)
    actions.report(made.parties.member, made.reference, facts(), Channel.OFFICE)

    clock_at(noon(made.last_day + timedelta(days=29)))
    assert jobs.release_reports() == 0
    clock_at(noon(made.last_day + timedelta(days=30)))
    assert jobs.release_reports() == 1
    assert jobs.release_reports() == 0

    with pytest.raises(ReportStands):
        actions.report(guest(made.reference), made.reference, facts(key="abc234def568"), Channel.LINK)


def test_each_side_reports_once_within_the_days_there_were(make):
    made = make.placement(state=PlacementState.ENDED)
    who = made.parties

    with pytest.raises(DaysImpossible):
        actions.report(who.member, made.reference, facts(days_worked=500), Channel.OFFICE)
    with pytest.raises(ReasonNeeded):
        actions.report(who.member, made.reference, facts(again="maybe"), Channel.OFFICE)
    actions.report(who.member, made.reference, facts(), Channel.OFFICE)
    actions.report(who.member, made.reference, facts(), Channel.OFFICE)
    with pytest.raises(ReportStands):
        actions.report(who.approver, made.reference, facts(key="abc234def568"), Channel.OFFICE)

    assert [review.side for review in make.session.query(Review)] == [Side.TOWN]
