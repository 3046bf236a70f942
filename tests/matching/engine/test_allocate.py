"""The plan is the best there is, tier by tier, by every route; the judge and the bounds say so."""

import random
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import baselines
from bench.instances import instance
from talent_portal.matching.engine import flow, highs, players
from talent_portal.matching.engine.allocate import allocate, case_of
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.plans import MULTIPLIER, Case
from talent_portal.matching.engine.scoring import score
from talent_portal.matching.engine.verify import verify
from tests.matching.engine import exhaustive
from tests.matching.engine.ways import QUICK, WAYS, faults
from tests.matching.engine.worlds import any_world, pin, world

ROUTES = {
    "exact": QUICK,
    "strict": replace(QUICK, strict=True),
    "guided": replace(QUICK, route="guided"),
    "flow by ortools": replace(QUICK, route="flow", flow="ortools"),
    "flow by highs": replace(QUICK, route="flow", flow="highs"),
    "sums only": replace(QUICK, solver=False, flow="sums"),
}


def fits(problem):
    pairs = eligible_pairs(problem)
    names = zip(problem.specialists.ids[pairs.specialist], problem.needs.ids[pairs.need], strict=True)
    return {(str(s), str(n)): int(w) for (s, n), w in zip(names, score(problem, pairs).total, strict=True)}


def held(case, result):
    given = {(a.specialist, a.need): a.halves for a in result.assignments}
    people, needs = case.p.specialists.ids[case.pairs.specialist], case.p.needs.ids[case.pairs.need]
    return np.array([given.get((str(s), str(n)), 0) for s, n in zip(people, needs, strict=True)], np.int16)


def tiers(result):
    return {tier.name: tier for tier in result.tiers}


@pytest.mark.parametrize("terms", [1, 2])
def test_the_optimum_is_what_trying_every_plan_finds(terms):
    compared = 0
    for seed in range(75):
        told = world(seed, people=5, needs=4, terms=terms)
        problem = told.problem()
        try:
            wanted, _ = exhaustive.best(told, fits(problem))
        except exhaustive.TooLargeError:
            continue
        result = allocate(problem, QUICK)
        found = tuple(tiers(result)[name].value for name in ("fairness", "coverage", "fit"))
        assert found == wanted, seed
        assert result.status == "optimal"
        compared += 1
    assert compared >= 50


@pytest.mark.parametrize("number", range(len(WAYS)), ids=list(WAYS))
def test_no_way_to_a_plan_breaks_a_rule_loses_a_pin_or_exceeds_its_bound(number):
    way = list(WAYS)[number]
    # Ten worlds of its own for each way; `bench.judging` plays 500 by every way.
    for seed in range(10 * number, 10 * number + 10):
        assert faults(way, seed) == [], seed


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 100_000))
def test_bounds_and_values_keep_their_order(seed):
    problem = world(seed, people=14, needs=9, places=4).problem()
    ways = (("exact", "auto"), ("guided", "auto"), ("flow", "ortools"), ("flow", "highs"), ("flow", "sums"))
    results = [allocate(problem, replace(QUICK, route=route, flow=name)) for route, name in ways]
    case, _ = case_of(problem)
    worths = [case.worth(held(case, result)) for result in results]
    greedy = case.worth(baselines.plan(case, "greedy", seed))

    assert all(greedy <= worth <= worths[0] for worth in worths)
    if worths[0].coverage:
        guided, by_flow, by_highs, sums = (tiers(result)["combined"] for result in results[1:])
        assert sums.bound >= by_flow.bound == by_highs.bound >= guided.bound - 1
        assert guided.bound >= max(worth.combined for worth in worths)


@pytest.mark.parametrize("backend", ["ortools", "highs"])
def test_without_side_constraints_fairness_costs_no_covered_half_day(backend):
    for seed in range(15):
        problem = any_world(seed).problem()
        pairs = eligible_pairs(problem)
        fair = flow.core_flow(problem, pairs, np.zeros(len(pairs), np.int64), 1, backend)

        assert fair.amount.sum() == flow.core_flow(problem, pairs, np.ones(len(pairs), np.int64), 0, backend).bound


