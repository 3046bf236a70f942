"""Which person could do which request: the hard rules of the pages, put to every pair before the engine sees any."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talent_portal.matching.rules.case import Case, Failure, Rule
from talent_portal.matching.rules.eligibility import first_failure, is_hidden
from talent_portal.matching.rules.forms import OfficeForms, forms_of
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.rules.facts import PersonFacts


@dataclass(frozen=True, slots=True)
class Fit:
    """A pair that breaks no hard rule: the best form at each body, and whether some body has only full-time ones."""

    forms: tuple[tuple[int, str, str], ...]  # organisation, form, verdict
    possible: frozenset[str]  # at the asking body
    exclusive: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One request with everybody in its role: who fits, and who does not for which first reason.

    People hidden from a body of the request are in neither.
    """

    case: Case
    fits: dict[int, Fit]
    failures: dict[int, Failure]
    hidden: frozenset[int]


def judged(
    cases: Iterable[Case], people: Sequence[PersonFacts], *, ask: bool, exclusive: frozenset[str]
) -> list[Judged]:
    """Put every hard rule to everybody in the role of each request."""
    in_role: dict[str, list[PersonFacts]] = defaultdict(list)
    for person in people:
        for practice in person.professions:
            in_role[practice.profession].append(person)
    return [_judge(case, in_role[case.need.profession], ask, exclusive) for case in cases]


def _judge(case: Case, people: Sequence[PersonFacts], ask: bool, exclusive: frozenset[str]) -> Judged:  # noqa: FBT001
    fits: dict[int, Fit] = {}
    failures: dict[int, Failure] = {}
    hidden = set()
    for person in people:
        if is_hidden(case, person):
            hidden.add(person.id)
            continue
        failure = first_failure(case, person)
        found = fit_of(case, person, ask=ask, exclusive=exclusive) if failure is None else failure
        if isinstance(found, Fit):
            fits[person.id] = found
        else:
            failures[person.id] = found
    return Judged(case, fits, failures, frozenset(hidden))


def fit_of(case: Case, person: PersonFacts, *, ask: bool, exclusive: frozenset[str]) -> Fit | Failure:
    """Return the forms of somebody who could do the work; the failure where only the checker could say yes."""
    offices = forms_of(case, person)
    chosen = []
    alone = False
    for office in offices:
        forms = _admitted(office, ask=ask)
        if not forms:
            return Failure(Rule.FORM, "ask_excluded", {"organisation_id": office.organisation_id})
        alone = alone or forms <= exclusive
        best = next(one for one in office.possible if one.form in forms)
        chosen.append((office.organisation_id, best.form, best.verdict.kind.value))
    return Fit(tuple(chosen), _admitted(offices[0], ask=ask), alone)


def _admitted(office: OfficeForms, *, ask: bool) -> frozenset[str]:
    return frozenset(one.form for one in office.possible if ask or one.verdict.kind is not VerdictKind.ASK)
