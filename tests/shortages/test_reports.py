"""The states of rounds and reports, who moves them, and who hears of it."""

import itertools
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import GRANTS, STAFF, Role
from talent_portal.core.db import transaction
from talent_portal.core.errors import Stale
from talent_portal.shortages import actions, jobs, queries
from talent_portal.shortages.actions import LineDraft
from talent_portal.shortages.actions.states import PERMISSIONS
from talent_portal.shortages.errors import (
    DatesInDisorder,
    NothingTold,
    PastYear,
    RoundClosed,
    StateForbids,
    UnknownRole,
)
from talent_portal.shortages.models import TRANSITIONS, ReportEvent, ReportState, RoundState
from talent_portal.shortages.queries import picture

ACTS = {
    ReportEvent.REPORT: actions.report_figures,
    ReportEvent.REVISE: actions.revise,
    ReportEvent.ACKNOWLEDGE: actions.acknowledge,
    ReportEvent.PLAN: actions.plan,
    ReportEvent.RESOLVE: actions.resolve,
}
HOME = {Role.MEMBER, Role.APPROVER, Role.CHECKER}


@pytest.fixture
def town(make):
    return make.municipality().organisation


@pytest.fixture
def survey(make, town):
    return make.survey()


def denials(make):
    return [entry.deed for entry in make.entries() if entry.deed.endswith(".denied")]


def act(event, actor, survey, town, report):
    return ACTS[event](actor, survey.reference, town.reference, report.version)


def mover(make, event, town):
    return make.officer(Role.APPROVER, town) if event in {ReportEvent.REPORT, ReportEvent.REVISE} else make.officer()


@pytest.mark.parametrize(("state", "event"), sorted(itertools.product(ReportState, ACTS)), ids=str)
def test_the_table_says_what_may_happen_and_anything_else_is_noted(make, survey, town, state, event):
    report = make.report(survey, town, state=state)

    if (state, event) in TRANSITIONS:
        assert act(event, mover(make, event, town), survey, town, report).state is TRANSITIONS[state, event]
        assert denials(make) == []
    else:
        with pytest.raises(StateForbids):
            act(event, mover(make, event, town), survey, town, report)
        assert denials(make) == [f"shortage.{event}.denied"]


@pytest.mark.parametrize("event", ACTS, ids=str)
@pytest.mark.parametrize("role", sorted(STAFF))
def test_only_the_roles_of_the_matrix_may_act(make, survey, town, role, event):
    before = next(state for state, one in TRANSITIONS if one is event)
    report = make.report(survey, town, state=before)
    actor = make.officer(role, town if role in HOME else make.prefecture_office())

    if PERMISSIONS[event] in GRANTS[role]:
        assert act(event, actor, survey, town, report).state is TRANSITIONS[before, event]
    else:
        with pytest.raises(NoResultFound):
            act(event, actor, survey, town, report)
        assert denials(make) == [f"shortage.{event}.denied"]


def test_another_municipality_neither_writes_nor_answers(make, survey, town):
    report = make.report(survey, town, state=ReportState.DRAFT)
    stranger = make.officer(Role.APPROVER, make.municipality().organisation)

    with pytest.raises(NoResultFound):
        act(ReportEvent.REPORT, stranger, survey, town, report)
    with pytest.raises(NoResultFound):
        actions.save_report(stranger, survey.reference, town.reference, [], "", report.version)
    assert denials(make) == ["shortage.report.denied", "shortage.save.denied"]


def test_a_step_without_a_report_is_refused(make, survey, town):
    with pytest.raises(StateForbids):
        actions.acknowledge(make.officer(), survey.reference, town.reference, 1)


def test_an_old_page_changes_nothing(make, survey, town):
    report = make.report(survey, town, state=ReportState.DRAFT)
    member = make.officer(Role.MEMBER, town)

    with pytest.raises(Stale):
        actions.save_report(member, survey.reference, town.reference, [], "", report.version - 1)
    with pytest.raises(Stale):
        actions.report_figures(make.officer(Role.APPROVER, town), survey.reference, town.reference, 99)


def test_a_vacancy_that_is_not_told_is_what_is_missing(make, survey, town):
    codes = [make.profession().code for _ in range(3)]
    lines = [
        LineDraft(codes[0], 5, 3),
        LineDraft(codes[1], 2, 4),
        LineDraft(codes[2], 5, 3, 1),
        LineDraft("x", None, None),
    ]

    actions.save_report(make.officer(Role.MEMBER, town), survey.reference, town.reference, lines, "備考", 0)

    kept = make.figures_of(survey, town)
    assert [(line.profession, line.vacant) for line in kept.lines] == [(codes[0], 2), (codes[1], 0), (codes[2], 1)]


def test_saving_again_rewrites_the_lines(make, survey, town):
    first, second = make.profession().code, make.profession().code
    report = make.report(survey, town, {first: (5, 3)}, state=ReportState.DRAFT)

    actions.save_report(
        make.officer(Role.MEMBER, town), survey.reference, town.reference,
        [LineDraft(first, 6, 3), LineDraft(second, 1, 0)], "", report.version,
    )  # fmt: skip

    lines = make.figures_of(survey, town).lines
    assert [(line.profession, line.required) for line in lines] == [(first, 6), (second, 1)]


def test_a_role_that_does_not_exist_is_refused(make, survey, town):
    with pytest.raises(UnknownRole):
        actions.save_report(
            make.officer(Role.MEMBER, town), survey.reference, town.reference, [LineDraft("wizard", 1, 0)], "", 0
        )


