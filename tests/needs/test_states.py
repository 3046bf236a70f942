"""What may happen to a request, by whom, in which state."""

import itertools
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.models import OrganisationKind
from talent_portal.accounts.permissions import GRANTS, STAFF, Permission, Role
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Scope
from talent_portal.core.db import transaction
from talent_portal.core.errors import Stale
from talent_portal.needs import actions
from talent_portal.needs.errors import (
    ConditionsMissing,
    PeriodOver,
    ReasonMissing,
    ReopenTooLate,
    SharesUnconfirmed,
    StateForbids,
)
from talent_portal.needs.models import TRANSITIONS, NeedEvent, NeedState
from talent_portal.needs.models.transitions import PERMISSIONS

ACTS = {
    NeedEvent.SUBMIT: lambda who, need: actions.submit(who, need.reference, need.version),
    NeedEvent.TAKE_BACK: lambda who, need: actions.take_back(who, need.reference, need.version),
    NeedEvent.DISCARD: lambda who, need: actions.discard(who, need.reference, need.version),
    NeedEvent.RETURN: lambda who, need: actions.return_need(who, need.reference, "other", "", need.version),
    NeedEvent.OPEN: lambda who, need: actions.open_need(who, need.reference, need.version),
    NeedEvent.WITHDRAW: lambda who, need: actions.withdraw(who, need.reference, "budget", "", need.version),
    NeedEvent.CLOSE: lambda who, need: actions.close_unfilled(who, need.reference, "too_far", "", need.version),
    NeedEvent.REOPEN: lambda who, need: actions.reopen(who, need.reference, None, need.version),
}
BY_PEOPLE = sorted(itertools.product(NeedState, ACTS))
HOME = {Role.MEMBER, Role.APPROVER, Role.CHECKER}


def denials(make):
    return [entry.deed for entry in make.entries() if entry.deed.endswith(".denied")]


def in_state(make, state, **given):
    need = make.need(state=NeedState.OPEN, **given)
    make.set_need_state(need, state, ended_at=clock.now())
    return make.fresh(need)


def reaches(role, event):
    """Whether the matrix lets a role do this to a request of its own body (or of any, for the prefecture)."""
    return GRANTS[role].get(PERMISSIONS[event], None) is not None


@pytest.mark.parametrize(("state", "event"), BY_PEOPLE, ids=str)
def test_the_table_says_what_may_happen_and_anything_else_is_noted(make, state, event):
    need = in_state(make, state)
    who = next(role for role in (Role.APPROVER, Role.COORDINATOR) if reaches(role, event))
    office = make.office_of(need) if who in HOME else None
    after = TRANSITIONS.get((state, event))

    if after is not None:
        assert ACTS[event](make.officer(who, office), need).state is after
        assert denials(make) == []
    else:
        with pytest.raises(StateForbids):
            ACTS[event](make.officer(who, office), need)
        assert denials(make) == [f"need.{event}.denied"]
        assert make.fresh(need).state is state


@pytest.mark.parametrize("event", ACTS, ids=str)
@pytest.mark.parametrize("role", sorted(STAFF))
def test_only_the_roles_of_the_matrix_may_act(make, role, event):
    before = next(state for state, one in TRANSITIONS if one is event)
    need = in_state(make, before)
    actor = make.officer(role, make.office_of(need) if role in HOME else make.prefecture_office())

    if reaches(role, event):
        assert ACTS[event](actor, need).state is TRANSITIONS[before, event]
    else:
        with pytest.raises(NoResultFound):
            ACTS[event](actor, need)
        assert denials(make) == [f"need.{event}.denied"]


@pytest.mark.parametrize("event", [one for one in ACTS if GRANTS[Role.APPROVER].get(PERMISSIONS[one])], ids=str)
def test_another_municipality_finds_nothing_and_the_try_is_noted(make, event):
    before = next(state for state, one in TRANSITIONS if one is event)
    need = in_state(make, before)

    with pytest.raises(NoResultFound):
        ACTS[event](make.officer(Role.APPROVER), need)

    assert denials(make) == [f"need.{event}.denied"]


def test_a_specialist_has_no_way_to_move_a_request():
    assert all(PERMISSIONS[event] not in GRANTS[Role.SPECIALIST] for event in ACTS)
    assert GRANTS[Role.SPECIALIST][Permission.NEED_READ].scope is Scope.OWN


def test_somebody_who_looks_at_an_old_page_changes_nothing(make):
    need = make.need(state=NeedState.SUBMITTED)

    with pytest.raises(Stale):
        actions.open_need(make.officer(), need.reference, need.version - 1)

    assert make.fresh(need).state is NeedState.SUBMITTED
    assert denials(make) == []


def test_each_condition_that_is_missing_is_named_before_anything_is_sent(make):
    draft = make.need_draft(conditions={"pay": "時給2,000円"}, travel_paid="", advertised=())
    author = make.officer(Role.MEMBER)
    need = actions.create_need(author, draft, "k1")

    with pytest.raises(ConditionsMissing) as refused:
        actions.submit(author, need.reference, need.version)

    missing = refused.value.params["missing"]
    assert missing[-2:] == ("travel_paid", "advertised")
    assert "conditions.trial" in missing
    assert "conditions.insurance" in missing
    assert "conditions.pay" not in missing
    assert "conditions.other" not in missing


def test_a_request_never_opens_without_its_conditions(make):
    need = make.need(state=NeedState.SUBMITTED)
    make.set_need_state(need, NeedState.SUBMITTED, conditions={})

    with pytest.raises(ConditionsMissing):
        actions.open_need(make.officer(), need.reference, make.fresh(need).version)


