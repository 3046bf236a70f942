"""What is forgotten of applicants, when, and what stays."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import clock as time
from talent_portal.core.calendar import JAPAN
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days import actions
from talent_portal.matching_days.actions.forgetting import HOLDER, RETENTION
from talent_portal.matching_days.models import Applicant, Ranking, RankingSheet, Wish
from talent_portal.matching_days.rules.states import ApplicantState, DayState

(RULE,) = RETENTION


def erase(person):
    with transaction() as session:
        HOLDER.erase(session, f"matching-applicant:{person.reference}")


def count(table):
    return reading().scalar(sa.select(sa.func.count()).select_from(table))


def apply(today):
    with transaction() as session:
        return RULE.run(session, RULE.before(today))


class TestAtTheirWish:
    def test_name_and_contact_go_and_the_link_ends(self, client, make):
        day = make.matching_day()
        person = make.applicants(day)[0]
        old = f"/matching-days/applicants/{person.reference}/{make.my_token(person)}"
        erase(person)
        kept = make.fresh(person)

        assert (kept.name, kept.email, kept.phone) == ("", None, None)
        assert client.get(old).status_code == 404
        assert f"matching-applicant:{person.reference}" not in HOLDER.subjects(reading())

    @pytest.mark.parametrize("state", [DayState.WISHING, DayState.RANKING])
    def test_before_the_matching_wishes_go_too_and_nobody_is_matched_with_them(self, make, state):
        day = make.matching_day(state=state)
        person, other = make.applicants(day)
        if state is DayState.WISHING:
            make.wish(person, make.programmes(day)[:1])
        erase(person)
        make.move_on(day, DayState.MATCHED)

        assert make.fresh(person).state is ApplicantState.WITHDRAWN
        assert make.outcome(day).market["people"].keys() == {other.number}

    def test_after_it_the_outcome_stays_by_number_and_is_published_without_them(self, make):
        day = make.matching_day(state=DayState.MATCHED)
        person, other = make.applicants(day)
        before = make.outcome(day).result
        erase(person)
        make.move_on(day, DayState.PUBLISHED)

        assert make.outcome(day).result == before
        assert [one.template for one in make.letters_to(person.email)].count("matching_days/result") == 0
        assert [one.template for one in make.letters_to(other.email)].count("matching_days/result") == 1

    def test_somebody_else_is_nobody_here(self, make):
        make.matching_day()
        with transaction() as session:
            HOLDER.erase(session, "registration:zzzzzzzzzzzz")
            HOLDER.erase(session, "matching-applicant:zzzzzzzzzzzz")

        assert HOLDER.read(reading(), "matching-applicant:zzzzzzzzzzzz") == {}
        assert len(list(HOLDER.subjects(reading()))) == 2


class TestAfterTheYear:
    def test_only_counts_stay_after_the_fiscal_year_that_follows(self, client, make, clock):
        clock.move_to(datetime(2027, 3, 31, 12, 0, tzinfo=JAPAN))
        day = make.matching_day(state=DayState.PUBLISHED)
        made = (make.outcome(day).people, make.outcome(day).placed, make.outcome(day).seats)
        still = apply(date(2028, 3, 31))
        over = [apply(date(2028, 4, 1)) for _ in range(2)]
        kept = make.outcome(day)

        assert (still, over) == (0, [1, 0])
        assert [count(table) for table in (Applicant, Wish, RankingSheet, Ranking)] == [0, 0, 0, 0]
        assert (kept.people, kept.placed, kept.seats) == made
        assert (kept.market, kept.drawn, kept.result, kept.stability) == ({}, [], {}, {})
        page = client.get(f"/matching-days/{day.reference}").text
        assert "受験番号は削除しました" in page

    @pytest.mark.parametrize("state", [DayState.DRAFT, DayState.RANKING, DayState.CANCELLED, DayState.CLOSED])
    def test_days_that_came_to_another_end_are_forgotten_too(self, make, state):
        make.matching_day(state=state)

        assert apply(date(2027, 3, 31)) == 0
        assert apply(date(2028, 4, 1)) == 1
        assert count(Applicant) == 0

    def test_the_newest_round_counts(self, make, clock):
        clock.move_to(datetime(2027, 3, 1, 12, 0, tzinfo=JAPAN))
        day = make.matching_day(people=3, seats=1, state=DayState.MATCHED, most_wishes=1)
        make.move_on(day, DayState.PUBLISHED)
        actions.give_second_chance(
            make.officer(),
            day.reference,
            time.now() + timedelta(days=40),
            time.now() + timedelta(days=50),
            make.fresh(day).version,
        )

        assert apply(date(2028, 4, 1)) == 0
        assert apply(date(2029, 4, 1)) == 1
