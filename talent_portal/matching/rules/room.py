"""How much of a request's pattern fits into somebody's weeks beside what they have already promised. Pure.

Weeks are the 14 bits of `core.week`. Public holidays are nobody's fault and are not counted against anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from talent_portal.core.week import DAYS
from talent_portal.matching.rules.plan import (
    WORKING_WEEK,
    Plan,
    Week,
    days_between,
    mask_between,
    monday_of,
)
from talent_portal.needs.rules.facts import PatternKind

MORNINGS = 0b01_0101_0101_0101


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when somebody offers which half-days, at most so many days a week. `last` is included."""

    first: date
    last: date
    halves: int
    days: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one person offers and has already given away, within the weeks of one plan.

    `taken` and `away` are masks by Monday: half-days that other work holds, and half-days of absence.
    """

    spans: tuple[Span, ...]
    taken: Mapping[date, int]
    away: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """How many days of the period nobody was offered: before the first, after the last, in between."""

    before: int
    after: int
    between: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Half-days that are missing in the worst week (or month), in how many of how many, and the smallest reserve."""

    short: int
    times: int
    of: int
    spare: int


def room(free: int, used: int, limit: int) -> int:
    """Return how many half-days of work fit into one week as whole days and, at most, one half-day besides.

    `free` are the half-days that can be worked; `used` the mornings of days on which the person works anyway; `limit`
    the days a week that they wish to work at all. A half-day beside other work costs no further day.
    """
    left = max(0, limit - used.bit_count())
    whole_days = (free & free >> 1 & MORNINGS & ~used).bit_count()
    whole = min(left, whole_days)
    days = (free | free >> 1) & MORNINGS
    single = bool(days & used) or (whole < left and (days & ~used).bit_count() > whole)
    return 2 * whole + single


def days_of(mask: int) -> int:
    """Return the mornings of all days on which at least a half-day of `mask` lies."""
    return (mask | mask >> 1) & MORNINGS


def whole_days_only(mask: int) -> bool:
    """Return whether the mask holds no half-day without its other half."""
    return days_of(mask) * 0b11 == mask


def masks(halves: Iterable[tuple[date, int]]) -> dict[date, int]:
    """Return masks by Monday for half-days given as (day, 0 for the morning or 1 for the afternoon)."""
    found: dict[date, int] = {}
    for day, half in halves:
        weekday = day.weekday()
        monday = monday_of(day)
        found[monday] = found.get(monday, 0) | 1 << 2 * weekday + half
    return found


def away_masks(plan: Plan, absences: Sequence[tuple[date, date]]) -> dict[date, int]:
    """Return the absences that touch the period as masks by Monday."""
    found: dict[date, int] = {}
    touching = [(first, last) for first, last in absences if first <= plan.last and last >= plan.first]
    for first, last in touching:
        for week in plan.weeks:
            mask = mask_between(week.monday, first, last) & week.mask
            if mask:
                found[week.monday] = found.get(week.monday, 0) | mask
    return found


def away_days(plan: Plan, absences: Sequence[tuple[date, date]]) -> int:
    """Return on how many working days of the period the person is away."""
    gone = {
        day
        for first, last in absences
        for day in days_between(max(first, plan.first), min(last, plan.last))
        if day in plan.working_days
    }
    return len(gone)


def uncovered(plan: Plan, spans: Sequence[Span]) -> Uncovered | None:
    """Return which days of the period no span covers; None when all are."""
    touching = sorted((max(one.first, plan.first), min(one.last, plan.last)) for one in spans)
    touching = [(first, last) for first, last in touching if first <= last]
    if not touching:
        return Uncovered((plan.last - plan.first).days + 1, 0, 0)
    before = (touching[0][0] - plan.first).days
    reached, between = touching[0][1], 0
    for first, last in touching[1:]:
        between += max(0, (first - reached).days - 1)
        reached = max(reached, last)
    after = (plan.last - reached).days
    return Uncovered(before, after, between) if before or after or between else None


def fit(plan: Plan, calendar: Calendar) -> Fit:
    """Return how the pattern fits into the person's weeks; `short` is 0 when it does everywhere.

    A week (month) that lies only partly in the period, or in which the person is away, asks for no more than the
    person's pattern gives on the days that remain.
    """
    if plan.kind is PatternKind.MONTHLY:
        return _worst(_months(plan, calendar))
    return _worst(_weeks(plan, calendar))


def offered(week: Week, spans: Sequence[Span]) -> tuple[int, int]:
    """Return which half-days the person's patterns offer in a week, and how many days a week at most."""
    mask = limit = 0
    for span in spans:
        within = mask_between(week.monday, span.first, span.last) & week.mask
        if within:
            mask |= span.halves & within
            limit = max(limit, span.days)
    return mask, limit


