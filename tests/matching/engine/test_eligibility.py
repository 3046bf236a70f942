"""The join finds exactly the pairs that every rule allows, with the time they share."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.funnel import sieve
from talent_portal.matching.engine.model import Rules
from talent_portal.matching.engine.rank import rank_candidates
from talent_portal.matching.engine.scoring import score
from talent_portal.matching.engine.verify import verify
from tests.matching.engine import oracle
from tests.matching.engine.worlds import world


def pairs_of(problem):
    pairs = eligible_pairs(problem)
    s, n = problem.specialists.ids[pairs.specialist].tolist(), problem.needs.ids[pairs.need].tolist()
    terms = [frozenset(t for t in range(8) if mask >> t & 1) for mask in pairs.terms.tolist()]
    time = zip(terms, pairs.mask.tolist(), pairs.upper.tolist(), pairs.lower.tolist(), strict=True)
    return dict(zip(zip(s, n, strict=True), time, strict=True))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.sampled_from([50, 100]))
def test_the_join_agrees_with_asking_every_rule_of_every_pair(seed, terms, share):
    told = world(seed, people=12, needs=8, terms=terms, places=4)
    told = told.told(forbidden=frozenset({("s01", "n01"), ("s02", "n00")}), rules=Rules(overlap_share=share))

    assert pairs_of(told.problem()) == oracle.eligible(told)


def test_a_prefecture_may_have_more_roles_than_one_word_of_bits_holds():
    told = world(5, people=80, needs=70)
    many = tuple(f"role {k:03d}" for k in range(150))
    people = tuple(replace(row, roles=frozenset(many[k % 5 :: 5])) for k, row in enumerate(told.people))
    needs = tuple(replace(row, role=many[k]) for k, row in enumerate(told.needs))
    told = replace(told, people=people, needs=needs).told(roles=many)
    problem = told.problem()

    assert problem.specialists.roles.shape == (80, 2)
    assert len(problem.names.roles) == 70
    found = pairs_of(problem)
    assert found == oracle.eligible(told)
    assert {need for _, need in found} & {f"n{k:02d}" for k in range(64, 70)}
    for need in range(70):
        wanted = {s for s, n in found if n == f"n{need:02d}"}
        assert {str(problem.specialists.ids[s]) for s in sieve(problem, need).eligible()} == wanted
        assert {each.id for each in rank_candidates(problem, need, 80)} == wanted
    plan = allocate(problem).assignments
    assert verify(problem, plan) == []
    other = replace(plan[0], need=next(n for _, n in found if told.needs[int(n[1:])].role not in _roles(told, plan[0])))
    assert "role" in {each.code for each in verify(problem, [other])}


def _roles(told, contract):
    return next(row.roles for row in told.people if row.id == contract.specialist)


def test_a_role_that_nobody_asks_for_is_no_part_of_the_question():
    told = world(5, people=12, needs=8).told(roles=("engineer", "nurse", "poet"))
    poets = replace(told, people=tuple(replace(row, roles=row.roles | {"poet"}) for row in told.people))

    assert poets.problem().digest() == told.problem().digest()


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
