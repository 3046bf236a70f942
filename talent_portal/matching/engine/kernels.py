"""A plan that can never break a rule, and moves on it: plain Python, or the same code compiled by numba.

`Board` holds flat columns (lists for plain Python, arrays for numba) so that both read the same code. A move raises or
lowers one pair; `raised` refuses whatever a rule forbids, so every state in between is a lawful plan. Where whole days
and half-days, or contracts of different terms, share a week, the check is stricter than the rule (see `week_fits`).
"""

from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any, NamedTuple


class Board(NamedTuple):
    """E pairs, S specialists, N needs, P places, T terms; `x`, `used`, `given`, `people`, `covered` are the state."""

    specialist: Any  # (E,)
    need: Any
    mask: Any
    terms: Any
    span: Any  # number of terms
    lower: Any
    upper: Any
    unit: Any
    trips: Any  # half-days of travel a week
    minutes: Any  # travel minutes a week per step
    score: Any
    exclusive: Any
    days: Any  # whole-day work
    first: Any  # (S + 1)
    by_need: Any  # (E,) pairs by need, best score first
    need_first: Any  # (N + 1)
    limit: Any  # (S * T)
    places: Any  # (S,)
    budget: Any  # (S,)
    asked: Any  # (N,)
    crowd: Any  # (N,)
    place: Any  # (N,)
    worth: Any  # summed level values
    place_first: Any  # (P + 1)
    areas: Any  # (P,) index of the area cap or -1
    area_limit: Any
    x: Any  # (E,)
    used: Any  # (S * T)
    given: Any  # (N * T)
    people: Any  # (N,)
    covered: Any  # (P,)
    area_used: Any
    log: Any  # (2 * many): pairs and their former values, for undoing
    size: Any  # (1,): length of the log
    term_count: int


