"""The terms of an offer as one plain value: what both sides agree to, and what an appointment copies. Pure.

The items are those that 職業安定法5条の3 and 労働基準法15条 want told: duties, term and renewal, place, hours and
breaks, pay, insurance, trial period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from talent_portal.core.calendar import fiscal_year
from talent_portal.core.week import WHOLE_WEEK
from talent_portal.placements.rules.halves import MOST_WEEKS_BETWEEN, Pattern, dated
from talent_portal.placements.rules.parts import Part
from talent_portal.professions.rules import (
    CandidateKind,
    Circumstances,
    Duty,
    Relation,
    RuleTable,
    Verdict,
    verdict,
    years_later,
)
from talent_portal.specialists.rules.choices import SideJobState
from talent_portal.specialists.rules.facts import PersonFacts
from talent_portal.specialists.rules.week import Slot, holds

LONGEST_YEARS = 5
WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of the terms. Texts are as typed by the municipality; `halves` is a 14-bit week."""

    form: str
    starts_on: date
    ends_on: date
    halves: int
    every_weeks: int = 1
    on_holidays: bool = False
    weekly_minutes: int
    hours: str
    pay: str
    travel: str
    place: str
    duties: str
    duty_kinds: tuple[str, ...]
    daily_orders: bool = True
    insurance: str = ""
    trial: str = ""
    renewal: str = ""
    reason: str = ""
    notes: str = ""
    # In a joint request: which half-days of the week are worked at which municipality (organisation id, 14-bit week).
    parts: tuple[Part, ...] = ()

    @property
    def pattern(self) -> Pattern:
        """Return when somebody works."""
        return Pattern(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            halves=self.halves,
            every_weeks=self.every_weeks,
            on_holidays=self.on_holidays,
        )

    @property
    def dated(self) -> tuple[Slot, ...]:
        """Return every half-day the terms take."""
        return dated(self.pattern)

    def at(self, own_id: int) -> dict[Slot, int]:
        """Return at which organisation each half-day is worked: the own one, unless the parts say otherwise."""
        return {slot: next((where for where, mask in self.parts if holds(mask, slot)), own_id) for slot in self.dated}


def problem(terms: Terms, today: date) -> tuple[str, str] | None:
    """Return (code, field) of the first thing that makes the terms impossible, or None."""
    in_order = terms.starts_on <= terms.ends_on
    too_long = in_order and terms.ends_on > years_later(terms.starts_on, LONGEST_YEARS)
    checks = (
        (terms.starts_on <= today, "starts_in_the_past", "starts_on"),
        (not in_order, "ends_before_start", "ends_on"),
        (too_long, "longer_than_any_law", "ends_on"),
        (not 1 <= terms.every_weeks <= MOST_WEEKS_BETWEEN, "weeks_between", "every_weeks"),
        (not 0 < terms.weekly_minutes <= WEEK_MINUTES, "hours_impossible", "weekly_minutes"),
        (not 0 < terms.halves <= WHOLE_WEEK, "no_half_day", "halves"),
    )
    found = next(((code, field) for wrong, code, field in checks if wrong), None)
    return found or (None if terms.dated else ("no_half_day", "halves"))


def relation(kind: CandidateKind, *, municipality_id: int, body_id: int | None) -> Relation:
    """Return whose (former) official somebody is, seen from the municipality.

    `body_id` is the organisation that the person left or still serves, None where it is not one of ours.
    """
    if body_id is not None and body_id == municipality_id:
        return Relation.HERE
    private = {CandidateKind.PRIVATE_EMPLOYEE, CandidateKind.SELF_EMPLOYED, CandidateKind.NOT_WORKING}
    return Relation.NONE if kind in private else Relation.ELSEWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the decision table asks beside terms and person: whose post, and what else binds the person.

    `other_minutes` are the weekly hours of the person's other placements and agreed offers in the same period.
    """

    municipality_id: int
    child_contact: bool
    other_minutes: int = 0
    # By form, what the municipality has put on record: True or False, or nothing where it must be asked.
    ordinances: Mapping[str, bool] = field(default_factory=dict)


def decide(table: RuleTable, terms: Terms, person: PersonFacts, post: Post) -> Verdict:
    """Return what one version of the decision table says about these terms, for this person and post."""
    known = replace(
        _near(person, post),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        weekly_minutes=terms.weekly_minutes,
        duties=frozenset(Duty(kind) for kind in terms.duty_kinds),
        reason_given=bool(terms.reason.strip()),
        age_at_fiscal_year_end=person.age_at_end_of(fiscal_year(terms.ends_on)),
        daily_orders=terms.daily_orders,
        ordinance_exists=post.ordinances.get(terms.form),
        met=frozenset({"side_work_permission"} if _permitted(person, terms.ends_on) else ()),
    )
    return verdict(table, person.candidate_kind, terms.form, known)


def _near(person: PersonFacts, post: Post) -> Circumstances:
    body = person.former_organisation_id
    return Circumstances(
        relation=relation(person.candidate_kind, municipality_id=post.municipality_id, body_id=body),
        other_weekly_minutes=person.weekly_minutes_elsewhere + post.other_minutes,
        leaving_age=person.leaving_age,
        child_contact=post.child_contact,
    )


def _permitted(person: PersonFacts, last_day: date) -> bool:
    """Return whether the present employer's permission is on record for the whole term."""
    return person.side_job.state is SideJobState.GRANTED and person.side_job.allows_on(last_day)


def rough(table: RuleTable, form: str, known: Terms | None, person: PersonFacts, post: Post) -> Verdict:
    """Return what the table says about a form while the terms are still being written."""
    if known is not None:
        return decide(table, replace(known, form=form), person, post)
    known_so_far = replace(_near(person, post), ordinance_exists=post.ordinances.get(form))
    return verdict(table, person.candidate_kind, form, known_so_far)
