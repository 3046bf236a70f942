"""Weekly half-days and a period become dated half-days.

The rule, decided here once: a weekly pattern never falls on a national holiday, nor on 29 December to 3 January,
because offices are closed then (地方自治法4条の2, 祝日法). Such days stay free for the person and are not made up for.
Terms may say that work goes on (`on_holidays`: shifts, events); then every day of the pattern counts. Saturdays and
Sundays count wherever the pattern names them. With `every_weeks` above 1 the first week is the one of the first day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from talent_portal.core.calendar import ONE_DAY, YEAR_END_DAYS, is_holiday
from talent_portal.specialists.rules.week import Half, Slot, holds

MOST_WEEKS_BETWEEN = 4
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """When somebody works: a 14-bit week (bit 0 Monday morning, bit 13 Sunday afternoon), over a period."""

    starts_on: date
    ends_on: date
    halves: int
    every_weeks: int = 1
    on_holidays: bool = False


def is_closed(day: date) -> bool:
    """Return whether offices are closed by the calendar, whatever the day of the week."""
    return is_holiday(day) or (day.month, day.day) in YEAR_END_DAYS


def dated(pattern: Pattern) -> tuple[Slot, ...]:
    """Return every half-day of the pattern, in order; none for an empty week or a period that ends before it starts."""
    return tuple((day, half) for day in _days(pattern) for half in Half if holds(pattern.halves, (day, half)))


def from_day(halves: Iterable[Slot], day: date) -> tuple[Slot, ...]:
    """Return those on or after `day`."""
    return tuple(each for each in halves if each[0] >= day)


def working_days(halves: Iterable[Slot]) -> int:
    """Return on how many days somebody comes, in halves or whole."""
    return len({day for day, _ in halves})


def _days(pattern: Pattern) -> Iterator[date]:
    monday = pattern.starts_on - timedelta(days=pattern.starts_on.weekday())
    day = pattern.starts_on
    while day <= pattern.ends_on:
        its_turn = (day - monday).days // DAYS_A_WEEK % pattern.every_weeks == 0
        if its_turn and (pattern.on_holidays or not is_closed(day)):
            yield day
        day += ONE_DAY
