"""A matching day over flat columns (`books`): the course of `deferred` step by step, to be compiled by numba.

Without a compiler the same code runs as it stands, which is how most of its tests play it. Columns are handed down one
by one where it matters: taking them out of a tuple costs a compiled function more than the step itself.
"""

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any

import numpy as np

from talent_portal.matching.engine.books import Books

NOBODY = -1
Play = Callable[[Books], tuple[Any, Any, Any, Any]]


def day(b: Books) -> tuple[Any, Any, Any, Any]:
    """Let everybody propose, down their lists, until nobody has anywhere left to ask; return the columns of `Ended`."""
    held, count = np.zeros(len(b.ranked), np.int32), np.zeros(len(b.seats), np.int32)
    state = np.zeros(len(b.limit), np.int32), np.full(2 * b.tree_size.sum(), -1, np.int32)
    last_for = np.full(len(b.ranked) if len(b.limit) else 0, -1, np.int32)  # by position on a list
    given, size = np.zeros(len(last_for), np.int32), 0
    line = np.array([0, NOBODY], np.int32)
    asking, ends = b.wish_first[:-1].copy(), b.wish_first[1:]
    while True:
        programme = seated(
            line, asking, ends, b.wish, b.wish_rank, b.rank_first, b.ranked, b.seats, b.cap_first, held, count
        )
        if programme < 0:
            return held, count, given[:size], last_for[given[:size]]
        cap, left = keep_caps(b, held, count, state, programme)
        if cap >= 0:
            line[1] = b.ranked[left]
            if last_for[left] < 0:
                given[size] = left
                size += 1
            last_for[left] = cap


def seated(  # noqa: PLR0913, PLR0917 columns one by one, as told above
    line: Any,
    asking: Any,
    ends: Any,
    wish: Any,
    wish_rank: Any,
    firsts: Any,
    ranked: Any,
    seats: Any,
    cap_first: Any,
    held: Any,
    count: Any,
) -> int:
    """Let people ask until somebody takes a new seat within a cap; return its programme, or -1 after everybody.

    `line` holds who comes next for the first time, and who was sent away and asks before them.
    """
    while line[1] != NOBODY or line[0] < len(asking):
        person = line[1]
        if person == NOBODY:
            person = line[0]
            line[0] += 1
        line[1] = NOBODY
        while asking[person] < ends[person]:
            rank, programme = wish_rank[asking[person]], wish[asking[person]]
            asking[person] += 1
            first = firsts[programme]
            last = first + count[programme] - 1
            if rank < 0:
                continue
            if count[programme] < seats[programme]:
                count[programme] += 1
                insert(held, first, last + 1, rank)
                if cap_first[programme] < cap_first[programme + 1]:
                    return int(programme)
                break
            if last >= first and rank < held[last]:
                line[1] = ranked[first + held[last]]
                insert(held, first, last, rank)
                break
    return -1


def insert(held: Any, first: int, last: int, rank: int) -> None:
    """Put a rank among the sorted ones before `last`, which is free."""
    k = last
    while k > first and held[k - 1] > rank:
        held[k] = held[k - 1]
        k -= 1
    held[k] = rank


def keep_caps(b: Books, held: Any, count: Any, state: tuple[Any, Any], programme: int) -> tuple[int, int]:
    """Count a new seat in every cap around it; where the innermost full one overflows, give one up.

    Return the cap and the position on the list of whoever has to leave, or -1 each.
    """
    recount(b, count, state, programme, 1)
    for k in range(b.cap_first[programme], b.cap_first[programme + 1]):
        cap = b.cap[k]
        if state[0][cap] > b.limit[cap]:
            loser = farthest(b, state[1], cap)
            count[loser] -= 1
            recount(b, count, state, loser, -1)
            first = b.rank_first[loser]
            return cap, first + held[first + count[loser]]
    return -1, -1


def recount(b: Books, count: Any, state: tuple[Any, Any], programme: int, change: int) -> None:
    """Tell the caps around a programme how many it holds now, and how far its last seat lies beyond the target."""
    within, tree = state
    beyond = max(count[programme] - b.aims[programme], 0) if count[programme] else -1
    for k in range(b.cap_first[programme], b.cap_first[programme + 1]):
        within[b.cap[k]] += change
        base, node = b.tree_first[b.cap[k]], b.tree_size[b.cap[k]] + b.leaf[k]
        tree[base + node] = beyond
        while node > 1:
            node //= 2
            tree[base + node] = max(tree[base + 2 * node], tree[base + 2 * node + 1])


def farthest(b: Books, tree: Any, cap: int) -> int:
    """Return the programme whose last seat lies farthest beyond its target; among equals the last in their order."""
    base, node = b.tree_first[cap], 1
    while node < b.tree_size[cap]:
        node = 2 * node + (1 if tree[base + 2 * node + 1] >= tree[base + 2 * node] else 0)
    return int(b.member[base // 2 + node - b.tree_size[cap]])


@cache
def compiled() -> Play | None:
    """Return `day` compiled, or None where numba is missing; the machine code is kept (see `players`)."""
    try:
        from numba import njit  # noqa: PLC0415 only where it is wanted
    except ImportError:
        return None
    space: dict[str, Any] = dict(globals())
    for function in (insert, farthest, recount, keep_caps, seated, day):
        twin = FunctionType(function.__code__, space, function.__name__)
        space[function.__name__] = njit(cache=True)(twin)
    played: Play = space["day"]
    return played
