"""The aims in their order, each fixed before the next, proven one by one: the route for a prefecture.

Values are whole numbers, so a bound less than one above the incumbent proves it. Where counts of half-days cannot be
realised in a week, the people concerned get explicit choices and the tier is solved again, so that a proven tier is
proven for the full rules.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from talent_portal.matching.engine import highs, mip
from talent_portal.matching.engine.fairness import MILLION
from talent_portal.matching.engine.highs import Limits, Outcome, SolverError
from talent_portal.matching.engine.matrix import Matrix
from talent_portal.matching.engine.mip import Model, trip_minutes
from talent_portal.matching.engine.model import Array
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.result import Tier

ORDER = ("fairness", "coverage", "fit", "changes", "travel")
KEEPING = ("fairness", "coverage", "changes", "fit", "travel")
THRESHOLDS = tuple(range(95, 0, -5))
TIES = 64
PER_CENT = 100
SLACK = 0.5
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Watch:
    """How long there is, by a stopwatch that the caller holds, and whether to go on."""

    limits: Limits
    seconds: Callable[[], float]
    threads: int = 1
    on_bound: Callable[[str, float, float], bool] = lambda _phase, _incumbent, _bound: True

    def left(self) -> Limits:
        """Return the limits that are left."""
        return Limits(self.limits.nodes, max(self.limits.seconds - self.seconds(), 0.1), self.limits.gap)


@dataclass(slots=True)
class _Climb:
    """Where the climb stands: the plan, what is fixed, and who has explicit half-days."""

    case: Case
    x: Array
    fixed: list[tuple[str, float, float]] = field(default_factory=list)  # aim, reached, the most that is possible
    explicit: list[int] = field(default_factory=list)
    least: Array = field(default_factory=lambda: np.zeros(0))
    most: Array = field(default_factory=lambda: np.zeros(0))

    def model(self) -> Model:
        """Return the programme with explicit half-days for those who need them."""
        previous = self.case.previous if len(self.case.previous) else None
        return mip.build(self.case.p, self.case.pairs, self.explicit, previous)

    def matrix(self, model: Model) -> Matrix:
        """Return the programme with the earlier tiers kept, and without steps that cannot be part of such a plan.

        Kept values are whole, without slack: HiGHS's presolve once called rows from 142.99 to 143.01 infeasible.
        """
        rows = [objective(self.case, model, done) for done, _, _ in self.fixed]
        lower, upper = np.zeros(len(model.matrix.lower)), np.full(len(model.matrix.lower), np.inf)
        if len(self.least):
            lower[model.step], upper[model.step] = self.least, self.most
        return model.matrix.within(lower, upper).with_rows(
            rows, [reached for _, reached, _ in self.fixed], [most for _, _, most in self.fixed]
        )

    def keep(self, aim: str, *, proven: bool) -> None:
        """Fix what the aim reached, and bound each step by its reduced cost: a step farther would fall below it.

        What is proven is fixed from above as well, which tightens the relaxation of the later tiers a good deal.
        """
        model = self.model()
        value = _value(self, aim)
        if any(_value(self, former) > most + SLACK for former, _, most in self.fixed):
            raise SolverError(f"{aim}: a plan beats what was called proven")
        matrix, coefficients = self.matrix(model), objective(self.case, model, aim)
        found = highs.relax(matrix, coefficients)
        self.fixed.append((aim, value, value if proven else np.inf))
        if found is None:
            return
        room = found.value - value + SLACK
        lower, upper, x, reduced = (each[model.step] for each in (matrix.lower, matrix.upper, found.x, found.reduced))
        steps = np.floor(room / np.maximum(np.abs(reduced), TINY) + TINY)
        self.most = np.where((x <= lower + TINY) & (reduced < 0), np.minimum(upper, lower + steps), upper)
        self.least = np.where((x >= upper - TINY) & (reduced > 0), np.maximum(lower, upper - steps), lower)


def climb(case: Case, x: Array, order: Sequence[str], watch: Watch, *, strict: bool) -> tuple[Array, list[Tier]]:
    """Take a lawful plan through the aims; return the best plan and what is proven about each tier."""
    state = _Climb(case, x)
    tiers = []
    for aim in _aims(case, order, strict=strict):
        began = watch.seconds()
        outcome = _solved(state, aim, watch)
        tiers.append(_tier(state, aim, outcome, round(1000 * (watch.seconds() - began))))
        state.keep(aim, proven=outcome.status == "optimal")
    return state.x, tiers


def _aims(case: Case, order: Sequence[str], *, strict: bool) -> Iterator[str]:
    for aim in order:
        if aim == "fairness" and strict:
            yield from (f"above_{threshold}" for threshold in THRESHOLDS)
        elif aim != "changes" or len(case.previous):
            yield aim


def _solved(state: _Climb, aim: str, watch: Watch) -> Outcome:
    """Solve one tier, again with explicit half-days as long as somebody's week cannot be realised."""
    while True:
        model = state.model()
        outcome = highs.maximise(
            state.matrix(model),
            objective(state.case, model, aim),
            watch.left(),
            start(model, state.x),
            watch.threads,
            lambda incumbent, bound: watch.on_bound(aim, incumbent, bound),
            small=True,
        )
        if outcome.status == "infeasible":
            raise SolverError(f"{aim}: called infeasible with a plan in hand")
        if outcome.x is None:
            return outcome
        x = model.halves(outcome.x)
        broken = state.case.unrealisable(x)
        if not broken:
            state.x = x
            return outcome
        state.explicit = sorted({*state.explicit, *broken})


