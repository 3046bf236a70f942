"""Condition by condition: what a request wants, what one person brings, and who says so. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from talent_portal.matching.rules.case import Case, Failure
from talent_portal.matching.rules.forms import forms_of, lawful_form
from talent_portal.matching.rules.licences import Held, Standing, best
from talent_portal.matching.rules.time import days_left, fit_of, period
from talent_portal.matching.rules.travel import Way, from_home, limit_of, travel, ways_of
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.rules.facts import PersonFacts


class Met(StrEnum):
    """How a condition stands: fulfilled, only said, a must that fails, a wish nobody answers, a question."""

    MET = "met"
    CLAIMED = "claimed"
    UNMET = "unmet"
    MISSING = "missing"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the explanation. `kind` says what it is about, `code` what is to be said, `params` with what."""

    kind: str
    code: str
    met: Met
    params: Mapping[str, object] = field(default_factory=dict)


OF_MUST = {
    Standing.CHECKED: Met.MET,
    Standing.DECLARED: Met.CLAIMED,
    Standing.EXPIRES: Met.UNMET,
    Standing.DECLARED_EXPIRES: Met.UNMET,
    Standing.NONE: Met.UNMET,
}
CODES = {
    Standing.CHECKED: "checked",
    Standing.DECLARED: "declared",
    Standing.EXPIRES: "expires",
    Standing.DECLARED_EXPIRES: "expires",
    Standing.NONE: "none",
}


def conditions_of(case: Case, person: PersonFacts) -> tuple[Condition, ...]:
    """Return every condition of the request in the order in which it is explained."""
    return (
        *(_must(case, person, must.any_of) for must in case.need.musts),
        *(_helpful(case, person, one.qualification) for one in case.need.helpfuls),
        *(_task(person, task) for task in sorted(case.need.tasks)),
        _period(case, person),
        _days(case, person),
        *_travel(case, person),
        _form(case, person),
    )


def _must(case: Case, person: PersonFacts, wanted: frozenset[str]) -> Condition:
    held = best(case, person, wanted)
    said = _said(held) | {"any_of": tuple(sorted(wanted))}
    return Condition("must", CODES[held.standing], OF_MUST[held.standing], said)


def _helpful(case: Case, person: PersonFacts, wanted: str) -> Condition:
    held = best(case, person, (wanted,))
    met = OF_MUST[held.standing]
    said = _said(held) | {"any_of": (wanted,)}
    return Condition("helpful", CODES[held.standing], Met.MISSING if met is Met.UNMET else met, said)


def _said(held: Held) -> dict[str, object]:
    return {"qualification": held.qualification, "expires_on": held.expires_on, "early": held.early}


def _task(person: PersonFacts, task: str) -> Condition:
    level = next((skill.level for skill in person.skills if skill.task == task), None)
    if level is None:
        return Condition("task", "unknown", Met.MISSING, {"task": task})
    # Nobody checks what people say they can do; it is always their own word.
    return Condition("task", level.value, Met.CLAIMED, {"task": task})


def _period(case: Case, person: PersonFacts) -> Condition:
    failure = period(case, person)
    return _held("period", failure, {})


def _days(case: Case, person: PersonFacts) -> Condition:
    failure = days_left(case, person)
    measured = case.plan.is_told and person.patterns
    return _held("days", failure, {"spare": fit_of(case, person).spare} if measured else {}, known=bool(measured))


def _held(kind: str, failure: Failure | None, said: Mapping[str, object], *, known: bool = True) -> Condition:
    if failure is not None:
        return Condition(kind, failure.code, Met.UNMET, failure.params)
    return Condition(kind, "fits" if known else "unknown", Met.MET if known else Met.ASK, said)


def _travel(case: Case, person: PersonFacts) -> tuple[Condition, ...]:
    if from_home(case, person):
        return (Condition("travel", "from_home", Met.MET),)
    failure = travel(case, person)
    limit = limit_of(case, person)
    found = [_way(way, failure, limit) for way in ways_of(case, person)]
    if failure is not None and "place" not in failure.params:
        found.append(Condition("travel", failure.code, Met.UNMET, failure.params))
    return tuple(found)


def _way(way: Way, failure: Failure | None, limit: int) -> Condition:
    said: dict[str, object] = {"place": way.place, "minutes": way.minutes, "limit": limit}
    if way.trip is not None:
        said |= {"boardings": way.trip.boardings, "overnight": way.overnight}
    here = failure is not None and failure.params.get("place") == way.place
    if failure is not None and here:
        return Condition("travel", failure.code, Met.UNMET, said | dict(failure.params))
    if way.trip is None or way.minutes > limit:
        return Condition("travel", "too_far" if way.trip else "no_way", Met.UNMET, said | {"over": way.minutes - limit})
    return Condition("travel", "way", Met.MET, said)


def _form(case: Case, person: PersonFacts) -> Condition:
    failure = lawful_form(case, person)
    if failure is not None:
        return Condition("form", failure.code, Met.UNMET, failure.params)
    offices = forms_of(case, person)
    kinds = {office.possible[0].verdict.kind for office in offices}
    forms = tuple(one.form for one in offices[0].possible)
    said = {"forms": forms, "several": len(offices) > 1}
    if VerdictKind.ASK in kinds:
        return Condition("form", "ask", Met.ASK, said)
    return Condition("form", "conditions" if VerdictKind.CONDITIONS in kinds else "lawful", Met.MET, said)
