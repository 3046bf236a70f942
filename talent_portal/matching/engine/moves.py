"""Moves on a plan: fill in order, relieve, push out, undo what does not help. Plain Python, or compiled (`players`)."""

from typing import Any

from talent_portal.matching.engine.kernels import Board, idle, put, raised, wanting


def fill(b: Board, order: Any, wanted: Any) -> int:
    """Raise the pairs in this order towards what is wanted; return the change of the level value."""
    total = 0
    for k in range(len(order)):
        b.size[0] = 0
        total += raised(b, order[k], wanted[k])
    return total


def hold(b: Board, pairs: Any, halves: Any) -> None:
    """Set these pairs, unchecked."""
    for k in range(len(pairs)):
        b.size[0] = 0
        put(b, pairs[k], halves[k])


def refill(b: Board, n: int) -> int:
    """Give an open need to whoever still can, the most half-days first, then the best score."""
    total = 0
    for k in range(b.need_first[n], b.need_first[n + 1]):
        if wanting(b, n) == 0:
            break
        if b.x[b.by_need[k]] < b.upper[b.by_need[k]]:
            total += raised(b, b.by_need[k], b.upper[b.by_need[k]])
    return total


def reuse(b: Board, s: int) -> int:
    """Give what is left of a week to needs that are still open."""
    total = 0
    for e in range(b.first[s], b.first[s + 1]):
        if idle(b, s) == 0:
            break
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


def relieve(b: Board, n: int, fixed: Any) -> int:
    """Where no more people may share a need, let somebody with more half-days relieve one of them."""
    kept = 0
    if b.people[n] < b.crowd[n]:
        return kept
    for i in range(b.need_first[n], b.need_first[n + 1]):
        f = b.by_need[i]
        if b.x[f] == 0 or fixed[f] > 0:
            continue
        for j in range(b.need_first[n], b.need_first[n + 1]):
            e = b.by_need[j]
            if b.upper[e] <= b.x[f]:
                break
            if b.x[e] > 0:
                continue
            b.size[0] = 0
            level = put(b, f, 0) + raised(b, e, b.upper[e])
            if b.x[e] > 0:
                level += refill(b, n) + reuse(b, b.specialist[f])
                if level > 0 or (level == 0 and fit_change(b) > 0):
                    kept += 1
                    break
            undo(b)
    return kept


def improve(b: Board, needs: Any, fixed: Any) -> int:
    """Try to serve each open need by moving others around; return how many moves were kept."""
    kept = 0
    for k in range(len(needs)):
        n = needs[k]
        kept += relieve(b, n, fixed)
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
