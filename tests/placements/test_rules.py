"""Half-days, deadlines, next steps and the machines, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from talent_portal.core.calendar import JAPAN, is_working_day
from talent_portal.placements.rules import conditions, deadlines, halves
from talent_portal.placements.rules.terms import Post, Terms, decide, problem, relation
from talent_portal.professions.rules import CandidateKind, Relation, VerdictKind
from talent_portal.specialists.rules.choices import SideJobState, SpecialistKind
from talent_portal.specialists.rules.facts import PersonFacts, SideJob
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


def days_of(found):
    return sorted({day for day, _ in found})


def pattern(**given):
    valid = {"starts_on": date(2026, 4, 27), "ends_on": date(2026, 5, 10), "halves": TUE_THU}
    return halves.Pattern(**(valid | given))


def test_a_week_and_a_period_become_dated_half_days_in_order():
    found = halves.dated(pattern(starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 5)))

    assert found == ((date(2026, 6, 2), AM), (date(2026, 6, 2), PM), (date(2026, 6, 4), AM), (date(2026, 6, 4), PM))


def test_holidays_in_a_pattern_stay_free():
    # Golden Week: 29 April, 3 to 6 May are holidays.
    assert days_of(halves.dated(pattern())) == [date(2026, 4, 28), date(2026, 4, 30), date(2026, 5, 7)]


def test_work_that_goes_on_on_holidays_takes_them_too():
    assert date(2026, 5, 5) in days_of(halves.dated(pattern(on_holidays=True)))


@pytest.mark.parametrize("closed", [date(2026, 12, 29), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3)])
def test_offices_are_closed_at_the_turn_of_the_year(closed):
    found = days_of(halves.dated(pattern(starts_on=closed, ends_on=closed, halves=(1 << 14) - 1)))

    assert found == []
    assert halves.is_closed(closed)


def test_saturdays_and_sundays_count_where_the_pattern_names_them():
    weekend = mask_of([(5, AM), (6, PM)])

    found = halves.dated(pattern(starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 7), halves=weekend))

    assert found == ((date(2026, 6, 6), AM), (date(2026, 6, 7), PM))


def test_every_second_week_is_counted_from_the_week_of_the_first_day():
    found = halves.dated(pattern(starts_on=date(2026, 6, 4), ends_on=date(2026, 6, 30), every_weeks=2))

    # 4 June is a Thursday; its Tuesday lies before the term.
    assert days_of(found) == [date(2026, 6, 4), date(2026, 6, 16), date(2026, 6, 18), date(2026, 6, 30)]


def test_a_period_that_ends_before_it_starts_has_no_half_day():
    assert halves.dated(pattern(ends_on=date(2026, 4, 1))) == ()
    assert halves.dated(pattern(halves=0)) == ()


def test_days_are_counted_once_whether_half_or_whole():
    found = halves.dated(pattern(starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 5)))

    assert halves.working_days(found) == 2
    assert days_of(halves.from_day(found, date(2026, 6, 3))) == [date(2026, 6, 4)]


def test_an_answer_has_seven_working_days():
    # Wednesday 22 April; 29 April, 3 to 6 May are holidays, 2 and 3 May a weekend.
    assert deadlines.earliest_last_day(date(2026, 4, 22)) == date(2026, 5, 7)


@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=11 * n) for n in range(60)])
def test_between_sending_and_the_earliest_last_day_lie_seven_working_days(start):
    last = deadlines.earliest_last_day(start)

    between = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(is_working_day(day) for day in between) == 7
    assert is_working_day(last)


def test_an_answer_is_in_time_until_the_last_second_of_the_day():
    assert deadlines.respond_by(date(2026, 6, 10)) == datetime(2026, 6, 10, 23, 59, 59, tzinfo=JAPAN)


def test_reminders_go_at_half_time_and_two_working_days_before():
    sent, closes = datetime(2026, 6, 1, 1, 0, tzinfo=UTC), deadlines.respond_by(date(2026, 6, 10))

    assert deadlines.half_time(sent, closes).astimezone(JAPAN).date() == date(2026, 6, 6)
    # 10 June is a Wednesday; two working days before is Monday.
    assert deadlines.last_call(closes) == datetime(2026, 6, 8, 9, 0, tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("hour", "day", "at"), [(3, 1, 9), (8, 1, 9), (9, 1, 9), (15, 1, 15), (20, 1, 20), (21, 2, 9), (23, 2, 9)]
)
def test_no_letter_wakes_anybody(hour, day, at):
    moment = deadlines.in_letter_hours(datetime(2026, 6, 1, hour, 0, tzinfo=JAPAN)).astimezone(JAPAN)

    assert (moment.day, moment.hour) == (day, at)


def test_an_answer_is_put_off_only_to_before_the_first_day():
    assert deadlines.latest_extension(date(2026, 6, 10), date(2026, 6, 20)) == date(2026, 6, 19)
    assert deadlines.latest_extension(date(2026, 6, 10), date(2027, 1, 1)) == date(2026, 7, 8)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"starts_on": date(2026, 6, 1)}, "starts_in_the_past"),
        ({"ends_on": date(2026, 6, 30)}, "ends_before_start"),
        ({"ends_on": date(2031, 7, 1)}, "longer_than_any_law"),
        ({"halves": 0}, "no_half_day"),
        ({"halves": 1 << 14}, "no_half_day"),
        ({"halves": mask_of([(6, AM)]), "ends_on": date(2026, 7, 3)}, "no_half_day"),
        ({"every_weeks": 5}, "weeks_between"),
        ({"weekly_minutes": 0}, "hours_impossible"),
    ],
)
def test_impossible_terms_are_named(changes, code):
    found = problem(replace(TERMS, **changes), date(2026, 6, 1))

    assert (found[0] if found else None) == code


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        (CandidateKind.RETIRED, 3, Relation.HERE),
        (CandidateKind.RETIRED, 7, Relation.ELSEWHERE),
        (CandidateKind.RETIRED, None, Relation.ELSEWHERE),
        (CandidateKind.SERVING, 3, Relation.HERE),
        (CandidateKind.SELF_EMPLOYED, None, Relation.NONE),
        (CandidateKind.NOT_WORKING, 7, Relation.NONE),
    ],
)
def test_whose_official_somebody_is_depends_on_the_municipality(kind, body, expected):
    assert relation(kind, municipality_id=3, body_id=body) is expected


@pytest.fixture(scope="module")
def table():
    from tests.professions.test_verdicts import shipped_table  # noqa: PLC0415 - one reading of the shipped folder

    return shipped_table()


def test_terms_are_held_against_the_table_for_this_very_person(table):
    here, elsewhere = Post(municipality_id=7, child_contact=False), Post(municipality_id=3, child_contact=False)
    again = replace(TERMS, form="reappt_prov")

    assert decide(table, again, replace(PERSON, turns_60_in=2024), here).kind is VerdictKind.ALLOWED
    assert decide(table, again, PERSON, elsewhere).conditions == ("own_leavers_only",)


def test_hours_of_other_appointments_count(table):
    busy = Post(municipality_id=3, child_contact=False, other_minutes=1500)

    assert decide(table, TERMS, PERSON, busy).conditions == ("hours_over_limit",)


def test_a_permission_on_record_for_the_whole_term_settles_its_line(table):
    serving = replace(PERSON, candidate_kind=CandidateKind.SERVING)
    granted = replace(serving, side_job=SideJob(SideJobState.GRANTED, date(2026, 9, 30)))
    too_short = replace(serving, side_job=SideJob(SideJobState.GRANTED, date(2026, 9, 29)))
    post = Post(municipality_id=3, child_contact=False)

    assert decide(table, TERMS, granted, post).kind is VerdictKind.ALLOWED
    assert decide(table, TERMS, too_short, post).conditions == ("side_work_permission",)


def test_silence_of_the_table_is_a_line_to_tick():
    assert conditions.to_tick(VerdictKind.ASK, ()) == ("asked_personnel",)
    assert conditions.to_tick(VerdictKind.CONDITIONS, ("a", "a", "b")) == ("a", "b")


@pytest.mark.parametrize(
    ("kind", "settled", "later", "passes"),
    [
        (VerdictKind.CONDITIONS, ("a", "b"), (), True),
        (VerdictKind.CONDITIONS, ("a",), ("b",), True),
        (VerdictKind.CONDITIONS, ("a",), (), False),
        (VerdictKind.UNLAWFUL, ("a", "b"), (), False),
    ],
)
def test_a_check_passes_when_every_line_is_settled_or_put_before_the_start(kind, settled, later, passes):
    assert conditions.passes(kind, ("a", "b"), settled, later) is passes


def test_what_is_open_before_the_start_is_listed_once():
    assert conditions.before_start(["insurance", "side_work_permission"]) == (
        "documents", "appointment_decision", "insurance", "side_work_permission",
    )  # fmt: skip
