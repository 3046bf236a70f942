"""Which appointment form is lawful for whom: pure decisions over a table that offices can correct.

The law lives in `talent_portal/data/forms/`, never here. This room only knows how to read a cell, how to hold the hard
facts of a form against the circumstances of a post, and that silence means "ask the checker", never "allowed".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class CandidateKind(StrEnum):
    """What a person is now, as far as the law of appointment cares."""

    RETIRED = "retired"
    SERVING = "serving"
    FISCAL_FULL = "fiscal_full"
    FISCAL_PART = "fiscal_part"
    PRIVATE_EMPLOYEE = "private_employee"
    SELF_EMPLOYED = "self_employed"
    NOT_WORKING = "not_working"


class Relation(StrEnum):
    """Whose (former) official somebody is, seen from the municipality that would appoint."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NONE = "none"


class Duty(StrEnum):
    """What a task is in the words of 地方公務員法3条3項3号; everything under orders is `line`."""

    ADVICE = "advice"
    SURVEY = "survey"
    DIAGNOSIS = "diagnosis"
    TEACHING = "teaching"
    LINE = "line"


class VerdictKind(StrEnum):
    """From "go ahead" to "not possible"; `ask` is what an absent cell says."""

    ALLOWED = "allowed"
    CONDITIONS = "conditions"
    ASK = "ask"
    UNLAWFUL = "unlawful"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    text_ja: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """The hard facts of one form; None or empty means that the form does not care.

    Hours are minutes a week. `article` is the code of the law that the facts come from.
    """

    article: str
    ends_with_fiscal_year: bool = False
    weekly_minutes_below: int | None = None
    weekly_minutes_exactly: int | None = None
    max_years: int | None = None
    extended_years: int | None = None
    needs_ordinance: bool = False
    needs_reason: bool = False
    only_duties: frozenset[Duty] = frozenset()
    asked_duties: frozenset[Duty] = frozenset()
    min_leaving_age: int | None = None
    max_age_at_fiscal_year_end: int | None = None
    last_day: date | None = None
    no_daily_orders: bool = False
    counts_hours: bool = False
    checks_records: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What the table says about one kind of person and one form."""

    verdict: VerdictKind
    conditions: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class RuleTable:
    """One version of the rules, ready to decide: cells, hard facts, limits, and the words for every code."""

    version: int
    cells: Mapping[tuple[CandidateKind, Relation, str], Cell]
    facts: Mapping[str, FormFacts]
    hours_warn: int
    hours_limit: int
    records_from: date
    conditions: Mapping[str, Words] = field(default_factory=dict)
    articles: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of the post and the person; None means unknown, and what matters then becomes a condition.

    `met` are condition codes that somebody has already settled on paper (a permission granted, say).
    `other_weekly_minutes` are the hours of all other posts; ages are completed years.
    """

    relation: Relation
    starts_on: date | None = None
    ends_on: date | None = None
    weekly_minutes: int | None = None
    other_weekly_minutes: int = 0
    duties: frozenset[Duty] = frozenset()
    ordinance_exists: bool | None = None
    reason_given: bool = False
    leaving_age: int | None = None
    age_at_fiscal_year_end: int | None = None
    daily_orders: bool = False
    child_contact: bool = False
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: its kind, the codes of what is still to be settled or of what forbids, the article, the version."""

    kind: VerdictKind
    conditions: tuple[str, ...]
    article: str
    version: int
