"""Every reason is checked by making the change that it speaks of."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.matching.engine.allocate import Options, allocate, case_of
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.explain import coverage, relaxed, what_would_help, why_not, why_pair, why_unmet
from talent_portal.matching.engine.funnel import sieve
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.model import PARTS
from talent_portal.matching.engine.rank import rank_candidates, rank_needs
from talent_portal.matching.engine.scoring import score
from tests.matching.engine.worlds import world

QUICK = Options(limits=Limits(seconds=20))


def candidates(problem, need):
    pairs = eligible_pairs(problem)
    return pairs.specialist[pairs.need == need].tolist()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 3))
def test_the_funnel_lets_through_exactly_the_eligible(seed, terms):
    problem = (
        world(seed, people=12, needs=6, terms=terms, places=4).told(forbidden=frozenset({("s01", "n01")})).problem()
    )
    for need in range(6):
        found = sieve(problem, need)
        assert found.eligible().tolist() == candidates(problem, need)
        assert found.steps()[-1].left == len(found.eligible())
        assert sorted((step.left for step in found.steps()), reverse=True) == [step.left for step in found.steps()]


RELAXED = ("travel", "modes", "must", "form", "years", "period", "halves")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 3))
def test_relaxing_exactly_the_named_rule_brings_exactly_that_person(seed, terms):
    problem = world(seed, people=12, needs=5, terms=terms, places=4).problem()
    for need in range(5):
        found = sieve(problem, need)
        for rule in RELAXED:
            for person in found.nearest(rule)[:1]:
                changed = relaxed(problem, found, rule, person)
                assert person in candidates(changed, need), (rule, person)
                assert set(candidates(problem, need)) <= set(candidates(changed, need)) or rule in {"period", "halves"}


@pytest.mark.parametrize("seed", range(6))
def test_for_every_unmet_need_the_change_named_brings_somebody_and_gains_what_it_says(seed):
    problem = world(seed, people=12, needs=10, terms=2, places=4).problem()
    pairs = eligible_pairs(problem)
    result, base = allocate(problem, QUICK), coverage(problem, pairs)
    for unmet in result.unmet:
        need = problem.needs.ids.tolist().index(unmet.need)
        found = sieve(problem, need)
        reason = why_unmet(case_of(problem)[0], result.assignments, need).reason
        helps = {each.rule: each for each in what_would_help(problem, pairs, need, base)}
        assert reason in helps or reason in {"contention", "several", "role", "never_place", "hidden", "forbidden"}
        for rule, help_ in helps.items():
            person = found.nearest(rule)[0]
            changed = relaxed(problem, found, rule, person)
            assert person in candidates(changed, need)
            assert help_.gain == coverage(changed, eligible_pairs(changed)) - base
            assert help_.person in {"", str(problem.specialists.ids[person])}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000))
def test_a_relaxation_never_loses_and_its_gain_is_what_the_network_gains(seed):
    problem = world(seed, people=12, needs=6, places=4).problem()
    pairs = eligible_pairs(problem)
    for need in range(6):
        found = sieve(problem, need)
        for help_ in what_would_help(problem, pairs, need):
            person = found.nearest(help_.rule)[0]
            changed = relaxed(problem, found, help_.rule, person)
            if help_.rule not in {"period", "halves"}:
                assert help_.gain >= 0
            assert help_.gain == coverage(changed, eligible_pairs(changed)) - coverage(problem, pairs)


def test_every_unmet_need_has_a_reason():
    reasons = set()
    for seed in range(8):
        problem = world(seed, people=10, needs=10, places=4).problem()
        result = allocate(problem, QUICK)
        case, _ = case_of(problem)
        for unmet in result.unmet:
            need = problem.needs.ids.tolist().index(unmet.need)
            why = why_unmet(case, result.assignments, need)
            reasons.add(why.reason)
            assert why.reason == "contention" or why.candidates == sum(a.need == unmet.need for a in result.assignments)
            assert why.reason in {"contention", "several"} or sieve(problem, need).nearest(why.reason)
    assert "contention" in reasons
    assert len(reasons) >= 3


def test_who_is_not_chosen_hears_the_first_rule_or_who_is_there_instead():
    problem = world(2, people=14, needs=8, places=4).problem()
    result = allocate(problem, QUICK)
    case, _ = case_of(problem)
    chosen = {(a.specialist, a.need) for a in result.assignments}
    pairs = set(zip(case.pairs.specialist.tolist(), case.pairs.need.tolist(), strict=True))
    for s in range(14):
        for n in range(8):
            why = why_not(case, result.assignments, s, n)
            assert bool(why.failures) == ((s, n) not in pairs)
            if (f"s{s:02d}", f"n{n:02d}") in chosen:
                assert f"n{n:02d}" in {a.need for a in why.busy}
            assert {a.specialist for a in why.others} == {a for a, b in chosen if b == f"n{n:02d}"} - {f"s{s:02d}"}


def test_a_pair_is_explained_by_parts_that_sum_to_its_score():
    problem = world(2, people=14, needs=8, places=4).problem()
    case, _ = case_of(problem)
    for e in range(len(case.pairs)):
        parts = why_pair(case, int(case.pairs.specialist[e]), int(case.pairs.need[e]))
        assert [part.name for part in parts] == list(PARTS)
        assert sum(part.points for part in parts) == case.scores.total[e]
        assert all(part.points <= part.best for part in parts)


@pytest.mark.parametrize("seed", range(4))
def test_rankings_agree_with_the_scores_of_all_pairs(seed):
    problem = world(seed, people=16, needs=8, places=4).problem()
    pairs = eligible_pairs(problem)
    total = score(problem, pairs).total
    for need in range(8):
        here = np.flatnonzero(pairs.need == need)
        wanted = sorted((-int(total[e]), str(problem.specialists.ids[pairs.specialist[e]])) for e in here)
        found = rank_candidates(problem, need)
        assert [(-each.score, each.id) for each in found] == wanted
        assert [each.rank for each in found] == list(range(1, len(found) + 1))
    for person in range(16):
        here = np.flatnonzero(pairs.specialist == person)
        wanted = sorted((-int(total[e]), str(problem.needs.ids[pairs.need[e]])) for e in here)
        assert [(-each.score, each.id) for each in rank_needs(problem, person)] == wanted


def test_the_smallest_change_that_is_named_for_a_rank_does_alter_it():
    problem = world(4, people=25, needs=6, places=4).problem()
    tried = 0
    for need in range(6):
        ranked = rank_candidates(problem, need)
        for above, below in pairwise(ranked):
            assert below.behind == above.score - below.score
            for lift in below.lifts:
                assert below.score + lift.wanted > above.score >= below.score + lift.wanted - 1
                assert (
                    below.parts[PARTS.index(lift.part)] + lift.open <= problem.weights.parts()[PARTS.index(lift.part)]
                )
                tried += 1
    assert tried > 10


def test_a_rank_ignores_who_is_hidden_or_forbidden():
    told = world(4, people=25, needs=6, places=4)
    need = next(n for n in range(6) if rank_candidates(told.problem(), n))
    first = rank_candidates(told.problem(), need)[0].id
    without = rank_candidates(told.told(forbidden=frozenset({(first, told.needs[need].id)})).problem(), need)
    hiding = frozenset({told.needs[need].owner})
    people = tuple(replace(row, hidden_from=hiding) if row.id == first else row for row in told.people)

    assert first not in {each.id for each in without}
    assert first not in {each.id for each in rank_candidates(replace(told, people=people).problem(), need)}
