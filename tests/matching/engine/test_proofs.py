"""What a run calls proven is proven: the solver's word is held against the plan, tier by tier."""

from dataclasses import replace

import numpy as np
import pytest

from bench.instances import instance
from talent_portal.matching.engine import highs
from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.engine.fairness import levels
from talent_portal.matching.engine.verify import verify
from tests.matching.engine.ways import QUICK
from tests.matching.engine.worlds import world


def above(problem, result, threshold):
    """Count the covered half-days where the shortage before each was at least so many per cent, from the top down."""
    found, place = levels(problem), {name: k for k, name in enumerate(problem.geography.ids.tolist())}
    needs = dict(zip(problem.needs.ids.tolist(), problem.needs.place.tolist(), strict=True))
    covered = np.zeros(len(place), int)
    for one in result.assignments:
        covered[needs[one.need]] += one.halves * one.terms.bit_count()
    return sum(
        100 * max(found.missing[m] - k // problem.terms, 0) >= threshold * found.base[m]
        for m in range(len(place))
        for k in range(covered[m])
    )


def test_each_threshold_counts_what_the_plan_covers_where_the_solver_once_called_a_better_one_infeasible():
    problem = instance("prefecture", 13, apart=True)
    result = allocate(problem, replace(QUICK, strict=True))

    assert result.status == "optimal"
    told = {
        int(tier.name.removeprefix("above_")): tier.value for tier in result.tiers if tier.name.startswith("above_")
    }
    assert told == {threshold: above(problem, result, threshold) for threshold in told}


@pytest.mark.parametrize("lie", ["infeasible", "proven"])
def test_a_solver_that_is_wrong_about_a_proof_is_never_believed(monkeypatch, lie):
    problem = world(9, people=25, needs=14, places=5).problem()
    truth, asked = highs.maximise, []

    def wrong(matrix, objective, limits, start=None, *rest, **options):
        asked.append(1)
        if lie == "infeasible" and len(asked) == 2:
            return highs.Outcome("infeasible", "proof", -np.inf, -np.inf, None, 0)
        if lie == "proven" and len(asked) == 1:
            # Nothing at all is called the best there is.
            return highs.Outcome("optimal", "proof", 0, 0, np.zeros(len(objective)), 0)
        return truth(matrix, objective, limits, None if lie == "proven" else start, *rest, **options)

    honest = allocate(problem, QUICK)
    monkeypatch.setattr(highs, "maximise", wrong)
    result = allocate(problem, QUICK)

    assert honest.status == "optimal"
    assert result.status == "feasible"
    assert result.assignments
    assert verify(problem, result.assignments) == []
    assert result.tiers[0].value <= result.tiers[0].bound
