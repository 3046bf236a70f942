"""Whether somebody is there in the period of a request, with enough of the week still free. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from talent_portal.matching.rules import room
from talent_portal.matching.rules.case import Case, Failure, Rule
from talent_portal.matching.rules.plan import ONE_DAY, Plan
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.specialists.rules.choices import AvailableWhen
from talent_portal.specialists.rules.facts import Pattern, PersonFacts
from talent_portal.specialists.rules.week import Half


@dataclass(frozen=True, slots=True)
class Share:
    """What is left of a week: the half-days offered, those that other work holds at least once, those left always."""

    offered: int
    taken: int
    free: int


def spans_of(plan: Plan, patterns: tuple[Pattern, ...]) -> tuple[room.Span, ...]:
    """Return the patterns as spans within the period; where two speak about a day, the one that began last counts."""
    within = [one for one in patterns if one.valid_from <= plan.last and (one.valid_to or plan.last) >= plan.first]
    if len(within) == 1:
        only = within[0]
        return (room.Span(only.valid_from, only.valid_to or date.max, only.halves, only.days_a_week),)
    edges = {plan.first}
    for one in within:
        edges |= {one.valid_from, one.valid_to + ONE_DAY if one.valid_to else plan.last + ONE_DAY}
    starts = sorted(edge for edge in edges if plan.first <= edge <= plan.last)
    ends = [*(start - ONE_DAY for start in starts[1:]), plan.last]
    found = []
    for first, last in zip(starts, ends, strict=True):
        in_force = [one for one in within if one.in_force(first)]
        if in_force:
            newest = max(in_force, key=lambda one: one.valid_from)
            found.append(room.Span(first, last, newest.halves, newest.days_a_week))
    return tuple(found)


def calendar_of(plan: Plan, person: PersonFacts) -> room.Calendar:
    """Return what the person offers and has given away in the weeks of the plan."""
    taken = {}
    if person.taken:
        # A week that begins before the period counts whole: its days are days on which the person works anyway.
        since, until = plan.weeks[0].monday, plan.weeks[-1].monday + timedelta(days=6)
        taken = room.masks((day, int(half is Half.PM)) for day, half in person.taken if since <= day <= until)
    away = room.away_masks(plan, [(one.first_day, one.last_day) for one in person.away]) if person.away else {}
    return room.Calendar(spans_of(plan, person.patterns), taken, away)


def period(case: Case, person: PersonFacts) -> Failure | None:
    """Return why the person is not there from the first to the last day, and by how many days."""
    plan = case.plan
    if not plan.is_told:
        return Failure(Rule.PERIOD, "period_unknown")
    if person.available is AvailableWhen.DISASTER:
        return Failure(Rule.PERIOD, "disaster_only")
    if not person.patterns:
        return Failure(Rule.PERIOD, "days_unknown")
    return _late(plan, person) or _uncovered(plan, person) or _away(plan, person)


def _late(plan: Plan, person: PersonFacts) -> Failure | None:
    if person.available_from is None or person.available_from <= plan.first:
        return None
    late = (person.available_from - plan.first).days
    return Failure(Rule.PERIOD, "starts_late", {"days": late, "day": person.available_from})


def _uncovered(plan: Plan, person: PersonFacts) -> Failure | None:
    only = person.patterns[0]
    if len(person.patterns) == 1 and only.valid_from <= plan.first and (only.valid_to or plan.last) >= plan.last:
        return None
    missing = room.uncovered(plan, spans_of(plan, person.patterns))
    if missing is None:
        return None
    if missing.before:
        day = plan.first + timedelta(days=missing.before)
        return Failure(Rule.PERIOD, "starts_late", {"days": missing.before, "day": day})
    if missing.after:
        day = plan.last - timedelta(days=missing.after)
        return Failure(Rule.PERIOD, "ends_early", {"days": missing.after, "day": day})
    return Failure(Rule.PERIOD, "gap", {"days": missing.between})


def _away(plan: Plan, person: PersonFacts) -> Failure | None:
    if not person.away:
        return None
    days = room.away_days(plan, [(one.first_day, one.last_day) for one in person.away])
    over = days - plan.leave_days
    return Failure(Rule.PERIOD, "away", {"days": days, "over": over}) if over > 0 else None


def fit_of(case: Case, person: PersonFacts) -> room.Fit:
    """Return how the pattern of the request fits into the person's weeks."""
    key = ("fit", person.patterns, person.away, person.taken)
    return case.once(key, lambda: room.fit(case.plan, calendar_of(case.plan, person)))


def days_left(case: Case, person: PersonFacts) -> Failure | None:
    """Return how many half-days a week (a month) are missing in the worst week."""
    if not case.plan.is_told or not person.patterns:
        # Another rule says so already, and there is nothing to measure.
        return None
    found = fit_of(case, person)
    if not found.short:
        return None
    unit = "month" if case.plan.kind is PatternKind.MONTHLY else "week"
    said = {"half_days": found.short, "times": found.times, "of": found.of, "taken": bool(person.taken)}
    return Failure(Rule.DAYS, f"short_a_{unit}", said)


def share_of(case: Case, person: PersonFacts) -> Share:
    """Return what is left of the person's week over the whole period, for the picture of the week."""
    if not case.plan.is_told:
        return Share(0, 0, 0)
    calendar = calendar_of(case.plan, person)
    offered = 0
    for span in calendar.spans:
        offered |= span.halves
    taken = 0
    for week in case.plan.weeks:
        taken |= calendar.taken.get(week.monday, 0) & week.mask
    return Share(offered, taken, offered & ~taken)
