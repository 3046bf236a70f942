"""The route for large problems: the relaxation guides a plan, then one programme for fairness and fit together."""

import numpy as np

from talent_portal.matching.engine import highs, mip
from talent_portal.matching.engine.highs import Outcome
from talent_portal.matching.engine.mip import Model
from talent_portal.matching.engine.model import Array
from talent_portal.matching.engine.plans import MULTIPLIER, Case
from talent_portal.matching.engine.search import Table
from talent_portal.matching.engine.tiers import Watch, objective, start

CLEAR = 1e-6


def combined(case: Case, model: Model) -> Array:
    """Return the coefficients of `MULTIPLIER * fairness + fit`."""
    joined: Array = MULTIPLIER * objective(case, model, "fairness") + objective(case, model, "fit")
    return joined


def guide(case: Case, model: Model, table: Table, threads: int) -> int | None:
    """Fill an empty table along the relaxation; return the bound that the relaxation proves, None if infeasible."""
    found = highs.relax(model.matrix, combined(case, model), threads)
    if found is None:
        return None
    fill_along(table, found.x[model.step] * case.pairs.unit)
    return int(np.floor(found.value + CLEAR * abs(found.value)))


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