class _Asked(NamedTuple):
    """What one week (or month) asks for and what fits into it, in half-days; `whole` where all of it counts."""

    wanted: int
    possible: int
    whole: bool


def _worst(found: Sequence[_Asked]) -> Fit:
    """Sum up; the reserve is that of the tightest whole week (month), or of any where none is whole."""
    missing = [one.wanted - one.possible for one in found if one.possible < one.wanted]
    measured = [one for one in found if one.whole] or found
    spare = min((one.possible - one.wanted for one in measured), default=0)
    return Fit(max(missing, default=0), len(missing), len(found), 0 if missing else spare)


def _weeks(plan: Plan, calendar: Calendar) -> list[_Asked]:
    """Return (wanted, possible) of every week in half-days; weeks like one another are reckoned once."""
    known: dict[tuple[int, int, int, int, int], _Asked] = {}
    found = []
    constant = _constant(plan, calendar)
    for week in plan.weeks:
        taken, away = calendar.taken.get(week.monday, 0), calendar.away.get(week.monday, 0)
        mask, limit = (constant[0] & week.mask, constant[1]) if constant else offered(week, calendar.spans)
        key = (week.mask, mask, limit, taken, away)
        if key not in known:
            known[key] = _one_week(plan, week, (mask, limit), taken, away)
        found.append(known[key])
    return found


def _constant(plan: Plan, calendar: Calendar) -> tuple[int, int] | None:
    """Return the pattern where one and the same covers the whole period; most people have one."""
    if len(calendar.spans) != 1:
        return None
    only = calendar.spans[0]
    return (only.halves, only.days) if only.first <= plan.first and only.last >= plan.last else None


def _one_week(plan: Plan, week: Week, pattern: tuple[int, int], taken: int, away: int) -> _Asked:
    mask, limit = pattern
    used = days_of(taken)
    if plan.kind is PatternKind.HALVES:
        asked = plan.halves & week.mask & ~away
        missing = (asked & ~(mask & ~taken)).bit_count()
        # Days too many for the person's wish count as two half-days each.
        over = max(0, (days_of(asked) | used).bit_count() - limit) if asked else 0
        wanted = asked.bit_count()
        return _Asked(wanted, max(0, wanted - max(missing, 2 * over)), week.is_whole and not away)
    possible = room(mask & ~taken & ~away, used, limit)
    if week.is_whole and not away:
        return _Asked(plan.half_days, possible, whole=True)
    undisturbed = (
        room(mask & ~away, 0, limit) if plan.has_whole_weeks else room(week.mask & WORKING_WEEK & ~away, 0, DAYS)
    )
    return _Asked(min(plan.half_days, undisturbed), possible, whole=False)


def _months(plan: Plan, calendar: Calendar) -> list[_Asked]:
    """Return (wanted, possible) of every month, each the sum of its weeks and parts of weeks."""
    possible: dict[tuple[int, int], int] = {}
    undisturbed: dict[tuple[int, int], int] = {}
    gone: set[tuple[int, int]] = set()
    for month, week in _pieces(plan):
        taken, away = calendar.taken.get(week.monday, 0), calendar.away.get(week.monday, 0) & week.mask
        mask, limit = offered(week, calendar.spans)
        free = room(mask & ~taken & ~away, days_of(taken), limit)
        alone = room(mask & ~away, 0, limit) if plan.whole_months else room(week.mask & WORKING_WEEK & ~away, 0, DAYS)
        possible[month] = possible.get(month, 0) + free
        undisturbed[month] = undisturbed.get(month, 0) + alone
        if away:
            gone.add(month)
    found = []
    for month, alone in undisturbed.items():
        whole = month in plan.whole_months and month not in gone
        found.append(_Asked(plan.half_days if whole else min(plan.half_days, alone), possible[month], whole))
    return found


def _pieces(plan: Plan) -> list[tuple[tuple[int, int], Week]]:
    """Return the weeks of the period, those across the end of a month as two pieces."""
    found = []
    for week in plan.weeks:
        days = [day for number, day in enumerate(_seven(week)) if week.mask >> 2 * number & 1]
        for month in dict.fromkeys((day.year, day.month) for day in days):
            inside = [day for day in days if (day.year, day.month) == month]
            found.append((month, Week(week.monday, mask_between(week.monday, inside[0], inside[-1]))))
    return found


def _seven(week: Week) -> list[date]:
    return list(days_between(week.monday, week.monday + (DAYS - 1) * (date.resolution)))
