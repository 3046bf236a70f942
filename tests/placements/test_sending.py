"""Terms on their way: days held, time to answer, changes, lapses, reminders, ways in."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import clock
from talent_portal.core.calendar import deadline, start_of
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.outbox.models import PhoneTask
from talent_portal.placements import actions
from talent_portal.placements.errors import (
    DeadlineTooEarly,
    ExtendedAlready,
    NotChecked,
    WrongOfferCode,
)
from talent_portal.placements.models import OfferTerms, Side
from talent_portal.placements.queries import changing
from talent_portal.placements.rules.states import OfferState
from talent_portal.specialists.errors import HalfDayTaken
from talent_portal.specialists.models import ClaimState
from tests.placements.makers import MON, TUE_THU

SEVENTH = date(2026, 6, 10)


def state(make, made):
    return make.renewed(made).state


def proposal(make, who):
    return make.renewed(who.proposal).state


def test_sending_holds_every_half_day_and_tells_everybody(make):
    made = make.offer()
    who = made.parties

    terms = changing.terms(make.session, make.renewed(made), 1).plain
    assert [(day, half) for day, half, _ in make.claims(who.specialist)] == list(terms.dated)
    assert {state for *_, state in make.claims(who.specialist)} == {ClaimState.HELD}
    assert who.specialist.email in make.posted("offer_sent")
    assert len(make.posted("offer_sent")) == 4
    assert proposal(make, who) is ProposalState.OFFERED
    assert make.renewed(made).respond_by == deadline(SEVENTH)


def test_unchecked_terms_are_not_sent(make):
    made = make.offer(state=OfferState.DRAFT)

    with pytest.raises(NotChecked):
        make.send(made.parties, made)


@pytest.mark.parametrize("day", [SEVENTH - timedelta(days=1), date(2026, 7, 1)])
def test_an_answer_has_seven_working_days_and_ends_before_the_first_day(make, day):
    made = make.offer(state=OfferState.DRAFT)
    make.pass_check(made.parties, made)

    with pytest.raises(DeadlineTooEarly):
        make.send(made.parties, made, day)


def test_days_held_for_one_cannot_be_offered_by_another(make):
    person = make.specialist()
    first = make.offer(make.parties(specialist=person))
    second = make.offer(make.parties(specialist=person), state=OfferState.DRAFT)
    make.pass_check(second.parties, second)

    with pytest.raises(HalfDayTaken) as refused:
        make.send(second.parties, second)

    assert len(list(refused.value.params["days"])) == len(make.claims(person))
    assert state(make, second) is OfferState.DRAFT
    assert state(make, first) is OfferState.SENT


def test_two_municipalities_share_the_week_of_one_person(make):
    person = make.specialist()
    make.offer(make.parties(specialist=person))

    second = make.offer(make.parties(specialist=person), halves=MON)

    assert state(make, second) is OfferState.SENT


def test_a_person_without_mail_is_called(make, session):
    who = make.parties(specialist=make.specialist(email=None, email_key=None, phone="095-000-0000"))

    make.offer(who)

    reasons = list(session.scalars(sa.select(PhoneTask.reason)))
    assert reasons == ["placements.offer_sent"]


def test_the_municipality_may_send_its_own_yes_along(make):
    who = make.parties()
    made = make.offer(who, state=OfferState.DRAFT)
    make.pass_check(who, made)

    make.send(who, made, decided=True)

    assert make.renewed(made).town_answer == "yes"
    make.say(made, Side.PERSON, who=who)
    assert state(make, made) is OfferState.CONDITIONS


def test_the_last_day_is_put_off_once(make):
    made = make.offer()
    who = made.parties

    actions.extend(who.approver, made.reference, SEVENTH + timedelta(days=2), make.renewed(made).version)

    assert make.renewed(made).respond_by == deadline(SEVENTH + timedelta(days=2))
    assert len(make.posted("offer_extended")) == 4
    with pytest.raises(ExtendedAlready):
        actions.extend(who.approver, made.reference, SEVENTH + timedelta(days=3), make.renewed(made).version)


@pytest.mark.parametrize("day", [SEVENTH, date(2026, 7, 1), date(2027, 1, 1)])
def test_an_answer_is_not_put_off_backwards_or_beyond_the_first_day(make, day):
    made = make.offer()

    with pytest.raises(DeadlineTooEarly):
        actions.extend(made.parties.approver, made.reference, day, make.renewed(made).version)


def test_other_terms_are_a_new_version_and_both_answers_begin_anew(make):
    made = make.offer()
    who = made.parties
    make.say(made, Side.PERSON)
    held = make.claims(who.specialist)

    actions.change(who.approver, made.reference, make.renewed(made).version)

    assert make.claims(who.specialist) == held, "the days stay held"
    assert make.renewed(made).person_answer == ""
    assert who.specialist.email in make.posted("terms_changing")
    actions.edit(who.member, made.reference, make.terms(halves=MON), make.renewed(made).version)
    make.pass_check(who, made)
    make.send(who, made)
    fresh = make.renewed(made)
    assert (fresh.terms_number, fresh.sent_number, fresh.person_answer) == (2, 2, "")
    assert {day.weekday() for day, *_ in make.claims(who.specialist)} == {0}
    assert make.session.scalar(sa.select(sa.func.count()).select_from(OfferTerms)) == 2


def test_a_half_day_may_move_within_the_days_one_holds_oneself(make):
    made = make.offer()
    who = made.parties
    actions.change(who.approver, made.reference, make.renewed(made).version)
    actions.edit(who.member, made.reference, make.terms(halves=TUE_THU | MON), make.renewed(made).version)
    make.pass_check(who, made)

    make.send(who, made)

    assert {day.weekday() for day, *_ in make.claims(who.specialist)} == {0, 1, 3}


def test_number_and_code_of_the_letter_open_the_terms(make):
    made = make.offer()

    assert actions.by_code(made.number, make.renewed(made).code).id == made.id
    assert make.renewed(made).code in make.mail_to(made.parties.specialist.email)[-1].body


def test_after_five_wrong_codes_the_right_one_opens_nothing(make):
    made = make.offer()

    for _ in range(5):
        with pytest.raises(WrongOfferCode):
            actions.by_code(made.number, "x")

    with pytest.raises(WrongOfferCode):
        actions.by_code(made.number, make.renewed(made).code)


@pytest.mark.parametrize("number", ["", "T", "T99999", "9" * 30])
def test_a_number_that_is_none_gets_the_same_answer(make, number):
    make.offer()

    with pytest.raises(WrongOfferCode):
        actions.by_code(number, "123456")


def test_without_answers_the_offer_lapses_and_tells_everybody(make, clock_at):
    made = make.offer()

    assert not actions.lapse(made.reference)
    clock_at(make.renewed(made).respond_by + timedelta(seconds=1))
    assert actions.lapse(made.reference)

    assert state(make, made) is OfferState.LAPSED
    assert make.claims(made.parties.specialist) == []
    assert len(make.posted("offer_ended")) == 4


def test_a_note_that_waits_keeps_an_offer_from_lapsing(make, clock_at):
    made = make.offer()
    actions.note(made.parties.coordinator, made.reference, make.note_of())
    clock_at(make.renewed(made).respond_by + timedelta(days=1))

    assert changing.lapsed(make.session, clock.now()) == []
    assert not actions.lapse(made.reference)
    actions.confirm(made.parties.lead, made.reference, right=True)

    assert make.renewed(made).person_answer == "yes"


def test_whoever_is_silent_is_reminded_at_half_time_and_two_working_days_before(make, clock_at):
    made = make.offer()
    who = made.parties
    make.say(made, Side.TOWN)

    assert not actions.remind(made.reference)
    clock_at(start_of(date(2026, 6, 6)) + timedelta(hours=12))
    assert actions.remind(made.reference)
    assert not actions.remind(made.reference)
    clock_at(start_of(date(2026, 6, 8)) + timedelta(hours=10))
    assert actions.remind(made.reference)

    assert make.posted("offer_reminder") == [who.specialist.email] * 2