def test_a_joint_request_opens_when_every_partner_has_said_yes(make):
    partner = make.organisation(name_ja="波佐見町")
    author = make.officer(Role.MEMBER)
    need = make.need(state=NeedState.SUBMITTED, author=author, partners=[partner], confirmed=False)

    with pytest.raises(SharesUnconfirmed) as refused:
        actions.open_need(make.officer(), need.reference, need.version)
    assert refused.value.params["names"] == "波佐見町"

    actions.answer_share(make.officer(Role.MEMBER, partner), need.reference, yes=True)
    assert actions.open_need(make.officer(), need.reference, make.fresh(need).version).state is NeedState.OPEN


def test_a_return_and_an_end_need_a_known_reason(make):
    need = make.need(state=NeedState.SUBMITTED)

    with pytest.raises(ReasonMissing):
        actions.return_need(make.officer(), need.reference, "no-such-reason", "", need.version)

    returned = actions.return_need(make.officer(), need.reference, "duties_unclear", "どの橋ですか", need.version)
    assert (returned.state, returned.reason, returned.reason_note) == (
        NeedState.RETURNED,
        "duties_unclear",
        "どの橋ですか",
    )


def test_what_ended_opens_again_within_thirty_days(make, clock):
    need = make.need()
    lead = make.officer(Role.LEAD)
    ended = actions.close_unfilled(lead, need.reference, "too_far", "", need.version)
    clock.shift(timedelta(days=30))
    reopened = actions.reopen(lead, need.reference, None, ended.version)
    assert (reopened.state, reopened.reason, reopened.ended_at) == (NeedState.OPEN, "", None)

    ended = actions.close_unfilled(lead, need.reference, "too_far", "", reopened.version)
    clock.shift(timedelta(days=30, seconds=1))
    with pytest.raises(ReopenTooLate):
        actions.reopen(lead, need.reference, None, ended.version)


def test_a_draft_that_was_never_open_does_not_open_by_reopening(make):
    author = make.officer(Role.MEMBER)
    need = make.need(state=NeedState.DRAFT, author=author)
    gone = actions.discard(author, need.reference, need.version)

    with pytest.raises(ReopenTooLate):
        actions.reopen(make.officer(), need.reference, None, gone.version)


def test_after_its_last_day_a_request_expires_and_reopens_only_with_a_later_one(make, clock):
    need = make.need(closes_on=date(2026, 6, 10))
    clock.move_to("2026-06-10T14:59:00Z")
    assert not actions.expire(need.reference)

    clock.move_to("2026-06-10T15:00:00Z")
    assert actions.expire(need.reference)
    assert not actions.expire(need.reference)
    expired = make.fresh(need)
    assert (expired.state, expired.reason) == (NeedState.EXPIRED, "period_over")

    with pytest.raises(PeriodOver):
        actions.reopen(make.officer(), need.reference, None, expired.version)
    again = actions.reopen(make.officer(), need.reference, date(2026, 7, 31), expired.version)
    assert again.state is NeedState.OPEN


def test_a_draft_does_not_expire(make, clock):
    need = make.need(state=NeedState.DRAFT, closes_on=date(2026, 6, 10))
    clock.move_to("2027-06-10T00:00:00Z")

    assert not actions.expire(need.reference)


def test_appointments_fill_a_request_and_one_that_ends_early_opens_the_post_again(make):
    need = make.need(head_count=2)
    tells = (actions.proposal_made, actions.proposal_made, actions.placement_made, actions.placement_made)
    with transaction() as session:
        told = [(tell(session, WORKER, need.id).state, session.get(type(need), need.id).placed) for tell in tells]
    assert told == [
        (NeedState.MATCHING, 0),
        (NeedState.MATCHING, 0),
        (NeedState.PARTLY_FILLED, 1),
        (NeedState.FILLED, 2),
    ]

    with transaction() as session:
        assert actions.placement_ended(session, WORKER, need.id, early=False).state is NeedState.FILLED
        assert actions.placement_ended(session, WORKER, need.id, early=True).state is NeedState.PARTLY_FILLED
        assert actions.placement_ended(session, WORKER, need.id, early=True).state is NeedState.MATCHING


@pytest.mark.parametrize("state", [state for state in NeedState if (state, NeedEvent.PROPOSE) not in TRANSITIONS])
def test_nobody_is_proposed_or_appointed_where_nobody_is_looked_for(make, state):
    need = in_state(make, state)

    for tell in (actions.proposal_made, actions.placement_made):
        with pytest.raises(StateForbids), transaction() as session:
            tell(session, WORKER, need.id)
    assert make.fresh(need).placed == 0


def test_whoever_must_hear_of_an_end_hears_it_in_the_same_transaction(make, app, monkeypatch):
    heard = []
    lent = app.extensions["needs"]
    listener = (lambda session, actor, need_id: heard.append((actor.role, need_id)),)
    monkeypatch.setitem(app.extensions, "needs", type(lent)(ended_listeners=listener))
    need = make.need()

    actions.withdraw(make.officer(Role.LEAD), need.reference, "budget", "", need.version)

    assert heard == [(Role.LEAD, need.id)]


def test_the_prefecture_may_ask_for_specialists_too(make):
    office = make.organisation(kind=OrganisationKind.PREFECTURE)

    assert make.need(author=make.officer(Role.MEMBER, office)).organisation_id == office.id
