"""A second opinion about who could do the work: day by day, half-day by half-day, written apart from the rules."""

import calendar
from datetime import timedelta
from itertools import combinations

from talent_portal.core.calendar import fiscal_year, is_working_day
from talent_portal.municipalities.rules import day_trip_ok
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.professions.rules import CandidateKind, Circumstances, Relation, VerdictKind, verdict
from talent_portal.specialists.rules.choices import AvailableWhen, Remote, SideJobState, WorkingWay
from talent_portal.specialists.rules.facts import Half

EMPLOYED = {"fy_part", "fy_full", "special_adv", "dispatch", "term_special", "term_general", "reappt_short"}
OFFICIALS = {CandidateKind.RETIRED, CandidateKind.SERVING, CandidateKind.FISCAL_FULL, CandidateKind.FISCAL_PART}


def could(need, person, table, ways) -> bool:
    """Whether every hard rule holds."""
    return (
        not person.hidden_from & need.organisation_ids
        and need.profession in {one.profession for one in person.professions}
        and all(_licensed(must, person, need) for must in need.musts)
        and not person.travel.never & need.organisation_ids
        and _gets_there(need, person, ways)
        and _is_there(need, person)
        and _has_time(need, person)
        and all(_lawful(need, person, share, table) for share in need.shares)
    )


def _days(need):
    return [need.starts_on + timedelta(days=n) for n in range((need.ends_on - need.starts_on).days + 1)]


def _working(need):
    return [day for day in _days(need) if is_working_day(day)]


def _licensed(must, person, need):
    days = _working(need) or [need.ends_on]
    return any(
        all(licence.counts_on(day) for day in days)
        for licence in person.licences
        if licence.qualification in must.any_of
    )


def _gets_there(need, person, ways):
    rule = person.travel
    if need.remote_percent == 100 and rule.remote is not Remote.NO:
        return True
    if rule.remote is Remote.ONLY:
        return False
    far = rule.max_minutes * (2 if rule.remote is Remote.ALSO and need.remote_percent >= 50 else 1)
    for place in need.places:
        trip = ways[rule.boat, rule.air].get(rule.base, {}).get(place)
        if trip is None or trip.minutes > far or not (rule.overnight or day_trip_ok(trip)):
            return False
    return True


def _is_there(need, person):
    if person.available is AvailableWhen.DISASTER:
        return False
    if person.available_from is not None and person.available_from > need.starts_on:
        return False
    if any(person.pattern_on(day) is None for day in _days(need)):
        return False
    return sum(person.is_away(day) for day in _working(need)) <= len(_working(need)) // 10


def _has_time(need, person):
    days = _days(need)
    if need.pattern is PatternKind.MONTHLY:
        return _months(need, person, days)
    mondays = sorted({day - timedelta(days=day.weekday()) for day in days})
    weeks = [[day for day in days if 0 <= (day - monday).days < 7] for monday in mondays]
    long = any(len(week) == 7 for week in weeks)
    return all(_week(need, person, week, long) for week in weeks)


def _week(need, person, week, long):
    if need.pattern is PatternKind.HALVES:
        return _very_halves(need, person, week)
    possible = _most(week, person, lambda day, half: person.is_free((day, half)), taken=True)
    if len(week) == 7 and not any(person.is_away(day) for day in week):
        return possible >= need.half_days
    return possible >= min(need.half_days, _alone(week, person, long))


def _alone(week, person, long):
    """How much the person would give in these days if nothing else were taken."""
    if long:
        return _most(week, person, lambda day, half: _offers(person, day, half), taken=False)
    weekdays = [day for day in week if day.weekday() < 5 and not person.is_away(day)]
    return 2 * len(weekdays)


def _offers(person, day, half):
    return not person.is_away(day) and bool(person.pattern_on(day).halves >> 2 * day.weekday() + (half is Half.PM) & 1)


def _limit(week, person):
    return max(person.pattern_on(day).days_a_week for day in week)


