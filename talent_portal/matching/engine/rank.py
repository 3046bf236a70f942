"""People for one need and needs for one person, best first, and for every rank the smallest change that alters it."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.eligibility import pairs_among
from talent_portal.matching.engine.model import PARTS, Array, Problem
from talent_portal.matching.engine.scoring import Scores, score

HOW_MANY = 20


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
    people = np.arange(len(p.specialists.ids), dtype=np.int32)
    pairs = pairs_among(p, people, np.full(len(people), need, np.int32))
    return _ranking(p, score(p, pairs), p.specialists.ids[pairs.specialist], k)


def rank_needs(p: Problem, specialist: int, k: int = HOW_MANY) -> list[Ranked]:
    """Return the needs that a person fits best."""
    needs = np.arange(len(p.needs.ids), dtype=np.int32)
    pairs = pairs_among(p, np.full(len(needs), specialist, np.int32), needs)
    return _ranking(p, score(p, pairs), p.needs.ids[pairs.need], k)


def _ranking(p: Problem, scores: Scores, names: Array, k: int) -> list[Ranked]:
    total = scores.total.astype(np.int64)
    # Rows lie in the order of their ids.
    order = np.argsort(-total, kind="stable")[:k].tolist()
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
        found.append(Ranked(rank + 1, str(names[e]), int(total[e]), parts, behind, tuple(able)))
    return found
