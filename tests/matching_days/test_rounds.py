"""Limits of areas, and the second chance over what is left."""

import hashlib
from datetime import timedelta

import pytest

from talent_portal.core import clock
from talent_portal.core.db import reading
from talent_portal.matching_days import actions
from talent_portal.matching_days.actions import SeatsDraft
from talent_portal.matching_days.errors import NothingLeft
from talent_portal.matching_days.queries import days, outcomes
from talent_portal.matching_days.queries.applicants import mine as page_of
from talent_portal.matching_days.rules.states import ApplicantState, DayState
from tests.matching_days.steps import published

WEEK = timedelta(days=7)


class TestCaps:
    def test_a_full_area_is_the_reason_that_is_told(self, make, offices):
        """Two seats and one, two in the area: the second person gives way to the even spread, the third to both."""
        code, (one, two, _) = make.area(offices[:2]), offices
        seats = (SeatsDraft(one.reference, 2), SeatsDraft(two.reference, 1))
        day = make.matching_day(offices=offices, people=3, programmes=seats, caps={code: 2}, most_wishes=2)
        make.move_on(day, DayState.MATCHED)
        kept, (first, second, third), (here, there) = make.outcome(day), make.applicants(day), make.programmes(day)
        shown = outcomes.shown(reading(), day, 1)

        assert kept.result["matched"] == {first.number: here.reference, second.number: there.reference}
        assert [(why.reason, why.area_ja) for why in shown.page.rows[-1].why] == [("area", "離島"), ("seats", "")]
        rather = [(one.person.number, to.programme, to.area.code) for one in shown.page.rows for to in one.rather]
        assert rather == [(second.number, here.reference, code), (third.number, here.reference, code)]
        assert shown.blocked == len(rather)
        assert shown.stable
        assert shown.more == kept.placed - shown.older

    def test_equal_claims_to_its_last_seat_are_drawn_by_the_seed_over_public_codes(self, make, offices):
        code = make.area(offices[:2])
        day = make.matching_day(offices=offices, people=2, caps={code: 1}, state=DayState.DRAFT)
        make.move_on(day, DayState.MATCHED)
        seed, programmes = make.round_of(day).seed, make.programmes(day)
        drawn = sorted(offices, key=lambda one: hashlib.sha256(f"{seed}/{one.code}".encode()).digest())

        by_office = {one.organisation_id: one.reference for one in programmes}
        assert make.outcome(day).market["ties"] == [by_office[one.id] for one in drawn]

    def test_they_bind_both_rounds_together(self, make, offices):
        code = make.area(offices[:2])
        day = make.matching_day(offices=offices, people=2, caps={code: 1}, state=DayState.DRAFT, most_wishes=2)
        make.move_on(day, DayState.PUBLISHED)

        left = [row.offer for row in days.one(reading(), day.reference).programmes]
        assert sorted((offer.free, offer.left) for offer in left) == [(0, 0), (1, 0), (1, 1)]


class TestSecondChance:
    @pytest.fixture
    def again(self, make, ranked):
        day = ranked[0]
        published(make, day)
        actions.give_second_chance(
            make.officer(), day.reference, clock.now() + WEEK, clock.now() + 2 * WEEK, make.fresh(day).version
        )
        actions.tell_applicants()
        return make.fresh(day), ranked[1], ranked[2]

    def test_it_is_for_whoever_is_left_over_the_seats_that_are_left(self, make, again):
        day, _, (_, _, three) = again
        (left,) = [person for person in make.applicants(day) if person.state is ApplicantState.INVITED]
        own = page_of(reading(), left)

        assert [offer.programme for offer in own.choices] == [three.reference]
        assert len([one for one in make.letters_to(left.email) if one.template == "matching_days/again"]) == 1

    def test_it_has_a_seed_of_its_own_and_leaves_the_first_round_as_it_was(self, make, again):
        day, _, (_, _, three) = again
        before = make.outcome(day, 1).result
        make.move_on(day, DayState.RANKING)
        (left,) = [person for person in make.applicants(day) if person.takes_part]
        make.rank(day, three, {left.number: 1})
        actions.match_day(make.officer(), day.reference, make.fresh(day).version)
        actions.publish_day(make.officer(), day.reference, make.fresh(day).version)

        assert make.outcome(day, 2).result["matched"] == {left.number: three.reference}
        assert make.outcome(day, 1).result == before
        assert make.round_of(day, 1).seed != make.round_of(day, 2).seed
        assert make.fresh(left).placed_id == three.id
        assert [one.round for one in page_of(reading(), make.fresh(left)).results] == [1, 2]

    def test_calling_it_off_leaves_the_first_round_and_tells_whoever_waits(self, make, again):
        day, people, _ = again
        actions.cancel_day(make.officer(), day.reference, "台風のため", "Typhoon", day.version)
        actions.tell_applicants()
        ended = {person.number: [one.template for one in make.letters_to(person.email)][-1] for person in people}

        assert make.fresh(day).state is DayState.CLOSED
        assert sorted(ended.values()) == ["matching_days/ended", "matching_days/result", "matching_days/result"]

    def test_there_is_no_third_and_none_without_anybody_left(self, make, offices):
        day = make.matching_day(offices=offices, state=DayState.PUBLISHED)

        with pytest.raises(NothingLeft):
            actions.give_second_chance(
                make.officer(), day.reference, clock.now() + WEEK, clock.now() + 2 * WEEK, day.version
            )

    def test_a_sheet_of_a_municipality_without_seats_decides_nothing(self, make, again):
        day, _, programmes = again
        make.move_on(day, DayState.RANKING)
        for programme in programmes:
            make.rank(day, programme, {})
        actions.match_day(make.officer(), day.reference, make.fresh(day).version)

        assert list(make.outcome(day, 2).market["programmes"]) == [programmes[2].reference]
