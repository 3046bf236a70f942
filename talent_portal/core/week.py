"""The half-days of a week as 14 bits: bit 0 is Monday morning, bit 1 Monday afternoon, … Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

DAYS = 7
HALVES = ("am", "pm")
WHOLE_WEEK = (1 << DAYS * len(HALVES)) - 1
SHORTEST_RUN = 3


@dataclass(frozen=True, slots=True)
class Halves:
    """Days of the week (0 is Monday) by which part of them is meant."""

    mornings: tuple[int, ...]
    afternoons: tuple[int, ...]
    whole: tuple[int, ...]


def bit(day: int, half: str) -> int:
    """Return the number of a half-day, 0 to 13."""
    return day * len(HALVES) + HALVES.index(half)


def halves(mask: int) -> Halves:
    """Return which days a mask means, whole days once and not as two halves."""
    am, pm = (frozenset(day for day in range(DAYS) if mask >> bit(day, half) & 1) for half in HALVES)
    return Halves(tuple(sorted(am - pm)), tuple(sorted(pm - am)), tuple(sorted(am & pm)))


def runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Return (first, last) of every stretch; only three days in a row or more are worth calling one."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and day == found[-1][1] + 1:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return [pair for first, last in found for pair in _kept(first, last)]


def _kept(first: int, last: int) -> list[tuple[int, int]]:
    if last - first + 1 >= SHORTEST_RUN:
        return [(first, last)]
    return [(day, day) for day in range(first, last + 1)]