def bits(mask: int) -> int:
    """Count the bits."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


def week_fits(b: Board, s: int, e: int, halves: int) -> bool:  # noqa: C901 one pass, compiled
    """Say whether specialist s can hold its contracts with pair e at `halves`, by Hall over unions of their masks.

    Contracts that share a term are all taken to meet; where whole days and half-days mix, a half-day contract is held
    to whole days. Both err on the safe side.
    """
    begin, end = b.first[s], b.first[s + 1]
    mixed = False
    for f in range(begin, end):
        if (b.x[f] > 0 or f == e) and b.days[f] != b.days[e]:
            mixed = True
    for f in range(begin, end):
        if f != e and b.x[f] == 0:
            continue
        for g in range(f, end):
            if g != e and b.x[g] == 0:
                continue
            union = b.mask[f] | b.mask[g]
            whole = union & (union >> 1) & 5461
            if mixed:
                union = whole | (whole << 1)
            asked = 0
            for h in range(begin, end):
                if b.x[h] == 0 and h != e:
                    continue
                if b.mask[h] & ~(b.mask[f] | b.mask[g]) == 0 and (b.terms[h] & b.terms[e] or h == e):
                    value = halves if h == e else b.x[h]
                    asked += (value + 1) // 2 * 2 if mixed else value
            if asked > bits(union):
                return False
    return True


def person_fits(b: Board, e: int, halves: int) -> bool:  # noqa: C901 one pass, compiled
    """Say whether the specialist of pair e keeps places, exclusive forms and travel with e at `halves`."""
    s = b.specialist[e]
    towns, active = 0, 0
    minutes = b.minutes[e] * (halves // b.unit[e])
    here = b.place[b.need[e]]
    met_here = False
    for f in range(b.first[s], b.first[s + 1]):
        if f == e or b.x[f] == 0:
            continue
        active += 1
        if b.exclusive[f] or b.exclusive[e]:
            return False
        if b.terms[f] & b.terms[e]:
            minutes += b.minutes[f] * (b.x[f] // b.unit[f])
        there = b.place[b.need[f]]
        if there == here:
            met_here = True
        new = True
        for g in range(b.first[s], f):
            if g != e and b.x[g] > 0 and b.place[b.need[g]] == there:
                new = False
        if new:
            towns += 1
    if not met_here:
        towns += 1
    if towns > b.places[s] or minutes > b.budget[s]:
        return False
    return active == 0 or week_fits(b, s, e, halves)


def room(b: Board, e: int) -> int:
    """Return the most half-days that sums allow pair e to have now."""
    s, n = b.specialist[e], b.need[e]
    if b.x[e] == 0 and b.people[n] >= b.crowd[n]:
        return 0
    most = b.upper[e]
    trips = b.trips[e] if b.x[e] == 0 else 0
    for t in range(b.term_count):
        if b.terms[e] >> t & 1:
            most = min(most, b.limit[s * b.term_count + t] - b.used[s * b.term_count + t] - trips + b.x[e])
            most = min(most, b.asked[n] - b.given[n * b.term_count + t] + b.x[e])
    area = b.areas[b.place[n]]
    if area >= 0:
        most = min(most, (b.area_limit[area] - b.area_used[area]) // b.span[e] + b.x[e])
    return int(most // b.unit[e] * b.unit[e])


def put(b: Board, e: int, halves: int) -> int:
    """Set pair e to `halves`, unchecked; return the change of the level value."""
    s, n = b.specialist[e], b.need[e]
    change = halves - b.x[e]
    trips = b.trips[e] * ((halves > 0) - (b.x[e] > 0))
    for t in range(b.term_count):
        if b.terms[e] >> t & 1:
            b.used[s * b.term_count + t] += change + trips
            b.given[n * b.term_count + t] += change
    b.people[n] += (halves > 0) - (b.x[e] > 0)
    m = b.place[n]
    at = b.place_first[m] + b.covered[m]
    b.covered[m] += change * b.span[e]
    if b.areas[m] >= 0:
        b.area_used[b.areas[m]] += change * b.span[e]
    b.log[2 * b.size[0]] = e
    b.log[2 * b.size[0] + 1] = b.x[e]
    b.size[0] += 1
    b.x[e] = halves
    return int(b.worth[at + change * b.span[e]] - b.worth[at])


def raised(b: Board, e: int, wanted: int) -> int:
    """Raise pair e as far as the rules and `wanted` allow; return the change of the level value."""
    most = min(room(b, e), wanted // b.unit[e] * b.unit[e])
    while most >= b.lower[e] and most > b.x[e]:
        if person_fits(b, e, most):
            return put(b, e, most)
        most -= b.unit[e]
    return 0


def fill(b: Board, order: Any, wanted: Any) -> int:
    """Raise the pairs in this order towards what is wanted; return the change of the level value."""
    total = 0
    for k in range(len(order)):
        b.size[0] = 0
        total += raised(b, order[k], wanted[k])
    return total


def refill(b: Board, n: int) -> int:
    """Give an open need to whoever still can, best score first."""
    total = 0
    for k in range(b.need_first[n], b.need_first[n + 1]):
        if b.x[b.by_need[k]] < b.upper[b.by_need[k]]:
            total += raised(b, b.by_need[k], b.upper[b.by_need[k]])
    return total


def reuse(b: Board, s: int) -> int:
    """Give what is left of a week to needs that are still open."""
    total = 0
    for e in range(b.first[s], b.first[s + 1]):
        if b.x[e] < b.upper[e]:
            total += raised(b, e, b.upper[e])
    return total


def undo(b: Board) -> None:
    """Take back everything in the log, newest first."""
    while b.size[0] > 0:
        k = b.size[0] - 1
        e, former = b.log[2 * k], b.log[2 * k + 1]
        put(b, e, former)
        b.size[0] = k


def fit_change(b: Board) -> int:
    """Return the change of the fit since the log began."""
    total = 0
    for k in range(b.size[0]):
        e = b.log[2 * k]
        newest = True
        for j in range(k):
            if b.log[2 * j] == e:
                newest = False
        if newest:
            total += (b.x[e] - b.log[2 * k + 1]) * b.score[e] * b.span[e]
    return total


def eject(b: Board, e: int, fixed: Any) -> bool:
    """Let pair e push out one other contract of its specialist; keep the move only where the plan gets better."""
    s = b.specialist[e]
    for f in range(b.first[s], b.first[s + 1]):
        if f == e or b.x[f] == 0 or fixed[f] > 0:
            continue
        b.size[0] = 0
        level = put(b, f, 0) + raised(b, e, b.upper[e])
        if b.x[e] > 0:
            level += refill(b, b.need[f]) + reuse(b, s)
            if level > 0 or (level == 0 and fit_change(b) > 0):
                return True
        undo(b)
    return False


def improve(b: Board, needs: Any, fixed: Any) -> int:
    """Try to serve each open need by moving others around; return how many moves were kept."""
    kept = 0
    for k in range(len(needs)):
        n = needs[k]
        for j in range(b.need_first[n], b.need_first[n + 1]):
            e = b.by_need[j]
            b.size[0] = 0
            if b.x[e] == 0 and raised(b, e, b.upper[e]) == 0 and room_in_need(b, e):
                kept += eject(b, e, fixed)
    return kept


def room_in_need(b: Board, e: int) -> bool:
    """Say whether the need of pair e is still open to one more person."""
    n = b.need[e]
    if b.people[n] >= b.crowd[n]:
        return False
    for t in range(b.term_count):
        if b.terms[e] >> t & 1 and b.asked[n] - b.given[n * b.term_count + t] < b.lower[e]:
            return False
    return True


PLAYED = (bits, week_fits, person_fits, room, put, raised, fill, refill, reuse, undo, fit_change, room_in_need, eject)


@cache
def compiled() -> SimpleNamespace | None:
    """Return `fill` and `improve` compiled, or None where numba is missing. The machine code is kept for next time.

    Each function is made anew over one namespace, so that compiled ones call compiled ones and the plain ones stay.
    """
    try:
        from numba import njit  # noqa: PLC0415 only where it is wanted
    except ImportError:
        return None
    space: dict[str, Any] = dict(globals())
    for function in (*PLAYED, improve):
        twin = FunctionType(function.__code__, space, function.__name__)
        space[function.__name__] = njit(cache=True)(twin)
    return SimpleNamespace(fill=space["fill"], improve=space["improve"])


plain = SimpleNamespace(fill=fill, improve=improve)
