"""Who could do the work of a request: every hard rule in a fixed order, with the margin of what fails. Pure."""

from collections.abc import Callable, Iterable

from talent_portal.matching.rules.case import Case, Failure, Rule
from talent_portal.matching.rules.forms import lawful_form
from talent_portal.matching.rules.licences import must_haves
from talent_portal.matching.rules.time import days_left, period
from talent_portal.matching.rules.travel import refused_place, travel
from talent_portal.specialists.rules.facts import PersonFacts

Check = Callable[[Case, PersonFacts], Failure | None]


def role(case: Case, person: PersonFacts) -> Failure | None:
    """Return that the person does not work in the role."""
    if any(one.profession == case.need.profession for one in person.professions):
        return None
    return Failure(Rule.ROLE, "other_role", {"profession": case.need.profession})


def not_barred(case: Case, person: PersonFacts) -> Failure | None:
    """Return that the coordinator has ruled the person out for this request."""
    return Failure(Rule.BARRED, "barred") if person.id in case.barred else None


# In the order of `Rule`; `lawful_form` speaks for the last four, of which only one can be the reason.
CHECKS: tuple[Check, ...] = (role, must_haves, not_barred, refused_place, travel, period, days_left, lawful_form)


def is_hidden(case: Case, person: PersonFacts) -> bool:
    """Return whether the person must not exist for a body of the request: absent from lists and counts alike."""
    return bool(person.hidden_from) and not case.need.organisation_ids.isdisjoint(person.hidden_from)


def first_failure(case: Case, person: PersonFacts) -> Failure | None:
    """Return the first rule that does not hold; None for somebody who could do the work."""
    for check in CHECKS:
        failure = check(case, person)
        if failure is not None:
            return failure
    return None


def failures(case: Case, person: PersonFacts) -> tuple[Failure, ...]:
    """Return everything that does not hold, in order."""
    return tuple(failure for check in CHECKS if (failure := check(case, person)) is not None)


def count(case: Case, people: Iterable[PersonFacts]) -> int:
    """Return how many could do it."""
    return sum(1 for person in people if not is_hidden(case, person) and first_failure(case, person) is None)
