"""Plans over random registers, held against the calendar day by day: what a person would see when the weeks come."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.queries import planning
from talent_portal.matching.queries.planning import Known
from talent_portal.matching.rules.eligibility import first_failure, is_hidden
from talent_portal.matching.rules.runs import RunOptions
from talent_portal.needs.rules.facts import PatternKind, ShareFacts
from talent_portal.specialists.rules.facts import Half, Pattern
from tests.matching.plain import HASAMI, NAGASAKI, case, need, person

TOWNS = {HASAMI: "hasami", NAGASAKI: "nagasaki", 21: "kawatana", 22: "isahaya", 23: "goto"}
MASKS = (0x3FF, 0x3FF, 0x3FF, 0b1111, 0b11_0011_0011, 0b01_0101_0101, 0x3FFF)
WORLDS = 25
START = date(2026, 7, 1)


def somebody(dice, number):
    taken = set()
    if dice.random() < 0.4:
        first = START + timedelta(days=dice.randint(0, 90))
        for week in range(dice.randint(1, 8)):
            taken |= {(first + timedelta(days=7 * week), half) for half in dice.sample(tuple(Half), dice.randint(1, 2))}
    patterns = [Pattern(date(2026, 4, 1), None, dice.choice(MASKS), dice.randint(1, 5))]
    if dice.random() < 0.3:
        patterns.append(Pattern(START + timedelta(days=dice.randint(20, 100)), None, dice.choice(MASKS), 3))
    return person(
        number,
        patterns=tuple(patterns),
        taken=frozenset(taken),
        travel={"base": dice.choice(["isahaya", "omura", "goto"]), "max_minutes": 150, "boat": dice.random() < 0.5},
        hidden_from=frozenset(dice.sample(sorted(TOWNS), 1)) if dice.random() < 0.2 else frozenset(),
        weekly_minutes_elsewhere=dice.choice([0, 0, 900]),
    )


def some_request(dice, number):
    office = dice.choice(sorted(TOWNS))
    first = START + timedelta(days=dice.randint(0, 60))
    kind = dice.choice([PatternKind.DAYS, PatternKind.DAYS, PatternKind.HALVES, PatternKind.MONTHLY])
    halves = dice.choice([0b1111, 0b0101, 0b11_0000_0000, 0b01]) if kind is PatternKind.HALVES else 0
    half_days = halves.bit_count() or dice.choice([1, 2, 3, 4, 6])
    asked = need(
        need_id=number,
        reference=f"need{number:08}",
        organisation_id=office,
        place=TOWNS[office],
        pattern=kind,
        halves=halves,
        half_days=half_days,
        starts_on=first,
        ends_on=first + timedelta(days=dice.choice([40, 90, 150])),
        open_posts=dice.choice([1, 1, 2]),
    )
    if half_days > 1 and dice.random() < 0.3:
        partner = dice.choice([one for one in sorted(TOWNS) if one != office])
        parts = (
            ShareFacts(organisation_id=office, place=TOWNS[office], half_days=half_days - 1),
            ShareFacts(organisation_id=partner, place=TOWNS[partner], half_days=1),
        )
        asked = replace(asked, shares=parts)
    return asked


def a_world(seed):
    dice = random.Random(seed)
    people = tuple(somebody(dice, number) for number in range(1, 8))
    requests = [some_request(dice, number) for number in range(1, 7)]
    barred = {one.need_id: {dice.randint(1, 7)} for one in requests}
    cases = tuple(case(one, barred=barred[one.need_id]) for one in requests)
    reports = {HASAMI: (4, 1), 23: (2, 0)}
    return Known(cases, people, TOWNS, frozenset({23}), reports, frozenset())


def days_of(row, asked):
    """Every calendar half-day that a contract of the plan asks for."""
    count = (asked.ends_on - asked.starts_on).days + 1
    days = [asked.starts_on + timedelta(days=number) for number in range(count)]
    return {
        (day, half)
        for day in days
        for place, half in enumerate((Half.AM, Half.PM))
        if row["slots"] >> (2 * day.weekday() + place) & 1
    }


def check(known, plan):
    """Hold a plan against the calendar and the rules of the pages."""
    cases = {one.need.need_id: one for one in known.cases}
    people = {one.id: one for one in known.people}
    weeks = defaultdict(set)
    used = Counter()
    for row in plan:
        asked, who = cases[row["need"]].need, people[row["person"]]
        assert not is_hidden(cases[row["need"]], who)
        assert first_failure(cases[row["need"]], who) is None
        if asked.pattern is PatternKind.HALVES:
            assert row["slots"] == asked.halves
        elif asked.pattern is PatternKind.DAYS:
            assert row["slots"].bit_count() == asked.half_days
        wanted = days_of(row, asked)
        assert not wanted & who.taken
        for day, half in wanted:
            assert who.pattern_on(day).halves >> (2 * day.weekday() + (half is Half.PM)) & 1
            weeks[who.id, day - timedelta(days=day.weekday())].add(day)
        used.update((who.id, *slot) for slot in wanted)
    assert max(used.values(), default=1) == 1
    for (who, monday), days in weeks.items():
        # Days of other work count, those of a week whose pattern changes by the larger wish.
        limits = [people[who].pattern_on(day).days_a_week for day in days]
        busy = {day for day, _ in people[who].taken if monday <= day < monday + timedelta(days=7)}
        assert len(days | busy) <= max(*limits, len(busy))
    for asked in cases.values():
        given = [row["person"] for row in plan if row["need"] == asked.need.need_id]
        assert len(given) == len(set(given)) <= asked.need.open_posts


def test_no_plan_asks_for_a_day_that_is_not_there():
    made = 0
    for seed in range(WORLDS):
        known = a_world(seed)
        question = planning.question_of(known, RunOptions(places=2))
        told = planning.answer(question, allocate(question.problem), ())
        check(known, told.result["plan"])
        unmet = {row["need"]: row["asked"] - row["given"] for row in told.result["unmet"]}
        posts = sum(one.need.open_posts for one in known.cases)
        assert posts - sum(unmet.values()) == len(told.result["plan"])
        made += len(told.result["plan"])

    assert made > 3 * WORLDS
