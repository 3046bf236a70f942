"""Every (state, event, role): the allowed ones pass, all others raise, change nothing, and leave a denied entry."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.core import clock
from talent_portal.core.actor import ANONYMOUS, WORKER, guest
from talent_portal.placements import actions
from talent_portal.placements.actions import CheckDraft, Order, ReportDraft, Said, ending
from talent_portal.placements.actions.frame import offer_step
from talent_portal.placements.errors import NothingWaits, StepImpossible
from talent_portal.placements.models import Channel, Side
from talent_portal.placements.rules import deadlines
from talent_portal.placements.rules.states import (
    PLACEMENT_TRANSITIONS,
    TRANSITIONS,
    OfferEvent,
    OfferState,
    PlacementEvent,
    PlacementState,
)

E, V = OfferEvent, PlacementEvent
# Written by hand, not read from the code: who may do what, whatever the state.
ALLOWED = {
    E.EDIT: {"member", "approver"},
    E.CHECK: {"checker"},
    E.COMMENT: {"coordinator", "lead"},
    E.SEND: {"approver"},
    E.DISCARD: {"member", "approver"},
    E.PERSON_YES: {"person"},
    E.PERSON_NO: {"person"},
    E.TOWN_YES: {"approver"},
    E.TOWN_NO: {"approver"},
    E.NOTE: {"coordinator", "lead"},
    E.CONFIRM: {"coordinator", "lead"},
    E.EXTEND: {"approver"},
    E.CHANGE: {"approver"},
    E.RESCIND: {"approver"},
    E.LAPSE: {"worker"},
    E.SUPERSEDE: {"worker"},
    E.SETTLE: {"member", "approver"},
    E.FAIL: {"approver"},
    E.APPOINT: {"approver"},
}
REPEATED = {E.PERSON_YES, E.TOWN_YES}
ALLOWED_LATER = {
    V.START: {"worker"},
    V.ASK: {"person", "member", "approver", "coordinator", "lead"},
    V.HEAR: {"approver", "coordinator", "lead"},
    V.END: {"worker"},
    V.END_EARLY: {"approver", "coordinator", "lead"},
    V.CANCEL: {"approver", "coordinator", "lead"},
    V.REVIEW: {"person", "member", "approver"},
    V.RELEASE: {"worker"},
}


def supersede(actor, reference):
    with offer_step(actor, reference, E.SUPERSEDE) as (session, offer):
        ending.end(session, actor, offer, E.SUPERSEDE, OfferState.SUPERSEDED, "taken")


def lapse(actor, reference):
    with offer_step(actor, reference, E.LAPSE) as (session, offer):
        ending.end(session, actor, offer, E.LAPSE, OfferState.LAPSED, "lapsed")


def said(side, yes):
    return Said(side=side, yes=yes, channel=Channel.OFFICE, reason="" if yes else {"person": "far"}.get(side, "budget"))


def deed(make, event, made):
    """The action behind an event, to be called with an actor."""
    ref, version, last = made.reference, made.version, deadlines.earliest_last_day(clock.today())
    return {
        E.EDIT: lambda actor: actions.edit(actor, ref, make.terms(pay="別"), version),
        E.CHECK: lambda actor: actions.check(actor, ref, CheckDraft(settled=("asked_personnel",)), version),
        E.COMMENT: lambda actor: actions.comment(actor, ref, "意見"),
        E.SEND: lambda actor: actions.send(actor, ref, last, version),
        E.DISCARD: lambda actor: actions.discard(actor, ref, "budget", version),
        E.PERSON_YES: lambda actor: actions.answer(actor, ref, said(Side.PERSON, yes=True), made.terms_number),
        E.PERSON_NO: lambda actor: actions.answer(actor, ref, said(Side.PERSON, yes=False), made.terms_number),
        E.TOWN_YES: lambda actor: actions.answer(actor, ref, said(Side.TOWN, yes=True), made.terms_number),
        E.TOWN_NO: lambda actor: actions.answer(actor, ref, said(Side.TOWN, yes=False), made.terms_number),
        E.NOTE: lambda actor: actions.note(actor, ref, make.note_of()),
        E.CONFIRM: lambda actor: _confirm(actor, ref),
        E.EXTEND: lambda actor: actions.extend(actor, ref, last + timedelta(days=1), version),
        E.CHANGE: lambda actor: actions.change(actor, ref, version),
        E.RESCIND: lambda actor: actions.rescind(actor, ref, "budget", version),
        E.LAPSE: lambda actor: lapse(actor, ref),
        E.SUPERSEDE: lambda actor: supersede(actor, ref),
        E.SETTLE: lambda actor: actions.settle(actor, ref, "insurance", settled=True),
        E.FAIL: lambda actor: actions.fail(actor, ref, "budget", version),
        E.APPOINT: lambda actor: actions.appoint(actor, ref, Order("1", clock.today()), version),
    }[event]


def _confirm(actor, reference):
    try:
        actions.confirm(actor, reference, right=True)
    except NothingWaits:
        return  # the step was allowed; no answer waits in this test


def actors(who, made):
    own = {"person": guest(made.reference), "worker": WORKER, "anonymous": ANONYMOUS, "stranger": guest("zzzzzzzzzzzz")}
    return (
        who.staff
        | own
        | {"foreign approver": who.make.clerk(Role.APPROVER), "foreign checker": who.make.clerk(Role.CHECKER)}
    )


def denied(session, subject):
    wanted = sa.select(sa.func.count()).select_from(AuditEntry)
    return session.scalar(wanted.where(AuditEntry.deed.endswith(".denied"), AuditEntry.subject == subject))


def ready_for(make, who, state):
    """An offer in a state, checked where it is a draft, so that nothing but state and role decides."""
    made = make.offer(who, state=state)
    if state is OfferState.DRAFT:
        make.pass_check(who, made)
        made = make.renewed(made)
    return made


@pytest.mark.parametrize("state", OfferState)
def test_an_offer_takes_only_the_steps_of_the_table_by_those_to_whom_they_belong(make, session, connection, state):
    who = make.parties()
    made = ready_for(make, who, state)
    wrong, refusals, before = [], 0, denied(session, f"offer:{made.reference}")
    everybody = actors(who, made)

    for event in OfferEvent:
        for name, actor in everybody.items():
            if event in REPEATED and name in ALLOWED[event] and made.agreed_at:
                continue  # the same yes again changes nothing, and is no refusal either: see test_answers.py
            expected = event in TRANSITIONS[state] and name in ALLOWED[event]
            nested = connection.begin_nested()
            try:
                deed(make, event, make.renewed(made))(actor)
                passed = True
            except (NoResultFound, StepImpossible):
                passed = False
            session.rollback()
            if passed:
                nested.rollback()
            else:
                nested.commit()
                refusals += 1
            if passed is not expected:
                wrong.append((event.value, name, passed))

    assert wrong == []
    assert make.renewed(made).state is state
    assert denied(session, f"offer:{made.reference}") - before == refusals


def deed_later(make, event, made):
    ref, version = made.reference, made.version
    facts = ReportDraft(days_worked=1, work_done="x", again="yes", key="abc234def567")
    return {
        V.START: lambda actor: _move(actor, made, V.START, PlacementState.ACTIVE),
        V.ASK: lambda actor: actions.ask(actor, ref, "longer"),
        V.HEAR: lambda actor: actions.hear(actor, ref, version),
        V.END: lambda actor: _move(actor, made, V.END, PlacementState.ENDED),
        V.END_EARLY: lambda actor: actions.end_early(actor, ref, clock.today(), "work_done", version),
        V.CANCEL: lambda actor: actions.cancel(actor, ref, "budget", version),
        V.REVIEW: lambda actor: actions.report(actor, ref, facts, Channel.OFFICE),
        V.RELEASE: lambda actor: _move(actor, made, V.RELEASE, made.state),
    }[event]


def _move(actor, made, event, state):
    from talent_portal.placements.actions.frame import move, placement_step  # noqa: PLC0415 - only here

    with placement_step(actor, made.reference, event) as (session, placement):
        move(session, actor, placement, event, state)


@pytest.mark.parametrize("state", PlacementState)
def test_a_placement_takes_only_the_steps_of_the_table_by_those_to_whom_they_belong(make, session, connection, state):
    made = make.placement(state=state)
    wrong, refusals, everybody = [], 0, actors(made.parties, made)

    for event in PlacementEvent:
        for name, actor in everybody.items():
            expected = event in PLACEMENT_TRANSITIONS[state] and name in ALLOWED_LATER[event]
            nested = connection.begin_nested()
            try:
                deed_later(make, event, make.renewed(made))(actor)
                passed = True
            except (NoResultFound, StepImpossible):
                passed = False
            session.rollback()
            if passed:
                nested.rollback()
            else:
                nested.commit()
                refusals += 1
            if passed is not expected:
                wrong.append((event.value, name, passed))

    assert wrong == []
    assert make.renewed(made).state is state
    assert denied(session, f"placement:{made.reference}") == refusals


def test_the_specialist_who_is_signed_in_answers_like_the_holder_of_the_link(make):
    account = make.account(kind="specialist")
    who = make.parties(specialist=make.specialist(account_id=account.id))
    made = make.offer(who)

    actions.answer(make.signed_in_person(account), made.reference, said(Side.PERSON, yes=True), 1)

    assert make.renewed(made).person_answer == "yes"
    with pytest.raises(NoResultFound):
        actions.answer(
            make.signed_in_person(make.account(kind="specialist")), made.reference, said(Side.PERSON, yes=False), 1
        )


def test_today_is_a_monday():
    assert clock.today() == date(2026, 6, 1)
