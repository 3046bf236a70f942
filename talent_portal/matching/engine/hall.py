"""C3: counts of half-days that a week can hold, as cuts; and explicit choices where counts say too little."""

from collections.abc import Sequence

import numpy as np

from talent_portal.matching.engine.matrix import Builder
from talent_portal.matching.engine.model import SLOTS, WHOLE_DAY, Array, Pairs, Problem, popcount
from talent_portal.matching.engine.weekdays import hall_sets


def rows(p: Problem, pairs: Pairs, builder: Builder, step: Array) -> None:
    """Add, by specialist and term, the sum of what suits only inside a union of masks, where it could exceed it."""
    entries: list[tuple[int, int, float]] = []
    bounds: list[float] = []
    seen: set[tuple[tuple[int, ...], int]] = set()
    for who in _narrow(p, pairs):
        mine = range(pairs.first[who], pairs.first[who + 1])
        for term in range(p.terms):
            here = [e for e in mine if int(pairs.terms[e]) >> term & 1]
            limit = int(p.specialists.limit[who, term])
            for union, inside in _cuts(pairs, here, limit):
                if (tuple(inside), union) not in seen:
                    seen.add((tuple(inside), union))
                    entries += [(len(bounds), int(step[e]), float(pairs.unit[e])) for e in inside]
                    bounds.append(float(union.bit_count()))
    found = np.array(entries).reshape(-1, 3)
    builder.at_most([(found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), found[:, 2])], np.array(bounds))


def _narrow(p: Problem, pairs: Pairs) -> Array:
    """Return the specialists with some mask narrower than their week's limit and more pairs than it holds."""
    limit = p.specialists.limit.max(axis=1, initial=0)[pairs.specialist]
    several = np.diff(pairs.first)[pairs.specialist] > 1
    return np.unique(pairs.specialist[several & (popcount(pairs.mask) < limit)])


def _cuts(pairs: Pairs, here: list[int], limit: int) -> list[tuple[int, list[int]]]:
    cuts = []
    for union in hall_sets([int(pairs.mask[e]) for e in here]):
        inside = [e for e in here if int(pairs.mask[e]) & ~union == 0]
        asked = sum(int(pairs.upper[e]) for e in inside)
        if len(inside) > 1 and union.bit_count() < min(asked, limit):
            cuts.append((union, inside))
    return cuts


def explicit_rows(p: Problem, pairs: Pairs, builder: Builder, step: Array, people: Sequence[int]) -> None:
    """Let the solver choose the half-days themselves for these specialists, the same ones in all terms of a contract.

    A whole-day contract chooses days, any other half-days; no half-day is chosen twice in a term.
    """
    for who in people:
        mine = np.arange(pairs.first[who], pairs.first[who + 1])
        choices: list[tuple[int, int, int]] = []
        for e in mine.tolist():
            days = p.needs.unit[pairs.need[e]] == WHOLE_DAY
            units = range(0, SLOTS, 2) if days else range(SLOTS)
            size = 0b11 if days else 0b1
            choices += [(e, size << k, size) for k in units if int(pairs.mask[e]) & (size << k) == size << k]
        columns = builder.columns(np.ones(len(choices)), integer=True)
        given = [
            (k, columns[j], float(choice[2].bit_count()))
            for j, choice in enumerate(choices)
            for k in [int(choice[0] - mine[0])]
        ]
        wanted = [(k, int(step[e]), -float(pairs.unit[e])) for k, e in enumerate(mine.tolist())]
        _add(builder, [*given, *wanted], np.zeros(len(mine)), np.zeros(len(mine)))
        for term in range(p.terms):
            used = [
                (slot, columns[j], 1.0)
                for j, (e, slots, _) in enumerate(choices)
                if int(pairs.terms[e]) >> term & 1
                for slot in range(SLOTS)
                if slots >> slot & 1
            ]
            _add(builder, used, np.full(SLOTS, -np.inf), np.ones(SLOTS))


def _add(builder: Builder, entries: list[tuple[int, int, float]], lower: Array, upper: Array) -> None:
    found = np.array(entries, np.float64).reshape(-1, 3)
    builder.rows([(found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), found[:, 2])], lower, upper)
