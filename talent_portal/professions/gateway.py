"""The folders of roles and of appointment forms, read into plain drafts. Format: docs/prefecture-folder.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talent_portal.core.folders import Folder, Row
from talent_portal.core.marks import _n
from talent_portal.professions.models import Expiry, Strength
from talent_portal.professions.rules import FINDING_CODES, CandidateKind, Duty, Relation, VerdictKind

PROFESSION_COLUMNS = (
    "code", "group", "name_ja", "name_en", "stat_group", "child_contact", "summary_ja", "summary_en",
)  # fmt: skip
QUALIFICATION_COLUMNS = (
    "code", "name_ja", "name_en", "law_ja", "law_en", "expiry", "expiry_years", "expiry_note_ja", "expiry_note_en",
)  # fmt: skip
REQUIREMENT_COLUMNS = ("profession", "qualification", "strength", "choice", "article_ja", "article_en")
TASK_COLUMNS = ("profession", "code", "name_ja", "name_en", "duty")
DECISION_COLUMNS = ("candidate", "relation", "form", "verdict", "conditions", "article")
WORDS_COLUMNS = ("code", "text_ja", "text_en")
WEEK_MINUTES = 7 * 24 * 60

FORM_FLAGS = ("ends_with_fiscal_year", "needs_ordinance", "needs_reason", "no_daily_orders", "counts_hours",
              "checks_records")  # fmt: skip
FORM_NUMBERS = {
    "weekly_minutes_below": WEEK_MINUTES,
    "weekly_minutes_exactly": WEEK_MINUTES,
    "max_years": 50,
    "extended_years": 50,
    "min_leaving_age": 100,
    "max_age_at_fiscal_year_end": 100,
}
FORM_DUTIES = ("only_duties", "asked_duties")
FORM_TEXTS = ("code", "name_ja", "name_en", "article", "summary_ja", "summary_en")
FORM_KEYS = frozenset({*FORM_TEXTS, *FORM_FLAGS, *FORM_NUMBERS, *FORM_DUTIES, "last_day"})
HEAD_KEYS = frozenset(
    {"valid_from", "source", "hours_warn", "hours_limit", "hours_article", "records_from", "records_article", "form"}
)


@dataclass(frozen=True, slots=True)
class RequirementDraft:
    """One licence that a role must have or that helps."""

    profession: str
    qualification: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CatalogueDraft:
    """Roles, licences, what asks for what, and the words of the work; each list of columns is in order."""

    professions: tuple[dict[str, Any], ...]
    qualifications: tuple[dict[str, Any], ...]
    requirements: tuple[RequirementDraft, ...]
    tasks: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class FormsDraft:
    """One version of the rules: the rows of forms and cells, and `content`, all of it in plain values."""

    valid_from: date
    source: str
    forms: tuple[dict[str, Any], ...]
    cells: tuple[dict[str, Any], ...]
    content: dict[str, object]


def read_catalogue(folder: Folder) -> CatalogueDraft:
    """Return roles, licences and tasks; faults are collected in `folder`."""
    groups = {row.text("code", 40): row for row in folder.table("groups.csv", ("code", "name_ja", "name_en"))}
    roles = folder.table("professions.csv", PROFESSION_COLUMNS)
    licences = folder.table("qualifications.csv", QUALIFICATION_COLUMNS)
    requirements = folder.table("requirements.csv", REQUIREMENT_COLUMNS)
    tasks = folder.table("tasks.csv", TASK_COLUMNS)
    for rows in (roles, licences, tasks):
        folder.unique(rows, "code")
    folder.unique(requirements, "profession", "qualification")
    known_roles = {str(row.values["code"]) for row in roles}
    known_licences = {str(row.values["code"]) for row in licences}
    return CatalogueDraft(
        professions=tuple(_profession(row, groups) for row in roles),
        qualifications=tuple(_qualification(row) for row in licences),
        requirements=tuple(_requirement(row, known_roles, known_licences) for row in requirements),
        tasks=tuple((row.one_of("profession", known_roles), _task(row)) for row in tasks),
    )


def _profession(row: Row, groups: dict[str, Row]) -> dict[str, Any]:
    group = row.one_of("group", groups)
    named = groups.get(group, row)
    return {
        "code": row.text("code", 40),
        "name_ja": row.text("name_ja", 60),
        "name_en": row.text("name_en", 80),
        "group_code": group,
        "group_ja": named.text("name_ja", 60),
        "group_en": named.text("name_en", 60),
        "stat_group": row.text("stat_group", 60, required=False),
        "child_contact": row.flag("child_contact"),
        "summary_ja": row.text("summary_ja", 300),
        "summary_en": row.text("summary_en", 300),
    }


def _qualification(row: Row) -> dict[str, Any]:
    expiry, years = row.choice("expiry", Expiry), row.integer_or_none("expiry_years", 1, 50)
    if (expiry is Expiry.NEVER) != (years is None):
        row.fault("expiry_years", _n("Give the years for a licence that runs out, and leave them empty for others."))
    return {
        "code": row.text("code", 40),
        "name_ja": row.text("name_ja", 80),
        "name_en": row.text("name_en", 120),
        "law_ja": row.text("law_ja", 120),
        "law_en": row.text("law_en", 160),
        "expiry": expiry,
        "expiry_years": years,
        **_both(row, "expiry_note", 200),
    }


def _both(row: Row, name: str, longest: int) -> dict[str, Any]:
    """Return an optional text in both languages; one without the other is a fault."""
    texts = {f"{name}_{code}": row.text(f"{name}_{code}", longest, required=False) for code in ("ja", "en")}
    if len([text for text in texts.values() if text]) == 1:
        row.fault(f"{name}_ja", _n("The text is missing in one of the two languages."))
    return texts


def _requirement(row: Row, roles: set[str], licences: set[str]) -> RequirementDraft:
    values = {
        "strength": row.choice("strength", Strength),
        "choice": row.text("choice", 10, required=False),
        **_both(row, "article", 160),
    }
    return RequirementDraft(row.one_of("profession", roles), row.one_of("qualification", licences), values)


def _task(row: Row) -> dict[str, Any]:
    names = {"code": row.text("code", 40), "name_ja": row.text("name_ja", 80), "name_en": row.text("name_en", 120)}
    return {**names, "duty": row.choice("duty", Duty)}


def read_forms(folder: Folder) -> FormsDraft:
    """Return one version of the rules; faults are collected in `folder`."""
    articles = _words(folder, "articles.csv")
    conditions = _words(folder, "conditions.csv")
    for code in sorted(FINDING_CODES - set(conditions)):
        folder.fault("conditions.csv", 0, "code", _n("Words for “%(value)s” are missing."), value=code)
    head = folder.settings("forms.toml")
    for key in sorted(set(head.values) - HEAD_KEYS):
        head.fault(key, _n("This column is not known."))
    blocks = [
        Row(folder, "forms.toml", number, block) for number, block in enumerate(head.values.get("form", []), start=1)
    ]
    folder.unique(blocks, "code")
    forms = tuple(_form(block, articles) for block in blocks)
    decisions = folder.table("decisions.csv", DECISION_COLUMNS)
    folder.unique(decisions, "candidate", "relation", "form")
    codes = {form["code"] for form in forms}
    cells = tuple(_cell(row, codes, conditions, articles) for row in decisions)
    content: dict[str, object] = {
        "hours_warn": head.integer("hours_warn", 1, WEEK_MINUTES),
        "hours_limit": head.integer("hours_limit", 1, WEEK_MINUTES),
        "hours_article": head.one_of("hours_article", articles),
        "records_from": head.day("records_from").isoformat(),
        "records_article": head.one_of("records_article", articles),
        "forms": {form["code"]: form["facts"] for form in forms},
        "names": {form["code"]: _plain(form) for form in forms},
        "conditions": conditions,
        "articles": articles,
    }
    return FormsDraft(head.day("valid_from"), head.text("source", 300), forms, cells, content)


def _plain(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name not in {"code", "facts"}}


def _words(folder: Folder, name: str) -> dict[str, list[str]]:
    rows = folder.table(name, WORDS_COLUMNS)
    folder.unique(rows, "code")
    return {row.text("code", 40): [row.text("text_ja"), row.text("text_en")] for row in rows}


def _form(block: Row, articles: dict[str, list[str]]) -> dict[str, Any]:
    for key in sorted(set(block.values) - FORM_KEYS):
        block.fault(key, _n("This column is not known."))
    article = block.one_of("article", articles)
    law_ja, law_en = articles.get(article, ["", ""])
    facts: dict[str, object] = {"article": article}
    facts |= {name: True for name in FORM_FLAGS if block.flag(name)}
    for name, most in FORM_NUMBERS.items():
        number = block.integer_or_none(name, 1, most)
        facts |= {} if number is None else {name: number}
    for name in FORM_DUTIES:
        duties = _duties(block, name)
        facts |= {name: duties} if duties else {}
    last_day = block.day_or_none("last_day")
    facts |= {"last_day": last_day.isoformat()} if last_day else {}
    names = {
        "code": block.text("code", 40),
        "name_ja": block.text("name_ja", 80),
        "name_en": block.text("name_en", 120),
    }
    summary = {"summary_ja": block.text("summary_ja"), "summary_en": block.text("summary_en")}
    return {**names, **summary, "law_ja": law_ja, "law_en": law_en, "facts": facts}


def _duties(block: Row, name: str) -> list[str]:
    given = block.values.get(name, [])
    duties: Sequence[object] = given if isinstance(given, list) else [given]
    allowed = {duty.value for duty in Duty}
    for duty in [duty for duty in duties if duty not in allowed]:
        block.fault(name, _n("“%(value)s” is not known."), value=duty)
    return sorted(str(duty) for duty in duties)


def _cell(row: Row, forms: set[str], conditions: dict[str, Any], articles: dict[str, Any]) -> dict[str, Any]:
    verdict = row.choice("verdict", VerdictKind)
    codes = row.text("conditions", required=False).split()
    for code in [code for code in codes if code not in conditions]:
        row.fault("conditions", _n("“%(value)s” is not known."), value=code)
    if bool(codes) != (verdict in {VerdictKind.CONDITIONS, VerdictKind.UNLAWFUL}):
        row.fault("conditions", _n("Conditions and reasons go with the verdicts “conditions” and “unlawful”."))
    return {
        "candidate": row.choice("candidate", CandidateKind),
        "relation": row.choice("relation", Relation),
        "form": row.one_of("form", forms),
        "verdict": verdict,
        "conditions": codes,
        "article": row.one_of("article", articles),
    }
