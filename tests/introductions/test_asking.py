"""Asking for interest: what the person reads, how often, until when, and what happens when nobody answers."""

from datetime import date, timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core import calendar, clock
from talent_portal.introductions import actions, jobs
from talent_portal.introductions.actions import AskDraft, Pick
from talent_portal.introductions.errors import (
    AlreadyProposed,
    NeedNotOpen,
    PersonNotAvailable,
    ReasonNeeded,
    StepForbidden,
    TooManyEnquiries,
)
from talent_portal.introductions.queries import asking
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import NeedState
from talent_portal.specialists.models import SpecialistState


def letter_to(make, address):
    return make.letters_to(address)[-1]


def calls(make):
    return make.calls()


def test_a_person_is_a_candidate_for_a_request_once(make):
    case = make.proposal()
    pick = Pick(case.need_id, case.specialist_id)

    with pytest.raises(AlreadyProposed):
        actions.propose(make.officer(), [pick])

    make.take(case, "drop")
    assert actions.propose(make.officer(), [pick])[0].state == "suggested"


def test_a_run_keeps_what_is_there_and_adds_the_rest(make):
    case = make.proposal()
    other = make.specialist()
    picks = [Pick(case.need_id, case.specialist_id), Pick(case.need_id, other.id, {"points": 71})]

    made = actions.propose_from(make.officer(), "abcdefgh2345", picks)

    assert [(one.specialist_id, one.source, one.reasons) for one in made] == [
        (other.id, "run:abcdefgh2345", {"points": 71})
    ]


def test_keeping_a_candidate_tells_the_request(make):
    need = make.need()

    make.proposal(need=need)

    assert make.fresh(need).state is NeedState.MATCHING


@pytest.mark.parametrize("state", [NeedState.DRAFT, NeedState.FILLED, NeedState.WITHDRAWN])
def test_only_open_requests_have_candidates(make, state):
    need, person = make.need(), make.specialist()
    make.set_need_state(need, state)

    with pytest.raises(NeedNotOpen):
        actions.propose(make.officer(), [Pick(need.id, person.id)])


def test_nobody_is_kept_who_hides_from_a_body_that_asks(make):
    partner = make.organisation()
    need = make.need(partners=[partner])
    from_partner = make.specialist(hidden_from=[partner])
    from_asker = make.specialist(hidden_from=[make.office_of(need)])
    silent, paused = make.specialist(consents=()), make.specialist(state=SpecialistState.PAUSED)

    for person in (from_partner, from_asker, silent, paused):
        with pytest.raises(PersonNotAvailable):
            actions.propose(make.officer(), [Pick(need.id, person.id)])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.APPROVER, Role.AUDITOR, Role.CHECKER])
def test_only_coordinators_keep_candidates(make, role):
    need, person = make.need(), make.specialist()

    with pytest.raises(StepForbidden):
        actions.propose(make.officer(role), [Pick(need.id, person.id)])
    with pytest.raises(StepForbidden):
        actions.propose_from(make.officer(role), "abcdefgh2345", [Pick(need.id, person.id)])


def test_the_letter_names_municipality_work_days_pay_and_travel_and_needs_no_link(make):
    towns = make.nagasaki()
    need = make.need(organisation=towns[0].organisation, place=towns[0].slug)
    case = make.proposal(ProposalState.SOUNDED, need=need, base=towns[1], email="a@example.com")

    body = letter_to(make, "a@example.com").body

    asked = make.enquiry(case)
    assert make.fresh(need).number in body
    assert towns[0].organisation.name_ja in body
    assert "橋の点検の発注と確認" in body
    assert "週2日" in body
    assert "報酬" in body
    assert f"約{asked.travel_minutes}分" in body
    assert "旅費" in body
    assert asked.reference in body
    assert asked.code in body
    assert "2026年6月10日" in body
    assert "portal.test" in body
    assert "000-000-0000" in body


def test_a_municipality_may_stay_unnamed_until_the_person_is_interested(make):
    need = make.need()
    case = make.proposal(ProposalState.SHORTLISTED, need=need, email="a@example.com")
    town = make.office_of(need).name_ja

    case = make.take(case, "ask", unnamed_reason="not_announced")
    assert town not in letter_to(make, "a@example.com").body
    assert not make.case(case).names_the_town

    case = make.take(case, "interest")
    assert town in letter_to(make, "a@example.com").body
    assert make.case(case).names_the_town


