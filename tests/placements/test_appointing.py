"""From the agreement to the appointment, and every other end: whom it tells, what it frees."""

from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core import clock
from talent_portal.core.actor import guest
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need, NeedState
from talent_portal.placements import actions, queries
from talent_portal.placements.actions import Order, Said
from talent_portal.placements.errors import (
    OrderIncomplete,
    ReasonNeeded,
    StaleTerms,
    UnknownCondition,
)
from talent_portal.placements.models import Channel, Placement, Side
from talent_portal.placements.queries import changing
from talent_portal.placements.rules.states import OfferState, PlacementState
from talent_portal.specialists.models import ClaimState
from talent_portal.specialists.rules.choices import SpecialistKind
from tests.placements.makers import MON


def state(make, made):
    return make.renewed(made).state


def proposal(make, who):
    return make.renewed(who.proposal).state


def test_terms_are_taken_back_with_a_reason_from_the_list(make):
    made = make.offer()

    with pytest.raises(ReasonNeeded):
        actions.rescind(made.parties.approver, made.reference, "mood", make.renewed(made).version)
    actions.rescind(made.parties.approver, made.reference, "need_gone", make.renewed(made).version)

    assert state(make, made) is OfferState.RESCINDED
    assert make.claims(made.parties.specialist) == []


def test_terms_taken_back_for_a_mistake_leave_the_case_open(make):
    made = make.offer()

    actions.rescind(made.parties.approver, made.reference, "error", make.renewed(made).version)

    assert proposal(make, made.parties) is ProposalState.SELECTED
    assert make.begin(made.parties).id != made.id


def test_an_agreed_offer_may_still_fail_for_a_reason(make):
    made = make.offer(state=OfferState.CONDITIONS)

    actions.fail(made.parties.approver, made.reference, "no_permission", make.renewed(made).version)

    assert state(make, made) is OfferState.FAILED
    assert make.claims(made.parties.specialist) == []
    assert proposal(make, made.parties) is ProposalState.ENDED


def test_the_last_tick_makes_it_ready_and_an_untick_takes_it_back(make):
    made = make.offer(state=OfferState.CONDITIONS)
    who = made.parties

    make.settle_all(who, make.renewed(made))
    assert state(make, made) is OfferState.READY
    assert len(make.posted("offer_ready")) == 4
    actions.settle(who.member, made.reference, "insurance", settled=False)

    assert state(make, made) is OfferState.CONDITIONS
    with pytest.raises(UnknownCondition):
        actions.settle(who.member, made.reference, "horoscope", settled=True)


def test_what_the_checker_put_before_the_start_is_a_condition(make):
    who = make.parties(specialist=make.specialist(kind=SpecialistKind.SERVING))
    made = make.offer(who, state=OfferState.DRAFT)
    make.pass_check(who, made, settled=(), before_start=("side_work_permission",))
    make.send(who, made)

    make.agree_to(who, make.renewed(made))

    codes = [condition.code for condition in changing.conditions(make.session, make.renewed(made))]
    assert codes[-1] == "side_work_permission"
    assert "兼業の許可" in make.mail_to(who.specialist.email)[-1].body


def test_the_appointment_is_recorded_with_its_number_and_the_days_are_taken(make):
    made = make.offer(state=OfferState.READY)
    who = made.parties

    placed = actions.appoint(who.approver, made.reference, Order("8人第1号", clock.today()), make.renewed(made).version)

    assert state(make, made) is OfferState.APPOINTED
    assert (placed.state, placed.order_number) == (PlacementState.SCHEDULED, "8人第1号")
    assert {state for *_, state in make.claims(who.specialist)} == {ClaimState.TAKEN}
    assert proposal(make, who) is ProposalState.PLACED
    assert make.session.get(Need, who.need.id).state is NeedState.FILLED
    assert len(make.posted("placement_made")) == 4


@pytest.mark.parametrize(
    ("order", "field"),
    [(Order("  ", date(2026, 6, 1)), "number"), (Order("1", date(2026, 7, 2)), "appointed_on")],
)
def test_an_order_needs_number_and_a_day_no_later_than_the_first(make, order, field):
    made = make.offer(state=OfferState.READY)

    with pytest.raises(OrderIncomplete) as refused:
        actions.appoint(made.parties.approver, made.reference, order, make.renewed(made).version)

    assert refused.value.params["field"] == field


def test_a_joint_request_is_filled_once_and_ends_with_the_last(make):
    partner = make.organisation()
    who = make.parties(partners=[partner])
    made = make.offer(who, state=OfferState.APPOINTED)
    hers = make.joined(who, partner)
    second = make.offer(hers, state=OfferState.APPOINTED, halves=MON | MON << 4)

    assert make.session.get(Need, who.need.id).placed == 1
    first = make.session.scalars(sa.select(Placement).where(Placement.offer_id == made.id)).one()
    actions.cancel(who.approver, first.reference, "budget", first.version)
    assert proposal(make, who) is ProposalState.PLACED
    last = make.session.scalars(sa.select(Placement).where(Placement.offer_id == second.id)).one()
    actions.cancel(hers.approver, last.reference, "budget", last.version)

    assert proposal(make, who) is ProposalState.ENDED
    assert make.session.get(Need, who.need.id).state is NeedState.MATCHING


def test_a_stale_page_changes_nothing(make):
    made = make.offer()

    with pytest.raises(StaleTerms) as refused:
        actions.rescind(made.parties.approver, made.reference, "budget", made.version + 5)

    assert refused.value.status == 409
    assert state(make, made) is OfferState.SENT


def test_every_step_stands_in_the_book(make, session):
    made = make.offer(state=OfferState.APPOINTED)

    wanted = sa.select(AuditEntry.deed).where(AuditEntry.subject == f"offer:{made.reference}")
    deeds = list(session.scalars(wanted.order_by(AuditEntry.sequence)))
    assert deeds == [
        "offer.begun", "offer.edit", "offer.check", "offer.send", "offer.person_yes", "offer.town_yes",
        "offer.settle", "offer.settle", "offer.settle", "offer.appoint",
    ]  # fmt: skip


def test_the_person_of_a_link_is_the_person_of_that_offer_only(make):
    mine, theirs = make.offer(), make.offer()
    said = Said(side=Side.PERSON, yes=True, channel=Channel.LINK)

    with pytest.raises(sa.exc.NoResultFound):
        actions.answer(guest(mine.reference), theirs.reference, said, 1)

    assert make.renewed(theirs).person_answer == ""


def test_the_case_tells_whose_turn_it_is(make):
    made = make.offer()

    case = queries.offer_case(make.session, made.reference)

    assert (case.step.who, case.step.due) == ("both", make.renewed(made).respond_by)
