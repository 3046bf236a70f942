"""Three towns of one seat, and three people whose wishes and rankings are in."""

import pytest

from talent_portal.matching_days import actions
from tests.matching_days.steps import WHY


@pytest.fixture
def offices(make):
    return [make.organisation(position=k, name_ja=f"架空{k}市", name_en=f"Town {k}") for k in (1, 2, 3)]


@pytest.fixture
def ranked(make, offices):
    """Three people and three towns of one seat: the first two want town 1, the third wants town 2, then 1."""
    day = make.matching_day(offices=offices, people=3)
    people, (one, two, three) = make.applicants(day), make.programmes(day)
    make.wish(people[0], [one])
    make.wish(people[1], [one, two])
    make.wish(people[2], [two, one])
    actions.close_wishes(make.officer(), day.reference, day.version, *WHY)
    actions.tell_applicants()
    first, second, third = (person.number for person in people)
    make.rank(day, one, {first: 1, second: 1, third: 1})
    make.rank(day, two, {second: 2, third: 1})
    return make.fresh(day), people, (one, two, three)
