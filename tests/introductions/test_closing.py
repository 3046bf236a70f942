"""Nothing ends in silence: every end tells whom it had reached, cases left behind are closed, waits are chased."""

from datetime import date, timedelta

import pytest
from sqlalchemy import inspect

from talent_portal.core import calendar
from talent_portal.core.db import transaction
from talent_portal.introductions import jobs
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import NeedState
from talent_portal.specialists.models import HideFrom, Specialist, SpecialistState

_S = ProposalState
MAIL = "a@example.com"
LICENCE = "civil_works_1"


def templates(make, address):
    return [letter.template.removeprefix("introductions/") for letter in make.letters_to(address)]


def hide(make, case, office):
    make.keep(HideFrom(specialist_id=make.again(case).specialist_id, organisation_id=inspect(office).identity[0]))


def set_person_state(make, case, state):
    with transaction() as session:
        session.get(Specialist, make.again(case).specialist_id).state = state


ENDS = {
    "dropped": ("drop", "closed", "town_gone"),
    "not_interested": ("decline", "copy", "town_gone"),
    "withdrawn": ("withdraw", "copy", "town_gone"),
    "not_selected": ("reject", "not_selected", None),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_end_is_silent(make, end, language):
    step, to_person, to_town = ENDS[end]
    need = make.need()
    approver, officer = make.town_officer(make.office_of(need)), make.desk()
    start = {"decline": _S.SOUNDED, "reject": _S.REFERRED, "drop": _S.REFERRED, "withdraw": _S.REFERRED}[step]
    case = make.proposal(start, need=need, shown=True, officer=officer, email=MAIL, language=language)

    make.take(case, step)

    mine = make.letters_to(MAIL)[-1]
    assert mine.template == f"introductions/{to_person}"
    assert ("Dear" in mine.body) is (language == "en")
    assert make.fresh(need).number in mine.body
    if to_town:
        assert templates(make, make.address_of(approver))[-1] == to_town
    if step != "drop":
        assert templates(make, make.address_of(officer))[-1] in {"desk_answer", "desk_result"}


def test_an_end_that_reached_nobody_tells_nobody(make):
    need = make.need()
    make.town_officer(make.office_of(need))
    make.proposal(_S.DROPPED, need=need, email=MAIL)

    assert make.letters_to(MAIL) == []
    assert "introductions/town_gone" not in {letter.template for letter in make.all_letters()}


@pytest.mark.parametrize(
    ("state", "reason"),
    [(NeedState.WITHDRAWN, "need_ended"), (NeedState.EXPIRED, "need_ended"), (NeedState.FILLED, "need_filled")],
)
def test_a_request_that_ends_closes_its_cases_and_tells_everybody(make, state, reason):
    need, officer = make.need(), make.desk()
    case = make.proposal(_S.REFERRED, need=need, email=MAIL, officer=officer)
    make.set_need_state(need, state)

    assert jobs.close() == 1
    assert jobs.close() == 0

    case = make.again(case)
    assert (case.state, case.reason_code) == ("dropped", reason)
    assert templates(make, MAIL)[-1] == "closed"
    assert templates(make, make.address_of(officer))[-1] == "desk_closed"


def test_terms_that_were_offered_are_not_closed_by_the_clock(make):
    need = make.need()
    make.proposal(_S.OFFERED, need=need)
    make.set_need_state(need, NeedState.FILLED)

    assert jobs.close() == 0


@pytest.mark.parametrize(
    ("state", "person", "closed"),
    [
        (_S.SOUNDED, SpecialistState.PAUSED, 1),
        (_S.REFERRED, SpecialistState.PAUSED, 0),
        (_S.REFERRED, SpecialistState.WITHDRAWN, 1),
        (_S.REFERRED, SpecialistState.LAPSED, 1),
        (_S.SELECTED, SpecialistState.SUSPENDED, 1),
    ],
)
def test_somebody_who_leaves_closes_the_case_and_a_pause_only_what_is_not_introduced(make, state, person, closed):
    case = make.proposal(state)
    set_person_state(make, case, person)

    assert jobs.close() == closed


def test_somebody_who_hides_closes_the_case_in_neutral_words(make):
    need = make.need()
    approver = make.town_officer(make.office_of(need))
    case = make.proposal(_S.REFERRED, need=need)
    hide(make, case, make.office_of(need))

    assert jobs.close() == 1

    assert make.letters_to(make.address_of(approver))[-1].template == "introductions/town_gone"
    assert make.again(case).reason_code == "person_unavailable"


def test_waits_are_chased_by_day_and_not_every_day(make, clock):
    need, officer = make.need(), make.desk()
    approver = make.town_officer(make.office_of(need))
    make.proposal(_S.REFERRED, need=need, officer=officer)
    clock.move_to(calendar.start_of(date(2026, 6, 15)) + timedelta(hours=10))
    assert jobs.chase() == 0

    clock.move_to(calendar.start_of(date(2026, 6, 16)) + timedelta(hours=10))
    assert jobs.chase() == 1
    assert jobs.chase() == 0
    assert templates(make, make.address_of(approver))[-1] == "town_chase"
    assert templates(make, make.address_of(officer))[-1] == "desk_chase"

    clock.shift(timedelta(days=7))
    assert jobs.chase() == 0
    clock.shift(timedelta(days=1))
    assert jobs.chase() == 1


def test_a_missing_consent_is_asked_for(make, clock):
    make.proposal(_S.INTERESTED, email=MAIL)
    clock.shift(timedelta(days=8))

    assert jobs.chase() == 1

    assert templates(make, MAIL)[-1] == "consent"
