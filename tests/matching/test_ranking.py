"""Who stands where among those who could do the work, why, and what would move them."""

from dataclasses import replace

import pytest

from talent_portal.matching.rules.case import Rule
from talent_portal.matching.rules.conditions import Met, conditions_of
from talent_portal.matching.rules.points import MAXIMA, score_of
from talent_portal.matching.rules.ranking import cure, rank, smallest_change
from talent_portal.matching.rules.relaxing import count_with_relaxations
from talent_portal.needs.rules.facts import Helpful, Must, PatternKind
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.rules.choices import Level, Remote, SideJobState
from talent_portal.specialists.rules.facts import Pattern, Practice, SideJob, Skill
from tests.matching.plain import FIRST, LICENCE, OTHER_LICENCE, ROLE, case, licences, need, person

HELPS = (Helpful(OTHER_LICENCE, 2),)
TASK = "bridge_inspection"


def points(part, person_, **request):
    return score_of(case(need(**request)), person_).part(part).points


class TestPoints:
    @pytest.mark.parametrize(
        ("held", "expected"),
        [
            ((), 0),
            (licences(OTHER_LICENCE, verified=False), 10),
            (licences(OTHER_LICENCE), 20),
            (licences(OTHER_LICENCE, expires_on=FIRST), 0),
        ],
    )
    def test_a_helpful_licence_counts_whole_when_checked_and_half_when_declared(self, held, expected):
        assert points("helpful", person(licences=licences(LICENCE) + held), helpfuls=HELPS) == expected

    def test_weights_share_the_points_of_helpful_licences(self):
        wishes = (Helpful(OTHER_LICENCE, 3), Helpful("pe_water", 1))

        assert points("helpful", person(licences=licences(OTHER_LICENCE)), helpfuls=wishes) == 15

    @pytest.mark.parametrize(
        ("level", "mentoring", "expected"),
        [
            (Level.EXPERIENCED, False, 10),
            (Level.ALONE, False, 20),
            (Level.ALONE, True, 10),
            (Level.TEACHES, True, 20),
        ],
    )
    def test_who_can_teach_counts_more_where_own_staff_are_to_learn(self, level, mentoring, expected):
        assert points("tasks", person(skills=(Skill(TASK, level),)), mentoring=mentoring) == expected

    def test_a_shorter_way_is_better_and_home_is_best(self):
        near, far = person(travel={"base": "kawatana"}), person(travel={"base": "isahaya"})
        home = person(travel={"remote": Remote.ALSO})

        assert points("travel", home, remote_percent=100) == MAXIMA["travel"]
        assert points("travel", near) > points("travel", far) > 0

    def test_ships_and_nights_cost_points(self):
        island = person(travel={"base": "goto", "boat": True, "overnight": True, "max_minutes": 200})

        assert points("travel", island, place="shinkamigoto") == 20 * (400 - 90) // 400 - 2 - 4

    @pytest.mark.parametrize(("days", "expected"), [(1, 0), (2, 9), (3, 13), (5, 15)])
    def test_days_to_spare_make_a_plan_robust(self, days, expected):
        assert points("days", person(patterns=(Pattern(FIRST, None, days_a_week=days),))) == expected

    @pytest.mark.parametrize(("years", "expected"), [(None, 0), (3, 3), (15, 15), (40, 15)])
    def test_years_count_up_to_fifteen(self, years, expected):
        assert points("years", person(professions=(Practice(ROLE, years),))) == expected

    @pytest.mark.parametrize(
        ("kind", "forms", "expected"),
        [
            (CandidateKind.RETIRED, ("fy_part",), 10),
            (CandidateKind.SERVING, ("fy_part",), 7),
            (CandidateKind.RETIRED, ("joint_org",), 3),
            (CandidateKind.RETIRED, ("reappt_short",), 0),
        ],
    )
    def test_a_form_without_conditions_is_better_than_one_with_and_a_question_is_least(self, kind, forms, expected):
        assert points("form", person(candidate_kind=kind), forms=forms) == expected


class TestOrder:
    def test_more_points_stand_higher_and_equals_share_a_place(self):
        best = person(1, skills=(Skill(TASK, Level.ALONE),))

        ranking = rank(case(), [person(3), person(2), best])

        assert [(one.place, one.person.id) for one in ranking.eligible] == [(1, 1), (2, 2), (2, 3)]
        assert ranking.ranked(1).score.total - ranking.ranked(2).score.total == 20
        assert ranking.ranked(99) is None

    def test_the_others_follow_the_order_of_the_rules(self):
        ranking = rank(case(), [person(1, patterns=()), person(2, licences=()), person(3, travel={"max_minutes": 1})])

        assert [failure.rule for _, failure in ranking.others] == [Rule.MUST, Rule.TRAVEL, Rule.PERIOD]


