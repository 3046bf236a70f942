"""Who may do what: every hard rule about one specialist and one need, for all pairs at once.

Places are sorted by travel time once per home, needs lie grouped by role and place, so each specialist meets only the
needs within reach: about three times as many pairs as survive in the end, instead of S x N.
"""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import (
    FULL,
    UNREACHABLE,
    WHOLE_DAY,
    WORD,
    Array,
    Pairs,
    Problem,
    in_role,
    popcount,
    whole_days,
)

CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class _Reach:
    """Places by travel time from each home."""

    order: Array  # int16 (P, P)
    minutes: Array  # uint16 (P, P), ascending along each row


@dataclass(frozen=True, slots=True)
class _Group:
    """Needs that share a travel rule, by (role, place): `rows[start[role, place]:][:count[role, place]]`."""

    rows: Array
    start: Array
    count: Array
    factor: int  # how much farther the willing go; 0 means anywhere


def eligible_pairs(p: Problem) -> Pairs:
    """Return all pairs that break no hard rule."""
    reach, groups = _reach(p), _groups(p)
    found = [
        _checked(p, *_within_reach(p, reach, groups, np.arange(start, min(start + CHUNK, len(p.specialists.ids)))))
        for start in range(0, len(p.specialists.ids), CHUNK)
    ]
    joined = [np.concatenate([chunk[k] for chunk in found]) for k in range(len(_FIELDS))] if found else _nothing()
    first = np.searchsorted(joined[0], np.arange(len(p.specialists.ids) + 1)).astype(np.int32)
    return Pairs(**dict(zip(_FIELDS, joined, strict=True)), first=first)


def pairs_among(p: Problem, who: Array, what: Array) -> Pairs:
    """Return those of the given pairs, which come by specialist and then need, that break no hard rule."""
    s, n = p.specialists, p.needs
    keep = in_role(s.roles[who], n.role[what])
    who, what = who[keep], what[keep]
    home, place, remote = s.home[who], n.place[what], n.remote[what]
    reach = s.minutes[who].astype(np.int64)
    reach = np.where(s.remote[who] & (remote >= p.rules.remote_share), reach * p.rules.remote_reach, reach)
    reach = np.minimum(reach, UNREACHABLE - 1)
    near = (p.geography.minutes[home, place] <= reach) & ((p.geography.modes[home, place] & ~s.modes[who]) == 0)
    keep = near | (s.remote[who] & (remote >= FULL))
    columns = _checked(p, who[keep], what[keep])
    ends = np.cumsum(np.bincount(columns[0], minlength=len(s.ids)), dtype=np.int32)
    return Pairs(**dict(zip(_FIELDS, columns, strict=True)), first=np.concatenate([np.zeros(1, np.int32), ends]))


_FIELDS = (
    "specialist",
    "need",
    "minutes",
    "form",
    "exclusive",
    "mask",
    "terms",
    "lower",
    "upper",
    "unit",
    "overhead",
)
_TYPES = ("i4", "i4", "u2", "i1", "?", "u2", "u1", "u1", "u1", "u1", "u1")


def _nothing() -> list[Array]:
    return [np.zeros(0, dtype=kind) for kind in _TYPES]


def _reach(p: Problem) -> _Reach:
    order = np.argsort(p.geography.minutes, axis=1, kind="stable").astype(np.int16)
    return _Reach(order, np.take_along_axis(p.geography.minutes, order.astype(np.int64), axis=1))


def _groups(p: Problem) -> list[_Group]:
    n, places, roles = p.needs, len(p.geography.ids), len(p.names.roles)
    near = n.remote < p.rules.remote_share
    sorts = ((near, 1), (~near & (n.remote < FULL), p.rules.remote_reach), (n.remote >= FULL, 0))
    groups = []
    for chosen, factor in sorts:
        rows = np.flatnonzero(chosen)
        keys = n.role[rows].astype(np.int64) * places + n.place[rows]
        settled = np.argsort(keys, kind="stable")
        edges = np.searchsorted(keys[settled], np.arange(roles * places + 1))
        edges = edges.astype(np.int32)
        start, count = edges[:-1].reshape(roles, places), np.diff(edges).reshape(roles, places)
        groups.append(_Group(rows[settled].astype(np.int32), start, count, factor))
    return [group for group in groups if len(group.rows)]


