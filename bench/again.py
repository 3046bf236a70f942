"""Plans made again after somebody withdrew, beside two plans from scratch: the engine's own and a free one.

Changes are told against the published plan, and apart for pairs of those who stay: contracts of those who have gone
end by any way. The free scratch (`free`) is of the kind that goal 17 was first measured against; the engine's own
settles ties, so that the same question has the same answer, and is therefore nearer the published plan by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from bench.measuring import joined, timed
from talent_portal.matching.engine import guided, highs, mip
from talent_portal.matching.engine.allocate import Options, case_of
from talent_portal.matching.engine.highs import Limits, SolverError
from talent_portal.matching.engine.model import Array, Problem
from talent_portal.matching.engine.plans import Worth
from talent_portal.matching.engine.replan import replan
from talent_portal.matching.engine.result import AllocationResult, Assignment, changes
from talent_portal.matching.engine.verify import verify

WITHDRAWN_SHARE = 40
REPAIRED = 0.995


@dataclass(frozen=True, slots=True)
class _Published:
    """The plan as it was published, its problem, and whether plans are proven at this size."""

    p: Problem
    options: Options
    plan: tuple[Assignment, ...]
    proven: bool


def figures(
    p: Problem, options: Options, first: AllocationResult, withdrawals: int, *, proven: bool
) -> Iterator[tuple[str, float]]:
    """Plan again after one withdrawal (of so many draws), after one in forty people, and after nothing.

    The published plan is the engine's; `untied` figures are told of a published plan that is a free scratch as well.
    """
    case = _Published(p, options, first.assignments, proven)
    draws = _drawn(first.assignments, withdrawals)
    yield from joined([dict(_after("one", case, gone)) for gone in draws]).items()
    crowd = np.random.default_rng(0).choice(p.specialists.ids, len(p.specialists.ids) // WITHDRAWN_SHARE, replace=False)
    yield from _after("many", case, crowd)
    if proven:
        case = replace(case, plan=free(p))
        draws = _drawn(case.plan, withdrawals)
        yield from joined([dict(_untied("one", case, gone)) for gone in draws]).items()
        yield from _untied("many", case, crowd)
    modes = ("repair", "tiered", "scratch") if proven else ("repair",)
    yield "max_changes_after_nothing", max(len(replan(p, first.assignments, mode, options).changes) for mode in modes)


def shares(found: dict[str, float]) -> dict[str, float]:
    """Return how much tiered changes of what each scratch changes, pairs of those who stay, by the means."""
    beside = {"scratch": "tiered", "free": "tiered", "untied_free": "untied_tiered"}
    return {
        f"share_of_{scratch}_{name}": found[f"{tiered}_{name}_changes_of_others"] / found[key]
        for scratch, tiered in beside.items()
        for name in ("one", "many")
        if found.get(key := f"{scratch}_{name}_changes_of_others") and f"{tiered}_{name}_changes_of_others" in found
    }


def free(p: Problem) -> tuple[Assignment, ...]:
    """Plan from nothing for one value, `MULTIPLIER * fairness + fit`, proven, and leave ties to the solver.

    No tier follows (no coverage, no travel, no number from ids) and no plan is given to begin with. Which of the equal
    plans comes out is HiGHS's choice by its own default seed on one thread; it is not led anywhere, near or far. As in
    the tiers, whose week cannot be realised gets explicit half-days, and all is solved again.
    """
    case, _ = case_of(p)
    explicit: list[int] = []
    while True:
        model = mip.build(case.p, case.pairs, explicit)
        outcome = highs.maximise(model.matrix, guided.combined(case, model), Limits())
        if outcome.x is None or outcome.status != "optimal":
            raise SolverError(f"free scratch: {outcome.status}, ended by {outcome.ended_by}")
        x = model.halves(outcome.x)
        broken = case.unrealisable(x)
        if not broken:
            break
        explicit = sorted({*explicit, *broken})
    plan = case.assignments(x)
    if verify(case.p, plan):
        raise SolverError("free scratch: the judge refuses it")
    return plan


def worth(p: Problem, plan: Sequence[Assignment]) -> Worth:
    """Return what a plan is worth, tier by tier."""
    case, _ = case_of(p, plan)
    return case.worth(case.previous)


def without(p: Problem, gone: Array) -> Problem:
    """Return the problem without these people (ids)."""
    people = p.specialists
    kept = ~np.isin(people.ids, gone)
    return replace(
        p, specialists=replace(people, **{each.name: getattr(people, each.name)[kept] for each in fields(people)})
    )


def _drawn(plan: Sequence[Assignment], number: int) -> list[Array]:
    """Return who withdraws: whoever has the middle contract, then people with contracts at even distances."""
    busy = sorted({a.specialist for a in plan})
    middle = busy.index(plan[len(plan) // 2].specialist)
    number = min(number, len(busy))
    return [np.array([busy[(middle + k * len(busy) // number) % len(busy)]]) for k in range(number)]


def _after(name: str, told: _Published, gone: Array) -> Iterator[tuple[str, float]]:
    """Plan again by each mode without those who have gone."""
    left, published, options = without(told.p, gone), told.plan, told.options
    seconds, repaired = timed(partial(replan, left, published, "repair", options))
    scratch_s, scratch = timed(partial(replan, left, published, "scratch", options))
    values = [worth(left, result.assignments).combined for result in (repaired, scratch)]
    yield f"lost_{name}_contracts", sum(a.specialist in set(gone.tolist()) for a in published)
    yield f"max_repair_{name}_s", seconds
    yield f"least_repair_{name}_value", values[0] / values[1]
    yield f"repair_{name}_value", values[0] / values[1]
    yield f"repair_{name}_falls_short", float(values[0] < REPAIRED * values[1])
    yield f"repair_{name}_changes", len(repaired.changes)
    yield f"scratch_{name}_changes", len(scratch.changes)
    yield f"repair_{name}_changes_of_others", _of_others(published, repaired.assignments, gone)
    yield f"scratch_{name}_changes_of_others", _of_others(published, scratch.assignments, gone)
    yield f"scratch_{name}_s", scratch_s
    if told.proven:
        seconds, tiered = timed(partial(replan, left, published, "tiered", options))
        yield f"tiered_{name}_changes", len(tiered.changes)
        yield f"tiered_{name}_changes_of_others", _of_others(published, tiered.assignments, gone)
        yield f"tiered_{name}_s", seconds
        yield f"least_tiered_{name}_keeps_the_tiers", float(_tops(tiered) == _tops(scratch))
        seconds, untied = timed(partial(free, left))
        yield f"free_{name}_changes_of_others", _of_others(published, untied, gone)
        yield f"free_{name}_s", seconds
        yield f"least_free_{name}_keeps_the_value", float(_aims(left, untied) == _aims(left, scratch.assignments))


def _untied(name: str, told: _Published, gone: Array) -> Iterator[tuple[str, float]]:
    """Count changes where the published plan has left its ties to the solver too."""
    left = without(told.p, gone)
    tiered = replan(left, told.plan, "tiered", told.options)
    yield f"untied_tiered_{name}_changes_of_others", _of_others(told.plan, tiered.assignments, gone)
    yield f"untied_free_{name}_changes_of_others", _of_others(told.plan, free(left), gone)


def _of_others(published: Sequence[Assignment], plan: Sequence[Assignment], gone: Array) -> int:
    """Count changed pairs of those who stay: the contracts of those who have gone change by any way."""
    left = set(gone.tolist())
    return sum(each.specialist not in left for each in changes(published, plan))


def _tops(result: AllocationResult) -> list[int]:
    return [tier.value for tier in result.tiers if tier.name in {"fairness", "coverage"}]


def _aims(p: Problem, plan: Sequence[Assignment]) -> tuple[int, int]:
    found = worth(p, plan)
    return found.fairness, found.fit
