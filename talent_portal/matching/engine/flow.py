"""The core as a network: specialist -> need -> place, without least sizes, weekdays and other side constraints.

Its optimum is whole-numbered by itself and bounds every plan. OR-Tools solves it where the extra `nation` is
installed, HiGHS elsewhere; without both, sums over places give a weaker bound.
"""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine import highs
from talent_portal.matching.engine.fairness import Levels, levels
from talent_portal.matching.engine.matrix import Builder
from talent_portal.matching.engine.mip import shareable, trip_minutes
from talent_portal.matching.engine.model import NO_BUDGET, Array, Pairs, Problem, popcount

BACKENDS = ("ortools", "highs", "sums")
PRICED = 150_000
ENDLESS = 1 << 40
FIRST = 8
FIRST_OF_PERSON = 2
CLEAR = 1e-6
NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class FlowSolution:
    """Half-days times terms by pair, and the proven bound on `multiplier * fairness + fit`."""

    amount: Array  # int64 (E,); zeros where only sums are known
    bound: int
    backend: str


@dataclass(frozen=True, slots=True)
class _Network:
    supply: Array  # (S,) half-days times terms that each specialist can use
    pair: Array  # (E,) capacity
    demand: Array  # (N,)
    step_place: Array  # level steps: place, size, worth
    step_size: Array
    step_worth: Array


def core_flow(p: Problem, pairs: Pairs, value: Array, multiplier: int, backend: str = "auto") -> FlowSolution:
    """Maximise `multiplier * fairness + sum of value * half-days`; `value` is per half-day and term."""
    net = _network(p, pairs)
    for name in BACKENDS if backend == "auto" else (backend,):
        solution = _solve(name, p, pairs, net, value.astype(np.int64), multiplier)
        if solution is not None:
            return solution
    return _sums(p, pairs, net, value, multiplier)


def _solve(  # noqa: PLR0913, PLR0917 the same for every backend
    name: str, p: Problem, pairs: Pairs, net: _Network, value: Array, multiplier: int
) -> FlowSolution | None:
    if name == "ortools":
        return _ortools(p, pairs, net, value, multiplier)
    if name == "highs" and highs.available():
        return _highs(p, pairs, net, value, multiplier)
    return None


def _network(p: Problem, pairs: Pairs) -> _Network:
    found = levels(p)
    place, size, worth = _steps(found)
    return _Network(
        supply=usable(p, pairs),
        pair=pairs.upper.astype(np.int64) * popcount(pairs.terms),
        demand=np.minimum(p.needs.asked, shareable(p, pairs)).astype(np.int64) * popcount(p.needs.terms),
        step_place=place,
        step_size=size,
        step_worth=worth,
    )


