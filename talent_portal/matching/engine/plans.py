"""From half-days by pair to contracts with half-days of the week, and what a plan is worth tier by tier."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from talent_portal.matching.engine.fairness import level_value, levels
from talent_portal.matching.engine.mip import trip_minutes
from talent_portal.matching.engine.model import WHOLE_DAY, Array, Pairs, Problem, popcount
from talent_portal.matching.engine.pins import pins_of
from talent_portal.matching.engine.result import Assignment
from talent_portal.matching.engine.scoring import Scores
from talent_portal.matching.engine.weekdays import Contract, assign

MULTIPLIER = 1000


@dataclass(frozen=True, slots=True, order=True)
class Worth:
    """What a plan is worth, compared tier by tier."""

    pins: int
    fairness: int
    coverage: int
    fit: int
    changes: int  # minus the number of changed pairs
    travel: int  # minus the minutes a week

    @property
    def combined(self) -> int:
        """Return the value that the large routes maximise: fairness and fit in one."""
        return MULTIPLIER * self.fairness + self.fit


@dataclass(frozen=True, slots=True)
class Case:
    """A problem with its pairs, scores and the previous plan, as every stage needs them."""

    p: Problem
    pairs: Pairs
    scores: Scores
    previous: Array  # int16 (E,) half-days of the previous plan, or empty

    def worth(self, x: Array) -> Worth:
        """Return the worth of a plan."""
        span = popcount(self.pairs.terms).astype(np.int64)
        amount = x.astype(np.int64) * span
        pinned = pins_of(self.p, self.pairs)
        kept = sum(int(pin.kept_by(int(x[e]))) for e, pin in pinned.items())
        changed = int((x != self.previous).sum()) if len(self.previous) else 0
        return Worth(
            kept,
            level_value(levels(self.p), self.covered(x)),
            int((amount * self.p.needs.priority[self.pairs.need]).sum()),
            int((amount * self.scores.total).sum()),
            -changed,
            -int((x.astype(np.int64) // self.pairs.unit * trip_minutes(self.p, self.pairs)).sum()),
        )

    def covered(self, x: Array) -> Array:
        """Return covered half-days times terms by place."""
        amount = x.astype(np.int64) * popcount(self.pairs.terms)
        places = self.p.needs.place[self.pairs.need]
        return np.bincount(places, amount, minlength=len(self.p.geography.ids)).astype(np.int64)

    def unrealisable(self, x: Array) -> list[int]:
        """Return the specialists whose contracts cannot be given half-days."""
        return [who for who, mine in self._people(x) if assign(self._contracts(mine, x)) is None]

    def trimmed(self, x: Array) -> Array:
        """Return the plan without the poorest contracts of those whose contracts cannot be given half-days."""
        kept = x.copy()
        for _, mine in self._people(x):
            left = sorted(mine, key=lambda e: (int(self.scores.total[e]) * int(x[e]), e))
            while assign(self._contracts(sorted(left), kept)) is None:
                kept[left.pop(0)] = 0
        return kept

    def assignments(self, x: Array) -> tuple[Assignment, ...]:
        """Return the contracts with their half-days, by specialist, then need."""
        made = []
        for _, mine in self._people(x):
            slots = assign(self._contracts(mine, x))
            if slots is None:
                raise ValueError("contracts without half-days")
            made += [self._assignment(e, int(x[e]), chosen) for e, chosen in zip(mine, slots, strict=True)]
        return tuple(made)

    def _people(self, x: Array) -> list[tuple[int, list[int]]]:
        used = np.flatnonzero(x)
        edges = [0, *(np.flatnonzero(np.diff(self.pairs.specialist[used])) + 1).tolist(), len(used)]
        return [(int(self.pairs.specialist[used[a]]), used[a:b].tolist()) for a, b in pairwise(edges) if b > a]

    def _contracts(self, mine: list[int], x: Array) -> list[Contract]:
        pairs = self.pairs
        return [
            Contract(
                int(pairs.mask[e]), int(x[e]), bool(self.p.needs.unit[pairs.need[e]] == WHOLE_DAY), int(pairs.terms[e])
            )
            for e in mine
        ]

    def _assignment(self, e: int, halves: int, slots: int) -> Assignment:
        p, pairs = self.p, self.pairs
        return Assignment(
            specialist=str(p.specialists.ids[pairs.specialist[e]]),
            need=str(p.needs.ids[pairs.need[e]]),
            halves=halves,
            slots=slots,
            form=p.names.forms[pairs.form[e]],
            terms=int(pairs.terms[e]),
            score=int(self.scores.total[e]),
            parts=tuple(int(part) for part in self.scores.parts[e]),
        )
