"""Runs over all requests in every state that looks different, and the pages of one plan."""

from collections.abc import Iterator, Sequence

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.matching import actions
from talent_portal.matching.models import MatchRun
from talent_portal.matching.rules.runs import DecisionKind, Mode, RunState
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Specialist
from tests.browser.world import Visit, World

PARTS = ("weeks", "map", "pairs", "unmet", "left_out", "publish")


def furnish(world: World, need: Need, people: Sequence[Specialist]) -> Iterator[Visit]:
    """A plan afresh, one with few changes after two decisions, one published, one of each other state."""
    make, coordinator = world.make, world.actor(Role.COORDINATOR)
    first = make.done(actor=coordinator)
    make.decision(
        need, people[1], DecisionKind.KEEP, actor=coordinator, reason="前年度からの継続を、双方が希望しています。"
    )
    make.decision(need, people[4], DecisionKind.FORBID, actor=coordinator, reason="船の時間が勤務時間に合いません。")
    second = make.done(actor=coordinator, mode=Mode.TIERED, previous=first, strict=True)
    published = make.done(actor=coordinator)
    if published.result["plan"]:
        actions.publish(coordinator, published.reference, published.version)
    waiting = [make.run(actor=coordinator) for _ in range(4)]
    for run, state in zip(waiting, ("queued", "running", "stopped", "failed"), strict=True):
        _put(run, RunState(state))
    for run in (first, published, *waiting):
        yield Visit("matching.run", {"reference": run.reference}, Role.COORDINATOR)
    world.things["plan"] = second.reference
    yield Visit("matching.run", {"reference": second.reference}, Role.COORDINATOR)
    yield Visit("matching.run", {"reference": second.reference}, Role.AUDITOR)
    for part in PARTS:
        yield Visit(f"matching.run_{part}", {"reference": second.reference}, Role.COORDINATOR)
    pairs = [(people[1].reference, Role.COORDINATOR), (people[0].reference, Role.COORDINATOR)]
    for person, role in (*pairs, (people[0].reference, Role.AUDITOR)):
        yield Visit(
            "matching.run_pair", {"reference": second.reference, "need": need.reference, "person": person}, role
        )
    three = [run.reference for run in (first, second, published)]
    yield Visit("matching.runs_compare", {"run": three}, Role.COORDINATOR)
    yield Visit("matching.runs", {}, Role.COORDINATOR)
    yield Visit("matching.decisions", {}, Role.COORDINATOR)
    yield Visit("matching.run_new", {"previous": second.reference}, Role.COORDINATOR)


def _put(run: MatchRun, state: RunState) -> None:
    with transaction() as session:
        row = session.get(MatchRun, run.id)
        row.state, row.beat_at, row.reason_code = state, clock.now(), "no_people" if state is RunState.FAILED else ""
        row.phase, row.incumbent, row.bound = "fairness", 1840.0, 1873.0
