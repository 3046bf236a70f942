"""Renewals: clear the weeks of a few people around an open need and fill them anew, as long as nothing is lost by it.

Chains of moves end where two or three contracts would have to change at once. A renewal takes a handful of people who
could serve the same needs out of the plan and puts them back in another order, drawn by lot: ruin and recreate
(Schrimpf and others 2000), a search over large neighbourhoods (Shaw 1998). It is undone unless the plan is worth at
least as much. Plain Python, or compiled (`players`).
"""

from typing import Any, NamedTuple

from talent_portal.matching.engine.kernels import Board, put, raised, room
from talent_portal.matching.engine.moves import fit_change, refill, reuse, undo
from talent_portal.matching.engine.plans import MULTIPLIER

WIDTH = 8
"""How many people are cleared at once: fewer find less, more are rarely put back better."""
FRONT = 64
"""How many of their pairs are ranked; what is left of their weeks is given away in turn."""
CONTRACTS = 14 * 8
"""Nobody has more: one for each half-day of the week in each term."""
SEED = 12_345


class Tray(NamedTuple):
    """What a renewal writes down for itself; the state of the lot is kept from one to the next."""

    lot: Any  # (1,)
    cleared: Any  # (S,) 1 while somebody's week is being renewed
    people: Any  # (WIDTH,)
    needs: Any  # (1 + WIDTH * CONTRACTS,) the open need, then those that lost somebody
    front: Any  # (FRONT,) pairs, the best first
    keys: Any  # (FRONT,) their worth by lot


SIZES = {"people": WIDTH, "needs": 1 + WIDTH * CONTRACTS, "front": FRONT, "keys": FRONT}


def draw(tray: Tray, below: int) -> int:
    """Return the next number by lot: a congruential generator, the same by any interpreter."""
    tray.lot[0] = (tray.lot[0] * 1_103_515_245 + 12_345) & 0x7FFFFFFF
    return int((tray.lot[0] >> 8) % below)


def clear(b: Board, tray: Tray, s: int, fixed: Any, lost: int) -> tuple[int, int]:
    """Take all contracts of s out but for those that are fixed; return how many needs have lost, and the level."""
    level = 0
    for e in range(b.first[s], b.first[s + 1]):
        if b.x[e] > 0 and fixed[e] == 0:
            level += put(b, e, 0)
            tray.needs[lost] = b.need[e]
            lost += 1
    return lost, level


def cleared_around(b: Board, tray: Tray, n: int, fixed: Any) -> tuple[int, int, int]:
    """Clear people who could serve need n or one that loses by it; return people, needs and the change of the level."""
    tray.needs[0] = n
    people, lost, level = 0, 1, 0
    for _ in range(3 * WIDTH):
        if people == WIDTH:
            break
        m = tray.needs[draw(tray, lost)]
        s = b.specialist[b.by_need[b.need_first[m] + draw(tray, b.need_first[m + 1] - b.need_first[m])]]
        if tray.cleared[s] == 0:
            tray.cleared[s] = 1
            tray.people[people] = s
            people += 1
            lost, change = clear(b, tray, s, fixed, lost)
            level += change
    return people, lost, level


def ranked(b: Board, tray: Tray, people: int) -> int:
    """Rank what the cleared people could take on by what it is worth now, up to twice as much by lot."""
    size = 0
    for i in range(people):
        s = tray.people[i]
        tray.cleared[s] = 0
        for e in range(b.first[s], b.first[s + 1]):
            halves = room(b, e) if b.x[e] == 0 else 0
            if halves < b.lower[e] or halves == 0:
                continue
            m = b.place[b.need[e]]
            at = b.place_first[m] + b.covered[m]
            gain = b.worth[at + halves * b.span[e]] - b.worth[at]
            key = (MULTIPLIER * gain + halves * b.span[e] * b.score[e]) * (1000 + draw(tray, 1000)) // 1000
            if size == FRONT and key <= tray.keys[FRONT - 1]:
                continue
            at = size if size < FRONT else FRONT - 1
            while at > 0 and tray.keys[at - 1] < key:
                tray.keys[at], tray.front[at] = tray.keys[at - 1], tray.front[at - 1]
                at -= 1
            tray.keys[at], tray.front[at] = key, e
            size = min(size + 1, FRONT)
    return size


def renew(b: Board, tray: Tray, needs: Any, fixed: Any) -> int:
    """Try one renewal around each of these needs; return how many were kept."""
    kept = 0
    for k in range(len(needs)):
        n = needs[k]
        if b.need_first[n] == b.need_first[n + 1]:
            continue
        b.size[0] = 0
        people, lost, level = cleared_around(b, tray, n, fixed)
        for i in range(ranked(b, tray, people)):
            level += raised(b, tray.front[i], b.upper[tray.front[i]])
        for i in range(lost):
            level += refill(b, tray.needs[i])
        for i in range(people):
            level += reuse(b, tray.people[i])
        if level > 0 or (level == 0 and fit_change(b) >= 0):
            kept += 1
        else:
            undo(b)
    return kept
