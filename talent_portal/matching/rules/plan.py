"""When the work of a request happens: its weeks and working days, computed once and held against many people. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from talent_portal.core.calendar import is_working_day
from talent_portal.core.week import DAYS, WHOLE_WEEK
from talent_portal.needs.rules.facts import NeedFacts, PatternKind

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=DAYS)
# Monday morning to Friday afternoon: what "any day by agreement" means.
WORKING_WEEK = (1 << 10) - 1
# Requests do not look further ahead than a fixed-term appointment may last.
LONGEST_DAYS = 5 * 366
# One working day in ten, the annual leave of an official (20 days of about 240), costs nobody a request.
LEAVE_SHARE = 10


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the period: its Monday, and as 14 bits the half-days of it that lie within the period."""

    monday: date
    mask: int

    @property
    def is_whole(self) -> bool:
        """Return whether the period holds all of it."""
        return self.mask == WHOLE_WEEK


@dataclass(frozen=True)
class Plan:
    """The period and pattern of a request. `half_days` counts a week, or a month where `kind` is monthly."""

    first: date
    last: date
    kind: PatternKind
    half_days: int
    halves: int
    weeks: tuple[Week, ...]

    @property
    def is_told(self) -> bool:
        """Return whether the period is known and can be worked through."""
        return bool(self.weeks)

    @property
    def has_whole_weeks(self) -> bool:
        """Return whether the period is long enough to hold a week from Monday to Sunday."""
        return any(week.is_whole for week in self.weeks)

    @cached_property
    def working_days(self) -> frozenset[date]:
        """Return the days of the period on which offices are open."""
        return frozenset(day for day in days_between(self.first, self.last) if is_working_day(day))

    @cached_property
    def last_working_day(self) -> date:
        """Return the day until which licences must be valid; the last day where no office day lies within."""
        return max(self.working_days, default=self.last)

    @cached_property
    def leave_days(self) -> int:
        """Return on how many working days somebody may be away."""
        return len(self.working_days) // LEAVE_SHARE

    @cached_property
    def whole_months(self) -> frozenset[tuple[int, int]]:
        """Return the months (year, month) of which the period holds every day."""
        found = set()
        for day in days_between(self.first, self.last):
            if day.day == 1 and month_end(day) <= self.last:
                found.add((day.year, day.month))
        return frozenset(found)


def plan_of(need: NeedFacts) -> Plan:
    """Return the plan of a request; without weeks where its period is not told, is in no order or far too long."""
    first, last = need.starts_on, need.ends_on
    told = first <= last < date.max and (last - first).days <= LONGEST_DAYS
    return Plan(
        first=first,
        last=last,
        kind=need.pattern,
        half_days=need.half_days,
        halves=need.halves,
        weeks=tuple(_weeks(first, last)) if told else (),
    )


def _weeks(first: date, last: date) -> Iterator[Week]:
    monday = monday_of(first)
    while monday <= last:
        yield Week(monday, mask_between(monday, first, last))
        monday += WEEK


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def mask_between(monday: date, first: date, last: date) -> int:
    """Return the half-days of the week that begins on `monday` from `first` to `last`, both included."""
    start = max(0, (first - monday).days)
    end = min(DAYS - 1, (last - monday).days)
    if start > end:
        return 0
    return ((1 << 2 * (end - start + 1)) - 1) << 2 * start


def days_between(first: date, last: date) -> Iterator[date]:
    """Return every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
