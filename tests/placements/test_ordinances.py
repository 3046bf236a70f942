"""A municipality's ordinance for a form: put on record once, asked for no more, and forbidding where there is none."""

import re
from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound

from talent_portal.placements import actions, queries
from talent_portal.placements.actions import OrdinanceDraft
from talent_portal.placements.errors import OrdinanceIncomplete, StaleTerms, UnknownForm, Unlawful
from talent_portal.placements.rules.states import OfferState
from talent_portal.professions import queries as rules
from talent_portal.professions.rules import VerdictKind
from tests.placements.test_pages import path, text
from tests.placements.test_states import denied

FORM, EDIT = "term_special", "/desk/ordinances/edit"
TOLD = OrdinanceDraft(form=FORM, in_place=True, article="条例第2条", valid_from=date(2020, 4, 1), source="例規集")
NONE = OrdinanceDraft(form=FORM, in_place=False)


def terms_of(make, who, **given):
    return make.offer(who, state=OfferState.DRAFT, form=FORM, reason="専門的な知識経験", **given)


def touched(make, actor):
    table = rules.rule_table_of_version(make.session, rules.newest_version(make.session))
    return [row.offer.reference for row in queries.touched(make.session, actor, table)]


def test_what_is_on_record_is_asked_for_no_more(make):
    who, other = make.parties(), make.parties()
    before = make.check_of(terms_of(make, who)).conditions
    actions.record_ordinance(who.checker, TOLD, 0)

    assert "ordinance" in before
    assert "ordinance" not in make.check_of(terms_of(make, make.parties(office=who.office))).conditions
    assert "ordinance" in make.check_of(terms_of(make, other)).conditions, "another municipality's is another matter"


def test_an_ordinance_that_begins_after_the_term_is_asked_for(make):
    who = make.parties()
    actions.record_ordinance(who.checker, OrdinanceDraft(**(vars_of(TOLD) | {"valid_from": date(2026, 7, 2)})), 0)

    assert "ordinance" in make.check_of(terms_of(make, who)).conditions


def vars_of(draft):
    return {name: getattr(draft, name) for name in draft.__slots__}


def test_without_an_ordinance_the_form_is_unlawful_and_open_terms_are_listed(make):
    who = make.parties()
    made = terms_of(make, who)
    make.pass_check(who, made)
    assert touched(make, who.checker) == []

    entry = actions.record_ordinance(who.checker, TOLD, 0)
    assert touched(make, who.checker) == [], "what was ticked is only on record now"
    actions.record_ordinance(who.checker, NONE, entry.version)

    assert touched(make, who.checker) == [made.reference]
    with pytest.raises(Unlawful):
        make.send(who, make.renewed(made))
    assert make.check_of(terms_of(make, make.parties(office=who.office))).verdict is VerdictKind.UNLAWFUL


def test_only_the_personnel_office_of_the_municipality_writes(make, session):
    who = make.parties()

    for role in ("member", "approver", "coordinator", "lead", "auditor", "administrator"):
        with pytest.raises(NoResultFound):
            actions.record_ordinance(who.staff[role], TOLD, 0)

    assert denied(session, f"form:{FORM}") == 6


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"article": " "}, OrdinanceIncomplete),
        ({"valid_from": None}, OrdinanceIncomplete),
        ({"form": "fy_part"}, UnknownForm),
    ],
)
def test_half_an_entry_is_none(make, wrong, refusal):
    who = make.parties()

    with pytest.raises(refusal):
        actions.record_ordinance(who.checker, OrdinanceDraft(**(vars_of(TOLD) | wrong)), 0)


def test_whoever_was_slower_reads_both(make, as_):
    who = make.parties()
    client = as_(who.checker)
    typed = {"form": FORM, "in_place": "yes", "article": "第3条", "valid_from-year": "2021", "valid_from-month": "4",
             "valid_from-day": "1", "source": "", "version": "0"}  # fmt: skip

    first = client.post(EDIT, data=typed | {"article": "第2条"})
    second = client.post(EDIT, data=typed)
    page = text(client.get("/desk/ordinances"))

    assert (first.status_code, second.status_code) == (303, 409)
    assert "第2条" in text(second)
    assert "第3条" in text(second)
    assert "第2条" in page
    assert who.checker.name in page
    with pytest.raises(StaleTerms):
        actions.record_ordinance(who.checker, TOLD, 0)


def test_pages_explain_what_is_missing_and_know_no_other_forms(make, as_):
    who = make.parties()
    client = as_(who.checker)

    half = client.post(EDIT, data={"form": FORM, "in_place": "yes", "version": "0"})
    assert half.status_code == 422
    marks = re.findall(r'<span class="field__(?:required|optional)[^"]*">(.*?)<', text(half))
    assert marks == ["必須", "条例がある場合は必須", "条例がある場合は必須", "任意"]
    assert "条例の条項と施行日を入力してください" in text(half)
    for answer in (client.get(f"{EDIT}?form=fy_part"), client.get(EDIT), client.post(EDIT, data={"form": "x"})):
        assert (answer.status_code, answer.location) == (303, "/desk/ordinances"), "there is nothing to write"
    assert "まだ記録がありません" in text(client.get("/desk/ordinances"))
    assert "条例を記録した市町は、まだありません" in text(as_(who.lead).get("/desk/ordinances"))


def test_the_check_shows_the_entry_with_who_recorded_it(make, as_):
    who = make.parties()
    made = terms_of(make, who)
    assert EDIT in text(as_(who.checker).get(path(made)))
    actions.record_ordinance(who.checker, TOLD, 0)

    page = text(as_(who.checker).get(path(made)))

    assert "条例第2条" in page
    assert "2020年4月1日" in page
    assert 'name="line-ordinance" value="settled" checked' in page
