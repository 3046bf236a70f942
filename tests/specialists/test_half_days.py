"""A half-day of a person belongs to one thing, or to nothing."""

from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER
from talent_portal.core.db import transaction
from talent_portal.specialists.actions import half_days
from talent_portal.specialists.errors import HalfDayTaken
from talent_portal.specialists.models import ClaimState, HalfDay
from talent_portal.specialists.rules.week import Half

TUESDAY, THURSDAY = date(2026, 6, 9), date(2026, 6, 11)
OFFER, OTHER, PLACEMENT = "offer:aaaaaaaaaaaa", "offer:bbbbbbbbbbbb", "placement:cccccccccccc"
WEEK = [(TUESDAY, Half.AM), (TUESDAY, Half.PM), (THURSDAY, Half.AM)]


@pytest.fixture
def person(make):
    return make.specialist()


def claims(make, person):
    rows = make.session.execute(
        sa.select(HalfDay.day, HalfDay.half, HalfDay.state, HalfDay.source)
        .where(HalfDay.specialist_id == person.id)
        .order_by(HalfDay.day, HalfDay.half)
    )
    return [tuple(row) for row in rows]


def hold(person, halves, source=OFFER):
    with transaction() as session:
        return half_days.hold(session, WORKER, person.id, halves, source)


def test_an_offer_holds_and_says_so_in_the_book(make, person):
    assert hold(person, reversed(WEEK)) == WEEK

    assert claims(make, person) == [(day, half, ClaimState.HELD, "offer") for day, half in WEEK]
    entry = make.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "half-days.held")).one()
    assert entry.subject == f"specialist:{person.reference}"
    assert entry.details == {"source": OFFER, "count": 3}


def test_holding_again_changes_nothing(make, person):
    hold(person, WEEK)
    hold(person, WEEK)

    assert len(claims(make, person)) == 3


def test_nobody_else_gets_a_half_that_is_held_and_keeps_nothing_of_the_rest(make, person):
    hold(person, WEEK[:1])

    with pytest.raises(HalfDayTaken) as refused:
        hold(person, WEEK, OTHER)

    assert refused.value.params["days"] == WEEK[:1]
    assert claims(make, person) == [(TUESDAY, Half.AM, ClaimState.HELD, "offer")]


def test_the_same_half_of_another_person_is_free(make, person):
    hold(person, WEEK)

    assert hold(make.specialist(), WEEK, OTHER) == WEEK


def test_an_appointment_takes_what_its_offer_held_and_frees_the_rest(make, person):
    hold(person, WEEK)

    with transaction() as session:
        half_days.take(session, WORKER, person.id, WEEK[1:], PLACEMENT, held_by=OFFER)

    assert claims(make, person) == [(day, half, ClaimState.TAKEN, "placement") for day, half in WEEK[1:]]


def test_an_appointment_may_take_days_that_nobody_held(make, person):
    with transaction() as session:
        half_days.take(session, WORKER, person.id, WEEK, PLACEMENT)

    assert {state for *_, state, _ in claims(make, person)} == {ClaimState.TAKEN}


def test_an_appointment_does_not_take_from_another_offer(make, person):
    hold(person, WEEK, OTHER)

    with pytest.raises(HalfDayTaken), transaction() as session:
        half_days.take(session, WORKER, person.id, WEEK, PLACEMENT, held_by=OFFER)


def test_freeing_gives_back_only_what_the_source_has(make, person):
    hold(person, WEEK[:1], OTHER)
    hold(person, WEEK[1:])

    with transaction() as session:
        assert half_days.free(session, WORKER, person.id, [WEEK[0], WEEK[1]], OFFER) == 1
        assert half_days.free(session, WORKER, person.id, None, OFFER) == 1
        assert half_days.free(session, WORKER, person.id, None, OFFER) == 0

    assert claims(make, person) == [(TUESDAY, Half.AM, ClaimState.HELD, "offer")]


def test_a_claim_must_name_its_source(make, person):
    with pytest.raises(ValueError, match="names its source"):
        hold(person, WEEK, "offer")


def test_a_term_of_five_full_years_is_one_claim(make, person):
    days = [date.fromordinal(TUESDAY.toordinal() + each) for each in range(5 * 365)]
    term = [(day, half) for day in days for half in Half]

    assert len(hold(person, term)) == len(term)
    assert len(make.facts_of(person).taken) == len(term)
