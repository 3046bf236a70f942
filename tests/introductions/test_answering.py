"""Answers: by link, by code, by telephone and on paper; the second person; consent; taking everything back."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from talent_portal.introductions import actions, queries
from talent_portal.introductions.actions import Said
from talent_portal.introductions.errors import (
    CheckMissing,
    ConsentMissing,
    NothingToCheck,
    OwnEntry,
    StepForbidden,
    WrongCode,
)
from talent_portal.introductions.models import Answer, Channel
from talent_portal.introductions.rules.states import Event, ProposalState
from talent_portal.privacy import queries as privacy
from talent_portal.privacy.errors import ConsentTextUnknown

_S = ProposalState
MAIL = "a@example.com"


def by_phone(make, case, step="interest", **given):
    said = Said(channel=Channel.PHONE, told_on=date(2026, 5, 29), witness="県庁 人材課 磯松原")
    return make.take(case, step, said=said, **given)


def templates(make, address):
    return [letter.template.removeprefix("introductions/") for letter in make.letters_to(address)]


def test_an_answer_by_link_is_kept_with_its_way_and_a_copy_goes_out(make):
    case = make.proposal(_S.INTERESTED, email=MAIL)

    said = make.session.scalars(select(Answer)).one()
    copy = make.letters_to(MAIL)[-1]
    assert (said.event, said.channel, said.recorded_by, said.witness) == ("interest", "link", "", None)
    assert copy.template == "introductions/copy"
    assert "話を聞きたい" in copy.body
    assert "メールのリンク" in copy.body
    assert make.enquiry(case).code is None


def test_the_coordinator_is_told_at_once(make):
    officer = make.desk()
    make.proposal(_S.NOT_INTERESTED, officer=officer)
    address = make.address_of(officer)

    assert templates(make, address)[-1] == "desk_answer"
    assert "今回は見送る" in make.letters_to(address)[-1].body


def test_one_answer_can_carry_the_consent_too(make):
    case = make.proposal(_S.SOUNDED)
    version = make.sharing_text().version

    make.take(case, "interest", consent=version)

    case = make.again(case)
    assert (case.state, case.waits_on) == ("interested", "coordinator")
    assert make.case(case).consent is not None


def test_no_consent_for_a_municipality_that_was_not_named(make):
    case = make.take(make.proposal(_S.SHORTLISTED), "ask", unnamed_reason="not_announced")

    with pytest.raises(ConsentMissing):
        make.take(case, "interest", consent=make.sharing_text().version)

    assert make.again(case).state == "sounded"


def test_a_text_that_nobody_can_have_read_is_no_consent(make):
    case = make.proposal(_S.INTERESTED)

    with pytest.raises(ConsentTextUnknown):
        actions.agree(make.holder(case), case.reference, Said(channel=Channel.LINK), "99", case.version)


def test_consent_counts_for_this_request_only_and_proves_itself(make):
    case = make.take(make.proposal(_S.INTERESTED), "agree")
    whole = make.case(case)
    assert whole.consent.scope == f"need:{whole.request.reference}"

    elsewhere = make.proposal(_S.INTERESTED, specialist=make.person_of(case))
    assert make.case(elsewhere).consent is None
    assert list(privacy.broken_consents(make.session)) == []


def test_what_came_by_telephone_waits_for_another_coordinator(make):
    first, second = make.desk(), make.desk()
    case = by_phone(make, make.proposal(_S.SOUNDED, email=MAIL, shown=True), officer=first)
    assert (case.state, case.waits_on) == ("interested", "second")
    said = make.session.scalars(select(Answer)).one()
    assert (said.told_on, said.witness, said.recorded_by) == (
        date(2026, 5, 29),
        "県庁 人材課 磯松原",
        first.reference,
    )

    with pytest.raises(OwnEntry):
        actions.check(first, case.reference, case.version)

    make.take(case, "check", officer=second)
    case = make.again(case)
    said = make.session.scalars(select(Answer)).one()
    assert (case.waits_on, said.checked_by) == ("person", second.reference)


def test_a_copy_of_a_call_goes_by_mail_or_is_posted(make):
    by_phone(make, make.proposal(_S.SOUNDED, email=MAIL))
    by_phone(make, make.proposal(_S.SOUNDED, email=None, phone="095-000-0000"))

    assert "電話" in make.letters_to(MAIL)[-1].body
    assert "2026年5月29日" in make.letters_to(MAIL)[-1].body
    assert "introductions.copy" in [call.reason for call in make.calls()]


def test_the_municipality_hears_of_a_call_only_after_the_check(make):
    need = make.need()
    approver = make.town_officer(make.office_of(need))
    case = by_phone(make, make.proposal(_S.SOUNDED, need=need, shown=True))
    address = make.address_of(approver)
    assert templates(make, address) == ["town_cards"]

    make.take(case, "check")

    assert templates(make, address) == ["town_cards", "town_interested"]


def test_nothing_goes_on_before_the_check(make):
    case = by_phone(make, by_phone(make, make.proposal(_S.SOUNDED)), "agree")

    with pytest.raises(CheckMissing):
        make.take(case, "refer")

    assert make.take(make.take(case, "check"), "refer").state == "referred"


def test_a_wrong_record_is_asked_once_more(make):
    case = by_phone(make, by_phone(make, make.proposal(_S.SOUNDED)), "agree")

    case = make.take(case, "dispute")

    assert (case.state, case.waits_on) == ("no_answer", "coordinator")
    assert make.case(case).consent is None
    assert all(said.disputed for said in make.session.scalars(select(Answer)))
    assert "introductions.disputed" in [call.reason for call in make.calls()]


def test_a_wrong_no_reopens_the_case(make):
    case = make.take(by_phone(make, make.proposal(_S.SOUNDED), "decline"), "dispute")

    assert (case.state, case.ended_at, case.reason_code) == ("no_answer", None, "")


def test_there_must_be_something_to_check(make):
    case = make.proposal(_S.INTERESTED)

    with pytest.raises(NothingToCheck):
        make.take(case, "check")
    with pytest.raises(NothingToCheck):
        make.take(case, "dispute")


def test_staff_cannot_pretend_to_be_the_link(make):
    """Whoever records for somebody else always says by which way it came, and a second person checks."""
    case = make.proposal(_S.SOUNDED)

    with pytest.raises(StepForbidden):
        actions.answer(make.desk(), case.reference, Event.INTEREST, Said(channel=Channel.LINK), case.version)


@pytest.mark.parametrize("typed", ["{number}", " {spoken} ", "{spaced}"])
def test_number_and_code_open_the_request_however_they_are_typed(make, typed):
    asked = make.enquiry(make.proposal(_S.SOUNDED))
    spaced = " ".join(asked.number.split("-")).lower()

    found = actions.open_by_code(
        typed.format(number=asked.reference, spoken=asked.number, spaced=spaced), f" {asked.code[:3]} {asked.code[3:]}"
    )

    assert found.id == asked.id


def test_a_wrong_code_says_as_little_as_a_wrong_number(make):
    asked = make.enquiry(make.proposal(_S.SOUNDED))
    wrong = "000000" if asked.code != "000000" else "111111"

    for number, code in ((asked.reference, wrong), ("zzzzzzzzzzzz", asked.code), ("", ""), ("値", "値")):
        with pytest.raises(WrongCode):
            actions.open_by_code(number, code)


def test_a_code_can_be_tried_five_times(make):
    asked = make.enquiry(make.proposal(_S.SOUNDED))
    code = asked.code
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(WrongCode):
            actions.open_by_code(asked.reference, wrong)

    with pytest.raises(WrongCode):
        actions.open_by_code(asked.reference, code)


def test_an_answered_letter_has_no_code_any_more(make):
    case = make.proposal(_S.SOUNDED)
    number = make.enquiry(case).reference
    make.take(case, "interest")

    with pytest.raises(WrongCode):
        actions.open_by_code(number, "None")


def test_withdrawing_takes_the_consent_and_the_name_back_at_once(make):
    need = make.need()
    approver = make.town_officer(make.office_of(need))
    case = make.proposal(_S.REFERRED, need=need, email=MAIL)
    assert make.case(case).consent is not None

    case = make.take(case, "withdraw", reason="family")

    assert make.case(case).consent is None
    assert (case.state, case.reason_code) == ("withdrawn", "family")
    assert templates(make, make.address_of(approver))[-1] == "town_gone"
    assert templates(make, MAIL)[-1] == "copy"


def test_the_reason_of_a_person_reaches_no_municipality(make):
    need = make.need()
    approver = make.town_officer(make.office_of(need))
    make.take(make.proposal(_S.SOUNDED, need=need, shown=True), "decline", reason="pay")

    letter = make.letters_to(make.address_of(approver))[-1]

    assert letter.template == "introductions/town_gone"
    assert "報酬" not in letter.body
    assert "見送る" not in letter.body


def test_a_late_answer_after_a_second_letter_belongs_to_the_second(make):
    case = make.proposal(_S.NO_ANSWER)
    first = make.enquiry(case).reference
    case = make.take(case, "ask")

    assert make.enquiry(case).reference != first
    with pytest.raises(NoResultFound):
        queries.case_of_enquiry(make.session, queries.enquiry(make.session, first))
