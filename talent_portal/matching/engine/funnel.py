"""How many people each rule leaves for one need, who fails only one rule, and by how much. Codes and numbers only."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.eligibility import forms_of, shared_time
from talent_portal.matching.engine.model import FULL, WHOLE_DAY, Array, Problem, in_role, popcount, whole_days

RULES = ("role", "travel", "modes", "must", "form", "years", "period", "halves", "never_place", "hidden", "forbidden")


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of the funnel: who is left after it, who fails it and nothing else, and by how little at best.

    The margin is in minutes (travel), qualifications (must), years, terms (period) or half-days (halves), else 1.
    """

    rule: str
    left: int
    only_this: int
    smallest: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that one person breaks for one need, with its margin."""

    rule: str
    margin: int


@dataclass(frozen=True, slots=True)
class Sieve:
    """For one need, by how much each person breaks each rule: 0 where it is kept. `short` is (rules, S)."""

    need: int
    short: Array  # int64 (len(RULES), S)

    def eligible(self) -> Array:
        """Return the people who keep every rule."""
        return np.flatnonzero(~self.short.any(axis=0))

    def failures(self, s: int) -> list[Failure]:
        """Return what one person breaks, in the order of the rules."""
        return [Failure(rule, int(margin)) for rule, margin in zip(RULES, self.short[:, s], strict=True) if margin]

    def steps(self) -> tuple[Step, ...]:
        """Return the funnel."""
        broken = self.short > 0
        alone = broken.sum(axis=0) == 1
        left = np.logical_and.accumulate(~broken, axis=0).sum(axis=1)
        found = []
        for k, rule in enumerate(RULES):
            only = alone & broken[k]
            smallest = int(self.short[k, only].min()) if only.any() else 0
            found.append(Step(rule, int(left[k]), int(only.sum()), smallest))
        return tuple(found)

    def nearest(self, rule: str) -> list[int]:
        """Return the people who fail only this rule, the nearest miss first."""
        row = self.short[RULES.index(rule)]
        only = np.flatnonzero(((self.short > 0).sum(axis=0) == 1) & (row > 0))
        return [int(s) for s in only[np.lexsort((only, row[only]))]]


def sieve(p: Problem, need: int) -> Sieve:
    """Put every rule to every person for one need."""
    s, n = p.specialists, p.needs
    people = np.arange(len(s.ids))
    what = np.full(len(people), need)
    minutes, modes = _trip(p, need)
    period, halves = _time(p, people, what)
    rows = {
        "role": ~in_role(s.roles, int(n.role[need])),
        "travel": minutes,
        "modes": modes,
        "must": popcount(n.musts[need] & ~s.verified),
        "form": forms_of(p, people, what) == 0,
        "years": np.maximum(int(n.years[need]) - s.years.astype(np.int64), 0),
        "period": period,
        "halves": halves,
        "never_place": _listed(p.forbidden.places, int(n.place[need]), len(people)),
        "hidden": _listed(p.forbidden.owners, int(n.owner[need]), len(people)),
        "forbidden": _listed(p.forbidden.pairs, need, len(people)),
    }
    return Sieve(need, np.array([rows[rule] for rule in RULES], np.int64).reshape(len(RULES), len(people)))


def _trip(p: Problem, need: int) -> tuple[Array, Array]:
    """Return minutes beyond what each person accepts, and whether the way there is one they do not take."""
    s, n = p.specialists, p.needs
    remote, place = int(n.remote[need]), n.place[need]
    reach = s.minutes.astype(np.int64)
    if remote >= p.rules.remote_share:
        reach = np.where(s.remote, reach * p.rules.remote_reach, reach)
    beyond = np.maximum(p.geography.minutes[s.home, place].astype(np.int64) - reach, 0)
    wrong_way = (p.geography.modes[s.home, place] & ~s.modes) != 0
    at_home = s.remote & (remote == FULL)
    return np.where(at_home, 0, beyond), wrong_way & ~at_home


def _time(p: Problem, people: Array, what: Array) -> tuple[Array, Array]:
    """Return terms and half-days that are missing; people with enough of both miss nothing."""
    s, n = p.specialists, p.needs
    need = int(what[0]) if len(what) else 0
    remote = int(n.remote[need]) if len(what) else 0
    minutes = np.where(s.remote & (remote == FULL), 0, p.geography.minutes[s.home, n.place[what]])
    trips = np.zeros(len(people), np.uint8)
    for more_than, halves in p.rules.overhead:
        trips[(minutes > more_than) & (remote < p.rules.remote_share)] = halves
    terms, _, most = shared_time(p, people, what, trips)
    least = int(n.asked[need] if n.whole[need] else max(n.least[need], n.unit[need])) if len(what) else 0
    unit = int(n.asked[need] if n.whole[need] else n.unit[need]) if len(what) else 1
    wanted = -(-least // unit) * unit
    short = np.where(terms > 0, np.maximum(wanted - most.astype(np.int64) // unit * unit, 0), 0)
    few = _best_week(p, need, trips, len(people))
    missing = np.maximum(wanted - few, 0)
    # Nobody is there in enough terms: because no week has room (half-days), or because the time of year is another.
    return np.where((terms == 0) & (missing == 0), 1, 0), np.where((terms == 0) & (missing > 0), missing, short)


def _best_week(p: Problem, need: int, trips: Array, people: int) -> Array:
    """Return the most half-days that each person could give in the best term of the need."""
    s, n = p.specialists, p.needs
    best = np.zeros(people, np.int64)
    for term in range(p.terms):
        if n.terms[need] >> term & 1:
            free = s.halves[:, term] & n.halves[need]
            free = whole_days(free) if n.unit[need] == WHOLE_DAY else free
            room = np.minimum(popcount(free).astype(np.int64), s.limit[:, term].astype(np.int64) - trips)
            best = np.maximum(best, room)
    return best


def _listed(rows: Array, other: int, people: int) -> Array:
    found = np.zeros(people, bool)
    found[rows[rows[:, 1] == other, 0]] = True
    return found
