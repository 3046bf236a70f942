"""How a grid of rounds grows from a few numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

# 5 minutes to walk from one table to the next; also what makes "one talk per round" mean "no overlap".
SMALLEST_GAP = timedelta(minutes=5)
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Break:
    """A longer pause, in minutes, in place of the usual gap after round `after_round` (counted from 1)."""

    after_round: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """One round's time."""

    starts_at: datetime
    ends_at: datetime


def rounds(
    first_starts_at: datetime, talk_minutes: int, gap_minutes: int, count: int, breaks: Sequence[Break] = ()
) -> tuple[Hours, ...]:
    """Return `count` rounds of `talk_minutes`, `gap_minutes` apart, with longer breaks where asked."""
    pause = {each.after_round: each.minutes for each in breaks}
    hours: list[Hours] = []
    start = first_starts_at
    for position in range(1, count + 1):
        end = start + timedelta(minutes=talk_minutes)
        hours.append(Hours(start, end))
        start = end + timedelta(minutes=pause.get(position, gap_minutes))
    return tuple(hours)


def apart(hours: Sequence[Hours]) -> bool:
    """Return whether no two rounds are closer than the smallest gap."""
    ordered = sorted(hours, key=lambda each: each.starts_at)
    return all(later.starts_at - earlier.ends_at >= SMALLEST_GAP for earlier, later in pairwise(ordered))


def places(capacity: int, overbooking_percent: int) -> int:
    """Return how many people may sign up for `capacity` chairs (60–80 % come; rounded down, never below)."""
    return capacity * overbooking_percent // WHOLE