def _within_reach(p: Problem, reach: _Reach, groups: list[_Group], people: Array) -> tuple[Array, Array]:
    """Return (specialist, need) of one chunk with the role and within the travel limit, by specialist, then need."""
    s = p.specialists
    people, role = _roles(s.roles, people)
    specialists, needs = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for group in groups:
        anywhere = s.remote[people] & (group.factor == 0)
        found = []
        if not anywhere.all():
            found.append(_nearby(p, reach, group, people[~anywhere], role[~anywhere]))
        if anywhere.any():
            found.append((people[anywhere], group.start[role[anywhere], 0], group.count[role[anywhere]].sum(axis=1)))
        for who, start, counts in found:
            specialists.append(np.repeat(who, counts))
            needs.append(group.rows[_ranges(start, counts)])
    who, what = np.concatenate(specialists), np.concatenate(needs)
    settled = np.argsort(who.astype(np.int64) * len(p.needs.ids) + what, kind="stable")
    return who[settled], what[settled]


def _roles(words: Array, people: Array) -> tuple[Array, Array]:
    """Return (specialist, role) for each role of these people, word by word."""
    who, what = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for k in range(words.shape[1]):
        person, bit = np.nonzero((words[people, k, None] >> np.arange(WORD, dtype=np.uint64)) & np.uint64(1))
        who.append(people[person].astype(np.int32))
        what.append((WORD * k + bit).astype(np.int32))
    return np.concatenate(who), np.concatenate(what)


def _nearby(p: Problem, reach: _Reach, group: _Group, people: Array, role: Array) -> tuple[Array, Array, Array]:
    """Return (specialist, first row, count) of the needs of each reachable place that has any for the role."""
    s = p.specialists
    ends = _ends(p, reach, group, people)
    entry = np.repeat(np.arange(len(people), dtype=np.int32), ends)
    where = reach.order[np.repeat(s.home[people], ends), _ranges(np.zeros(len(ends), np.int32), ends)]
    keep = group.count[role[entry], where] > 0
    entry, where = entry[keep], where[keep]
    who = people[entry]
    allowed = (p.geography.modes[s.home[who], where] & ~s.modes[who]) == 0
    who, entry, where = who[allowed], entry[allowed], where[allowed]
    return who, group.start[role[entry], where], group.count[role[entry], where]


def _ends(p: Problem, reach: _Reach, group: _Group, people: Array) -> Array:
    """Return how many of the nearest places each person reaches."""
    s = p.specialists
    limit = s.minutes[people].astype(np.int64)
    limit = np.where(s.remote[people], limit * max(group.factor, 1), limit)
    limit = np.minimum(limit, UNREACHABLE - 1).astype(np.uint16)
    ends = np.empty(len(people), np.int64)
    by_home = np.argsort(s.home[people], kind="stable")
    homes, starts = np.unique(s.home[people][by_home], return_index=True)
    for home, rows in zip(homes, np.split(by_home, starts[1:]), strict=True):
        ends[rows] = np.searchsorted(reach.minutes[home], limit[rows], side="right")
    return ends


def _ranges(starts: Array, counts: Array) -> Array:
    """Return starts[0], starts[0] + 1 … for counts[0] numbers, then the same for the next."""
    if len(counts) == 0:
        return np.zeros(0, np.int64)
    ends = np.cumsum(counts)
    numbers: Array = np.arange(ends[-1]) - np.repeat(ends - counts - starts, counts)
    return numbers


