"""Whether somebody is there, has days left, and may lawfully be appointed, each with the margin that is missing."""

from datetime import date, timedelta

import pytest

from talent_portal.matching.rules.case import Rule
from talent_portal.matching.rules.eligibility import first_failure
from talent_portal.needs.rules.facts import PatternKind, ShareFacts
from talent_portal.professions.rules import CandidateKind, Duty
from talent_portal.specialists.rules.choices import AvailableWhen, SideJobState, WorkingWay
from talent_portal.specialists.rules.facts import Away, Half, Pattern, SideJob
from tests.matching.plain import FIRST, HASAMI, LAST, LAST_WORKING_DAY, case, need, person, told

MONDAY_AM, TUESDAY, THURSDAY = 0b1, 0b1100, 0b1100_0000
SINCE = date(2026, 4, 1)


class TestPeriod:
    def test_whoever_comes_later_is_told_with_the_days_missing(self):
        later = person(available=AvailableWhen.LATER, available_from=FIRST + timedelta(days=12))

        assert told(later) == (Rule.PERIOD, "starts_late", {"days": 12, "day": FIRST + timedelta(days=12)})

    @pytest.mark.parametrize(
        ("pattern", "code", "days"),
        [
            (Pattern(FIRST + timedelta(days=3)), "starts_late", 3),
            (Pattern(SINCE, LAST - timedelta(days=5)), "ends_early", 5),
        ],
    )
    def test_the_days_offered_must_cover_the_period(self, pattern, code, days):
        found = told(person(patterns=(pattern,)))

        assert found[:2] == (Rule.PERIOD, code)
        assert found[2]["days"] == days

    def test_a_gap_between_two_patterns_is_found(self):
        first = Pattern(SINCE, date(2026, 8, 31), days_a_week=2)
        second = Pattern(date(2026, 9, 8), None, days_a_week=2)

        assert told(person(patterns=(second, first))) == (Rule.PERIOD, "gap", {"days": 7})

    def test_leave_of_a_tenth_of_the_working_days_costs_nobody_the_work(self):
        leave = Away(date(2026, 8, 3), date(2026, 8, 14))

        assert first_failure(case(), person(away=(leave,))) is None

    def test_a_longer_absence_says_how_many_days_too_many(self):
        gone = Away(date(2026, 8, 3), date(2026, 8, 31))

        found = told(person(away=(gone,)))

        # 20 of the period's 122 working days lie within (11 August is a holiday); 12 would have been leave.
        assert found == (Rule.PERIOD, "away", {"days": 20, "over": 8})

    def test_those_who_come_in_disasters_only_and_those_without_days_are_left_alone(self):
        assert told(person(available=AvailableWhen.DISASTER))[1] == "disaster_only"
        assert told(person(patterns=()))[1] == "days_unknown"

    def test_a_request_without_a_period_fits_nobody(self):
        assert told(person(), case(need(starts_on=date.max, ends_on=date.max)))[1] == "period_unknown"


class TestDays:
    def test_a_day_too_few_is_two_half_days_short_in_every_week(self):
        pattern = Pattern(SINCE, days_a_week=1)

        found = told(person(patterns=(pattern,)))

        # 27 weeks; the first and the last lie only partly within and ask for no more than the person gives.
        said = {"half_days": 2, "times": 25, "of": 27, "taken": False}
        assert found == (Rule.DAYS, "short_a_week", said)

    def test_half_days_that_other_work_holds_are_no_longer_there(self):
        taken = frozenset((date(2026, 9, 8), half) for half in Half)
        tuesdays = Pattern(SINCE, None, TUESDAY | THURSDAY, 2)

        found = told(person(patterns=(tuesdays,), taken=taken))

        assert found == (Rule.DAYS, "short_a_week", {"half_days": 2, "times": 1, "of": 27, "taken": True})

    def test_another_day_of_that_week_can_stand_in_where_the_person_wishes_so_many(self):
        taken = frozenset((date(2026, 9, 8), half) for half in Half)

        assert first_failure(case(), person(patterns=(Pattern(SINCE, days_a_week=3),), taken=taken)) is None
        assert told(person(patterns=(Pattern(SINCE, days_a_week=2),), taken=taken))[1] == "short_a_week"

    def test_mornings_alone_make_no_whole_day(self):
        mornings = Pattern(SINCE, None, 0b01_0101_0101, 5)

        assert told(person(patterns=(mornings,)))[2]["half_days"] == 3
        assert first_failure(case(need(half_days=1)), person(patterns=(mornings,))) is None

    def test_certain_half_days_must_be_the_very_ones(self):
        request = case(need(pattern=PatternKind.HALVES, halves=MONDAY_AM | TUESDAY, half_days=3))

        assert first_failure(request, person(patterns=(Pattern(SINCE, days_a_week=2),))) is None
        assert told(person(patterns=(Pattern(SINCE, None, TUESDAY, 2),)), request)[2]["half_days"] == 1

    def test_a_second_day_beyond_the_wish_is_a_day_short(self):
        request = case(need(pattern=PatternKind.HALVES, halves=MONDAY_AM | TUESDAY, half_days=3))

        assert told(person(patterns=(Pattern(SINCE, days_a_week=1),)), request)[2]["half_days"] == 2

    def test_days_a_month_are_counted_by_the_month(self):
        request = case(need(pattern=PatternKind.MONTHLY, half_days=4))
        busy = frozenset((date(2026, 9, 1) + timedelta(days=number), half) for number in range(22) for half in Half)

        assert first_failure(request, person(patterns=(Pattern(SINCE, days_a_week=1),))) is None
        assert told(person(patterns=(Pattern(SINCE, days_a_week=1),), taken=busy), request) == (
            Rule.DAYS,
            "short_a_month",
            {"half_days": 2, "times": 1, "of": 6, "taken": True},
        )

    def test_work_of_a_few_days_asks_for_those_days(self):
        request = case(need(starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 3), half_days=4))

        assert first_failure(request, person()) is None
        assert told(person(patterns=(Pattern(SINCE, None, 0b11, 1),)), request)[2]["half_days"] == 4


