"""Half-days: the 14 bits of a week, and the calendar days behind them. Pure.

Bit 0 is Monday morning, bit 1 Monday afternoon, … bit 13 Sunday afternoon.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

HALVES_A_WEEK = 14
EVERY_HALF = (1 << HALVES_A_WEEK) - 1
# Monday to Friday, mornings and afternoons: what "days by agreement" means until somebody ticks the grid.
WEEKDAYS = (1 << 10) - 1


class Half(StrEnum):
    """Half of a working day."""

    AM = "am"
    PM = "pm"


Slot = tuple[date, Half]


def bit(weekday: int, half: Half) -> int:
    """Return the bit of one half-day; `weekday` counts from 0 for Monday."""
    return 1 << (2 * weekday + (half is Half.PM))


def halves_of(mask: int) -> list[tuple[int, Half]]:
    """Return (weekday, half) of every bit set, in the order of the week."""
    return [(day, half) for day in range(7) for half in Half if mask & bit(day, half)]


def mask_of(halves: Iterable[tuple[int, Half]]) -> int:
    """Return the mask of some half-days of the week."""
    mask = 0
    for weekday, half in halves:
        mask |= bit(weekday, half)
    return mask


def days_in(mask: int) -> int:
    """Return on how many days of the week at least one half is set."""
    return sum(1 for day in range(7) if mask & (0b11 << (2 * day)))


def holds(mask: int, slot: Slot) -> bool:
    """Return whether the half-day of a calendar day is among those of the mask."""
    day, half = slot
    return bool(mask & bit(day.weekday(), half))


def slots_between(mask: int, first: date, last: date) -> Iterator[Slot]:
    """Yield every half-day of the mask from `first` to `last`, both included, in order of the calendar."""
    day = first
    while day <= last:
        for half in Half:
            if mask & bit(day.weekday(), half):
                yield day, half
        day += timedelta(days=1)
