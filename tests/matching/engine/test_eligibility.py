"""The join finds exactly the pairs that every rule allows, with the time they share."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.scoring import score
from tests.matching.engine import oracle
from tests.matching.engine.worlds import world


def pairs_of(problem):
    pairs = eligible_pairs(problem)
    s, n = problem.specialists.ids[pairs.specialist].tolist(), problem.needs.ids[pairs.need].tolist()
    terms = [frozenset(t for t in range(8) if mask >> t & 1) for mask in pairs.terms.tolist()]
    time = zip(terms, pairs.mask.tolist(), pairs.upper.tolist(), pairs.lower.tolist(), strict=True)
    return dict(zip(zip(s, n, strict=True), time, strict=True))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_join_agrees_with_asking_every_rule_of_every_pair(seed, terms):
    told = world(seed, people=12, needs=8, terms=terms, places=4)
    told = told.told(forbidden=frozenset({("s01", "n01"), ("s02", "n00")}))

    assert pairs_of(told.problem()) == oracle.eligible(told)


def test_pairs_come_by_specialist_and_then_need():
    pairs = eligible_pairs(world(3, people=20, needs=10).problem())
    keys = pairs.specialist.astype(int) * 1000 + pairs.need

    assert (np.diff(keys) > 0).all()
    assert [int(pairs.specialist[k]) for k in pairs.first[:-1] if k < len(pairs)] == sorted(
        int(pairs.specialist[k]) for k in pairs.first[:-1] if k < len(pairs)
    )
    assert pairs.first[-1] == len(pairs)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_score_is_exactly_the_sum_of_its_parts(seed):
    problem = world(seed, people=15, needs=10).problem()
    pairs = eligible_pairs(problem)
    scores = score(problem, pairs)

    assert (scores.total == scores.parts.sum(axis=1)).all()
    assert ((scores.parts >= 0) & (scores.parts <= np.array(problem.weights.parts()))).all()


def test_a_changed_weight_changes_only_its_own_part():
    problem = world(5, people=20, needs=10).problem()
    pairs = eligible_pairs(problem)
    heavier = replace(problem, weights=replace(problem.weights, travel=100))
    before, after = score(problem, pairs).parts, score(heavier, pairs).parts

    assert (before[:, [0, 2, 3, 4, 5]] == after[:, [0, 2, 3, 4, 5]]).all()
    assert (before[:, 1] != after[:, 1]).any()
