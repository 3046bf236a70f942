"""A rule change lists the open terms it touches, sets their check back, and blocks what it forbids."""

import shutil

import pytest

from talent_portal.core.actor import WORKER
from talent_portal.placements import actions, jobs, queries
from talent_portal.placements.errors import NotChecked, Unlawful
from talent_portal.placements.rules.next_steps import CheckState
from talent_portal.placements.rules.states import OfferState
from talent_portal.professions import actions as professions
from talent_portal.professions import queries as rules
from tests.professions.makers import SHIPPED
from tests.professions.test_load import replace


@pytest.fixture
def change(tmp_path):
    """`change(old, new)`: load the shipped rules with one cell changed."""

    def load(old, new, file="decisions.csv"):
        folder = tmp_path / "forms"
        if not folder.exists():
            shutil.copytree(SHIPPED / "forms", folder)
        replace(folder / file, old, new)
        return professions.load_forms(WORKER, folder)

    return load


def touched(make, actor):
    table = rules.rule_table_of_version(make.session, rules.newest_version(make.session))
    return [row.offer.reference for row in queries.touched(make.session, actor, table)]


PART = "retired,elsewhere,fy_part,allowed,,"


def test_a_changed_cell_lists_exactly_the_open_terms_it_touches(make, change):
    open_one, other_form = make.offer(), make.offer(state=OfferState.DRAFT, form="volunteer")
    over = make.offer(state=OfferState.RESCINDED)
    lead = open_one.parties.lead

    assert touched(make, lead) == []
    change(PART, "retired,elsewhere,fy_part,conditions,hours_total,")

    assert touched(make, lead) == [open_one.reference]
    assert touched(make, open_one.parties.checker) == [open_one.reference]
    assert touched(make, other_form.parties.checker) == []
    assert over.reference not in touched(make, lead)


def test_rules_still_to_come_already_list_what_they_will_touch(make, change):
    made = make.offer()
    change("valid_from = 2026-04-01", "valid_from = 2027-04-01", "forms.toml")
    change(PART, "retired,elsewhere,fy_part,conditions,hours_total,")

    assert touched(make, made.parties.lead) == [made.reference]
    assert jobs.recheck_terms() == 0


def test_the_check_begins_anew_and_the_municipality_is_told(make, change):
    made = make.offer(state=OfferState.READY)
    who = made.parties
    change(PART, "retired,elsewhere,fy_part,conditions,hours_total,")

    assert jobs.recheck_terms() == 1
    assert jobs.recheck_terms() == 0

    check = make.check_of(made)
    assert (check.state, check.changed_from, check.rule_version) == (CheckState.PENDING, 1, 2)
    assert len(make.posted("rules_changed")) == 4
    assert touched(make, who.lead) == [made.reference], "it stays on the list until it is checked"
    with pytest.raises(NotChecked):
        actions.appoint(who.approver, made.reference, make.order(), make.renewed(made).version)
    make.pass_check(who, make.renewed(made))
    actions.appoint(who.approver, made.reference, make.order(), make.renewed(made).version)
    assert touched(make, who.lead) == []


def test_rules_that_say_the_same_of_these_terms_leave_the_check_alone(make, change):
    made = make.offer()
    change("retired,here,fy_part,allowed,,", "retired,here,fy_part,conditions,ordinance,")

    assert jobs.recheck_terms() == 0

    check = make.check_of(made)
    assert (check.state, check.rule_version) == (CheckState.PASSED, 2)


def test_what_new_rules_forbid_is_neither_sent_nor_recorded(make, change):
    draft, ready = make.offer(state=OfferState.DRAFT), make.offer(state=OfferState.READY)
    make.pass_check(draft.parties, draft)
    change(PART, "retired,elsewhere,fy_part,unlawful,must_resign,")

    with pytest.raises(Unlawful):
        make.send(draft.parties, make.renewed(draft))
    with pytest.raises(Unlawful):
        actions.appoint(ready.parties.approver, ready.reference, make.order(), make.renewed(ready).version)


def test_a_form_that_new_rules_drop_is_listed_and_needs_another(make, change):
    made = make.offer(form="volunteer")
    change('code = "volunteer"', 'code = "helper"', "forms.toml")

    assert touched(make, made.parties.lead) == [made.reference]
    assert jobs.recheck_terms() == 1
    assert jobs.recheck_terms() == 0

    assert make.check_of(made).state is CheckState.PENDING
