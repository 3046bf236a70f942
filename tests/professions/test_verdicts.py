"""Frozen decisions: who may be appointed how, under which conditions, by which article."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from talent_portal.core.folders import Folder
from talent_portal.professions import gateway, queries
from talent_portal.professions.models import FormRule, RuleSet
from talent_portal.professions.rules import (
    CandidateKind,
    Cell,
    Circumstances,
    Duty,
    Relation,
    VerdictKind,
    verdict,
    years_later,
)
from tests.professions.makers import SHIPPED

FROZEN = Path(__file__).parent / "data" / "decisions.csv"
UNKNOWN = Circumstances(relation=Relation.NONE)
HALF_WEEK = replace(
    UNKNOWN,
    starts_on=date(2026, 6, 1),
    ends_on=date(2027, 3, 31),
    weekly_minutes=16 * 60,
    duties=frozenset({Duty.LINE}),
    ordinance_exists=True,
    reason_given=True,
    leaving_age=60,
    age_at_fiscal_year_end=63,
)
POSTS = {
    "unknown": UNKNOWN,
    "half_week": HALF_WEEK,
    "full_week": replace(HALF_WEEK, weekly_minutes=2325),
    "over_year_end": replace(HALF_WEEK, ends_on=date(2027, 4, 1)),
    "three_years": replace(HALF_WEEK, ends_on=date(2029, 5, 31)),
    "four_years": replace(HALF_WEEK, ends_on=date(2030, 5, 31)),
    "five_years": replace(HALF_WEEK, ends_on=date(2031, 5, 31)),
    "six_years": replace(HALF_WEEK, ends_on=date(2032, 5, 31)),
    "after_2032": replace(HALF_WEEK, ends_on=date(2032, 4, 1)),
    "no_ordinance": replace(HALF_WEEK, ordinance_exists=False),
    "left_at_55": replace(HALF_WEEK, leaving_age=55),
    "aged_66": replace(HALF_WEEK, age_at_fiscal_year_end=66),
    "advice": replace(HALF_WEEK, duties=frozenset({Duty.ADVICE, Duty.SURVEY})),
    "supervision": replace(HALF_WEEK, duties=frozenset({Duty.ADVICE, Duty.LINE})),
    "lecture": replace(HALF_WEEK, duties=frozenset({Duty.ADVICE, Duty.TEACHING})),
    "daily_orders": replace(HALF_WEEK, daily_orders=True),
    "nursery": replace(HALF_WEEK, child_contact=True),
    "nursery_until_autumn": replace(HALF_WEEK, child_contact=True, ends_on=date(2026, 12, 24)),
    "busy": replace(HALF_WEEK, other_weekly_minutes=2325),
    "tight": replace(HALF_WEEK, other_weekly_minutes=1380),
    "permitted": replace(HALF_WEEK, met=frozenset({"side_work_permission"})),
}


def shipped_table():
    """The rules as they ship."""
    draft = gateway.read_forms(Folder(SHIPPED / "forms"))
    rules = [FormRule(**cell) for cell in draft.cells]
    return queries.as_table(RuleSet(version=1, content=draft.content, rules=rules))


@pytest.fixture(scope="module")
def table():
    return shipped_table()


def frozen():
    with FROZEN.open(encoding="utf-8") as file:
        return [pytest.param(row, id="-".join(list(row.values())[:4])) for row in csv.DictReader(file)]


@pytest.mark.parametrize("case", frozen())
def test_the_decision_stands_as_it_was_frozen(table, case):
    post = replace(POSTS[case["post"]], relation=Relation(case["relation"]))

    found = verdict(table, CandidateKind(case["candidate"]), case["form"], post)

    assert found.kind is VerdictKind(case["verdict"])
    assert found.article == case["article"]
    assert found.version == 1
    if found.kind is not VerdictKind.ASK:
        assert sorted(found.conditions) == sorted(case["conditions"].split())


def test_at_least_sixty_cases_are_frozen():
    assert len(frozen()) >= 60


def test_silence_is_never_permission(table):
    bare = replace(table, cells={})

    kinds = {
        verdict(bare, candidate, form, replace(post, relation=relation)).kind
        for candidate in CandidateKind
        for relation in Relation
        for form in [*table.facts, "unheard_of"]
        for post in POSTS.values()
    }

    assert kinds == {VerdictKind.ASK, VerdictKind.UNLAWFUL}


def test_a_settled_condition_never_settles_a_prohibition(table):
    post = replace(POSTS["over_year_end"], relation=Relation.HERE, met=frozenset({"ends_with_fiscal_year"}))

    assert verdict(table, CandidateKind.RETIRED, "fy_part", post).kind is VerdictKind.UNLAWFUL


def test_a_cell_may_itself_say_ask(table):
    key = (CandidateKind.RETIRED, Relation.HERE, "fy_part")
    asking = replace(table, cells={key: Cell(VerdictKind.ASK, (), "lpsa-22-2-1-1")})

    found = verdict(asking, CandidateKind.RETIRED, "fy_part", replace(HALF_WEEK, relation=Relation.HERE))

    assert found.kind is VerdictKind.ASK


def test_every_code_of_every_cell_has_words_in_both_languages(table):
    codes = {code for cell in table.cells.values() for code in cell.conditions}
    articles = {cell.article for cell in table.cells.values()} | {facts.article for facts in table.facts.values()}

    assert codes <= set(table.conditions)
    assert articles <= set(table.articles)
    assert all(words.text_ja and words.text_en for words in [*table.conditions.values(), *table.articles.values()])


@pytest.mark.parametrize(
    ("starts_on", "years", "last"),
    [
        (date(2026, 4, 1), 3, date(2029, 3, 31)),
        (date(2026, 6, 1), 5, date(2031, 5, 31)),
        (date(2028, 2, 29), 3, date(2031, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)),
    ],
)
def test_a_term_of_years_ends_the_day_before_its_like(starts_on, years, last):
    assert years_later(starts_on, years) == last