def usable(p: Problem, pairs: Pairs) -> Array:
    """Return the most half-days times terms that each specialist's own rules let all contracts have together.

    Each contract is a multiple of its unit, so their sum is one of the common divisor; some trip costs at least the
    shortest; all half-days lie in the union of the weeks that suit; and travel keeps its budget at the best rate.
    """
    total = np.zeros(len(p.specialists.ids), np.int64)
    cost = trip_minutes(p, pairs)
    budget = np.where(p.specialists.budget == NO_BUDGET, ENDLESS, p.specialists.budget.astype(np.int64))
    for term in range(p.terms):
        here = np.flatnonzero((pairs.terms >> np.uint8(term)) & np.uint8(1))
        if not len(here):
            continue
        who, first = np.unique(pairs.specialist[here], return_index=True)
        unit, mine = pairs.unit[here].astype(np.int64), budget[pairs.specialist[here]]
        paid = np.where(cost[here] > 0, mine * unit // np.maximum(cost[here], 1), ENDLESS)
        most = p.specialists.limit[who, term] - np.minimum.reduceat(pairs.overhead[here].astype(np.int64), first)
        week = np.bitwise_count(np.bitwise_or.reduceat(pairs.mask[here], first))
        least = np.minimum(np.minimum(most, week), np.maximum.reduceat(paid, first))
        common = np.gcd.reduceat(unit, first)
        total[who] += np.maximum(least, 0) // common * common
    return total


def _steps(found: Levels) -> tuple[Array, Array, Array]:
    """Join steps of equal worth of the same place."""
    place = np.repeat(np.arange(len(found.asked)), found.asked)
    new = np.ones(len(place), bool)
    new[1:] = (np.diff(place) != 0) | (np.diff(found.weight) != 0)
    begins = np.flatnonzero(new)
    sizes = np.diff(np.append(begins, len(place)))
    return place[begins], sizes, found.weight[begins].astype(np.int64)


def _ortools(p: Problem, pairs: Pairs, net: _Network, value: Array, multiplier: int) -> FlowSolution | None:
    try:
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 only where it is wanted
    except ImportError:
        return None
    people, works, places = len(net.supply), len(net.demand), len(p.geography.ids)
    source, sink = people + works + places, people + works + places + 1
    total = int(net.demand.sum())
    solver = min_cost_flow.SimpleMinCostFlow()
    # Nothing holds the arcs while it solves, when it needs most memory itself.
    solver.add_arcs_with_capacity_and_unit_cost(*_arcs(p, pairs, net, value, multiplier))
    solver.set_nodes_supplies(np.array([source, sink], np.int32), np.array([total, -total], np.int64))
    if solver.solve() != solver.OPTIMAL:
        return None
    amount = solver.flows(np.arange(people, people + len(pairs), dtype=np.int32))
    return FlowSolution(np.asarray(amount, np.int64), -int(solver.optimal_cost()), "ortools")


def _arcs(p: Problem, pairs: Pairs, net: _Network, value: Array, multiplier: int) -> tuple[Array, ...]:
    """Return tails, heads, sizes and costs: from the source to people, needs, places, the sink, and past them all."""
    people, works, places = len(net.supply), len(net.demand), len(p.geography.ids)
    source, sink = people + works + places, people + works + places + 1
    towns = people + works + p.needs.place.astype(np.int32)
    steps = people + works + net.step_place
    costs = np.zeros(people + len(pairs) + works + len(steps) + 1, np.int64)
    costs[people : people + len(pairs)] = -value
    costs[people + len(pairs) + works : -1] = -multiplier * net.step_worth
    ends = np.array([source]), np.array([sink])
    tails = [np.full(people, source), pairs.specialist, people + np.arange(works), steps, ends[0]]
    heads = [np.arange(people), people + pairs.need, towns, np.full(len(steps), sink), ends[1]]
    sizes = [net.supply, net.pair, net.demand, net.step_size, net.demand.sum(keepdims=True)]
    return (
        np.concatenate(tails, dtype=np.int32, casting="same_kind"),
        np.concatenate(heads, dtype=np.int32, casting="same_kind"),
        np.concatenate(sizes, dtype=np.int64),
        costs,
    )


def _highs(p: Problem, pairs: Pairs, net: _Network, value: Array, multiplier: int) -> FlowSolution:
    """Solve by the simplex method; a large network over ever more pairs, as long as the prices call for others.

    Prices of any part bound the whole (weak duality): each pair left out could add its price times its half-days. So
    the bound is exact where none is called for, and proven where the search ends before.
    """
    chosen = np.arange(len(pairs)) if len(pairs) <= PRICED else _promising(pairs, value)
    place = p.needs.place[pairs.need].astype(np.int64)
    while True:
        found = _part(p, pairs, net, value, multiplier, chosen)
        if found is None:
            raise highs.SolverError("a network without side constraints is never infeasible")
        by_person, by_need, by_place = np.split(found.price, np.cumsum([len(net.supply), len(net.demand)]))
        gain = value - by_person[pairs.specialist] - by_need[pairs.need] + by_place[place]
        gain[chosen] = 0
        called = np.flatnonzero(gain > CLEAR)
        open_value = float(gain[called] @ net.pair[called])
        if open_value <= NEAR * found.value:
            break
        best = called[_place_in_line(pairs.need[called], -gain[called]) < FIRST]
        chosen = np.union1d(chosen, best)
    amount = np.zeros(len(pairs), np.int64)
    amount[chosen] = np.rint(found.x[: len(chosen)])
    return FlowSolution(amount, round(found.value + open_value), "highs")


def _part(  # noqa: PLR0913, PLR0917 the network, and which of its pairs
    p: Problem, pairs: Pairs, net: _Network, value: Array, multiplier: int, chosen: Array
) -> highs.Relaxation | None:
    builder = Builder()
    amount = builder.columns(net.pair[chosen], integer=False)
    steps = builder.columns(net.step_size, integer=False)
    ones = np.ones(len(chosen))
    builder.at_most([(pairs.specialist[chosen], amount, ones)], net.supply.astype(float))
    builder.at_most([(pairs.need[chosen], amount, ones)], net.demand.astype(float))
    place = p.needs.place[pairs.need[chosen]]
    builder.at_most(
        [(net.step_place, steps, np.ones(len(steps))), (place, amount, -ones)], np.zeros(len(p.geography.ids))
    )
    objective = np.concatenate([value[chosen], multiplier * net.step_worth]).astype(float)
    return highs.relax(builder.matrix(), objective, presolve=len(chosen) == len(pairs))


def _promising(pairs: Pairs, value: Array) -> Array:
    """Return the best few pairs of each need and of each person."""
    first = _place_in_line(pairs.need, -value) < FIRST
    first |= _place_in_line(pairs.specialist, -value) < FIRST_OF_PERSON
    return np.flatnonzero(first)


def _place_in_line(key: Array, order: Array) -> Array:
    """Return how many of the same key stand before each, by ascending order."""
    settled = np.lexsort((order, key))
    line = np.empty(len(key), np.int64)
    line[settled] = np.arange(len(key)) - np.searchsorted(key[settled], key[settled])
    return line


def _sums(p: Problem, pairs: Pairs, net: _Network, value: Array, multiplier: int) -> FlowSolution:
    """Bound by sums: no need gets more than its candidates have, each half-day at its best value."""
    works = len(net.demand)
    most = np.minimum(np.bincount(pairs.need, net.pair, minlength=works), net.demand).astype(np.int64)
    best = np.zeros(works, np.int64)
    np.maximum.at(best, pairs.need, value)
    by_place = np.bincount(p.needs.place, most, minlength=len(p.geography.ids)).astype(np.int64)
    found = levels(p)
    sums = np.concatenate([[0], np.cumsum(found.weight, dtype=np.int64)])
    begin = found.first[:-1]
    fairness = int((sums[begin + np.minimum(by_place, found.asked)] - sums[begin]).sum())
    return FlowSolution(np.zeros(len(pairs), np.int64), multiplier * fairness + int((most * best).sum()), "sums")
