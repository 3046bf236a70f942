"""Every way to a plan: each route, each solver or none, compiled or plain, anew or from an old plan."""

from collections.abc import Callable
from dataclasses import replace

from talent_portal.matching.engine.allocate import Options, allocate
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.model import Problem
from talent_portal.matching.engine.replan import replan
from talent_portal.matching.engine.result import AllocationResult
from talent_portal.matching.engine.verify import verify
from tests.matching.engine.worlds import World, any_world, without

QUICK = Options(limits=Limits(seconds=20))
Way = Callable[[World], AllocationResult]


def by(**changes: object) -> Way:
    """Plan anew with these options."""
    options = replace(QUICK, **changes)  # type: ignore[arg-type] # names and kinds are those of Options
    return lambda told: allocate(told.problem(), options)


def after_a_withdrawal(mode: str) -> Way:
    """Plan again when the first person of a plan has gone, or nobody where the plan was empty."""

    def again(told: World) -> AllocationResult:
        first = allocate(told.problem(), replace(QUICK, route="flow", flow="sums"))
        fewer = without(told, first.assignments[0].specialist) if first.assignments else told
        return replan(fewer.problem(), first.assignments, mode, QUICK)

    return again


def stopped(told: World) -> AllocationResult:
    """Stop as soon as anything is asked."""
    return allocate(told.problem(), QUICK, on_progress=lambda _: False)


WAYS: dict[str, Way] = {
    "exact": by(),
    "exact, two threads": by(threads=2),
    "strict": by(strict=True),
    "guided": by(route="guided"),
    "guided, focus on few pairs": by(route="guided", focus=(10, 20)),
    "guided, compiled": by(route="guided", compiled=True),
    "flow by ortools": by(route="flow", flow="ortools"),
    "flow by highs": by(route="flow", flow="highs"),
    "flow by ortools, compiled": by(route="flow", flow="ortools", compiled=True),
    "flow by sums": by(route="flow", flow="sums"),
    "no solver, ortools": by(solver=False),
    "no solver at all": by(solver=False, flow="sums"),
    "repair": after_a_withdrawal("repair"),
    "tiered": after_a_withdrawal("tiered"),
    "scratch": after_a_withdrawal("scratch"),
    "stopped": stopped,
}


def faults(way: str, seed: int) -> list[str]:
    """Return everything that is wrong with the plan of one world by one way: nothing, it is to be hoped."""
    told = any_world(seed)
    result = WAYS[way](told)
    problem = told.problem()
    found = [each.code for each in verify(problem, result.assignments)]
    found += [line for line in result.log if "refused" in line]
    found += [f"{tier.name} above its bound" for tier in result.tiers if tier.value > tier.bound]
    return found + [f"pin {s}/{n} lost in silence" for s, n in _lost(problem, result)]


def _lost(problem: Problem, result: AllocationResult) -> set[tuple[str, str]]:
    given = {(a.specialist, a.need): a.halves for a in result.assignments}
    named = {(each.specialist, each.need) for each in result.conflicts}
    gone = {change.specialist for change in result.changes} - {a.specialist for a in result.assignments}
    lost = set()
    for k in range(len(problem.pins.specialist)):
        pair = (
            str(problem.specialists.ids[problem.pins.specialist[k]]),
            str(problem.needs.ids[problem.pins.need[k]]),
        )
        if pair not in named and pair[0] not in gone and not given.get(pair, 0) >= max(problem.pins.halves[k], 1):
            lost.add(pair)
    return lost