class TestChanges:
    def crowd(self):
        strong = person(1, skills=(Skill(TASK, Level.ALONE),), licences=licences(LICENCE, OTHER_LICENCE))
        weak = person(2, licences=licences(LICENCE) + licences(OTHER_LICENCE, verified=False))
        middle = person(
            3, licences=licences(LICENCE) + licences(OTHER_LICENCE, verified=False), professions=(Practice(ROLE, 15),)
        )
        return strong, weak, middle

    def test_the_smallest_change_that_moves_somebody_up_is_named_with_points_and_place(self):
        strong, weak, middle = self.crowd()
        weak = replace(weak, professions=(Practice(ROLE, 10),))
        request = case(need(helpfuls=HELPS))
        ranking = rank(request, [strong, weak, middle])

        change = smallest_change(request, ranking, weak)

        assert (change.code, change.gain, change.place) == ("licence_checked", 10, 2)
        assert change.params == {"qualification": OTHER_LICENCE}

    def test_a_permission_that_would_settle_the_form_counts_as_a_change(self):
        teaches = (Skill(TASK, Level.TEACHES),)
        applied = SideJob(SideJobState.APPLIED)
        serving = person(2, candidate_kind=CandidateKind.SERVING, side_job=applied, skills=teaches)
        rival = person(1, skills=teaches, professions=(Practice(ROLE, 13),))
        request = case(need(forms=("fy_part",)))

        best = smallest_change(request, rank(request, [serving, rival]), serving)

        assert (best.code, best.gain, best.place) == ("permission_granted", 3, 1)

    def test_the_first_cannot_move_up_and_those_who_could_not_do_it_have_no_place(self):
        strong, weak, _ = self.crowd()
        ranking = rank(case(), [strong, weak])

        assert smallest_change(case(), ranking, strong) is None
        assert smallest_change(case(), ranking, person(9)) is None

    def test_what_keeps_somebody_out_comes_with_the_place_they_would_have(self):
        near = person(1, travel={"base": "kawatana"})
        kept_out = person(2, licences=licences(LICENCE, verified=False))
        ranking = rank(case(), [near, kept_out])

        reasons, place = cure(case(), ranking, kept_out)

        assert [failure.code for failure in reasons] == ["licence_unchecked"]
        assert place == 2


class TestConditions:
    def of(self, person_, **request):
        return {(one.kind, one.code): one for one in conditions_of(case(need(**request)), person_)}

    def test_each_condition_says_whether_it_is_met_declared_or_not_met(self):
        mixed = person(
            licences=licences(LICENCE) + licences(OTHER_LICENCE, verified=False), skills=(Skill(TASK, Level.ALONE),)
        )

        found = self.of(mixed, helpfuls=(*HELPS, Helpful("pe_water", 1)), tasks=frozenset({TASK, "road_design"}))

        assert {key: one.met for key, one in found.items()} == {
            ("must", "checked"): Met.MET,
            ("helpful", "declared"): Met.CLAIMED,
            ("helpful", "none"): Met.MISSING,
            ("task", "alone"): Met.CLAIMED,
            ("task", "unknown"): Met.MISSING,
            ("period", "fits"): Met.MET,
            ("days", "fits"): Met.MET,
            ("travel", "way"): Met.MET,
            ("form", "lawful"): Met.MET,
        }

    def test_a_must_that_is_only_declared_is_said_to_be_so(self):
        assert self.of(person(licences=licences(LICENCE, verified=False)))["must", "declared"].met is Met.CLAIMED

    def test_failures_appear_where_they_belong(self):
        far = self.of(person(travel={"max_minutes": 60}, patterns=(Pattern(FIRST, None, days_a_week=1),)))

        assert far["travel", "too_far"].met is Met.UNMET
        assert far["travel", "too_far"].params["over"] == 12
        assert far["days", "short_a_week"].met is Met.UNMET
        assert self.of(person(), forms=("reappt_short",))["form", "unlawful"].met is Met.UNMET
        assert self.of(person(), forms=("joint_org",))["form", "ask"].met is Met.ASK

    def test_work_from_home_says_so_and_only_from_home_is_no_place(self):
        home = person(travel={"remote": Remote.ONLY})

        assert self.of(home, remote_percent=100)["travel", "from_home"].met is Met.MET
        assert self.of(home)["travel", "remote_only"].met is Met.UNMET


class TestCounts:
    def codes(self, people, **request):
        found = count_with_relaxations(case(need(**request)), people)
        return found.people, [(one.code, one.people) for one in found.relaxed]

    def test_five_days_a_week_name_the_three_that_would_add_somebody(self):
        """The disaster survey of Minamishimabara: nobody for five days, somebody for two."""
        two_days = person(1, patterns=(Pattern(FIRST, None, days_a_week=2),))
        three_days = person(2, patterns=(Pattern(FIRST, None, days_a_week=3),))

        found = count_with_relaxations(case(need(half_days=10)), [two_days, three_days])

        assert found.people == 0
        assert [(one.code, one.people, one.params["days"]) for one in found.relaxed] == [("fewer_days", 1, 3)]

    @pytest.mark.parametrize(
        ("kept_out", "request_", "code"),
        [
            ({"licences": licences(LICENCE, verified=False)}, {}, "licences_checked"),
            ({"licences": ()}, {}, "without_licence"),
            ({"travel": {"max_minutes": 40, "remote": Remote.ALSO}}, {}, "remote"),
            ({"former_organisation_id": 99}, {"forms": ("reappt_short",)}, "any_form"),
            ({"patterns": (Pattern(FIRST.replace(day=20), None, days_a_week=2),)}, {}, "start_later"),
            (
                {"patterns": (Pattern(FIRST, None, 0b1100, 1),)},
                {"pattern": PatternKind.HALVES, "halves": 0b11, "half_days": 2},
                "any_days",
            ),
        ],
    )
    def test_the_condition_that_costs_least_is_named_with_its_count(self, kept_out, request_, code):
        people, offered = self.codes([person(1, **kept_out)], **request_)

        assert people == 0
        assert offered[0] == (code, 1)

    def test_nothing_is_offered_where_nothing_helps(self):
        assert self.codes([person(1, professions=(Practice("nurse"),))]) == (0, [])
        assert self.codes([person(1)]) == (1, [])

    def test_alternatives_are_given_up_together(self):
        musts = (Must(frozenset({LICENCE, OTHER_LICENCE})),)
        found = count_with_relaxations(case(need(musts=musts)), [person(1, licences=())])

        assert found.relaxed[0].params == {"qualification": LICENCE, "others": 1}