@pytest.mark.parametrize("first", [1, 3])
def test_a_network_solved_part_by_part_has_the_bound_of_the_whole(monkeypatch, first):
    problem = instance("prefecture", first)
    pairs = eligible_pairs(problem)
    fit = score(problem, pairs).total
    whole = flow.core_flow(problem, pairs, fit, MULTIPLIER, "highs")
    monkeypatch.setattr(flow, "PRICED", 0)
    monkeypatch.setattr(flow, "FIRST", first)
    parts = flow.core_flow(problem, pairs, fit, MULTIPLIER, "highs")

    assert whole.bound <= parts.bound <= whole.bound * (1 + 2 * flow.NEAR)
    assert (np.bincount(pairs.need, parts.amount) <= problem.needs.asked[: pairs.need.max() + 1]).all()
    assert parts.amount.sum() >= whole.amount.sum() * 0.99


def test_twenty_repeats_ten_orders_of_the_rows_and_two_threads_give_the_same_bytes():
    told = world(7, people=28, needs=14, places=5)
    first = allocate(told.problem(), QUICK)
    assert first.status == "optimal"
    assert {allocate(told.problem(), QUICK).canonical() for _ in range(20)} == {first.canonical()}
    for turn in range(10):
        rng = random.Random(turn)
        people, needs = rng.sample(told.people, len(told.people)), rng.sample(told.needs, len(told.needs))
        again = allocate(replace(told, people=tuple(people), needs=tuple(needs)).problem(), QUICK)
        assert again.canonical() == first.canonical()
    threads = [allocate(told.problem(), replace(QUICK, threads=count)) for count in (2, 1)]

    assert [each.canonical() for each in threads] == [first.canonical()] * 2


def test_strict_fairness_never_leaves_the_worst_place_worse_off():
    for seed in range(4):
        problem = world(seed, people=25, needs=14, places=5).problem()
        level, strict = (allocate(problem, ROUTES[route]) for route in ("exact", "strict"))

        assert strict.after.worst <= level.after.worst
        assert strict.status == "optimal"


@pytest.mark.parametrize("broken", ["raises", "wrong version", "nothing found"])
def test_a_broken_solver_still_leaves_a_verified_plan_with_a_bound(monkeypatch, broken):
    def fail(*_args, **_kwargs):
        raise highs.SolverError("gone")

    def nothing(matrix, *_args, **_kwargs):
        return highs.Outcome("limit", "seconds", -np.inf, np.inf, None, 0)

    if broken == "raises":
        monkeypatch.setattr(highs, "maximise", fail)
        monkeypatch.setattr(highs, "relax", fail)
    elif broken == "wrong version":
        monkeypatch.setattr(highs.metadata, "version", lambda _: "1.15.1")
    else:
        monkeypatch.setattr(highs, "maximise", nothing)
    problem = world(3, people=25, needs=14, places=5).problem()
    for route in ("exact", "guided"):
        result = allocate(problem, ROUTES[route])

        assert result.assignments
        assert verify(problem, result.assignments) == []
        assert result.tiers
        assert result.status == "feasible"


MISSING = {
    "highspy": ["highspy"],
    "ortools": ["ortools"],
    "numba": ["numba"],
    "all three": ["highspy", "ortools", "numba"],
}


@pytest.fixture
def missing(monkeypatch):
    """Make packages as if they had never been installed."""

    def take_away(names):
        loaded = [each for each in sys.modules if each.partition(".")[0] in names]
        for each in {*loaded, *names}:
            monkeypatch.setitem(sys.modules, each, None)
        players.compiled.cache_clear()

    yield take_away
    players.compiled.cache_clear()


