"""How well a pair fits, 0 to 1000 as the sum of its parts. Parts are whole numbers and are stored with the pair."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import Array, Pairs, Problem, popcount

YEARS_THAT_COUNT = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """`total[e]` is the sum of `parts[e]`, in the order of `model.PARTS`."""

    total: Array  # int16 (E,)
    parts: Array  # int16 (E, 6)


def score(p: Problem, pairs: Pairs) -> Scores:
    """Score every pair; no part depends on another pair, so a changed weight changes only its own part."""
    shares = (_helpful, _travel, _days, _years, _ties, _form)
    parts = np.empty((len(pairs), len(shares)), np.int16)
    for k, (share, weight) in enumerate(zip(shares, p.weights.parts(), strict=True)):
        won, possible = share(p, pairs)
        parts[:, k] = weight * won.astype(np.int64) // np.maximum(possible, 1)
    return Scores(parts.sum(axis=1, dtype=np.int16), parts)


def _helpful(p: Problem, pairs: Pairs) -> tuple[Array, Array]:
    """Of the helpful qualifications, how many the person has or says to have; all where none is named."""
    wanted = p.needs.helpful[pairs.need]
    asked = popcount(wanted)
    met = popcount(wanted & p.specialists.claimed[pairs.specialist])
    return np.where(asked == 0, 1, met), np.maximum(asked, 1)


def _travel(p: Problem, pairs: Pairs) -> tuple[Array, Array]:
    """Of the longest trip the person accepts, how much is left over."""
    limit = np.maximum(p.specialists.minutes[pairs.specialist].astype(np.int64), 1)
    return np.maximum(limit - pairs.minutes, 0), limit


def _days(p: Problem, pairs: Pairs) -> tuple[Array, Array]:
    """Of the half-days asked for, how many this person alone could give."""
    return pairs.upper, p.needs.asked[pairs.need]


def _years(p: Problem, pairs: Pairs) -> tuple[Array, Array]:
    """Years of experience beyond the required ones, up to ten."""
    beyond = p.specialists.years[pairs.specialist].astype(np.int64) - p.needs.years[pairs.need]
    return np.clip(beyond, 0, YEARS_THAT_COUNT), np.full(len(pairs), YEARS_THAT_COUNT)


def _ties(p: Problem, pairs: Pairs) -> tuple[Array, Array]:
    """Ties with the place count whole, with its area half."""
    known, place = p.specialists.known[pairs.specialist], p.needs.place[pairs.need]
    area = p.geography.area
    near = (known >= 0) & (area[np.maximum(known, 0)] == area[place])
    return np.where(known == place, 2, near.astype(np.int64)), np.full(len(pairs), 2)


def _form(p: Problem, pairs: Pairs) -> tuple[Array, Array]:
    """Count the post's first choice among appointment forms whole, any other lawful one half."""
    forms = p.needs.forms[pairs.need]
    first = popcount((forms & (~forms + np.uint32(1))) - np.uint32(1))
    return np.where(first == pairs.form, 2, 1), np.full(len(pairs), 2)
