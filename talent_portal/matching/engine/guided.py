"""The route for large problems: the relaxation guides a plan, then one programme for fairness and fit together."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine import highs, mip
from talent_portal.matching.engine.highs import Outcome
from talent_portal.matching.engine.mip import Model
from talent_portal.matching.engine.model import Array
from talent_portal.matching.engine.pinning import narrowed
from talent_portal.matching.engine.plans import MULTIPLIER, Case
from talent_portal.matching.engine.scoring import Scores
from talent_portal.matching.engine.search import Table
from talent_portal.matching.engine.tiers import Watch, objective, start

CLEAR = 1e-6


def combined(case: Case, model: Model) -> Array:
    """Return the coefficients of `MULTIPLIER * fairness + fit`."""
    joined: Array = MULTIPLIER * objective(case, model, "fairness") + objective(case, model, "fit")
    return joined


@dataclass(frozen=True, slots=True)
class Guide:
    """What the relaxation says: a bound, how much of each pair it uses, and how near each other pair is to use."""

    bound: int
    amount: Array  # half-days (E,)
    near: Array  # reduced cost per half-day (E,), 0 or less for pairs that are not used


def guide(case: Case, model: Model, threads: int) -> Guide | None:
    """Solve the relaxation; None if even that is infeasible."""
    found = highs.relax(model.matrix, combined(case, model), threads)
    if found is None:
        return None
    bound = int(np.floor(found.value + CLEAR * abs(found.value)))
    return Guide(bound, found.x[model.step] * case.pairs.unit, found.reduced[model.step] / case.pairs.unit)


def focus(x: Array, seen: Guide, size: int) -> Array:
    """Return at most about `size` pairs: those of the plan and of the relaxation, then the nearest to use."""
    kept = (x > 0) | (seen.amount > CLEAR)
    order = np.lexsort((np.arange(len(x)), -seen.near))
    rest = order[~kept[order]][: max(size - int(kept.sum()), 0)]
    kept[rest] = True
    return np.flatnonzero(kept)


def polish_within(case: Case, x: Array, chosen: Array, watch: Watch) -> Array:
    """Improve a plan over the chosen pairs only: a far smaller programme that holds nearly all of the value."""
    pairs = narrowed(case.pairs, chosen, len(case.p.specialists.ids))
    scores = Scores(case.scores.total[chosen], case.scores.parts[chosen])
    small = Case(case.p, pairs, scores, np.zeros(0, np.int16))
    found, _ = polish(small, rebuilt(small), x[chosen], watch)
    better = np.zeros_like(x)
    better[chosen] = found
    return better


def fill_along(table: Table, amount: Array) -> None:
    """Fill first what a relaxation uses most, then what is left, then move things around."""
    used = np.flatnonzero(amount > CLEAR)
    order = used[np.lexsort((used, -amount[used]))]
    table.fill(order, np.ceil(amount[order] - CLEAR))
    table.fill_rest()
    table.improve(PASSES)


PASSES = 6


def polish(case: Case, model: Model, x: Array, watch: Watch) -> tuple[Array, Outcome]:
    """Improve a plan by branch and bound; whatever cannot be realised in a week is taken out and filled again."""
    outcome = highs.maximise(
        model.matrix,
        combined(case, model),
        watch.left(),
        start(model, x),
        watch.threads,
        lambda incumbent, bound: watch.on_bound("polish", incumbent, bound),
    )
    return (x if outcome.x is None else model.halves(outcome.x)), outcome


def rebuilt(case: Case) -> Model:
    """Return the programme without explicit half-days and without counting changes."""
    return mip.build(case.p, case.pairs)