def test_an_answer_without_a_number_is_refused(make, survey, town):
    member = make.officer(Role.MEMBER, town)
    empty = actions.save_report(member, survey.reference, town.reference, [], "", 0)

    with pytest.raises(NothingTold):
        actions.report_figures(make.officer(Role.APPROVER, town), survey.reference, town.reference, empty.version)


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED])
def test_answers_are_taken_only_while_the_round_is_open(make, town, state):
    survey = make.survey(state=state)

    with pytest.raises(RoundClosed):
        actions.save_report(make.officer(Role.MEMBER, town), survey.reference, town.reference, [], "", 0)


def test_what_the_prefecture_enters_counts_once_the_municipality_confirms(make, survey, town):
    approver = make.membership(Role.APPROVER, organisation=town)
    role = make.profession().code

    saved = actions.save_report(make.officer(), survey.reference, town.reference, [LineDraft(role, 5, 1)], "", 0)

    proxy, version = saved.proxy, saved.version
    assert proxy
    assert picture.newest(make.session) == {}
    assert "代理で入力しました" in make.letters_to(approver.account.email)[-1].body
    confirmed = actions.report_figures(make.officer(Role.APPROVER, town), survey.reference, town.reference, version)
    assert not confirmed.proxy
    assert picture.newest(make.session)[town.id, role].vacant == 4


def test_a_new_revision_is_begun_in_its_own_year_only(make, survey, town, clock):
    report = make.report(survey, town)
    approver = make.officer(Role.APPROVER, town)
    clock.move_to("2027-04-01T00:00:00Z")
    with pytest.raises(PastYear):
        actions.revise(approver, survey.reference, town.reference, report.version)

    clock.move_to("2027-03-30T00:00:00Z")
    assert actions.revise(approver, survey.reference, town.reference, report.version).revision == 2


def test_open_shortages_of_a_past_year_are_carried_over_once(make, survey, town, clock):
    make.report(survey, town, state=ReportState.ACKNOWLEDGED)
    draft = make.municipality().organisation
    make.report(survey, draft, state=ReportState.DRAFT)
    carry = jobs.JOBS[0].run
    assert carry() == 0

    clock.move_to("2027-04-02T00:00:00Z")
    assert (carry(), carry()) == (1, 0)
    assert make.figures_of(survey, town).state is ReportState.CARRIED_OVER
    assert make.figures_of(survey, draft).state is ReportState.DRAFT


def test_a_round_is_sent_out_once_and_every_municipality_is_told(make, town):
    people = [make.membership(role, organisation=town) for role in (Role.MEMBER, Role.APPROVER, Role.CHECKER)]
    survey = make.survey(state=RoundState.DRAFT)
    coordinator = make.officer()

    opened = actions.open_round(coordinator, survey.reference, survey.version)
    with pytest.raises(StateForbids):
        actions.open_round(coordinator, survey.reference, opened.version)

    assert [len(make.letters_to(person.account.email)) for person in people] == [1, 1, 0]
    assert "6月30日（火）までにご回答ください" in make.letters_to(people[0].account.email)[0].subject
    assert denials(make) == ["survey.open.denied"]


def test_reminders_go_to_those_who_have_not_answered(make, survey, town):
    silent = make.municipality().organisation
    make.report(survey, town)
    there = make.membership(Role.MEMBER, organisation=silent)
    answered = make.membership(Role.MEMBER, organisation=town)

    assert actions.remind_round(make.officer(), survey.reference) == 1

    assert [letter.template for letter in make.letters_to(there.account.email)] == ["shortages/reminder"]
    assert make.letters_to(answered.account.email) == []


def test_nobody_is_reminded_of_a_closed_round(make):
    survey = make.survey(state=RoundState.CLOSED)

    with pytest.raises(StateForbids):
        actions.remind_round(make.officer(), survey.reference)


@pytest.mark.parametrize("role", sorted(STAFF - {Role.COORDINATOR, Role.LEAD}))
def test_only_the_prefecture_runs_a_round(make, survey, role):
    actor = make.officer(role)

    for try_it in (
        lambda: actions.create_round(actor, make.round_draft()),
        lambda: actions.close_round(actor, survey.reference, survey.version),
        lambda: actions.remind_round(actor, survey.reference),
    ):
        with pytest.raises(NoResultFound):
            try_it()


def test_a_round_does_not_close_before_it_opens(make):
    with pytest.raises(DatesInDisorder):
        actions.create_round(make.officer(), make.round_draft(opens_on=date(2026, 7, 1)))


def test_the_newest_answer_of_each_municipality_counts(make, survey, town):
    role = make.profession().code
    make.report(survey, town, {role: (9, 0)})
    other = make.municipality().organisation
    make.report(survey, other, {role: (7, 0)})
    later = make.survey(
        as_of=date(2026, 10, 1), opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 1) + timedelta(30)
    )
    make.report(later, town, {role: (4, 0)})

    newest = picture.newest(make.session)

    assert {office: figure.vacant for (office, _), figure in newest.items()} == {town.id: 4, other.id: 7}


def test_every_municipality_has_its_row_in_official_order(make, survey, town, statements):
    make.report(survey, town)
    others = [make.municipality().organisation for _ in range(11)]
    statements.clear()

    rows = queries.answers(make.session, survey)

    assert [row.organisation.id for row in rows] == [town.id, *(office.id for office in others)]
    assert [row.is_in for row in rows] == [True, *[False] * 11]
    assert len(statements) == 1


def test_the_database_keeps_one_answer_per_municipality(make, survey, town):
    report = make.report(survey, town)

    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.add(type(report)(round_id=survey.id, organisation_id=town.id))
