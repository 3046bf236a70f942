"""What an office would get otherwise, under the same hard rules: each need in turn takes whoever is next in line."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine import highs
from talent_portal.matching.engine.matrix import Builder
from talent_portal.matching.engine.model import Array
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.search import Table

ORDERS = ("fcfs", "fcfs_fit", "greedy", "one_to_one")


@dataclass(frozen=True, slots=True)
class Figures:
    """Covered days a week, and the worst residual shortage of a place, between 0 and 1."""

    covered: float
    worst: float


def plan(case: Case, order: str, seed: int) -> Array:
    """Return half-days by pair: needs in the order of arrival, the nearest (or best) first; best pairs first; LSA."""
    pairs, score = case.pairs, case.scores.total.astype(np.int64)
    arrival = np.random.default_rng(seed).permutation(len(case.p.needs.ids))[pairs.need]
    lines = {
        "fcfs": (-score, pairs.minutes, arrival),
        "fcfs_fit": (pairs.minutes, -score, arrival),
        "greedy": (-score,),
    }
    chosen = _assigned(case) if order == "one_to_one" else np.lexsort(lines[order])
    table = Table(case.p, pairs, case.scores)
    table.fill(chosen, pairs.upper[chosen])
    return case.trimmed(table.x)


def _assigned(case: Case) -> Array:
    """Return the pairs of the best assignment of one need to one person."""
    pairs = case.pairs
    builder = Builder()
    used = builder.columns(np.ones(len(pairs)), integer=False)
    builder.at_most([(pairs.specialist, used, np.ones(len(pairs)))], np.ones(len(case.p.specialists.ids)))
    builder.at_most([(pairs.need, used, np.ones(len(pairs)))], np.ones(len(case.p.needs.ids)))
    found = highs.relax(builder.matrix(), case.scores.total * pairs.upper.astype(float))
    return np.flatnonzero(found.x[used] > 1 / 2) if found else np.zeros(0, np.int64)
