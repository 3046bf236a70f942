"""Pages ask the same number of questions however many people and municipalities there are."""

import pytest

from talent_portal.core.db import reading
from talent_portal.matching_days.queries import applicants, days, outcomes, rankings
from talent_portal.matching_days.rules.states import DayState

QUESTIONS = {
    "the list": (DayState.DRAFT, lambda session, day, office: days.book(session)),
    "the desk": (DayState.RANKING, lambda session, day, office: days.one(session, day.reference)),
    "the applicants": (DayState.WISHING, lambda session, day, office: applicants.page(session, day, 1)),
    "the outcome": (DayState.MATCHED, lambda session, day, office: outcomes.shown(session, day, 1)),
    "a sheet": (DayState.RANKING, lambda session, day, office: rankings.sheet(session, day.reference, office.id)),
    "a town's list": (DayState.RANKING, lambda session, day, office: rankings.days_of(session, office.id)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_their_number_does_not_grow_with_the_rows(make, statements, name):
    state, ask = QUESTIONS[name]
    counts = []
    for many in (2, 11):
        offices = [make.organisation() for _ in range(many)]
        day = make.matching_day(offices=offices, people=many, state=state)
        session = reading()
        session.expire_all()
        statements.clear()
        ask(session, day, offices[0])
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_list_is_newest_first_and_counts_people_and_seats(make):
    first, second = (make.matching_day(people=people, seats=3) for people in (2, 1))
    page = days.book(reading())

    assert [(row.day.reference, row.people, row.seats) for row in page.rows] == [
        (second.reference, 1, 6),
        (first.reference, 2, 6),
    ]
