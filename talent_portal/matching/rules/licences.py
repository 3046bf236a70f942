"""Must-haves: checked, and valid on every working day of the period. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from talent_portal.matching.rules.case import Case, Failure, Rule
from talent_portal.specialists.rules.facts import Licence, PersonFacts


class Standing(IntEnum):
    """How good a licence is for the period, worst first."""

    NONE = 0
    DECLARED_EXPIRES = 1
    EXPIRES = 2
    DECLARED = 3
    CHECKED = 4


@dataclass(frozen=True, slots=True)
class Held:
    """The best of somebody's licences among those asked for; `early` days are missing at the end of the period."""

    standing: Standing
    qualification: str = ""
    expires_on: date | None = None
    early: int = 0


NOTHING = Held(Standing.NONE)


def best(case: Case, person: PersonFacts, codes: Iterable[str]) -> Held:
    """Return the best licence of the person among `codes` for the period of the case."""
    found = NOTHING
    for licence in person.licences:
        if licence.qualification in codes:
            held = _held(case, licence)
            if (held.standing, -held.early) > (found.standing, -found.early):
                found = held
    return found


def _held(case: Case, licence: Licence) -> Held:
    early = 0
    if licence.expires_on is not None and case.plan.is_told:
        early = max(0, (case.plan.last_working_day - licence.expires_on).days)
    if licence.verified:
        standing = Standing.EXPIRES if early else Standing.CHECKED
    else:
        standing = Standing.DECLARED_EXPIRES if early else Standing.DECLARED
    return Held(standing, licence.qualification, licence.expires_on, early)


def counts(case: Case, held: Held) -> bool:
    """Return whether a licence fulfils a must."""
    return held.standing is Standing.CHECKED or (case.declared_counts and held.standing is Standing.DECLARED)


def must_haves(case: Case, person: PersonFacts) -> Failure | None:
    """Return the first must-have that the person does not fulfil."""
    for must in case.need.musts:
        held = best(case, person, must.any_of)
        if not counts(case, held):
            return _failure(held, must.any_of)
    return None


def _failure(held: Held, wanted: frozenset[str]) -> Failure:
    if held.standing is Standing.NONE:
        return Failure(Rule.MUST, "licence_missing", {"qualification": min(wanted), "others": len(wanted) - 1})
    if held.early:
        said = {"qualification": held.qualification, "early": held.early, "expires_on": held.expires_on}
        return Failure(Rule.MUST, "licence_expires", said)
    return Failure(Rule.MUST, "licence_unchecked", {"qualification": held.qualification})