@pytest.mark.parametrize("names", MISSING)
@pytest.mark.parametrize("route", ["auto", "guided", "flow"])
def test_a_missing_package_leaves_a_verified_plan_with_a_bound_and_no_stage_is_worse(missing, names, route):
    missing(MISSING[names])
    worths = []
    told = world(3, people=25, needs=14, places=5)
    options = replace(QUICK, route=route, compiled=None if names == "highspy" else True)
    result = allocate(told.problem(), options, on_plan=lambda run: worths.append(run.worth))

    assert highs.available() == ("highspy" not in MISSING[names])
    assert result.assignments
    assert verify(told.problem(), result.assignments) == []
    assert result.tiers
    assert all(tier.value <= tier.bound for tier in result.tiers)
    assert worths == sorted(worths)
    assert result.status == "feasible" or highs.available()


@pytest.mark.parametrize("names", ["ortools", "all three"])
@pytest.mark.parametrize("place", range(3))
def test_pins_in_conflict_are_named_with_whatever_is_installed(missing, names, place):
    told = world(3, people=25, needs=14, places=5)
    scores = sorted(fits(told.problem()))
    busiest = sorted({s for s, _ in scores}, key=lambda s: (-sum(a == s for a, _ in scores), s))[place]
    pins = {(s, n) for s, n in scores if s == busiest}
    problem = told.told(pins=tuple(pin(*each) for each in sorted(pins))).problem()
    missing(MISSING[names])
    result = allocate(problem, QUICK)
    kept = {(a.specialist, a.need) for a in result.assignments} & pins

    assert kept
    assert {(each.specialist, each.need) for each in result.conflicts} == pins - kept
    assert {each.code for each in result.conflicts} <= {
        "week",
        "half_days",
        "places",
        "exclusive",
        "travel_budget",
        "asked",
    }


def test_another_version_of_the_solver_is_refused(monkeypatch):
    monkeypatch.setattr(highs.metadata, "version", lambda _: "1.15.1")

    assert not highs.available()
    with pytest.raises(highs.SolverError, match=r"1\.15\.1"):
        highs.maximise(None, None, Limits())


def test_a_run_that_is_stopped_keeps_the_plan_in_hand():
    told = []
    problem = world(3, people=25, needs=14, places=5).problem()
    result = allocate(problem, QUICK, on_progress=lambda progress: told.append(progress) or False)

    assert [progress.phase for progress in told] == ["fill"]
    assert result.assignments
    assert result.status == "feasible"


def test_more_people_never_make_the_plan_worse():
    for seed in range(6):
        told = world(seed, people=12, needs=8, places=4)
        fewer = replace(told, people=told.people[:-1])
        with_all, without = (tiers(allocate(each.problem(), QUICK))["fairness"].value for each in (told, fewer))

        assert with_all >= without


def test_the_same_question_with_its_own_answer_changes_nothing():
    problem = world(11, people=25, needs=14, places=5).problem()
    first = allocate(problem, QUICK)
    again = allocate(problem, QUICK, previous=first.assignments)

    assert again.assignments == first.assignments
    assert again.changes == ()


def test_an_empty_world_has_an_empty_proven_plan():
    result = allocate(world(1, people=0, needs=0).problem(), QUICK)

    assert (result.assignments, result.status) == ((), "optimal")


def test_compiled_and_plain_moves_make_the_same_plan():
    problem = world(5, people=30, needs=16, places=5).problem()
    results = [allocate(problem, replace(QUICK, route="flow", flow="sums", compiled=fast)) for fast in (True, False)]

    assert results[0].canonical() == results[1].canonical()


def test_the_worth_of_a_plan_is_what_its_tiers_say():
    problem = world(9, people=25, needs=14, places=5).problem()
    result = allocate(problem, QUICK)
    pairs = eligible_pairs(problem)
    case = Case(problem, pairs, score(problem, pairs), np.zeros(0, np.int16))
    worth = case.worth(held(case, result))
    found = tiers(result)
    assert (worth.fairness, worth.coverage, worth.fit, worth.travel) == tuple(
        found[name].value for name in ("fairness", "coverage", "fit", "travel")
    )
