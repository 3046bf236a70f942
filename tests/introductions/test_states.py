"""Every state × every step × every role: what is listed here happens, everything else is refused and noted."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.audit import actions as audit
from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER, Actor, ActorKind, guest
from talent_portal.introductions import actions, queries
from talent_portal.introductions.actions import AskDraft, Said
from talent_portal.introductions.actions.moving import look
from talent_portal.introductions.errors import ReasonNeeded, StaleCase, StepForbidden, StepImpossible
from talent_portal.introductions.models import Channel, ProposalStep, Result
from talent_portal.introductions.rules import reasons
from talent_portal.introductions.rules.states import Event, ProposalState

# The steps of each state, written down a second time by hand.
STEPS = {
    "suggested": "shortlist drop",
    "shortlisted": "show ask drop",
    "sounded": "show remind interest decline time_out drop",
    "no_answer": "ask interest decline drop",
    "interested": "show check dispute consent refer withdraw drop",
    "referred": "invite select reject withdraw drop",
    "selected": "offer withdraw drop end",
    "offered": "offer_again place end",
    "placed": "end",
    "dropped": "",
    "not_interested": "check dispute",
    "withdrawn": "check",
    "not_selected": "",
    "ended": "",
}
STAFF = "coordinator lead"
PERSON = "own_guest own_specialist"
WHO = {
    "shortlist": STAFF,
    "show": STAFF,
    "ask": STAFF,
    "remind": "worker",
    "interest": f"{PERSON} {STAFF}",
    "decline": f"{PERSON} {STAFF}",
    "time_out": "worker",
    "check": STAFF,
    "dispute": STAFF,
    "consent": f"{PERSON} {STAFF}",
    "withdraw": f"{PERSON} {STAFF}",
    "refer": STAFF,
    "invite": "member approver",
    "select": "approver",
    "reject": "approver",
    "drop": f"{STAFF} worker",
    # Told by the floor above, taken by nobody.
    "offer": "",
    "offer_again": "",
    "place": "",
    "end": "",
}
NAMED = {"referred", "selected", "offered", "placed", "not_selected", "ended"}


def own(make, case):
    """The same case, of somebody who signs in."""
    account = make.account()
    return replace(case, person=replace(case.person, account_id=account.id))


def actors(make, case):
    """One actor of every kind; those called `other_…` have nothing to do with the case."""
    town, elsewhere = case.office, make.organisation()
    roles = {role.value: make.officer(role, town) for role in (Role.MEMBER, Role.APPROVER, Role.CHECKER)}
    roles |= {
        role.value: make.officer(role) for role in (Role.COORDINATOR, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR)
    }
    roles |= {f"other_{role.value}": make.officer(role, elsewhere) for role in (Role.MEMBER, Role.APPROVER)}
    specialists = {
        name: Actor(kind=ActorKind.SPECIALIST, account_id=account, role=Role.SPECIALIST, grants=GRANTS[Role.SPECIALIST])
        for name, account in (("own_specialist", case.person.account_id), ("other_specialist", make.account().id))
    }
    asked = case.enquiry.reference if case.enquiry else "nobody"
    guests = {"own_guest": guest(asked), "other_guest": guest("somebodyelse")}
    return roles | specialists | guests | {"worker": WORKER, "anonymous": Actor(kind=ActorKind.ANONYMOUS)}


def expected(state, event, who, asked):
    if who not in WHO[event].split() or (who == "own_guest" and not asked):
        return False
    if event in {"invite", "select", "reject"} and state not in NAMED:
        return False
    return event in STEPS[state].split()


@pytest.mark.parametrize("state", sorted(ProposalState))
def test_only_what_is_listed_happens_and_the_rest_is_noted(make, monkeypatch, state):
    case = own(make, make.case(make.proposal(state)))
    everybody, wrong = actors(make, case), []
    denied = []
    monkeypatch.setattr(queries, "case", lambda *_: case)
    monkeypatch.setattr(audit, "note_denied", lambda *what: denied.append(what))
    for event in Event:
        reason = next(iter(reasons.OF_EVENT.get(event, {"": ""})))
        for who, actor in everybody.items():
            before = len(denied)
            try:
                look(actor, case.proposal.reference, event, case.proposal.version, reason)
            except (StepForbidden, StepImpossible, NoResultFound):
                happened = False
            else:
                happened = True
            if happened is not expected(state, event, who, case.enquiry is not None):
                wrong.append((event, who, happened))
            if (len(denied) == before) is not happened:
                wrong.append((event, who, "not noted"))

    assert wrong == []


def entries(make, deed):
    return list(make.session.scalars(select(AuditEntry).where(AuditEntry.deed == deed)))


def test_what_was_refused_stands_in_the_book(make):
    case = make.proposal()
    intruder = make.officer(Role.MEMBER)

    with pytest.raises(StepForbidden):
        actions.shortlist(intruder, case.reference, case.version)

    noted = entries(make, "proposal.shortlist.denied")
    assert [entry.subject for entry in noted] == [f"proposal:{case.reference}"]
    assert noted[0].actor_reference == intruder.reference
    assert make.fresh(case).state == "suggested"


@pytest.mark.parametrize("step", ["offer_made", "placement_made"])
def test_the_floor_above_cannot_jump(make, step):
    case = make.proposal(ProposalState.INTERESTED)

    with pytest.raises(StepImpossible):
        make.told(getattr(actions, step), make.officer(), case.id)

    assert make.fresh(case).state == "interested"


def test_terms_can_be_offered_anew(make):
    case = make.take(make.proposal(ProposalState.OFFERED), "again")

    assert (case.state, case.waits_on, case.ended_at) == ("selected", "municipality", None)
    assert make.take(case, "offer").state == "offered"


def test_an_unknown_reason_from_above_is_refused(make):
    case = make.proposal(ProposalState.OFFERED)

    with pytest.raises(ReasonNeeded):
        make.told(actions.ended, make.officer(), case.id, reason="because")


STALE = {
    "shortlist": ("suggested", lambda a, r: actions.shortlist(a, r, 99)),
    "show": ("shortlisted", lambda a, r: actions.show(a, [(r, 99)])),
    "ask": ("shortlisted", lambda a, r: actions.ask(a, r, AskDraft(), 99)),
    "refer": ("interested", lambda a, r: actions.refer(a, r, 99)),
    "drop": ("suggested", lambda a, r: actions.drop(a, r, "schedule", 99)),
    "answer": ("sounded", lambda a, r: actions.answer(a, r, Event.INTEREST, Said(channel=Channel.PHONE), 99)),
}


@pytest.mark.parametrize("step", STALE)
def test_a_page_that_is_too_old_changes_nothing(make, step):
    state, act = STALE[step]
    case = make.proposal(ProposalState(state))

    with pytest.raises(StaleCase):
        act(make.officer(), case.reference)

    assert make.fresh(case).version == case.version


def test_the_second_of_two_coordinators_is_told_that_the_case_has_moved(make):
    case = make.proposal(ProposalState.SHORTLISTED)
    actions.drop(make.officer(), case.reference, "schedule", case.version)

    with pytest.raises(StaleCase):
        actions.ask(make.officer(), case.reference, AskDraft(), case.version)

    assert make.enquiry(case) is None


def test_a_step_between_look_and_lock_is_stale(make, monkeypatch):
    """Two coordinators have looked at the same version; the lock tells them apart."""
    case = make.proposal(ProposalState.SHORTLISTED)
    seen = make.case(case)
    make.session.expunge(seen.proposal)
    make.take(case, "show")
    monkeypatch.setattr(queries, "case", lambda *_: seen)

    with pytest.raises(StaleCase):
        actions.drop(make.officer(), case.reference, "schedule", case.version)


def test_every_step_is_history_and_book(make):
    case = make.proposal(ProposalState.NOT_SELECTED, shown=True)

    events = list(make.session.scalars(select(ProposalStep.event).order_by(ProposalStep.id)))

    assert events == ["shortlist", "show", "ask", "interest", "consent", "refer", "reject"]
    assert {f"proposal.{event}" for event in events} <= {entry.deed for entry in make.entries()}
    assert case.version == len(events) + 1


def test_an_end_keeps_its_reason_and_day(make, clock):
    case = make.proposal(ProposalState.NOT_SELECTED)

    assert case.reason_code == "experience"
    assert case.ended_at is not None
    assert case.waits_on == "nobody"
    assert case.due_at is None


def test_an_office_owes_a_reason_and_a_person_none(make):
    case = make.proposal(ProposalState.REFERRED)
    approver = make.officer(Role.APPROVER, make.case(case).office)

    with pytest.raises(ReasonNeeded):
        actions.record(approver, case.reference, Result.NOT_SELECTED, "", case.version)
    with pytest.raises(ReasonNeeded):
        actions.record(approver, case.reference, Result.NOT_SELECTED, "far", case.version)

    assert make.take(case, "withdraw").reason_code == ""
