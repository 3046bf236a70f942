"""How well somebody who could do the work fits it: 100 points in six parts, each a whole number with its reason. Pure.

Points only order people who are all eligible; they never let anybody in. Reviews of earlier work are not among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.forms import BEST_FIRST, forms_of
from talent_portal.matching.rules.licences import Standing, best
from talent_portal.matching.rules.time import fit_of
from talent_portal.matching.rules.travel import from_home, limit_of, ways_of
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.rules.choices import Level
from talent_portal.specialists.rules.facts import PersonFacts

MAXIMA = {"helpful": 20, "tasks": 20, "travel": 20, "days": 15, "years": 15, "form": 10}
FULL = sum(MAXIMA.values())
# A declared licence is worth half of a checked one.
LICENCE_WORTH = {Standing.CHECKED: 2, Standing.DECLARED: 1}
# Of 4; where own staff are to learn the work, only those who can teach it get them all.
LEVEL_WORTH = {Level.EXPERIENCED: 2, Level.ALONE: 4, Level.TEACHES: 4}
LEVEL_WORTH_TEACHING = {Level.EXPERIENCED: 1, Level.ALONE: 2, Level.TEACHES: 4}
BEST_LEVEL = 4
BOARDING_COST, NIGHT_COST = 2, 4
DAYS_THAT_FIT, SPARE_WORTH = 9, 2
YEARS_THAT_COUNT = 15
FORM_WORTH = {VerdictKind.ALLOWED: 10, VerdictKind.CONDITIONS: 7, VerdictKind.ASK: 3, VerdictKind.UNLAWFUL: 0}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score; `params` say what it rests on."""

    code: str
    points: int
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def maximum(self) -> int:
        """Return the most points that this part can give."""
        return MAXIMA[self.code]


@dataclass(frozen=True, slots=True)
class Score:
    """The parts in their fixed order, and the farthest way in minutes for breaking ties."""

    parts: tuple[Part, ...]
    minutes: int

    @property
    def total(self) -> int:
        """Return the sum of the parts, 0 to 100."""
        return sum(part.points for part in self.parts)

    def part(self, code: str) -> Part:
        """Return one part."""
        return next(part for part in self.parts if part.code == code)


def score_of(case: Case, person: PersonFacts) -> Score:
    """Return the score of somebody for whom every hard rule holds (for others it says what they would have)."""
    minutes = 0 if from_home(case, person) else max((way.minutes for way in ways_of(case, person)), default=0)
    parts = (
        _helpful(case, person),
        _tasks(case, person),
        _travel(case, person, minutes),
        _days(case, person),
        _years(case, person),
        _form(case, person),
    )
    return Score(parts, minutes)


def _helpful(case: Case, person: PersonFacts) -> Part:
    wished = case.need.helpfuls
    possible = sum(2 * one.weight for one in wished)
    won = 0
    for one in wished:
        held = best(case, person, (one.qualification,))
        won += one.weight * LICENCE_WORTH.get(held.standing, 0)
    points = MAXIMA["helpful"] * won // possible if possible else MAXIMA["helpful"]
    return Part("helpful", points, {"wished": len(wished)})


def _tasks(case: Case, person: PersonFacts) -> Part:
    worth = LEVEL_WORTH_TEACHING if case.need.mentoring else LEVEL_WORTH
    known = [skill for skill in person.skills if skill.task in case.need.tasks]
    won, possible = sum(worth[skill.level] for skill in known), BEST_LEVEL * len(case.need.tasks)
    points = MAXIMA["tasks"] * won // possible if possible else MAXIMA["tasks"]
    return Part("tasks", points, {"known": len(known), "of": len(case.need.tasks)})


def _travel(case: Case, person: PersonFacts, minutes: int) -> Part:
    if from_home(case, person):
        return Part("travel", MAXIMA["travel"], {"home": True})
    ways = ways_of(case, person)
    boardings = max((way.trip.boardings for way in ways if way.trip), default=0)
    overnight = any(way.overnight for way in ways)
    limit = max(limit_of(case, person), 1)
    near = MAXIMA["travel"] * max(0, 2 * limit - minutes) // (2 * limit)
    points = max(0, near - BOARDING_COST * boardings - NIGHT_COST * overnight)
    return Part("travel", points, {"minutes": minutes, "boardings": boardings, "overnight": overnight})


def _days(case: Case, person: PersonFacts) -> Part:
    if not case.plan.is_told or not person.patterns:
        return Part("days", 0)
    found = fit_of(case, person)
    if found.short:
        return Part("days", 0, {"short": found.short})
    points = min(MAXIMA["days"], DAYS_THAT_FIT + SPARE_WORTH * found.spare)
    return Part("days", points, {"spare": found.spare})


def _years(case: Case, person: PersonFacts) -> Part:
    years = person.years_in(case.need.profession)
    points = MAXIMA["years"] * min(years or 0, YEARS_THAT_COUNT) // YEARS_THAT_COUNT
    return Part("years", points, {"years": years})


def _form(case: Case, person: PersonFacts) -> Part:
    """Give the points of the body that asks the most: the work begins when all have a form."""
    best_of = [next(iter(office.possible), None) for office in forms_of(case, person)]
    kinds = [VerdictKind.UNLAWFUL if one is None else one.verdict.kind for one in best_of]
    worst = max(kinds, key=BEST_FIRST.index, default=VerdictKind.ASK)
    return Part("form", FORM_WORTH[worst], {"verdict": worst.value})
