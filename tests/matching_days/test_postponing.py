"""Later dates: nobody loses time, and everybody whom they concern hears of them."""

from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core.i18n import use_language
from talent_portal.core.words import day_time
from talent_portal.matching_days import actions
from talent_portal.matching_days.errors import DatesInDisorder, DayStepImpossible, StaleDay
from talent_portal.matching_days.rules.states import DayState

DAY = timedelta(days=1)


def postpone(make, day, wishes=0, ranks=0, version=None):
    now = make.round_of(day)
    actions.postpone(
        make.officer(),
        day.reference,
        now.wishes_until + wishes * DAY,
        now.ranks_until + ranks * DAY,
        make.fresh(day).version if version is None else version,
    )
    actions.tell_applicants()
    return make.round_of(day)


def templates(make, address):
    return [one.template for one in make.letters_to(address)]


def test_applicants_hear_of_each_and_keep_what_they_named(make):
    day = make.matching_day()
    wished, silent = make.applicants(day)
    make.wish(wished, make.programmes(day)[:1])
    before = make.round_of(day)
    for _ in range(2):
        after = postpone(make, day, 1, 2)

    assert after.wishes_until - before.wishes_until == 2 * DAY
    for person in (wished, silent):
        assert templates(make, person.email).count("matching_days/postponed") == 2
    assert make.fresh(wished).state == "wished"


def test_dates_that_changed_twice_before_the_job_came_are_told_once_and_as_they_are(make):
    day = make.matching_day()
    now, person = make.round_of(day), make.applicants(day)[0]
    for days in (1, 3):
        later = (now.wishes_until + days * DAY, now.ranks_until + days * DAY)
        actions.postpone(make.officer(), day.reference, *later, make.fresh(day).version)
    actions.tell_applicants()

    told = [one.body for one in make.letters_to(person.email) if one.template == "matching_days/postponed"]
    assert len(told) == 1
    with use_language("ja"):
        assert day_time(make.round_of(day).wishes_until) in told[0]


def test_municipalities_hear_while_their_ranking_is_missing_and_wishes_stay_ended(make):
    office = make.organisation()
    clerk = make.membership(Role.APPROVER, organisation=office).account.email
    day = make.matching_day(offices=[office], state=DayState.RANKING)
    before = make.round_of(day)
    after = postpone(make, day, 5, 1)
    make.rank(day, make.programmes(day)[0], {})
    postpone(make, day, 0, 1)

    assert after.wishes_until == before.wishes_until
    assert templates(make, clerk).count("matching_days/town_postponed") == 1
    assert not any("postponed" in name for name in templates(make, make.applicants(day)[0].email))


def test_the_same_dates_again_are_no_news(make):
    day = make.matching_day()
    postpone(make, day)

    assert make.fresh(day).version == day.version
    assert "matching_days/postponed" not in templates(make, make.applicants(day)[0].email)


@pytest.mark.parametrize(("wishes", "ranks"), [(-1, 0), (0, -1), (8, 0), (7, 0)])
def test_nobody_loses_time(make, wishes, ranks):
    with pytest.raises(DatesInDisorder):
        postpone(make, make.matching_day(), wishes, ranks)


def test_what_has_passed_cannot_be_the_end(make, clock):
    day = make.matching_day()
    clock.move_to(make.round_of(day).wishes_until + 2 * DAY)

    with pytest.raises(DatesInDisorder):
        postpone(make, day, 1, 1)
    assert postpone(make, day, 3, 1).wishes_until > make.round_of(day).opened_at


@pytest.mark.parametrize(
    "state", [DayState.DRAFT, DayState.MATCHED, DayState.PUBLISHED, DayState.CLOSED, DayState.CANCELLED]
)
def test_at_no_other_time(make, state):
    day = make.matching_day(state=state)
    with pytest.raises(DayStepImpossible):
        postpone(make, day, 1, 1)
    with pytest.raises(StaleDay):
        postpone(make, day, 1, 1, version=day.version - 1)

    assert [entry.deed for entry in make.entries()][-1] == "matching-day.postponed.denied"
