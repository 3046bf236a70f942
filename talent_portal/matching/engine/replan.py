"""After something changed: a new plan that keeps the published one as far as it can.

- repair: keep what is still lawful, fill the holes by moving few others; within a second, nothing proven.
- tiered: pins, fairness and coverage as good as from scratch, then as few changes as possible, then fit.
- scratch: as if there had been no plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from talent_portal.matching.engine import starts
from talent_portal.matching.engine.allocate import Options, Progress, Run, allocate, answer, case_of
from talent_portal.matching.engine.model import Problem
from talent_portal.matching.engine.result import AllocationResult, Assignment
from talent_portal.matching.engine.tiers import KEEPING

MODES = ("repair", "tiered", "scratch")
MOVES = 2


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
    result = answer(run, conflicts, previous)
    return replace(result, status="repaired", route="repair")
