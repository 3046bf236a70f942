"""Which appointment form is lawful for whom: pure decisions over a table that offices can correct.

The law lives in `talent_portal/data/forms/`, never here. This room only knows how to read a cell, how to hold the hard
facts of a form against the circumstances of a post, and that silence means "ask the checker", never "allowed".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from talent_portal.core.calendar import fiscal_year, fiscal_year_days

# What the hard facts can find; every folder of forms must have words for each.
FINDING_CODES = frozenset(
    {
        "age_known", "daily_orders", "duties_named", "ends_with_fiscal_year", "hours_below_full", "hours_exactly_full",
        "hours_known", "hours_over_limit", "hours_total", "leaving_age_known", "left_too_young", "line_duties",
        "no_ordinance", "ordinance", "period_known", "reason_given", "records_check", "scheme_ended",
        "teaching_checked", "term_specially_needed", "term_too_long", "too_old",
    }
)  # fmt: skip


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
    hours_article: str
    records_from: date
    records_article: str
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a hard fact says about the circumstances: forbidden, or still to be settled."""

    code: str
    forbids: bool = False
    article: str = ""


def verdict(table: RuleTable, candidate_kind: CandidateKind, form: str, circumstances: Circumstances) -> Verdict:
    """Return whether `form` is lawful for such a person and post, under which conditions, and by which article.

    The cell of the table comes first, then the form's hard facts. An unknown form and an absent cell are `ask`; a
    hard fact that forbids outweighs everything. Conditions in `circumstances.met` count as settled.
    """
    cell = table.cells.get((candidate_kind, circumstances.relation, form))
    facts = table.facts.get(form)
    found = _findings(table, facts, circumstances) if facts else []
    forbidden = [finding for finding in found if finding.forbids]
    article = cell.article if cell else (facts.article if facts else "")
    if cell is not None and cell.verdict is VerdictKind.UNLAWFUL:
        return Verdict(VerdictKind.UNLAWFUL, cell.conditions, article, table.version)
    if forbidden:
        codes = tuple(finding.code for finding in forbidden)
        return Verdict(VerdictKind.UNLAWFUL, codes, forbidden[0].article or article, table.version)
    asked = [*(cell.conditions if cell else ()), *(finding.code for finding in found)]
    open_codes = tuple(code for code in dict.fromkeys(asked) if code not in circumstances.met)
    if cell is None or cell.verdict is VerdictKind.ASK:
        return Verdict(VerdictKind.ASK, open_codes, article, table.version)
    kind = VerdictKind.CONDITIONS if open_codes else VerdictKind.ALLOWED
    return Verdict(kind, open_codes, article, table.version)


def years_later(day: date, years: int) -> date:
    """Return the last day of a term of `years` that begins on `day` (民法143条: the day before its like)."""
    try:
        like = day.replace(year=day.year + years)
    except ValueError:
        # 29 February has no like in most years; the term then ends on the last day of February.
        return date(day.year + years, 2, 28)
    return like - timedelta(days=1)


def _findings(table: RuleTable, facts: FormFacts, known: Circumstances) -> list[Finding]:
    """Hold each hard fact against the circumstances."""
    return [
        *_term(facts, known),
        *_hours(table, facts, known),
        *_grounds(facts, known),
        *_ages(facts, known),
        *_duties(facts, known),
        *_records(table, facts, known),
    ]


def _term(facts: FormFacts, known: Circumstances) -> list[Finding]:
    bound = facts.ends_with_fiscal_year or facts.max_years is not None or facts.last_day is not None
    if not bound:
        return []
    if known.starts_on is None or known.ends_on is None:
        return [Finding("period_known")]
    found = []
    if facts.ends_with_fiscal_year and known.ends_on > fiscal_year_days(fiscal_year(known.starts_on))[1]:
        found.append(Finding("ends_with_fiscal_year", forbids=True))
    if facts.last_day is not None and known.ends_on > facts.last_day:
        found.append(Finding("scheme_ended", forbids=True))
    if facts.max_years is not None:
        utmost = max(facts.max_years, facts.extended_years or 0)
        if known.ends_on > years_later(known.starts_on, utmost):
            found.append(Finding("term_too_long", forbids=True))
        elif known.ends_on > years_later(known.starts_on, facts.max_years):
            found.append(Finding("term_specially_needed"))
    return found


def _hours(table: RuleTable, facts: FormFacts, known: Circumstances) -> list[Finding]:
    weekly, found = known.weekly_minutes, []
    if facts.weekly_minutes_below is not None or facts.weekly_minutes_exactly is not None:
        if weekly is None:
            found.append(Finding("hours_known"))
        elif facts.weekly_minutes_below is not None and weekly >= facts.weekly_minutes_below:
            found.append(Finding("hours_below_full", forbids=True))
        elif facts.weekly_minutes_exactly is not None and weekly != facts.weekly_minutes_exactly:
            found.append(Finding("hours_exactly_full", forbids=True))
    if facts.counts_hours and known.other_weekly_minutes:
        total = (weekly or 0) + known.other_weekly_minutes
        if total > table.hours_limit:
            found.append(Finding("hours_over_limit", forbids=True, article=table.hours_article))
        elif weekly is None or total > table.hours_warn:
            found.append(Finding("hours_total"))
    return found


def _grounds(facts: FormFacts, known: Circumstances) -> list[Finding]:
    found = []
    if facts.needs_ordinance and known.ordinance_exists is False:
        found.append(Finding("no_ordinance", forbids=True))
    elif facts.needs_ordinance and known.ordinance_exists is None:
        found.append(Finding("ordinance"))
    if facts.needs_reason and not known.reason_given:
        found.append(Finding("reason_given"))
    return found


def _ages(facts: FormFacts, known: Circumstances) -> list[Finding]:
    found = []
    if facts.min_leaving_age is not None:
        if known.leaving_age is None:
            found.append(Finding("leaving_age_known"))
        elif known.leaving_age < facts.min_leaving_age:
            found.append(Finding("left_too_young", forbids=True))
    if facts.max_age_at_fiscal_year_end is not None:
        if known.age_at_fiscal_year_end is None:
            found.append(Finding("age_known"))
        elif known.age_at_fiscal_year_end > facts.max_age_at_fiscal_year_end:
            found.append(Finding("too_old", forbids=True))
    return found


def _duties(facts: FormFacts, known: Circumstances) -> list[Finding]:
    if facts.no_daily_orders and known.daily_orders:
        return [Finding("daily_orders", forbids=True)]
    if not facts.only_duties:
        return []
    if not known.duties:
        return [Finding("duties_named")]
    if known.duties - facts.only_duties - facts.asked_duties:
        return [Finding("line_duties", forbids=True)]
    return [Finding("teaching_checked")] if known.duties & facts.asked_duties else []


def _records(table: RuleTable, facts: FormFacts, known: Circumstances) -> list[Finding]:
    """Ask for the check of records where children are met, unless the post surely ends before the law begins."""
    due = facts.checks_records and known.child_contact
    over = known.ends_on is not None and known.ends_on < table.records_from
    return [Finding("records_check", article=table.records_article)] if due and not over else []
