"""Each hard rule lets the right people in, and tells the others by how much they miss."""

from dataclasses import replace
from datetime import timedelta

import pytest

from talent_portal.matching.rules.case import ORDER, Rule
from talent_portal.matching.rules.eligibility import failures, first_failure
from talent_portal.matching.rules.ranking import rank
from talent_portal.needs.rules.facts import Must, ShareFacts
from talent_portal.specialists.rules.choices import Remote, WorkingWay
from talent_portal.specialists.rules.facts import Practice
from tests.matching.plain import (
    HASAMI,
    LAST_WORKING_DAY,
    LICENCE,
    OTHER_LICENCE,
    TSUSHIMA,
    case,
    licences,
    need,
    person,
    told,
)


def test_somebody_for_whom_everything_holds_could_do_the_work():
    assert first_failure(case(), person()) is None


def test_only_those_who_work_in_the_role_come_into_question():
    assert told(person(professions=(Practice("nurse"),)))[:2] == (Rule.ROLE, "other_role")


class TestLicences:
    def test_a_licence_nobody_holds_is_named_with_the_number_of_alternatives(self):
        request = need(musts=(Must(frozenset({LICENCE, OTHER_LICENCE})),))

        assert told(person(licences=()), case(request)) == (
            Rule.MUST,
            "licence_missing",
            {"qualification": LICENCE, "others": 1},
        )

    def test_a_self_declared_licence_does_not_count_until_it_is_checked(self):
        unchecked = person(licences=licences(LICENCE, verified=False))

        assert told(unchecked) == (Rule.MUST, "licence_unchecked", {"qualification": LICENCE})
        assert first_failure(case().with_declared(), unchecked) is None

    @pytest.mark.parametrize(("expires", "early"), [(LAST_WORKING_DAY, None), (LAST_WORKING_DAY - timedelta(20), 20)])
    def test_it_must_be_valid_on_the_last_working_day(self, expires, early):
        found = told(person(licences=licences(LICENCE, expires_on=expires)))

        said = {"qualification": LICENCE, "early": early, "expires_on": expires}
        assert found == (early and (Rule.MUST, "licence_expires", said))

    def test_any_one_of_the_alternatives_will_do(self):
        request = need(musts=(Must(frozenset({LICENCE, OTHER_LICENCE})),))
        held = licences(LICENCE, verified=False) + licences(OTHER_LICENCE)

        assert first_failure(case(request), person(licences=held)) is None


def test_whom_the_coordinator_ruled_out_stays_out_of_this_request():
    assert told(person(7), case(barred=[7]))[:2] == (Rule.BARRED, "barred")
    assert first_failure(case(barred=[7]), person(8)) is None


def test_nobody_is_sent_where_they_never_want_to_work():
    assert told(person(travel={"never": frozenset({HASAMI})})) == (
        Rule.PLACE,
        "never_place",
        {"organisation_id": HASAMI},
    )


class TestTravel:
    def test_too_far_says_by_how_many_minutes(self):
        found = told(person(travel={"max_minutes": 60}))

        assert found == (
            Rule.TRAVEL,
            "too_far",
            {"place": "hasami", "over": 12, "minutes": 72, "limit": 60},
        )

    def test_exactly_as_far_as_the_person_goes_is_near_enough(self):
        assert first_failure(case(), person(travel={"max_minutes": 72})) is None

    @pytest.mark.parametrize(
        ("takes", "code"),
        [
            ({"air": True}, None),
            ({"boat": True}, "too_far"),
            ({}, "no_boat"),
        ],
    )
    def test_the_way_uses_only_what_the_person_takes(self, takes, code):
        """By air it is 133 minutes from Isahaya to Tsushima, by ship from Hakata 338."""
        request = need(place="tsushima", organisation_id=TSUSHIMA)

        found = told(person(travel={"max_minutes": 150} | takes), case(request))

        assert (found and found[1]) == code

    def test_an_island_without_a_flight_wants_a_boat(self):
        request = need(place="ojika")

        found = told(person(travel={"base": "sasebo", "max_minutes": 200, "air": True}), case(request))

        assert found == (Rule.TRAVEL, "no_boat", {"place": "ojika"})

    def test_a_way_too_rare_for_a_day_wants_a_night(self):
        request = need(place="shinkamigoto")
        travel = {"base": "goto", "boat": True}

        assert told(person(travel=travel), case(request)) == (
            Rule.TRAVEL,
            "no_overnight",
            {"place": "shinkamigoto"},
        )
        assert first_failure(case(request), person(travel=travel | {"overnight": True})) is None

    def test_a_home_outside_the_prefecture_is_on_no_map(self):
        assert told(person(travel={"base": ""})) == (Rule.TRAVEL, "no_way", {"place": "hasami"})

    def test_work_from_home_needs_no_way_for_those_who_work_so(self):
        request = case(need(remote_percent=100))

        assert first_failure(request, person(travel={"base": "", "remote": Remote.ONLY})) is None
        assert told(person(travel={"base": ""}), request)[1] == "no_way"

    def test_mostly_from_home_may_lie_twice_as_far(self):
        request = case(need(remote_percent=50))
        limit = {"max_minutes": 36}

        assert first_failure(request, person(travel=limit | {"remote": Remote.ALSO})) is None
        assert told(person(travel=limit), request)[2]["over"] == 36

    def test_whoever_works_from_home_only_comes_to_no_office(self):
        found = told(person(travel={"remote": Remote.ONLY}), case(need(remote_percent=50)))

        assert found == (Rule.TRAVEL, "remote_only", {"percent": 50})

    def test_every_place_of_a_joint_request_must_be_within_reach(self):
        shares = (
            ShareFacts(organisation_id=HASAMI, place="hasami", half_days=2),
            ShareFacts(organisation_id=TSUSHIMA, place="tsushima", half_days=2),
        )

        found = told(person(), case(need(shares=shares)))

        assert found[:2] == (Rule.TRAVEL, "no_boat")
        assert found[2] == {"place": "tsushima"}


def test_the_first_reason_follows_the_fixed_order_and_all_of_them_are_known():
    hopeless = person(licences=(), travel={"max_minutes": 5}, patterns=(), ways=frozenset({WorkingWay.CONTRACT}))

    rules = [failure.rule for failure in failures(case(), hopeless)]

    assert rules == [Rule.MUST, Rule.TRAVEL, Rule.PERIOD, Rule.WAY]
    assert rules == sorted(rules, key=ORDER.index)
    assert first_failure(case(), hopeless).rule is rules[0]


def test_people_hidden_from_a_body_of_the_request_are_in_neither_list():
    shares = (*need().shares, ShareFacts(organisation_id=14, place="kawatana", half_days=2))
    hidden = person(1, hidden_from=frozenset({14}))
    far = replace(hidden, id=2, licences=())
    seen = person(3, hidden_from=frozenset({99}))

    found = rank(case(need(shares=shares)), [hidden, far, seen])

    assert [one.person for one in found.eligible] == [seen]
    assert found.others == ()
