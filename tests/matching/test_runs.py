"""A run from being asked for to being published: who may do what when, what the worker keeps, and what it survives."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.introductions.models import Proposal
from talent_portal.matching import actions
from talent_portal.matching.actions.forgetting import HOLDER, RETENTION
from talent_portal.matching.errors import (
    DecidedAlready,
    NoPlanToKeep,
    NothingToPublish,
    ReasonMissing,
    RunForbidden,
    RunStepImpossible,
    StaleRun,
)
from talent_portal.matching.models import MatchRun
from talent_portal.matching.rules.runs import (
    BY_COORDINATOR,
    TRANSITIONS,
    DecisionKind,
    Mode,
    RunEvent,
    RunOptions,
    RunState,
)
from tests.matching.looking import somebody

STEPS = {RunEvent.STOP: actions.stop, RunEvent.PUBLISH: actions.publish}


def put(run, state):
    with transaction() as session:
        row = session.get(MatchRun, run.id)
        row.state = state
        return row.version


def denied(make):
    return [entry.deed for entry in make.entries() if entry.deed.endswith(".denied")]


class TestStates:
    @pytest.mark.parametrize("event", sorted(BY_COORDINATOR))
    @pytest.mark.parametrize("state", list(RunState))
    def test_only_what_the_table_has_is_possible(self, make, planned, state, event):
        version = put(planned[1], state)
        coordinator = make.officer()

        if (state, event) in TRANSITIONS:
            STEPS[event](coordinator, planned[1].reference, version)
            assert make.whole_run(planned[1]).state is TRANSITIONS[state, event]
            assert denied(make) == []
        else:
            with pytest.raises(RunStepImpossible):
                STEPS[event](coordinator, planned[1].reference, version)
            assert denied(make) == [f"match-run.{event}.denied"]

    @pytest.mark.parametrize("role", [one for one in Role if one not in {Role.COORDINATOR, Role.LEAD, Role.SPECIALIST}])
    def test_runs_belong_to_coordinators(self, make, planned, bridge, role):
        person, run = planned
        actor = make.officer(role)

        with pytest.raises(RunForbidden):
            actions.ask(actor, RunOptions(), "", new_reference())
        for act in STEPS.values():
            with pytest.raises(RunForbidden):
                act(actor, run.reference, run.version)
        with pytest.raises(RunForbidden):
            make.decision(bridge, person, actor=actor)
        assert len(denied(make)) == 4

    def test_a_page_made_from_another_version_is_refused(self, make, planned):
        for act in STEPS.values():
            with pytest.raises(StaleRun):
                act(make.officer(), planned[1].reference, planned[1].version - 1)

    def test_the_same_form_twice_asks_for_one_run(self, make):
        key = new_reference()
        first, second = (actions.ask(make.officer(), RunOptions(), "", key) for _ in range(2))

        assert first.reference == second.reference

    def test_there_must_be_a_plan_to_keep(self, make, planned):
        with pytest.raises(NoPlanToKeep):
            make.run(mode=Mode.TIERED)
        with pytest.raises(NoPlanToKeep):
            make.run(mode=Mode.REPAIR, previous=make.run())


class TestDecisions:
    def test_a_forbidden_pair_is_not_made_again_until_it_is_lifted(self, make, planned, bridge):
        person, _ = planned
        decision = make.decision(bridge, person)

        assert make.done().result["plan"] == []
        actions.lift(make.officer(), decision.reference)
        actions.lift(make.officer(), decision.reference)
        assert len(make.done().result["plan"]) == 1

    def test_a_kept_pair_stays_where_somebody_else_would_fit_better(self, make, towns, bridge):
        worse = somebody(make, towns, years=1, days_a_week=2)
        somebody(make, towns, years=30, days_a_week=5)
        assert make.done().result["plan"][0]["specialist"] != worse.reference

        make.decision(bridge, worse, DecisionKind.KEEP)

        (contract,) = make.done().result["plan"]
        assert (contract["specialist"], contract["pinned"]) == (worse.reference, True)

    def test_a_decision_has_a_reason_and_stands_alone(self, make, planned, bridge):
        person, _ = planned
        with pytest.raises(ReasonMissing):
            make.decision(bridge, person, reason="")
        make.decision(bridge, person)
        with pytest.raises(DecidedAlready):
            make.decision(bridge, person, DecisionKind.KEEP)
        with pytest.raises(NoResultFound):
            actions.decide(make.officer(), DecisionKind.KEEP, new_reference(), person.reference, "x")


class TestPublishing:
    def test_candidates_appear_once_with_their_reasons(self, make, planned, bridge):
        person, run = planned
        coordinator = make.officer()

        _, made, gone = actions.publish(coordinator, run.reference, run.version)
        again = actions.publish(coordinator, run.reference, run.version)

        assert (made, gone, again[1]) == (1, 0, 0)
        (case,) = reading().scalars(sa.select(Proposal).where(Proposal.need_id == bridge.id))
        assert (case.specialist_id, case.source) == (person.id, f"run:{run.reference}")
        assert case.reasons["half_days"] == 4
        with pytest.raises(RunStepImpossible):
            actions.publish(coordinator, run.reference, make.whole_run(run).version)

    def test_what_no_longer_holds_is_left_out(self, make, planned, bridge, towns):
        _person, run = planned
        make.set_need_state(bridge, "withdrawn")

        with pytest.raises(NothingToPublish):
            actions.publish(make.officer(), run.reference, run.version)

    def test_a_pair_that_was_ruled_out_since_is_no_candidate(self, make, planned, bridge):
        person, run = planned
        make.decision(bridge, person)

        with pytest.raises(NothingToPublish):
            actions.publish(make.officer(), run.reference, run.version)


def test_what_is_kept_about_a_person_is_given_out_and_forgotten(make, planned, bridge):
    person, run = planned
    make.decision(bridge, person, DecisionKind.KEEP, reason="腰の手術のあと")
    actions.publish(make.officer(), run.reference, run.version)
    subject = f"specialist:{person.reference}"

    told = HOLDER.read(make.session, subject)
    assert told["decisions"][0]["reason"] == "腰の手術のあと"
    assert told["plans"][0]["half_days"] == 4
    assert subject in HOLDER.subjects(make.session)

    make.erase_with(HOLDER, subject)

    make.session.expire_all()
    assert HOLDER.read(make.session, subject) == {}
    assert person.reference not in str(make.whole_run(run).result)
    assert make.whole_run(run).result["coverage"] != []


def test_after_two_years_only_figures_stay(make, planned, bridge, clock_at):
    person, run = planned
    make.decision(bridge, person)
    clock_at(clock.now() + timedelta(days=733))

    assert [make.retain(rule) for rule in RETENTION] == [1, 1]
    assert [make.retain(rule) for rule in RETENTION] == [0, 0]
    kept = make.whole_run(run)
    assert (kept.result, kept.has_plan, kept.summary["covered"]) == ({}, False, 4)
