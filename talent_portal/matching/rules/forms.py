"""Which appointment forms are lawful for a person at each body of a request, and which of them the person wants. Pure.

The law is the decision table of `professions`; here it only meets one person and one post.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from talent_portal.core.calendar import fiscal_year
from talent_portal.matching.rules.case import Case, Failure, Rule
from talent_portal.needs.rules.facts import ShareFacts
from talent_portal.professions.rules import (
    CandidateKind,
    Circumstances,
    Relation,
    Verdict,
    VerdictKind,
    verdict,
)
from talent_portal.specialists.rules.choices import SideJobState, WorkingWay
from talent_portal.specialists.rules.facts import PersonFacts

# Whose permission these conditions ask for: the own appointing body, the own firm.
PERMISSIONS = frozenset({"side_work_permission", "employer_rules"})
OFFICIALS = frozenset(
    {CandidateKind.RETIRED, CandidateKind.SERVING, CandidateKind.FISCAL_FULL, CandidateKind.FISCAL_PART}
)
# What people mean by the ways they chose. A form that no way names is open to all.
_EMPLOYED, _FEE, _CONTRACT = WorkingWay.EMPLOYED, WorkingWay.FEE, WorkingWay.CONTRACT
WAYS: dict[str, frozenset[WorkingWay]] = {
    **dict.fromkeys(
        (
            "fy_part", "fy_full", "term_special", "term_general", "term_project", "term_short",
            "reappt_short", "reappt_prov", "dispatch", "concurrent", "kyoryoku",
        ),
        frozenset({_EMPLOYED}),
    ),
    "special_adv": frozenset({_EMPLOYED, _FEE}),
    "adviser": frozenset({_FEE}),
    "contract": frozenset({_CONTRACT}),
}  # fmt: skip
OVER_LIMIT = ("hours_over_limit",)
BEST_FIRST = (VerdictKind.ALLOWED, VerdictKind.CONDITIONS, VerdictKind.ASK, VerdictKind.UNLAWFUL)


@dataclass(frozen=True, slots=True)
class FormFit:
    """One form for one person at one body: the verdict of the table, whether the person wants to work so.

    `stopped` is the code of a permission that was refused or ends too early; the form is then not possible either.
    """

    form: str
    verdict: Verdict
    wanted: bool
    stopped: str = ""

    @property
    def lawful(self) -> bool:
        """Return whether the table does not forbid it; "ask the checker" is possible, with a question."""
        return self.verdict.kind is not VerdictKind.UNLAWFUL

    @property
    def possible(self) -> bool:
        """Return whether the form may be offered."""
        return self.lawful and self.wanted and not self.stopped


@dataclass(frozen=True, slots=True)
class OfficeForms:
    """All forms in question at one body, in the order of the request; those possible, the least conditional first."""

    organisation_id: int
    relation: Relation
    forms: tuple[FormFit, ...]
    possible: tuple[FormFit, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the law and the person's wishes ask about somebody, seen from one body. Ages are completed years."""

    kind: CandidateKind
    relation: Relation
    minutes: int | None
    other_minutes: int
    met: frozenset[str]
    stopped: str
    ways: frozenset[WorkingWay]
    leaving_age: int | None = None
    age: int | None = None


def relation_of(person: PersonFacts, organisation_id: int) -> Relation:
    """Return whose (former) official the person is, seen from one body."""
    if person.candidate_kind not in OFFICIALS:
        return Relation.NONE
    return Relation.HERE if person.former_organisation_id == organisation_id else Relation.ELSEWHERE


def forms_of(case: Case, person: PersonFacts) -> tuple[OfficeForms, ...]:
    """Return the forms at every body of the request, worked out once for people who are alike before the law."""
    met, stopped = _permission(case, person)
    ages = (person.leaving_age, person.age_at_end_of(fiscal_year(case.plan.last))) if case.asks_ages else (None, None)
    found = []
    for share in case.need.shares:
        relation = relation_of(person, share.organisation_id)
        minutes = _minutes(case, person, share)
        key = ("forms", share, person.candidate_kind, relation, minutes, met, stopped, person.ways, ages)
        standing = Standing(person.candidate_kind, relation, *minutes, met, stopped, person.ways, *ages)
        found.append(case.once(key, partial(_office, case, share, standing)))
    return tuple(found)


