"""Residual shortage by place: what fairness optimises, and what is reported before and after.

A place with A authorised and B missing half-days a week, of which c are covered, has the residual shortage
(B - c) / max(A, B). The k-th covered half-day is worth ceil(1000 (B - k + 1) / max(A, B)), at least 1: less with every
half-day, so the places that lack most are served first. Shares are in millionths, so that results hold whole numbers.
"""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import Array, Problem, popcount

HALVES_OF_A_POST = 10
SCALE = 1000
MILLION = 1_000_000
WORST_SHARE = 10


@dataclass(frozen=True, slots=True)
class Levels:
    """The value of each covered half-day by place; `weight[first[m] + k]` is that of the (k + 1)-th of place m.

    `asked[m]` is what the needs there ask for, in half-days a week times terms; a unit of `weight` is one half-day in
    one term, so each step of a place is repeated once per term. `missing` and `base` are B and max(A, B).
    """

    first: Array  # int32 (P + 1)
    weight: Array  # int32
    missing: Array  # int32 (P,)
    base: Array  # int32 (P,)
    asked: Array  # int32 (P,)


def levels(p: Problem) -> Levels:
    """Value covered half-days by what the place reported missing; without a report, by what its needs ask for."""
    asked = np.bincount(
        p.needs.place,
        weights=p.needs.asked.astype(np.int64) * popcount(p.needs.terms),
        minlength=len(p.geography.ids),
    ).astype(np.int64)
    a_week = -(-asked // p.terms)
    reported = p.shortage.authorised >= 0
    missing = np.where(reported, HALVES_OF_A_POST * np.maximum(p.shortage.authorised - p.shortage.filled, 0), a_week)
    base = np.maximum(np.where(reported, HALVES_OF_A_POST * p.shortage.authorised, missing), np.maximum(missing, 1))
    first = np.concatenate([[0], np.cumsum(asked)]).astype(np.int32)
    place = np.repeat(np.arange(len(asked)), asked)
    step = (np.arange(first[-1]) - first[place]) // p.terms
    weight = np.maximum(-(-SCALE * np.maximum(missing[place] - step, 0) // base[place]), 1)
    return Levels(first, *(column.astype(np.int32) for column in (weight, missing, base, asked)))


def level_value(found: Levels, covered: Array) -> int:
    """Return the summed value of so many covered half-days (times terms) by place."""
    sums = np.concatenate([[0], np.cumsum(found.weight, dtype=np.int64)])
    ends = found.first[:-1] + np.minimum(covered, found.asked)
    return int((sums[ends] - sums[found.first[:-1]]).sum())


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """One place, in half-days a week; `residual` in millionths of what is authorised."""

    place: str
    island: bool
    asked: int
    covered: int
    missing: int
    residual_before: int
    residual: int


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """What the shares of all places say together; all shares in millionths. Formulas: docs/matching.md."""

    places: tuple[PlaceFigures, ...]
    worst: int
    worst_tenth: int
    mean_island: int
    mean_mainland: int
    island_gap: int
    gini: int
    jain: int
    theil: int


def report(p: Problem, covered: Array) -> FairnessReport:
    """Report on so many covered half-days (times terms) by place, over the places that asked for anything."""
    found = levels(p)
    there = np.flatnonzero(found.asked > 0)
    before = _millionths(found.missing[there], found.base[there])
    after = _millionths(found.missing[there] * p.terms - covered[there], found.base[there] * p.terms)
    ratio = covered[there] / found.asked[there]
    island = p.geography.island[there]
    worst = np.sort(after)[::-1][: -(-len(there) // WORST_SHARE)]
    isles, mainland = (int(after[side].mean()) if side.any() else 0 for side in (island, ~island))
    figures = tuple(
        PlaceFigures(
            str(p.geography.ids[m]),
            bool(p.geography.island[m]),
            int(-(-found.asked[m] // p.terms)),
            int(covered[m] // p.terms),
            int(found.missing[m]),
            int(before[k]),
            int(after[k]),
        )
        for k, m in enumerate(there)
    )
    settled = tuple(sorted(figures, key=lambda place: (-place.residual, place.place)))
    whole = int(worst[0]) if len(worst) else 0
    tenth = int(worst.mean()) if len(worst) else 0
    gap = isles - mainland if island.any() and not island.all() else 0
    return FairnessReport(settled, whole, tenth, isles, mainland, gap, gini(ratio), jain(ratio), theil(ratio))


def _millionths(part: Array, whole: Array) -> Array:
    return part.astype(np.int64) * MILLION // np.maximum(whole, 1)


def gini(ratio: Array) -> int:
    """Return sum over i, j of |r_i - r_j| / (2 n^2 mean), in millionths (Gini 1912)."""
    if len(ratio) == 0 or ratio.sum() == 0:
        return 0
    ranks = 2 * np.arange(1, len(ratio) + 1) - len(ratio) - 1
    return round(MILLION * float((ranks * np.sort(ratio)).sum() / (len(ratio) * ratio.sum())))


def jain(ratio: Array) -> int:
    """Return (sum r)^2 / (n sum r^2), in millionths; 1 is perfectly even (Jain, Chiu, Hawe 1984)."""
    squares = float((ratio**2).sum())
    return round(MILLION * float(ratio.sum()) ** 2 / (len(ratio) * squares)) if squares else MILLION


def theil(ratio: Array) -> int:
    """Return the mean of (r / mean) ln(r / mean), with 0 ln 0 = 0, in millionths (Theil 1967)."""
    if len(ratio) == 0 or ratio.sum() == 0:
        return 0
    share = ratio / ratio.mean()
    positive = share[share > 0]
    return round(MILLION * float((positive * np.log(positive)).sum()) / len(ratio))
