"""Publish a run: its pairs become candidates, each judged once more by today's facts."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.matching import current
from talent_portal.matching.actions.runs import land, look, must_be_fresh
from talent_portal.matching.current import PlannedPair
from talent_portal.matching.errors import NothingToPublish
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import runs as queries
from talent_portal.matching.queries.cases import seeking_cases
from talent_portal.matching.queries.people import people_by_id
from talent_portal.matching.rules.eligibility import first_failure, is_hidden
from talent_portal.matching.rules.runs import RunEvent, RunState


def publish(actor: Actor, reference: str, expected_version: int) -> tuple[MatchRun, int, int]:
    """Make candidates of the plan; return the run, how many candidates are new, how many pairs no longer hold.

    Sent twice by the same person, it publishes once. Raises `RunForbidden`, `RunStepImpossible`, `StaleRun` or
    `NothingToPublish`.
    """
    run = queries.run(reading(), reference)
    if _is_done(actor, run, expected_version):
        return run, 0, 0
    run = look(actor, reference, RunEvent.PUBLISH, expected_version)
    plan = contracts(run)
    pairs = _still_holding(reading(), plan)
    if not pairs:
        raise NothingToPublish
    with transaction() as session:
        changed = queries.run_to_change(session, reference)
        if _is_done(actor, changed, expected_version):
            return changed, 0, 0
        must_be_fresh(changed, expected_version)
        made = current.proposer()(actor, reference, pairs)
        changed.published_at, changed.published_by = clock.now(), actor.reference
        land(session, actor, changed, RunEvent.PUBLISH, candidates=made, pairs=len(pairs))
    return changed, made, len(plan) - len(pairs)


def _is_done(actor: Actor, run: MatchRun, expected_version: int) -> bool:
    """Return whether the same person has published the run from the same page a moment ago."""
    mine = run.state is RunState.PUBLISHED and run.published_by == actor.reference
    return mine and run.version == expected_version + 1


def contracts(run: MatchRun) -> list[Mapping[str, Any]]:
    """Return the plan of a run that was read with its result."""
    return cast("list[Mapping[str, Any]]", run.result.get("plan", []))


def _still_holding(session: Session, plan: list[Mapping[str, Any]]) -> list[PlannedPair]:
    """Return the pairs that break no hard rule today: people and requests change between a run and its publishing."""
    cases = {case.need.need_id: case for case in seeking_cases(session, [one["need"] for one in plan], clock.today())}
    people = {one.id: one for one in people_by_id(session, [one["person"] for one in plan])}
    found = []
    for one in plan:
        case, person = cases.get(one["need"]), people.get(one["person"])
        if case and person and not is_hidden(case, person) and first_failure(case, person) is None:
            said = {"points": one["points"], "half_days": one["half_days"], "slots": one["slots"]}
            found.append(PlannedPair(one["need"], one["person"], said))
    return found