def test_an_unnamed_municipality_stays_unnamed_after_a_no(make):
    need = make.need()
    case = make.proposal(ProposalState.SHORTLISTED, need=need, email="a@example.com")

    case = make.take(make.take(case, "ask", unnamed_reason="small_office"), "decline")

    assert make.office_of(need).name_ja not in letter_to(make, "a@example.com").body
    assert not make.case(case).names_the_town


def test_a_reason_for_not_naming_is_one_of_the_list(make):
    case = make.proposal(ProposalState.SHORTLISTED)

    with pytest.raises(ReasonNeeded):
        make.take(case, "ask", unnamed_reason="secret")


def test_a_person_is_asked_at_most_twice_in_seven_days(make, clock):
    person = make.specialist()
    cases = [make.proposal(ProposalState.SHORTLISTED, specialist=person) for _ in range(3)]
    make.take(cases[0], "ask")
    clock.shift(timedelta(days=3))
    make.take(cases[1], "ask")

    with pytest.raises(TooManyEnquiries):
        make.take(cases[2], "ask")

    clock.shift(timedelta(days=4, seconds=1))
    assert make.take(cases[2], "ask").state == "sounded"


def test_somebody_without_mail_is_called_and_posted_a_letter(make):
    make.proposal(ProposalState.SOUNDED, email=None, phone="095-000-0000")

    assert [(call.reason, call.subject[:10]) for call in calls(make)] == [("introductions.ask", "candidate:")]


def test_reminders_go_out_at_half_time_and_two_working_days_before(make, clock):
    case = make.proposal(ProposalState.SOUNDED, email="a@example.com")
    sent = []
    for _ in range(12):
        clock.shift(timedelta(days=1))
        if jobs.remind():
            sent.append(clock_day())
        assert jobs.remind() == 0

    assert sent == [date(2026, 6, 4), date(2026, 6, 8)]
    assert make.enquiry(case).reminded == 2
    assert [letter.template for letter in make.letters_to("a@example.com")] == [
        "introductions/ask",
        "introductions/remind",
        "introductions/remind",
    ]


def clock_day():
    return clock.today()


def test_nobody_is_reminded_at_night(make, clock):
    make.proposal(ProposalState.SOUNDED)
    clock.move_to(calendar.start_of(date(2026, 6, 4)))

    assert jobs.remind() == 0
    assert jobs.time_out() == 0
    assert jobs.chase() == 0

    clock.shift(timedelta(hours=7))
    assert jobs.remind() == 1


def test_whoever_has_answered_is_not_reminded(make, clock):
    make.proposal(ProposalState.INTERESTED)
    clock.shift(timedelta(days=3))

    assert jobs.remind() == 0


def test_silence_is_noted_after_the_last_second_and_somebody_calls(make, clock):
    case = make.proposal(ProposalState.SOUNDED, email="a@example.com")
    clock.move_to(calendar.deadline(date(2026, 6, 10)).replace(hour=5))
    assert jobs.time_out() == 0

    clock.move_to(calendar.start_of(date(2026, 6, 11)) + timedelta(hours=9))
    assert jobs.time_out() == 1
    assert jobs.time_out() == 0

    case = make.fresh(case)
    assert (case.state, case.waits_on) == ("no_answer", "coordinator")
    assert letter_to(make, "a@example.com").template == "introductions/late"
    assert [call.reason for call in calls(make)] == ["introductions.late_call"]
    assert "introductions/desk_no_answer" in {letter.template for letter in make.all_letters()}


def test_a_late_answer_still_counts(make):
    case = make.proposal(ProposalState.NO_ANSWER)

    assert make.take(case, "interest").state == "interested"


def test_somebody_silent_can_be_asked_once_more(make):
    case = make.take(make.proposal(ProposalState.NO_ANSWER), "ask")

    assert case.state == "sounded"
    assert make.enquiry(case).reminded == 0


def test_a_draft_says_how_long_there_is(make):
    case = make.proposal(ProposalState.SHORTLISTED)

    actions.ask(make.officer(), case.reference, AskDraft(working_days=3), case.version)

    assert make.enquiry(case).due_at == calendar.deadline(date(2026, 6, 4))


def test_the_database_itself_refuses_a_second_open_case(make, monkeypatch):
    """What a check before the write cannot see: somebody else was faster by a moment."""
    case = make.proposal()
    monkeypatch.setattr(asking, "is_candidate", lambda *_: False)

    with pytest.raises(AlreadyProposed):
        actions.propose(make.officer(), [Pick(case.need_id, case.specialist_id)])
