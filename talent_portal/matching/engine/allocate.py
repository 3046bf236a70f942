"""One plan over all open needs: by the route that fits its size, with a lawful plan in hand at every moment.

Stages follow each other: filling, the relaxation or flow, branch and bound. A stage starts from what the one before
found, and its plan is taken only if the independent judge finds nothing wrong and it is worth more, tier by tier.
Whatever fails or is missing, the plan of the last good stage is returned, with a proven bound.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from talent_portal.matching.engine import flow, guided, highs, starts, tiers
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.fairness import MILLION, report
from talent_portal.matching.engine.highs import Limits, SolverError
from talent_portal.matching.engine.mip import Model
from talent_portal.matching.engine.model import Array, Problem
from talent_portal.matching.engine.pinning import settled_pins
from talent_portal.matching.engine.plans import MULTIPLIER, Case, Worth
from talent_portal.matching.engine.result import AllocationResult, Assignment, PinConflict, Tier, Unmet, changes
from talent_portal.matching.engine.scoring import score
from talent_portal.matching.engine.tiers import ORDER, Watch
from talent_portal.matching.engine.verify import verify

EXACT_PAIRS = 4_000
GUIDED_PAIRS = 150_000
CLEAR = 1e-3
# Each focused programme may take so much of what is left: two of them leave nearly all to the proof.
FOCUS_SHARE = 0.07
JUDGINGS = 2
# Before the first step that can be stopped, branch and bound over everything takes about ten relaxations.
ROOT = 12


@dataclass(frozen=True, slots=True)
class Progress:
    """What to show while a run goes on; values are those of the phase's own aim."""

    phase: str
    milliseconds: int
    incumbent: float
    bound: float


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. `strict` is leximin by thresholds. `solver` and `flow` name what to use; tests leave things out.

    `repair` asks a process of its own to mend the previous plan (`replan`) instead of planning anew. `focus` says over
    how many pairs the guided route solves its programme before it takes all of them.
    """

    strict: bool = False
    order: tuple[str, ...] = ORDER
    limits: Limits = field(default_factory=Limits)
    threads: int = 1
    solver: bool = True
    flow: str = "auto"
    route: str = "auto"
    compiled: bool | None = None
    repair: bool = False
    focus: tuple[int, ...] = (2_400, 6_000)
    renewals: tuple[int, int] = (5, 1)


Listener = Callable[[Progress], bool]
Stopwatch = Callable[[], float]


class Run:
    """One run under way: the best verified plan so far and how it came about."""

    def __init__(
        self, case: Case, options: Options, on_progress: Listener, on_plan: Callable[["Run"], None] = lambda _: None
    ) -> None:
        """Begin with the empty plan, which is always lawful."""
        self.case, self.options = case, options
        self.x: Array = np.zeros(len(case.pairs), np.int16)
        self.worth: Worth = case.worth(self.x)
        self.assignments: tuple[Assignment, ...] = ()
        self.tiers: list[Tier] = []
        self.bound = 0
        self.log: list[str] = []
        self._began, self._tell, self._on_plan = time.monotonic(), on_progress, on_plan
        self.stopped = False
        self._judging = 0.0

    def seconds(self) -> float:
        """Return the seconds since the run began; only limits and progress look at it."""
        return time.monotonic() - self._began

    def left(self) -> float:
        """Return the seconds that are left to stages; what judging a plan and answering take is kept back."""
        return self.options.limits.seconds - self.seconds() - JUDGINGS * self._judging

    def go_on(self, phase: str, incumbent: float, bound: float) -> bool:
        """Tell how far the run is, and hear whether to go on; out of time, it does not."""
        progress = Progress(phase, round(1000 * self.seconds()), incumbent, bound)
        self.stopped = self.stopped or not self._tell(progress) or self.left() <= 0
        return not self.stopped

    def watch(self, share: float = 1.0) -> Watch:
        """Return the limits as the solving stages see them; a stage may take a share of the seconds that are left."""
        ends = replace(self.options.limits, seconds=self.seconds() + share * max(self.left(), 0))
        return Watch(ends, self.seconds, self.options.threads, self.go_on)

    def offer(self, stage: str, x: Array) -> bool:
        """Take a plan if it is lawful and worth more than the one in hand."""
        began = self.seconds()
        taken = self._judged(stage, x)
        self._judging = max(self._judging, self.seconds() - began)
        return taken

    def _judged(self, stage: str, x: Array) -> bool:
        worth = self.case.worth(x)
        if worth <= self.worth and self.assignments:
            self.log.append(f"{stage}: not better")
            return False
        x = self.case.trimmed(x)
        worth, plan = self.case.worth(x), self.case.assignments(x)
        broken = verify(self.case.p, plan)
        if broken:
            self.log.append(f"{stage}: refused by the judge, {broken[0].code}")
            return False
        if worth > self.worth or not self.assignments:
            self.x, self.worth, self.assignments = x, worth, plan
            self.log.append(f"{stage}: taken")
            self._on_plan(self)
            return True
        return False


def allocate(
    p: Problem,
    options: Options | None = None,
    previous: Sequence[Assignment] = (),
    on_progress: Listener = lambda _: True,
    on_plan: Callable[[Run], None] = lambda _: None,
) -> AllocationResult:
    """Return the best plan that the options allow, verified, with what is proven about it."""
    options = options or Options()
    case, conflicts = case_of(p, previous)
    run = Run(case, options, on_progress, on_plan)
    _first_plan(run)
    if not run.stopped:
        _STAGES[_route(run)](run)
    if not run.tiers and not run.bound:
        run.bound = flow.core_flow(case.p, case.pairs, case.scores.total, MULTIPLIER, "sums").bound
    return answer(run, conflicts, previous)


def case_of(p: Problem, previous: Sequence[Assignment] = ()) -> tuple[Case, list[PinConflict]]:
    """Return the case of a problem with the pins that can be kept, and the others by name."""
    pairs = eligible_pairs(p)
    scores = score(p, pairs)
    settled, conflicts = settled_pins(p, pairs, scores)
    return Case(settled, pairs, scores, starts.previous_of(p, pairs, previous)), conflicts


def _route(run: Run) -> str:
    if run.options.route != "auto":
        return run.options.route
    size = len(run.case.pairs)
    if not run.options.solver or not highs.available():
        return "flow"
    return "exact" if size <= EXACT_PAIRS else "guided" if size <= GUIDED_PAIRS else "flow"


def _first_plan(run: Run) -> None:
    """Fill by worth and move things around: a lawful plan within a second at most sizes."""
    table = starts.with_previous(run.case, run.options.compiled, run.offer)
    table.fill_rest()
    run.offer("fill", table.x)
    if run.go_on("fill", run.worth.combined, 0):
        table.improve(guided.PASSES, lambda: run.go_on("moves", run.worth.combined, 0))
        run.offer("moves", table.x)
    if len(run.case.pairs) <= GUIDED_PAIRS and not run.stopped:
        run.offer("by score", starts.by_score(run.case, run.options.compiled))


def _exact(run: Run) -> None:
    try:
        x, run.tiers = tiers.climb(run.case, run.x, run.options.order, run.watch(), strict=run.options.strict)
    except SolverError as failed:
        run.log.append(f"exact: {failed}")
        _flow(run)
        return
    # A stricter aim than the plan's worth may prefer another plan; it replaces only what is proven.
    if not run.offer("exact", x) and not np.array_equal(x, run.x) and not _take_proven(run, x):
        run.log.append("exact: proven for a plan that the judge refuses")
        run.tiers = []
        _flow(run)


def _take_proven(run: Run, x: Array) -> bool:
    """Take the plan unless the judge refuses it; return whether it was taken."""
    plan = run.case.assignments(x)
    lawful = not verify(run.case.p, plan)
    if lawful:
        run.x, run.worth, run.assignments = x, run.case.worth(x), plan
        run.log.append("exact: taken by its own order")
    return lawful


def _guided(run: Run) -> None:
    """Follow the relaxation, then solve ever more of the programme, each time from the plan in hand."""
    try:
        model, table = guided.rebuilt(run.case), starts.table_of(run.case, run.options.compiled)
        began = run.seconds()
        seen = guided.guide(run.case, model, run.options.threads)
        root = ROOT * (run.seconds() - began)
        if seen is None:
            return
        run.bound = seen.bound
        guided.fill_along(table, seen.amount)
        run.offer("relaxation", table.x)
        _renew(run, run.options.renewals[0])
        for size in run.options.focus:
            if size < len(run.case.pairs) and run.go_on("focus", run.worth.combined, run.bound):
                chosen = guided.focus(run.x, seen, size)
                run.offer(f"focus {size}", guided.polish_within(run.case, run.x, chosen, run.watch(FOCUS_SHARE)))
                _renew(run, run.options.renewals[0])
        if run.go_on("polish", run.worth.combined, run.bound) and run.left() > root:
            _polish(run, model)
    except SolverError as failed:
        run.log.append(f"guided: {failed}")
        _flow(run)


def _polish(run: Run, model: Model) -> None:
    x, outcome = guided.polish(run.case, model, run.x, run.watch())
    run.offer("polish", x)
    if np.isfinite(outcome.bound):
        run.bound = min(run.bound, int(np.floor(outcome.bound + CLEAR)))
    run.log.append(f"polish: ended by {outcome.ended_by if run.left() > 0 else 'seconds'}")


def _flow(run: Run) -> None:
    case, backend = run.case, run.options.flow
    if not run.options.solver and backend in {"auto", "highs"}:
        backend = "ortools" if backend == "auto" else "sums"
    try:
        found = flow.core_flow(case.p, case.pairs, case.scores.total, MULTIPLIER, backend)
    except SolverError as failed:
        run.log.append(f"flow: {failed}")
        found = flow.core_flow(case.p, case.pairs, case.scores.total, MULTIPLIER, "sums")
    run.bound = found.bound
    run.log.append(f"flow: {found.backend}")
    if found.amount.any() and run.go_on("flow", run.worth.combined, run.bound):
        table = starts.table_of(case, run.options.compiled)
        guided.fill_along(table, found.amount / np.maximum(np.bitwise_count(case.pairs.terms), 1))
        run.offer("flow", table.x)
        del table
    _renew(run, run.options.renewals[1])


def _renew(run: Run, each: int) -> None:
    """Put people back in other orders, as often as there are needs, `each` times."""

    def go_on() -> bool:
        return run.go_on("renewals", run.worth.combined, run.bound)

    if go_on():
        run.offer("renewals", starts.renewed(run.case, run.x, run.options.compiled, each, go_on))


_STAGES: dict[str, Callable[[Run], None]] = {"exact": _exact, "guided": _guided, "flow": _flow}


def answer(run: Run, conflicts: Sequence[PinConflict], previous: Sequence[Assignment]) -> AllocationResult:
    """Put the run's plan into words and figures."""
    p, case = run.case.p, run.case
    if not run.tiers and run.bound:
        value = run.worth.combined
        bound = max(run.bound, value)
        gap = MILLION * (bound - value) // max(bound, 1)
        run.tiers = [Tier("combined", value, bound, gap, "optimal" if gap == 0 else "feasible", "limit")]
    proven = bool(run.tiers) and all(tier.status == "optimal" for tier in run.tiers)
    given = np.bincount(case.pairs.need, run.x, minlength=len(p.needs.ids)).astype(np.int64)
    short = np.flatnonzero(given < p.needs.asked)
    return AllocationResult(
        digest=p.digest(),
        status="optimal" if proven else "feasible",
        route=_route(run),
        assignments=run.assignments,
        tiers=tuple(run.tiers),
        unmet=tuple(Unmet(str(p.needs.ids[n]), int(p.needs.asked[n]), int(given[n])) for n in short),
        conflicts=tuple(conflicts),
        changes=changes(previous, run.assignments),
        before=report(p, np.zeros(len(p.geography.ids), np.int64)),
        after=report(p, case.covered(run.x)),
        log=tuple(run.log),
    )
