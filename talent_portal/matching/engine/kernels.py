"""A plan that can never break a rule: plain Python, or the same code compiled by numba (see `players`).

`Board` holds flat columns (lists for plain Python, arrays for numba) so that both read the same code. A move raises or
lowers one pair; `raised` refuses whatever a rule forbids, so every state in between is a lawful plan. Where whole days
and half-days, or contracts of different terms, share a week, the check is stricter than the rule (see `week_fits`).
"""

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
    by_need: Any  # (E,) pairs by need, the most half-days first, then the best score
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
    had, most = b.x[e], b.upper[e]
    trips = b.trips[e] if had == 0 else 0
    for t in range(b.term_count):
        if b.terms[e] >> t & 1:
            free = b.limit[s * b.term_count + t] - b.used[s * b.term_count + t] - trips + had
            most = min(most, free, b.asked[n] - b.given[n * b.term_count + t] + had)
    area = b.areas[b.place[n]]
    if area >= 0:
        most = min(most, (b.area_limit[area] - b.area_used[area]) // b.span[e] + b.x[e])
    return int(most // b.unit[e] * b.unit[e])


def wanting(b: Board, n: int) -> int:
    """Return the half-days that need n still asks for in the term that lacks most."""
    most = 0
    for t in range(b.term_count):
        most = max(most, b.asked[n] - b.given[n * b.term_count + t])
    return most


def idle(b: Board, s: int) -> int:
    """Return the half-days that specialist s has left in the term that has most."""
    most = 0
    for t in range(b.term_count):
        most = max(most, b.limit[s * b.term_count + t] - b.used[s * b.term_count + t])
    return most


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