class TestForms:
    def test_reappointment_is_for_those_who_left_this_municipality(self):
        request = case(need(forms=("reappt_short",), ends_on=date(2027, 3, 31)))

        assert told(person(), request)[:2] == (Rule.FORM, "unlawful")
        assert told(person(), request)[2] == {
            "organisation_id": HASAMI,
            "form": "reappt_short",
            "condition": "own_leavers_only",
            "article": "lpsa-22-4",
            "others": 0,
        }
        assert first_failure(request, person(former_organisation_id=HASAMI)) is None

    def test_a_question_for_the_checker_is_no_obstacle(self):
        assert first_failure(case(need(forms=("joint_org",))), person()) is None

    def test_advice_is_no_work_in_the_line(self):
        request = case(need(forms=("special_adv",), duties=frozenset({Duty.LINE})))

        assert told(person(), request)[2]["condition"] == "line_duties"

    def test_a_lawful_form_that_nobody_asked_for_is_not_forced_on_anybody(self):
        found = told(person(ways=frozenset({WorkingWay.CONTRACT})))

        assert found == (Rule.WAY, "way_not_wanted", {"organisation_id": HASAMI, "forms": ("fy_part", "adviser")})

    def test_one_body_of_a_joint_request_without_a_form_stops_it(self):
        shares = (
            ShareFacts(organisation_id=HASAMI, place="hasami", half_days=2),
            ShareFacts(organisation_id=14, place="kawatana", half_days=2),
        )
        request = case(need(shares=shares, forms=("reappt_short",), ends_on=date(2027, 3, 31)))

        found = told(person(former_organisation_id=HASAMI), request)

        assert found[:2] == (Rule.FORM, "unlawful")
        assert found[2]["organisation_id"] == 14

    def test_all_posts_together_may_not_exceed_the_legal_week(self):
        found = told(person(weekly_minutes_elsewhere=1620), case(need(forms=("fy_part",))))

        # 900 minutes here and 1,620 elsewhere are two hours beyond forty.
        assert found == (Rule.HOURS, "hours_over", {"organisation_id": HASAMI, "over": 120, "total": 2520})


class TestSideJobs:
    def serving(self, side_job):
        return person(candidate_kind=CandidateKind.SERVING, side_job=side_job, left_on=None)

    def request(self):
        return case(need(forms=("fy_part",)))

    def test_a_permission_that_is_still_asked_for_is_a_condition_not_an_obstacle(self):
        assert first_failure(self.request(), self.serving(SideJob(SideJobState.APPLIED))) is None

    def test_a_refused_permission_stops_every_form_that_needs_one(self):
        refused = self.serving(SideJob(SideJobState.REFUSED))

        assert told(refused, self.request()) == (
            Rule.PERMISSION,
            "permission_refused",
            {"organisation_id": HASAMI},
        )

    def test_a_permission_that_ends_early_says_by_how_many_days(self):
        ends = LAST_WORKING_DAY - timedelta(days=30)

        found = told(self.serving(SideJob(SideJobState.GRANTED, ends)), self.request())

        assert found[1:] == ("permission_ends", {"organisation_id": HASAMI, "early": 30, "ends_on": ends})

    def test_a_permission_for_fewer_hours_says_how_many_minutes_too_many(self):
        found = told(self.serving(SideJob(SideJobState.GRANTED, None, 600)), self.request())

        assert found[1:] == ("permission_hours", {"organisation_id": HASAMI, "over": 300})
