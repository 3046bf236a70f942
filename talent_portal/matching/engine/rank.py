"""People for one need and needs for one person, best first, and for every rank the smallest change that alters it."""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.funnel import sieve
from talent_portal.matching.engine.model import PARTS, Array, Forbidden, Needs, Pins, Problem, Specialists
from talent_portal.matching.engine.scoring import Scores, score

HOW_MANY = 20
Rows = TypeVar("Rows", Specialists, Needs)


@dataclass(frozen=True, slots=True)
class Lift:
    """A part that alone could carry a candidate past the one above: so many points are wanted, so many are open."""

    part: str
    wanted: int
    open: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place of a ranking. `lifts` are the parts that could alter the rank, the one with the most room first."""

    rank: int
    id: str
    score: int
    parts: tuple[int, ...]
    behind: int
    lifts: tuple[Lift, ...]


def rank_candidates(p: Problem, need: int, k: int = HOW_MANY) -> list[Ranked]:
    """Return the best people for a need; equal scores stand in the order of their ids."""
    people = sieve(p, need).eligible()
    small = replace(
        p, specialists=_rows(p.specialists, people), needs=_rows(p.needs, np.array([need])), **_nothing_decided()
    )
    pairs = eligible_pairs(small)
    scores = score(small, pairs)
    return _ranking(p, scores, [str(small.specialists.ids[s]) for s in pairs.specialist], k)


def rank_needs(p: Problem, specialist: int, k: int = HOW_MANY) -> list[Ranked]:
    """Return the needs that a person fits best."""
    small = replace(p, specialists=_rows(p.specialists, np.array([specialist])), **_nothing_decided())
    small = replace(small, forbidden=_forbidden_of(p, specialist))
    pairs = eligible_pairs(small)
    return _ranking(p, score(small, pairs), [str(p.needs.ids[n]) for n in pairs.need], k)


def _ranking(p: Problem, scores: Scores, names: list[str], k: int) -> list[Ranked]:
    total = scores.total.astype(np.int64)
    order = sorted(range(len(names)), key=lambda e: (-int(total[e]), names[e]))[:k]
    weights = p.weights.parts()
    found = []
    for rank, e in enumerate(order):
        above = int(total[order[rank - 1]]) if rank else int(total[e])
        behind = above - int(total[e])
        # Of two equal scores the id decides, so one point more is wanted.
        wanted = behind + 1
        lifts = [Lift(PARTS[j], wanted, weights[j] - int(scores.parts[e, j])) for j in range(len(PARTS))]
        able = sorted(
            (lift for lift in lifts if rank and lift.open >= wanted), key=lambda lift: (-lift.open, lift.part)
        )
        parts = tuple(int(part) for part in scores.parts[e])
        found.append(Ranked(rank + 1, names[e], int(total[e]), parts, behind, tuple(able)))
    return found


def _rows(columns: Rows, rows: Array) -> Rows:
    """Return the columns of a few rows only."""
    return replace(columns, **{each.name: getattr(columns, each.name)[rows] for each in fields(columns)})


def _nothing_decided() -> dict[str, Any]:
    """Return no pins and nothing forbidden: both speak of row numbers, and the sieve has applied them already."""
    none = np.zeros((0, 2), np.int32)
    empty = np.zeros(0, np.int32)
    return {"pins": Pins(empty, empty, empty, empty.astype(bool)), "forbidden": Forbidden(none, none, none)}


def _forbidden_of(p: Problem, specialist: int) -> Forbidden:
    """Return what is forbidden to one person, who is row 0 now."""

    def own(rows: Array) -> Array:
        mine: Array = rows[rows[:, 0] == specialist].copy()
        mine[:, 0] = 0
        return mine

    return Forbidden(own(p.forbidden.pairs), own(p.forbidden.owners), own(p.forbidden.places))
