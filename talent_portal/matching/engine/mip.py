"""The side constraints as a mixed-integer programme, with only the variables and rows that can bind.

Column `step[e]` counts units of pair e, so x_e = unit_e * step_e. `sign[e]` is the column that is 1 where the pair is
used: the step itself where it can only be 0 or 1, a binary of its own where a rule asks, none elsewhere. The letters
C1 to C10 are those of docs/matching.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine import hall
from talent_portal.matching.engine.fairness import levels
from talent_portal.matching.engine.matrix import Builder, Matrix
from talent_portal.matching.engine.model import FULL, NO_BUDGET, WHOLE_DAY, Array, Pairs, Problem, popcount
from talent_portal.matching.engine.pins import pins_of

NONE = -1


@dataclass(frozen=True, slots=True)
class Model:
    """The programme and what its columns mean."""

    matrix: Matrix
    pairs: Pairs
    step: Array  # int64 (E,)
    sign: Array  # int64 (E,): column that says the pair is used, or NONE
    cover: Array  # int64: level columns, by place
    cover_place: Array  # int64: their places, ascending
    worth: Array  # float64: value of one unit of each level column
    depth: Array  # float64: residual shortage (0..1) that each level column begins at
    changed: Array  # int64: columns that are 1 where a pair differs from the previous plan

    def zeros(self) -> Array:
        """Return an objective of zeros."""
        return np.zeros(len(self.matrix.lower))

    def per_half_day(self, values: Array) -> Array:
        """Return the objective that pays `values[e]` per half-day and term of pair e."""
        objective = self.zeros()
        objective[self.step] = values * self.pairs.unit.astype(np.int64) * popcount(self.pairs.terms).astype(np.int64)
        return objective

    def halves(self, x: Array) -> Array:
        """Return half-days a week by pair."""
        return (np.rint(x[self.step]) * self.pairs.unit).astype(np.int16)


def build(p: Problem, pairs: Pairs, explicit: Sequence[int] = (), previous: Array | None = None) -> Model:
    """Write C1 to C10 for these pairs; the specialists in `explicit` get their half-days chosen one by one.

    With a previous plan (half-days by pair) there are columns that count the pairs that differ from it.
    """
    builder = Builder()
    step = builder.columns(pairs.upper // pairs.unit, integer=True)
    sign = _signs(p, pairs, builder, step, every_sign=previous is not None)
    _c1_sizes(pairs, builder, step, sign)
    _c2_weeks(p, pairs, builder, step, sign)
    hall.rows(p, pairs, builder, step)
    hall.explicit_rows(p, pairs, builder, step, explicit)
    _c4_asked(p, pairs, builder, step)
    _c5_people(p, pairs, builder, sign)
    _c6_places(p, pairs, builder, step)
    _c8_areas(p, pairs, builder, step)
    _c9_travel(p, pairs, builder, step)
    _c10_exclusive(pairs, builder, sign)
    cover, cover_place, worth, depth = _levels(p, pairs, builder, step)
    changed = _changes(pairs, builder, step, sign, previous) if previous is not None else np.zeros(0, np.int64)
    matrix = _c7_pins(p, pairs, builder.matrix(), step)
    return Model(matrix, pairs, step, sign, cover, cover_place, worth, depth, changed)


def _signs(p: Problem, pairs: Pairs, builder: Builder, step: Array, *, every_sign: bool) -> Array:
    """Give a binary only to pairs of several steps that a rule must know to be used or not."""
    several = pairs.upper > pairs.unit
    fewest = np.full(len(p.needs.ids), np.iinfo(np.int16).max, np.int64)
    np.minimum.at(fewest, pairs.need, pairs.lower)
    sharers = np.bincount(pairs.need, minlength=len(p.needs.ids))
    if p.terms == 1:
        sharers = np.minimum(sharers, p.needs.asked // np.maximum(fewest, 1))
    crowded = (p.needs.people < sharers)[pairs.need]
    lonely = np.bincount(pairs.specialist, pairs.exclusive, minlength=1)[pairs.specialist] > 0
    asked = (pairs.lower > pairs.unit) | (pairs.overhead > 0) | crowded | lonely | every_sign
    sign = np.where(several, NONE, step)
    sign[several & asked] = builder.columns(np.ones(int((several & asked).sum())), integer=True)
    return sign


def _c1_sizes(pairs: Pairs, builder: Builder, step: Array, sign: Array) -> None:
    """C1: lower_e y_e <= x_e <= upper_e y_e, in steps."""
    own = np.flatnonzero((sign != NONE) & (sign != step))
    rows = np.arange(len(own))
    most, least = (bound[own] // pairs.unit[own] for bound in (pairs.upper, pairs.lower))
    builder.at_most([(rows, step[own], np.ones(len(own))), (rows, sign[own], -most.astype(float))], np.zeros(len(own)))
    builder.rows(
        [(rows, step[own], np.ones(len(own))), (rows, sign[own], -least.astype(float))],
        np.zeros(len(own)),
        np.full(len(own), np.inf),
    )


def _c2_weeks(p: Problem, pairs: Pairs, builder: Builder, step: Array, sign: Array) -> None:
    """C2: half-days and trips of one specialist stay within the week, in every term where they could exceed it."""
    unit, trips = pairs.unit.astype(float), pairs.overhead.astype(float)
    for term in range(p.terms):
        here = np.flatnonzero((pairs.terms >> np.uint8(term)) & np.uint8(1))
        most = np.bincount(
            pairs.specialist[here], pairs.upper[here] + pairs.overhead[here], minlength=len(p.specialists.ids)
        )
        bound = p.specialists.limit[:, term].astype(float)
        rows, number = _numbered(most > bound)
        here = here[rows[pairs.specialist[here]] >= 0]
        row, far = rows[pairs.specialist[here]], trips[here] > 0
        builder.at_most(
            [(row, step[here], unit[here]), (row[far], sign[here][far], trips[here][far])], bound[most > bound][:number]
        )


def _numbered(chosen: Array) -> tuple[Array, int]:
    """Return consecutive numbers for the chosen entries and -1 for the others, and how many were chosen."""
    return np.where(chosen, np.cumsum(chosen) - 1, NONE), int(chosen.sum())


def shareable(p: Problem, pairs: Pairs) -> Array:
    """Return the most half-days a week that as many people as may share each need could give it."""
    order = np.lexsort((-pairs.upper.astype(np.int64), pairs.need))
    need = pairs.need[order]
    place = np.arange(len(order)) - np.searchsorted(need, need)
    best = order[place < p.needs.people[need]]
    return np.bincount(pairs.need[best], pairs.upper[best], minlength=len(p.needs.ids)).astype(np.int64)


def _c4_asked(p: Problem, pairs: Pairs, builder: Builder, step: Array) -> None:
    """C4: nobody gets more than was asked for, nor than the people who may share it could give, in any term."""
    bound = np.minimum(p.needs.asked, shareable(p, pairs))
    for term in range(p.terms):
        here = np.flatnonzero((pairs.terms >> np.uint8(term)) & np.uint8(1))
        most = np.bincount(pairs.need[here], pairs.upper[here], minlength=len(p.needs.ids))
        rows, _ = _numbered(most > bound)
        here = here[rows[pairs.need[here]] >= 0]
        builder.at_most(
            [(rows[pairs.need[here]], step[here], pairs.unit[here].astype(float))], bound[most > bound].astype(float)
        )


def _c5_people(p: Problem, pairs: Pairs, builder: Builder, sign: Array) -> None:
    """C5: at most so many people share one need; only where more could."""
    known = sign != NONE
    crowd = np.bincount(pairs.need[known], minlength=len(p.needs.ids)) > p.needs.people
    rows, _ = _numbered(crowd)
    here = np.flatnonzero(known & (rows[pairs.need] >= 0)) if len(pairs) else np.zeros(0, np.int64)
    builder.at_most([(rows[pairs.need[here]], sign[here], np.ones(len(here)))], p.needs.people[crowd].astype(float))


def _c6_places(p: Problem, pairs: Pairs, builder: Builder, step: Array) -> None:
    """C6: at most `places` municipalities for one specialist, with a binary for each that is possible."""
    places = len(p.geography.ids)
    keys = pairs.specialist.astype(np.int64) * places + p.needs.place[pairs.need]
    towns, town = np.unique(keys, return_inverse=True)
    who = towns // max(places, 1)
    options = np.bincount(who, minlength=len(p.specialists.ids))
    fewest = np.full(len(p.specialists.ids), np.iinfo(np.int16).max, np.int64)
    np.minimum.at(fewest, pairs.specialist, pairs.lower.astype(np.int64) + pairs.overhead)
    room = p.specialists.limit.max(axis=1, initial=0).astype(np.int64) // fewest
    room = np.where(p.terms > 1, options, room)
    bound = (options > p.specialists.places) & (room > p.specialists.places)
    chosen = bound[who]
    column = np.full(len(towns), NONE)
    column[chosen] = builder.columns(np.ones(int(chosen.sum())), integer=True)
    here = np.flatnonzero(column[town] != NONE)
    most = (pairs.upper[here] // pairs.unit[here]).astype(float)
    row = np.arange(len(here))
    builder.at_most([(row, step[here], np.ones(len(here))), (row, column[town[here]], -most)], np.zeros(len(here)))
    rows, _ = _numbered(bound)
    builder.at_most(
        [(rows[who[chosen]], column[chosen], np.ones(int(chosen.sum())))], p.specialists.places[bound].astype(float)
    )


def _c7_pins(p: Problem, pairs: Pairs, matrix: Matrix, step: Array) -> Matrix:
    """C7: pinned pairs have at least (or exactly) so many half-days; pins on no eligible pair are the caller's."""
    lower, upper = np.zeros(len(matrix.lower)), np.full(len(matrix.lower), np.inf)
    for e, pin in pins_of(p, pairs).items():
        lower[step[e]] = pin.halves // int(pairs.unit[e])
        if pin.exact:
            upper[step[e]] = lower[step[e]]
    return matrix.within(lower, upper)


