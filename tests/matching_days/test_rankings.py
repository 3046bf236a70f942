"""A municipality's sheet: prepared by members, submitted by approvers, and nobody else's business."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from talent_portal.core.errors import Stale
from talent_portal.matching_days import actions, jobs
from talent_portal.matching_days.errors import RankingsClosed, RankingUnfit
from talent_portal.matching_days.queries import rankings
from talent_portal.matching_days.rules.states import DayState
from tests.matching_days.steps import WHY

JOBS = {job.name: job.run for job in jobs.JOBS}


@pytest.fixture
def office(make):
    return make.organisation()


@pytest.fixture
def day(make, office):
    return make.matching_day(offices=[office, make.organisation()], state=DayState.RANKING)


def sheet(day, office):
    return rankings.sheet(reading(), day.reference, office.id)


class TestWhoseItIs:
    def test_members_prepare_and_approvers_submit(self, make, day, office):
        number = make.applicants(day)[0].number
        actions.save_ranking(make.officer(Role.MEMBER, office), day.reference, office.reference, {number: 2}, 0)
        prepared = sheet(day, office)
        actions.submit_ranking(make.officer(Role.APPROVER, office), day.reference, office.reference, {number: 1}, 1)
        sent = sheet(day, office)

        assert (prepared.submitted, [one.place for one in prepared.candidates]) == (False, [2, None])
        assert (sent.submitted, [one.place for one in sent.candidates]) == (True, [1, None])

    def test_saving_again_takes_the_word_back(self, make, day, office):
        actions.submit_ranking(make.officer(Role.APPROVER, office), day.reference, office.reference, {}, 0)
        actions.save_ranking(make.officer(Role.MEMBER, office), day.reference, office.reference, {}, 1)

        assert not sheet(day, office).submitted

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SPECIALIST, Role.APPROVER}])
    def test_nobody_else_submits_and_every_attempt_is_noted(self, make, day, office, role):
        at_home = office if role in {Role.MEMBER, Role.CHECKER} else None
        with pytest.raises(NoResultFound):
            actions.submit_ranking(make.officer(role, at_home), day.reference, office.reference, {}, 0)

        assert [entry.deed for entry in make.entries()][-1] == "matching-sheet.submitted.denied"
        assert sheet(day, office).sheet is None

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.APPROVER])
    def test_another_municipality_is_not_told_that_it_exists(self, make, day, office, role):
        stranger = make.officer(role)
        for act in (actions.save_ranking, actions.submit_ranking):
            with pytest.raises(NoResultFound):
                act(stranger, day.reference, office.reference, {}, 0)
        with pytest.raises(NoResultFound):
            rankings.sheet(reading(), day.reference, stranger.organisation_id)


class TestWhatItSays:
    @pytest.mark.parametrize("place", [0, -1, 10_000])
    def test_places_count_from_one(self, make, day, office, place):
        number = make.applicants(day)[0].number
        with pytest.raises(RankingUnfit) as refused:
            actions.submit_ranking(
                make.officer(Role.APPROVER, office), day.reference, office.reference, {number: place}, 0
            )

        assert refused.value.params["field"] == number
        assert sheet(day, office).sheet is None

    def test_only_people_who_named_it_are_ranked(self, make, day, office):
        for stranger in ("", "T-9999", make.applicants(make.matching_day())[0].number):
            with pytest.raises(RankingUnfit):
                actions.submit_ranking(
                    make.officer(Role.APPROVER, office), day.reference, office.reference, {stranger: 1}, 0
                )

    def test_two_colleagues_do_not_overwrite_each_other(self, make, day, office):
        actions.save_ranking(make.officer(Role.MEMBER, office), day.reference, office.reference, {}, 0)
        for version in (0, 2, -1):
            with pytest.raises(Stale):
                actions.save_ranking(make.officer(Role.MEMBER, office), day.reference, office.reference, {}, version)

    @pytest.mark.parametrize("state", [DayState.WISHING, DayState.MATCHED, DayState.PUBLISHED, DayState.CANCELLED])
    def test_it_is_taken_between_wishes_and_matching_only(self, make, office, state):
        day = make.matching_day(offices=[office], state=state)
        with pytest.raises(RankingsClosed):
            actions.submit_ranking(make.officer(Role.APPROVER, office), day.reference, office.reference, {}, 1)

        assert [entry.deed for entry in make.entries()][-1] == "matching-sheet.submitted.denied"


def told_early(make, day):
    return [
        [one.template for one in make.letters_to(person.email)].count("matching_days/early")
        for person in make.applicants(day)
    ]


def test_whoever_was_told_a_later_time_hears_that_wishes_are_over(make):
    day = make.matching_day(people=3)
    gone, *_ = make.applicants(day)
    actions.withdraw(make.officer(), gone.reference)
    actions.close_wishes(make.officer(), day.reference, day.version, *WHY)
    actions.tell_applicants()

    assert told_early(make, day) == [0, 1, 1]


class TestWorker:
    def test_it_ends_the_wishes_at_their_time_once(self, make, clock):
        day = make.matching_day()
        clock.move_to(make.round_of(day).wishes_until)
        early = JOBS["close_wishes"]()
        clock.shift(timedelta(seconds=1))
        done = [JOBS["close_wishes"]() for _ in range(2)]

        assert (early, done) == (0, [1, 0])
        assert told_early(make, day) == [0, 0]
        assert make.fresh(day).state is DayState.RANKING

    def test_it_reminds_whoever_named_nothing_two_days_before_once(self, make, clock):
        day = make.matching_day()
        silent, done = make.applicants(day)
        make.wish(done, make.programmes(day)[:1])
        clock.move_to(make.round_of(day).wishes_until - timedelta(days=2, seconds=1))
        early = JOBS["remind_of_wishes"]()
        clock.shift(timedelta(seconds=1))
        ran = [JOBS["remind_of_wishes"]() for _ in range(2)]

        assert (early, ran) == (0, [1, 0])
        assert [one.template for one in make.letters_to(silent.email)].count("matching_days/reminder") == 1
        assert "matching_days/reminder" not in [one.template for one in make.letters_to(done.email)]

    def test_it_reminds_towns_whose_sheet_is_missing_once(self, make, office, clock):
        clerk = make.membership(Role.APPROVER, organisation=office).account.email
        day = make.matching_day(offices=[office], state=DayState.RANKING)
        clock.move_to(make.round_of(day).ranks_until - timedelta(days=1))
        ran = [JOBS["remind_of_rankings"]() for _ in range(2)]

        assert ran == [1, 0]
        assert [one.template for one in make.letters_to(clerk)].count("matching_days/town_reminder") == 1