def _very_halves(need, person, week):
    asked = [
        (day, half)
        for day in week
        for half in Half
        if need.halves >> 2 * day.weekday() + (half is Half.PM) & 1 and not person.is_away(day)
    ]
    if not asked:
        return True
    monday = week[0] - timedelta(days=week[0].weekday())
    days = {day for day, _ in asked} | {day for day, _ in person.taken if 0 <= (day - monday).days < 7}
    return all(person.is_free(slot) for slot in asked) and len(days) <= _limit(week, person)


def _most(week, person, free, *, taken):
    """Most half-days of work in a week as whole days and one half besides, by trying every set of days."""
    monday = week[0] - timedelta(days=week[0].weekday())
    used = {day for day, _ in person.taken if 0 <= (day - monday).days < 7} if taken else set()
    room = max(0, _limit(week, person) - len(used))
    whole = [day for day in week if day not in used and free(day, Half.AM) and free(day, Half.PM)]
    part = [day for day in week if free(day, Half.AM) or free(day, Half.PM)]
    most = 0
    for size in range(min(room, len(whole)) + 1):
        for chosen in combinations(whole, size):
            left = [day for day in part if day not in chosen]
            single = any(day in used for day in left) or (size < room and bool(left))
            most = max(most, 2 * size + single)
    return most


def _months(need, person, days):
    months = sorted({(day.year, day.month) for day in days})
    inside = {month: [day for day in days if (day.year, day.month) == month] for month in months}
    full = {month for month in months if len(inside[month]) == calendar.monthrange(*month)[1]}
    for month in months:
        pieces = {}
        for day in inside[month]:
            pieces.setdefault(day - timedelta(days=day.weekday()), []).append(day)
        possible = sum(
            _most(piece, person, lambda day, half: person.is_free((day, half)), taken=True) for piece in pieces.values()
        )
        alone = sum(_alone(piece, person, bool(full)) for piece in pieces.values())
        whole = month in full and not any(person.is_away(day) for day in inside[month])
        if possible < (need.half_days if whole else min(need.half_days, alone)):
            return False
    return True


def _lawful(need, person, share, table):
    forms = need.forms or {form for _, _, form in table.cells}
    return any(_wants(person, form) and _allowed(need, person, share, form, table) for form in forms)


def _wants(person, form):
    if not person.ways or WorkingWay.UNDECIDED in person.ways:
        return True
    return (
        (WorkingWay.EMPLOYED in person.ways and form in EMPLOYED)
        or (WorkingWay.FEE in person.ways and form in {"special_adv", "adviser"})
        or (WorkingWay.CONTRACT in person.ways and form == "contract")
    )


def _allowed(need, person, share, form, table):
    job, last = person.side_job, max(_working(need), default=need.ends_on)
    fits = job.state is SideJobState.GRANTED and job.allows_on(last)
    fits = fits and (job.weekly_minutes is None or (need.weekly_minutes or 0) <= job.weekly_minutes)
    relation = Relation.NONE
    if person.candidate_kind in OFFICIALS:
        here = person.former_organisation_id == share.organisation_id
        relation = Relation.HERE if here else Relation.ELSEWHERE
    weekly = need.weekly_minutes
    own = weekly and weekly * share.half_days // sum(one.half_days for one in need.shares)
    found = verdict(
        table,
        person.candidate_kind,
        form,
        Circumstances(
            relation=relation,
            starts_on=need.starts_on,
            ends_on=need.ends_on,
            weekly_minutes=own,
            other_weekly_minutes=person.weekly_minutes_elsewhere + (weekly - own if weekly else 0),
            duties=need.duties,
            leaving_age=person.leaving_age,
            age_at_fiscal_year_end=person.age_at_end_of(fiscal_year(need.ends_on)),
            daily_orders=need.daily_orders,
            child_contact=need.child_contact,
            met=frozenset({"side_work_permission", "employer_rules"}) if fits else frozenset(),
        ),
    )
    asks = {"side_work_permission", "employer_rules"} & set(found.conditions)
    stopped = job.state is SideJobState.REFUSED or (job.state is SideJobState.GRANTED and not fits)
    return found.kind is not VerdictKind.UNLAWFUL and not (asks and stopped)
