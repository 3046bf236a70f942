"""The coordinator learns at once when somebody under way hides, or takes back that they may be shown."""

import pytest

from talent_portal.introductions.rules.states import ProposalState as S
from talent_portal.specialists import queries as specialists
from talent_portal.specialists.actions import parts
from talent_portal.specialists.actions.drafts import ConsentsDraft, HideDraft

WISHES = "introductions/desk_wishes"


@pytest.fixture
def desk(make):
    return make.desk()


def hide(make, person, *offices):
    draft = HideDraft(organisations=tuple(office.reference for office in offices))
    return parts.save(make.person_as(person), person.reference, "hide", draft, make.fresh(person).version)


def agree(make, person, *purposes):
    draft = ConsentsDraft(given=purposes, versions=dict.fromkeys(purposes, "1"))
    return parts.save(make.person_as(person), person.reference, "consents", draft, make.fresh(person).version)


def letters(make):
    return [letter for letter in make.all_letters() if letter.template == WISHES]


@pytest.mark.parametrize(
    ("state", "what"),
    [(S.SHORTLISTED, "自動で終了"), (S.REFERRED, "自動で終了"), (S.OFFERED, "候補者と話し合い")],
)
def test_hiding_from_a_body_that_asks_is_told_and_what_follows(make, desk, state, what):
    person, need = make.specialist(), make.need()
    make.proposal(state, need=need, specialist=person, officer=desk)

    hide(make, person, make.office_of(need))

    (letter,) = letters(make)
    assert what in letter.body
    assert need.number in letter.subject
    assert person.family_name not in letter.body


def test_showing_oneself_again_is_told_too_but_nothing_that_changes_nothing(make, desk):
    person, need = make.specialist(), make.need()
    make.proposal(S.SHORTLISTED, need=need, specialist=person, officer=desk)
    for offices in ([make.organisation()], [make.office_of(need)], [make.office_of(need)], []):
        hide(make, person, *offices)

    assert len(letters(make)) == 2


def test_taking_back_and_giving_again_that_one_may_be_shown(make, desk):
    person = make.specialist()
    make.proposal(S.INTERESTED, specialist=person, officer=desk)

    agree(make, person)
    agree(make, person)
    agree(make, person, specialists.SHARE_ANONYMOUS)

    assert ["取り消しました" in letter.body for letter in letters(make)] == [True, False]


@pytest.mark.parametrize("state", [S.DROPPED, S.NOT_SELECTED])
def test_nobody_is_told_where_nothing_is_under_way(make, desk, state):
    person, need = make.specialist(), make.need()
    make.proposal(state, need=need, specialist=person, officer=desk)

    hide(make, person, make.office_of(need))
    agree(make, person)

    assert letters(make) == []


def test_only_whoever_looks_after_the_case_is_told(make, desk):
    make.desk()
    person, need = make.specialist(), make.need(partners=[partner := make.organisation()])
    make.proposal(S.REFERRED, need=need, specialist=person, officer=desk)

    hide(make, person, partner)

    assert len(letters(make)) == 1
