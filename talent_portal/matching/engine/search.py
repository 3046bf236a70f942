"""Plans without a solver: fill in some order, then move contracts around. Every state is lawful (see `kernels`)."""

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from talent_portal.matching.engine import players, renewals
from talent_portal.matching.engine.fairness import levels
from talent_portal.matching.engine.kernels import Board
from talent_portal.matching.engine.mip import trip_minutes
from talent_portal.matching.engine.model import WHOLE_DAY, Array, Pairs, Problem, popcount
from talent_portal.matching.engine.scoring import Scores

LARGE = 5_000
LOG = 1 << 16
PART = 64


class Table:
    """One plan under change. Pinned pairs are set first and never pushed out."""

    def __init__(self, p: Problem, pairs: Pairs, scores: Scores, *, compiled: bool | None = None) -> None:
        """Begin with an empty plan; small problems are played in plain Python, which needs no compiling."""
        self.pairs = pairs
        self._problem, self._scores = p, scores
        wanted = len(pairs) >= LARGE if compiled is None else compiled
        fast = players.compiled() if wanted else None
        self.fast, self._moves = fast is not None, fast or players.plain
        self._board = _board(p, pairs, scores, fast=self.fast)
        self._fixed = self._column(np.zeros(len(pairs), np.int64))

    @property
    def x(self) -> Array:
        """Return half-days a week by pair."""
        return np.array(self._board.x, np.int16)

    def hold(self, x: Array) -> None:
        """Set a plan that is lawful as it stands, unchecked."""
        used = np.flatnonzero(x)
        self._play("hold", self._column(used), self._column(x[used]))

    def fix(self, pair: Array) -> None:
        """Let nothing push these pairs out."""
        fixed = np.array(self._fixed)
        fixed[pair] = 1
        self._fixed = self._column(fixed)

    def fill(self, order: Array, wanted: Array) -> None:
        """Raise the pairs in this order towards what is wanted."""
        self._play("fill", self._column(order), self._column(wanted))

    def fill_rest(self) -> None:
        """Give what is left by what each pair is worth now: level of its place, then half-days, then fit."""
        open_pairs = np.flatnonzero(self.x < self.pairs.upper)
        marginal = self._marginal()[self._problem.needs.place[self.pairs.need[open_pairs]]]
        score, size = (each[open_pairs].astype(np.int64) for each in (self._scores.total, self.pairs.upper))
        order = open_pairs[np.lexsort((open_pairs, -score, -size, -marginal))]
        self.fill(order, self.pairs.upper[order])

    def improve(self, passes: int, go_on: Callable[[], bool] = lambda: True) -> None:
        """Move contracts around for the needs that are still open, while that helps."""
        for _ in range(passes):
            needs, kept = self._open_needs(), 0
            for part in np.array_split(needs, max(len(needs) // PART, 1)):
                kept += int(self._play("improve", self._column(part), self._fixed))
                if not go_on():
                    return
            if kept == 0:
                return

    def renew(self, tries: int, go_on: Callable[[], bool] = lambda: True, among: Array | None = None) -> None:
        """Put people around open needs back in another order, so many times, and keep what is worth no less.

        All open needs are looked at in turn, or those `among` these.
        """
        tray = self._tray()
        while tries > 0:
            needs = self._open_needs()
            needs = (needs if among is None else needs[np.isin(needs, among)])[:tries]
            if not len(needs):
                return
            for part in np.array_split(needs, max(len(needs) // PART, 1)):
                self._play("renew", tray, self._column(part), self._fixed)
                if not go_on():
                    return
            tries -= len(needs)

    def _tray(self) -> renewals.Tray:
        sizes = renewals.SIZES | {"cleared": len(self._problem.specialists.ids)}
        columns = {name: self._column(np.zeros(size)) for name, size in sizes.items()}
        return renewals.Tray(lot=self._column(np.array([renewals.SEED])), **columns)

    def _open_needs(self) -> Array:
        """Return the needs that lack half-days, those of the places that lack most first."""
        given = np.bincount(self.pairs.need, self.x, minlength=len(self._problem.needs.ids))
        needs = np.flatnonzero(given < self._problem.needs.asked)
        marginal = self._marginal()[self._problem.needs.place[needs]]
        return needs[np.lexsort((needs, -marginal))]

    def _play(self, name: str, *arguments: Any) -> Any:
        return getattr(self._moves, name)(self._board, *arguments)

    def _column(self, values: Array) -> Any:
        return _kept(np.asarray(values).astype(np.int64), fast=self.fast)

    def _marginal(self) -> Array:
        covered = np.array(self._board.covered)
        worth = np.array(self._board.worth)
        at = np.array(self._board.place_first)[:-1] + covered
        marginal: Array = worth[np.minimum(at + 1, len(worth) - 1)] - worth[at]
        return marginal


def _board(p: Problem, pairs: Pairs, scores: Scores, *, fast: bool) -> Board:
    found, n, s = levels(p), p.needs, p.specialists
    works, places = len(n.ids), len(found.asked)
    by_need = np.lexsort((np.arange(len(pairs)), -scores.total.astype(np.int64), -pairs.upper.astype(int), pairs.need))
    areas = np.full(places, -1)
    for k, cap in enumerate(p.geography.caps):
        areas[list(cap.places)] = k
    fixed = {
        "specialist": pairs.specialist,
        "need": pairs.need,
        "mask": pairs.mask,
        "terms": pairs.terms,
        "span": popcount(pairs.terms),
        "lower": pairs.lower,
        "upper": pairs.upper,
        "unit": pairs.unit,
        "trips": pairs.overhead,
        "minutes": trip_minutes(p, pairs),
        "score": scores.total,
        "exclusive": pairs.exclusive,
        "days": n.unit[pairs.need] == WHOLE_DAY,
        "first": pairs.first,
        "by_need": by_need,
        "need_first": np.searchsorted(pairs.need[by_need], np.arange(works + 1)),
        "limit": s.limit.reshape(-1),
        "places": s.places,
        "budget": np.where(s.budget == np.iinfo(np.uint16).max, np.iinfo(np.int32).max, s.budget.astype(np.int64)),
        "asked": n.asked,
        "crowd": n.people,
        "place": n.place,
        "worth": np.concatenate([[0], np.cumsum(found.weight, dtype=np.int64)]),
        "place_first": found.first,
        "areas": areas,
        "area_limit": np.array([cap.limit for cap in p.geography.caps], np.int64),
    }
    columns = {
        # Only summed values need more than 32 bits; a nation's columns are large.
        name: np.asarray(column).astype(np.int64 if name == "worth" else np.int32)
        for name, column in (fixed | _empty(p, pairs)).items()
    }
    return Board(**{name: _kept(column, fast=fast) for name, column in columns.items()}, term_count=p.terms)


def _kept(column: Array, *, fast: bool) -> Any:
    """Return a column as the moves read it: plain Python reads lists soonest, but a nation's would fill the memory."""
    if fast:
        return column
    return column.tolist() if len(column) < LARGE else array(column.dtype.char, column.tobytes())


def _empty(p: Problem, pairs: Pairs) -> dict[str, Array]:
    """Return the state of the empty plan."""
    sizes = {
        "x": len(pairs),
        "used": len(p.specialists.ids) * p.terms,
        "given": len(p.needs.ids) * p.terms,
        "people": len(p.needs.ids),
        "covered": len(p.geography.ids),
        "area_used": len(p.geography.caps),
        "log": 2 * LOG,
        "size": 1,
    }
    return {name: np.zeros(size) for name, size in sizes.items()}
