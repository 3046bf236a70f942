"""After something changed: a new plan that keeps the published one as far as it can.

- repair: keep what is still lawful, fill the holes by moving few others, one after the other or a handful at once;
  within a second, nothing proven.
- tiered: pins, fairness and coverage as good as from scratch, then as few changes as possible, then fit.
- scratch: as if there had been no plan.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from talent_portal.matching.engine import starts
from talent_portal.matching.engine.allocate import Options, Progress, Run, allocate, answer, case_of
from talent_portal.matching.engine.model import Array, Problem
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.result import AllocationResult, Assignment
from talent_portal.matching.engine.tiers import KEEPING

MODES = ("repair", "tiered", "scratch")
MOVES = 2
RENEWALS = 200
"""How often people around the needs that lost somebody are put back in another order, where moves find no more."""


def replan(
    p: Problem,
    previous: Sequence[Assignment],
    mode: str = "tiered",
    options: Options | None = None,
    on_progress: Callable[[Progress], bool] = lambda _: True,
) -> AllocationResult:
    """Plan again with the previous plan in mind; `changes` of the result always compares with it."""
    options = options or Options()
    if mode == "repair":
        return _repair(p, previous, options, on_progress)
    if mode == "tiered":
        return allocate(p, replace(options, order=KEEPING), previous, on_progress)
    if mode == "scratch":
        result = allocate(p, options, (), on_progress)
        return result.compared_with(previous)
    raise ValueError(f"no such way to plan again: {mode}")


def _repair(
    p: Problem, previous: Sequence[Assignment], options: Options, on_progress: Callable[[Progress], bool]
) -> AllocationResult:
    case, conflicts = case_of(p, previous)
    run = Run(case, options, on_progress)
    table = starts.with_previous(case, options.compiled, run.offer)
    table.fill_rest()
    table.improve(MOVES)
    run.offer("repair", table.x)
    table.renew(RENEWALS, among=_lost(case, previous, table.x))
    # A fairer plan is worth moving several people at once; a better fit alone is not.
    if case.worth(table.x).fairness > run.worth.fairness:
        run.offer("renewals", table.x)
    result = answer(run, conflicts, previous)
    return replace(result, status="repaired", route="repair")


def _lost(case: Case, previous: Sequence[Assignment], x: Array) -> Array:
    """Return the needs that the previous plan gave more half-days than this one does."""
    given = np.bincount(case.pairs.need, x, minlength=len(case.p.needs.ids))
    before: Counter[str] = Counter()
    for each in previous:
        before[each.need] += each.halves
    return np.array([n for n, need in enumerate(case.p.needs.ids.tolist()) if before[need] > given[n]], np.int64)