def _office(case: Case, share: ShareFacts, standing: Standing) -> OfficeForms:
    known = _circumstances(case, standing)
    fits = []
    for form in case.forms:
        found = verdict(case.table, standing.kind, form, known)
        asks = standing.stopped and (PERMISSIONS & set(found.conditions))
        fits.append(FormFit(form, found, _wants(standing.ways, form), standing.stopped if asks else ""))
    possible = sorted((one for one in fits if one.possible), key=lambda one: BEST_FIRST.index(one.verdict.kind))
    return OfficeForms(share.organisation_id, standing.relation, tuple(fits), tuple(possible))


def _circumstances(case: Case, standing: Standing) -> Circumstances:
    need, told = case.need, case.plan.is_told
    return Circumstances(
        relation=standing.relation,
        starts_on=need.starts_on if told else None,
        ends_on=need.ends_on if told else None,
        weekly_minutes=standing.minutes,
        other_weekly_minutes=standing.other_minutes,
        duties=need.duties,
        leaving_age=standing.leaving_age,
        age_at_fiscal_year_end=standing.age,
        daily_orders=need.daily_orders,
        child_contact=need.child_contact,
        met=standing.met,
    )


def _wants(chosen: frozenset[WorkingWay], form: str) -> bool:
    ways = WAYS.get(form)
    return ways is None or not chosen or WorkingWay.UNDECIDED in chosen or bool(ways & chosen)


def _minutes(case: Case, person: PersonFacts, share: ShareFacts) -> tuple[int | None, int]:
    """Return the weekly minutes at one body, and those of all other posts, the partners of a joint request included."""
    weekly = case.need.weekly_minutes
    if weekly is None:
        return None, person.weekly_minutes_elsewhere
    total = sum(one.half_days for one in case.need.shares)
    own = weekly * share.half_days // total if total else weekly
    return own, person.weekly_minutes_elsewhere + weekly - own


def _permission(case: Case, person: PersonFacts) -> tuple[frozenset[str], str]:
    """Return the conditions that a permission has settled, and the code of what stops forms that need one."""
    side_job = person.side_job
    if side_job.state is SideJobState.REFUSED:
        return frozenset(), "permission_refused"
    if side_job.state is not SideJobState.GRANTED:
        return frozenset(), ""
    if side_job.valid_to is not None and case.plan.is_told and side_job.valid_to < case.plan.last_working_day:
        return frozenset(), "permission_ends"
    if side_job.weekly_minutes is not None and (case.need.weekly_minutes or 0) > side_job.weekly_minutes:
        return frozenset(), "permission_hours"
    return PERMISSIONS, ""


def lawful_form(case: Case, person: PersonFacts) -> Failure | None:
    """Return why some body of the request has no form for the person; None where each has one.

    The reason is the mildest there is: the law forbids every form, or the person wants none of the lawful ones, or
    their employer has not permitted it, or only the sum of hours is too high.
    """
    for office in forms_of(case, person):
        if not office.possible:
            return _reason(case, person, office)
    return None


def _reason(case: Case, person: PersonFacts, office: OfficeForms) -> Failure:
    said: dict[str, object] = {"organisation_id": office.organisation_id}
    lawful = [one for one in office.forms if one.lawful]
    if not lawful:
        return _unlawful(case, person, office.forms, said)
    if not any(one.wanted for one in lawful):
        return Failure(Rule.WAY, "way_not_wanted", said | {"forms": tuple(one.form for one in lawful)})
    code = next(one.stopped for one in lawful if one.wanted)
    return Failure(Rule.PERMISSION, code, said | _permission_margin(case, person, code))


def _unlawful(case: Case, person: PersonFacts, forms: Sequence[FormFit], said: dict[str, object]) -> Failure:
    if any(one.verdict.conditions == OVER_LIMIT for one in forms):
        total = (case.need.weekly_minutes or 0) + person.weekly_minutes_elsewhere
        over = total - case.table.hours_limit
        return Failure(Rule.HOURS, "hours_over", said | {"over": over, "total": total})
    if not forms:
        return Failure(Rule.FORM, "no_form", said)
    first = forms[0]
    why = {"form": first.form, "condition": next(iter(first.verdict.conditions), ""), "article": first.verdict.article}
    return Failure(Rule.FORM, "unlawful", said | why | {"others": len(forms) - 1})


def _permission_margin(case: Case, person: PersonFacts, code: str) -> dict[str, object]:
    side_job = person.side_job
    if code == "permission_ends" and side_job.valid_to is not None:
        return {"early": (case.plan.last_working_day - side_job.valid_to).days, "ends_on": side_job.valid_to}
    if code == "permission_hours" and side_job.weekly_minutes is not None:
        return {"over": (case.need.weekly_minutes or 0) - side_job.weekly_minutes}
    return {}
