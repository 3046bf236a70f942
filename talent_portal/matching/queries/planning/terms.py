"""The planned time in terms (quarters), and what is left of somebody's week in each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from talent_portal.core.week import WHOLE_WEEK
from talent_portal.specialists.rules.facts import PersonFacts
from talent_portal.specialists.rules.week import Half

MOST_TERMS = 8
MONTHS_A_TERM = 3
MONTHS_A_YEAR = 12
HALVES_A_DAY = 2
ONE_DAY = timedelta(days=1)


def term_number(day: date) -> int:
    """Return the number of the quarter of `day`, counted through all years."""
    return (day.year * MONTHS_A_YEAR + day.month - 1) // MONTHS_A_TERM


def first_day(number: int) -> date:
    """Return the first day of a quarter."""
    year, month = divmod(number * MONTHS_A_TERM, MONTHS_A_YEAR)
    return date(year, month + 1, 1)


@dataclass(frozen=True)
class Terms:
    """At most eight quarters; the last one stands for everything after it as well."""

    first: int
    count: int
    last_day: date

    def of(self, starts_on: date, ends_on: date) -> frozenset[int]:
        """Return the terms that a period touches."""
        begin, end = (min(max(term_number(day) - self.first, 0), self.count - 1) for day in (starts_on, ends_on))
        return frozenset(range(begin, end + 1))

    @cached_property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """Return the first and last day of each term."""
        begins = [first_day(self.first + number) for number in range(self.count)]
        ends = [*(day - ONE_DAY for day in begins[1:]), max(self.last_day, begins[-1])]
        return tuple(zip(begins, ends, strict=True))


def terms_of(periods: Iterable[tuple[date, date]]) -> Terms:
    """Return the terms that hold all these periods."""
    listed = list(periods)
    first = term_number(min(begin for begin, _ in listed))
    last_day = max(end for _, end in listed)
    return Terms(first, min(term_number(last_day) - first + 1, MOST_TERMS), last_day)


@dataclass(frozen=True, slots=True)
class Weeks:
    """By term: half-days offered in every week, half-days wanted a week, half-days that other work holds in any."""

    offered: tuple[int, ...]
    limit: tuple[int, ...]
    taken: tuple[int, ...]


def weeks_of(person: PersonFacts, terms: Terms) -> Weeks:
    """Return what is left of the week: careful, so that a plan never stands on a half-day that is not free.

    Where several patterns follow each other within a term, only what all of them offer counts. A half-day that is
    held or taken in a single week of a term is gone for the whole term.
    """
    offered, limit = [], []
    for first, last in terms.spans:
        within = [one for one in person.patterns if one.valid_from <= last and (one.valid_to or last) >= first]
        mask = WHOLE_WEEK if within else 0
        for one in within:
            mask &= one.halves
        offered.append(mask)
        limit.append(min((HALVES_A_DAY * one.days_a_week for one in within), default=0))
    return Weeks(tuple(offered), tuple(limit), _taken(person, terms.spans))


def _taken(person: PersonFacts, spans: Sequence[tuple[date, date]]) -> tuple[int, ...]:
    found = [0] * len(spans)
    for day, half in person.taken:
        for number, (first, last) in enumerate(spans):
            if first <= day <= last:
                found[number] |= 1 << HALVES_A_DAY * day.weekday() + (half is Half.PM)
    return tuple(found)


def dates_of(mask: int, first: date, last: date) -> frozenset[tuple[date, Half]]:
    """Return the calendar half-days of a weekly mask within a period."""
    by_day = [
        [half for number, half in enumerate((Half.AM, Half.PM)) if mask >> (HALVES_A_DAY * weekday + number) & 1]
        for weekday in range(7)
    ]
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset((day, half) for day in days for half in by_day[day.weekday()])