def _checked(p: Problem, who: Array, what: Array) -> list[Array]:
    """Put the remaining rules to the candidates, the cheap ones first, and say what each surviving pair may be."""
    s, n = p.specialists, p.needs
    keep = ((n.musts[what] & ~s.verified[who]) == 0) & (s.years[who] >= n.years[what])
    who, what = who[keep], what[keep]
    lawful = forms_of(p, who, what)
    keep = (lawful != 0) & ~barred(p, who, what)
    who, what, lawful = who[keep], what[keep], lawful[keep]
    form, exclusive = _form(p, lawful)
    minutes = p.geography.minutes[s.home[who], n.place[what]]
    minutes = np.where((n.remote[what] >= FULL) & s.remote[who], 0, minutes).astype(np.uint16)
    overhead = _overhead(p, minutes, n.remote[what])
    terms, mask, upper = shared_time(p, who, what, overhead)
    unit = np.where(n.whole[what], n.asked[what], n.unit[what]).astype(np.uint8)
    lower = np.where(n.whole[what], n.asked[what], np.maximum(n.least[what], n.unit[what]))
    lower = (-(-lower.astype(np.int64) // unit) * unit).astype(np.uint8)
    upper = (np.minimum(upper, n.asked[what]) // unit * unit).astype(np.uint8)
    keep = (terms != 0) & (upper >= lower)
    columns = (who, what, minutes, form, exclusive, mask, terms, lower, upper, unit, overhead)
    return [column[keep].astype(kind) for column, kind in zip(columns, _TYPES, strict=True)]


def forms_of(p: Problem, who: Array, what: Array) -> Array:
    """Return the appointment forms lawful for person and post together."""
    s, n = p.specialists, p.needs
    own = np.where(s.former[who] == n.owner[what], s.forms_former[who], s.forms[who])
    lawful: Array = own & n.forms[what]
    return lawful


def barred(p: Problem, who: Array, what: Array) -> Array:
    """Say which candidates are forbidden, hidden from the organisation or unwilling to go to the place."""
    f, n = p.forbidden, p.needs
    found = np.zeros(len(who), bool)
    for listed, others, size in (
        (f.pairs, what, len(n.ids)),
        (f.owners, n.owner[what], len(p.names.owners)),
        (f.places, n.place[what], len(p.geography.ids)),
    ):
        if len(listed):
            keys = np.asarray(listed[:, 0], np.int64) * size + listed[:, 1]
            found |= np.isin(np.asarray(who, np.int64) * size + others, keys)
    return found


def _form(p: Problem, lawful: Array) -> tuple[Array, Array]:
    free = lawful & ~np.uint32(p.rules.exclusive_forms)
    exclusive = free == 0
    chosen = np.where(exclusive, lawful, free)
    lowest = chosen & (~chosen + np.uint32(1))
    return popcount(lowest - np.uint32(1)).astype(np.int8), exclusive


def _overhead(p: Problem, minutes: Array, remote: Array) -> Array:
    cost = np.zeros(len(minutes), np.uint8)
    for beyond, halves in p.rules.overhead:
        cost[(minutes > beyond) & (remote < p.rules.remote_share)] = halves
    return cost


def shared_time(p: Problem, who: Array, what: Array, overhead: Array) -> tuple[Array, Array, Array]:
    """Return the shared terms, the half-days that suit in all of them, and the most half-days a week."""
    s, n = p.specialists, p.needs
    least = np.where(n.whole[what], n.asked[what], np.maximum(n.least[what], n.unit[what])).astype(np.int16)
    days = n.unit[what] == WHOLE_DAY
    terms = np.zeros(len(who), np.uint8)
    mask = np.full(len(who), np.iinfo(np.uint16).max, np.uint16)
    most = np.full(len(who), np.iinfo(np.int16).max, np.int16)
    for term in range(p.terms):
        free = s.halves[who, term] & n.halves[what]
        free = np.where(days, whole_days(free), free)
        room = s.limit[who, term].astype(np.int16) - overhead
        there = ((n.terms[what] >> np.uint8(term)) & np.uint8(1)).astype(bool)
        there &= (popcount(free) >= least) & (room >= least)
        terms[there] |= np.uint8(1 << term)
        mask[there] &= free[there]
        most[there] = np.minimum(most[there], room[there])
    asked = popcount(n.terms[what]).astype(np.int16)
    long_enough = popcount(terms).astype(np.int16) * FULL >= asked * p.rules.overlap_share
    served = np.where(long_enough, terms, 0).astype(np.uint8)
    return served, mask, np.minimum(most, popcount(mask)).clip(0, None)