def _changes(pairs: Pairs, builder: Builder, step: Array, sign: Array, previous: Array) -> Array:
    """Count a pair as changed when its steps differ from the previous plan's."""
    kept = np.flatnonzero(previous > 0)
    before = (previous[kept] // pairs.unit[kept]).astype(float)
    most = (pairs.upper[kept] // pairs.unit[kept]).astype(float)
    column, row = builder.columns(np.ones(len(kept)), integer=True), np.arange(len(kept))
    builder.at_most([(row, step[kept], np.ones(len(kept))), (row, column, -np.maximum(most - before, 0))], before)
    builder.at_most([(row, step[kept], -np.ones(len(kept))), (row, column, -before)], -before)
    changed = sign.copy()
    changed[kept] = column
    return changed


def _c8_areas(p: Problem, pairs: Pairs, builder: Builder, step: Array) -> None:
    """C8: at most so many half-days (times terms) in an area."""
    weight = pairs.unit.astype(float) * popcount(pairs.terms)
    for cap in p.geography.caps:
        inside = np.flatnonzero(np.isin(p.needs.place[pairs.need], cap.places))
        entries = [(np.zeros(len(inside), np.int64), step[inside], weight[inside])]
        builder.at_most(entries, np.array([float(cap.limit)]))


def trip_minutes(p: Problem, pairs: Pairs) -> Array:
    """Return minutes of travel a week that one step of each pair costs: there and back on each day on site."""
    days = np.where(p.needs.unit[pairs.need] == WHOLE_DAY, pairs.unit // WHOLE_DAY, pairs.unit).astype(np.int64)
    return 2 * pairs.minutes.astype(np.int64) * (FULL - p.needs.remote[pairs.need].astype(np.int64)) * days // FULL


def _c9_travel(p: Problem, pairs: Pairs, builder: Builder, step: Array) -> None:
    """C9: the week's travel stays within what the person accepts."""
    cost = trip_minutes(p, pairs)
    limited = (p.specialists.budget < NO_BUDGET)[pairs.specialist] & (cost > 0)
    for term in range(p.terms):
        here = np.flatnonzero(limited & ((pairs.terms >> np.uint8(term)) & np.uint8(1)).astype(bool))
        most = np.bincount(
            pairs.specialist[here],
            cost[here] * (pairs.upper[here] // pairs.unit[here]),
            minlength=len(p.specialists.ids),
        )
        bound = p.specialists.budget.astype(float)
        rows, _ = _numbered(most > bound)
        here = here[rows[pairs.specialist[here]] >= 0]
        builder.at_most([(rows[pairs.specialist[here]], step[here], cost[here].astype(float))], bound[most > bound])


def _c10_exclusive(pairs: Pairs, builder: Builder, sign: Array) -> None:
    """C10: who takes an exclusive form takes nothing else: each other pair, with all exclusive ones, at most once."""
    lonely = np.flatnonzero(pairs.exclusive)
    row = 0
    entries: list[tuple[int, int]] = []
    for who in np.unique(pairs.specialist[lonely]):
        mine = np.arange(pairs.first[who], pairs.first[who + 1])
        alone, others = mine[pairs.exclusive[mine]], mine[~pairs.exclusive[mine]]
        for other in others if len(others) else (NONE,):
            columns = [*sign[alone].tolist(), *([int(sign[other])] if other != NONE else [])]
            if len(columns) > 1:
                entries += [(row, column) for column in columns]
                row += 1
    found = np.array(entries, np.int64).reshape(-1, 2)
    builder.at_most([(found[:, 0], found[:, 1], np.ones(len(found)))], np.ones(row))


def _levels(p: Problem, pairs: Pairs, builder: Builder, step: Array) -> tuple[Array, Array, Array, Array]:
    """Tie covered half-days of each place to columns of falling worth; the solver fills them in order by itself."""
    found = levels(p)
    place = np.repeat(np.arange(len(found.asked)), found.asked)
    most = np.bincount(
        p.needs.place[pairs.need], pairs.upper.astype(np.int64) * popcount(pairs.terms), minlength=len(found.asked)
    )
    order = np.arange(len(place)) - found.first[place]
    keys = place.astype(np.int64) * (int(found.weight.max(initial=0)) + 1) - found.weight
    reachable = order < most[place]
    _, begins, sizes = np.unique(keys[reachable], return_index=True, return_counts=True)
    first = np.flatnonzero(reachable)[begins]
    cover = builder.columns(sizes, integer=False)
    weight = pairs.unit.astype(float) * popcount(pairs.terms)
    builder.rows(
        [(p.needs.place[pairs.need], step, weight), (place[first], cover, -np.ones(len(first)))],
        np.zeros(len(found.asked)),
        np.full(len(found.asked), np.inf),
    )
    left = found.missing[place[first]] * p.terms - order[first]
    depth = left / (found.base[place[first]] * p.terms)
    return cover, place[first], found.weight[first].astype(float), depth