def start(model: Model, x: Array) -> tuple[Array, Array]:
    """Return columns and values of a plan to begin with; the solver completes the rest."""
    own = (model.sign != mip.NONE) & (model.sign != model.step)
    columns = np.concatenate([model.step, model.sign[own]])
    return columns, np.concatenate([x // model.pairs.unit, x[own] > 0]).astype(np.float64)


def objective(case: Case, model: Model, aim: str) -> Array:
    """Return the aim's coefficients, whole numbers to be maximised."""
    found = model.zeros()
    if aim == "fairness":
        found[model.cover] = model.worth
    elif aim.startswith("above_"):
        found[model.cover] = model.depth * PER_CENT >= int(aim.removeprefix("above_")) - 1e-9
    elif aim == "coverage":
        return model.per_half_day(case.p.needs.priority[model.pairs.need].astype(np.int64))
    elif aim == "fit":
        return model.per_half_day(case.scores.total.astype(np.int64))
    elif aim == "changes":
        np.subtract.at(found, model.changed, 1.0)
    else:
        found[model.step] = -(trip_minutes(case.p, model.pairs) * TIES + _ties(case))
    return found


def _ties(case: Case) -> Array:
    """Return a small number per pair from its ids, so that equal plans do not depend on the solver's mood."""
    s, n = case.p.specialists.ids[case.pairs.specialist].tolist(), case.p.needs.ids[case.pairs.need].tolist()
    return np.array([zlib.crc32(f"{a}/{b}".encode()) % TIES for a, b in zip(s, n, strict=True)], np.int64)


def _value(state: _Climb, aim: str) -> float:
    """Return what the plan reaches under an aim, by filling its levels in order."""
    model = state.model()
    values = np.zeros(len(model.matrix.lower))
    values[model.step] = state.x // model.pairs.unit
    own = model.sign != mip.NONE
    values[model.sign[own]] = state.x[own] > 0
    if len(state.case.previous):
        values[model.changed] = state.x != state.case.previous
    values[model.cover] = _filled(state.case, model, state.x)
    return float(objective(state.case, model, aim) @ values)


def _filled(case: Case, model: Model, x: Array) -> Array:
    """Fill the level columns of each place from the top."""
    sizes = model.matrix.upper[model.cover]
    place = model.cover_place
    before = np.concatenate([[0.0], np.cumsum(sizes)])[:-1]
    begin = before[np.searchsorted(place, place)]
    filled: Array = np.clip(case.covered(x)[place] - (before - begin), 0, sizes)
    return filled


def _tier(state: _Climb, aim: str, outcome: Outcome, milliseconds: int) -> Tier:
    value = round(_value(state, aim))
    bound = value if outcome.status == "optimal" else max(int(np.floor(min(outcome.bound, 1e15) + 1e-6)), value)
    if aim == "travel":
        value = state.case.worth(state.x).travel
        bound = value if outcome.status == "optimal" else max(-int(-bound // TIES), value)
    gap = MILLION * (bound - value) // max(abs(bound), 1)
    return Tier(aim, value, bound, gap, "optimal" if bound == value else "feasible", outcome.ended_by, milliseconds)
