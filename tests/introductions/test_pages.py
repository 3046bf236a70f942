"""The story through the front door: keep, show, ask, answer, introduce, meet, select; every look is written down."""

import re

import pytest
from sqlalchemy import select

from talent_portal.accounts.permissions import Role
from talent_portal.introductions.models import ContactNote, Proposal
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.privacy import queries as privacy

_S = ProposalState
TODAY = {"told_on-year": "2026", "told_on-month": "6", "told_on-day": "1"}
MEETING = {
    "meeting": "onsite",
    "interview_on-year": "2026",
    "interview_on-month": "6",
    "interview_on-day": "19",
    "interview_at": "13:30",
    "place": "庁舎2階",
}


def desk_page(client, case):
    return client.get(f"/desk/introductions/{case.reference}")


def post(client, case, step, **data):
    data.setdefault("version", str(case.version))
    return client.post(f"/desk/introductions/{case.reference}/{step}", data=data)


def test_the_whole_story_is_walked_through_pages(make, client, sign_in):
    need, person = make.need(), make.specialist(family_name="髙﨑", given_name="𠮷", email="a@example.com")
    town = make.office_of(need)
    sign_in(Role.COORDINATOR)
    client.post(f"/desk/introductions/requests/{need.reference}/propose", data={"specialist": person.reference})
    case = make.session.scalars(select(Proposal)).one()
    for step in ("shortlist", "show"):
        post(client, make.again(case), step)
    answer = post(client, make.again(case), "ask", working_days="7", unnamed_reason="")
    assert answer.status_code == 303

    path = make.answer_path(case)
    page = client.get(path).text
    assert "ご意向をお聞かせください" in page
    version = make.sharing_text().version
    data = {"answer": "interest", "version": make.again(case).version, "consent": "y", "consent_version": version}
    assert client.post(f"{path}/answer", data=data).status_code == 303
    assert "5開庁日以内に県担当が市町へご紹介します" in client.get(path).text

    assert post(client, make.again(case), "introduce").status_code == 303
    approver = make.membership(Role.APPROVER, organisation=make.session.merge(town, load=False))
    sign_in(approver)
    assert "髙﨑 𠮷" in client.get(f"/desk/candidates/{case_reference(make)}/person").text
    assert "髙﨑" not in client.get(f"/desk/candidates/{case_reference(make)}").text
    assert town_post(client, make, "interview", **MEETING).status_code == 303
    assert "2026年6月19日" in client.get(f"/desk/candidates/{case_reference(make)}").text
    letter = make.letters_to("a@example.com")[-1].body
    assert "方法: 庁舎などで面談" in letter
    assert "場所: 庁舎2階" in letter
    assert town_post(client, make, "result", result="selected").status_code == 303
    assert make.session.scalars(select(Proposal)).one().state == "selected"
    assert "選考されました" in client.get(path).text


def case_reference(make):
    make.session.expire_all()
    return make.session.scalars(select(Proposal)).one().reference


def town_post(client, make, step, **data):
    make.session.expire_all()
    case = make.session.scalars(select(Proposal)).one()
    return client.post(f"/desk/candidates/{case.reference}/{step}", data={"version": str(case.version), **data})


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.COORDINATOR, "/desk/introductions"),
        (Role.COORDINATOR, "/desk/introductions/requests/{need}"),
        (Role.COORDINATOR, "/desk/introductions/{case}"),
        (Role.COORDINATOR, "/desk/introductions/{case}/close"),
        (Role.COORDINATOR, "/desk/introductions/{case}/paper"),
        (Role.APPROVER, "/desk/candidates/{case}/person"),
    ],
)
def test_whoever_sees_a_name_is_written_down_and_the_person_can_read_it(make, client, sign_in, role, address):
    need = make.need()
    case = make.proposal(_S.REFERRED, need=need)
    subject = make.case(case).person.subject
    office = {"organisation": make.office_of(need)} if role is Role.APPROVER else {}
    sign_in(make.membership(role, **office))

    page = client.get(address.format(need=need.reference, case=make.again(case).reference))

    assert page.status_code == 200
    assert make.case(case).person.name in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert [sight.role for sight in privacy.who_saw(make.session, subject)] == [role]


@pytest.mark.parametrize("page", ["", "/interview", "/result", "/person"])
def test_other_peoples_cases_do_not_exist(make, client, sign_in, page):
    case = make.proposal(_S.REFERRED)
    sign_in(Role.APPROVER)

    assert client.get(f"/desk/candidates/{case.reference}{page}").status_code == 404
    assert privacy.who_saw(make.session, make.case(case).person.subject) == []


BY_PHONE = {"channel": "phone", "witness": "磯松原", **TODAY}
STALE = [
    ("close", Role.COORDINATOR, _S.SHORTLISTED, {"reason": "schedule"}, 'value="schedule" checked'),
    ("ask", Role.COORDINATOR, _S.SHORTLISTED, {"working_days": "9", "unnamed_reason": ""}, 'value="9" selected'),
    ("answer", Role.COORDINATOR, _S.SOUNDED, BY_PHONE | {"event": "interest"}, "磯松原"),
    ("introduce", Role.COORDINATOR, _S.INTERESTED, {}, "もう一度送信"),
]


@pytest.mark.parametrize("late", STALE, ids=lambda late: late[0])
def test_a_page_that_is_too_old_keeps_both_texts(make, client, sign_in, late):
    step, role, state, typed, kept = late
    case = make.proposal(state)
    sign_in(role)

    answer = client.post(f"/desk/introductions/{case.reference}/{step}", data={"version": "1", **typed})

    assert answer.status_code == 409
    assert "この案件の今の状態" in answer.text
    assert kept in answer.text
    assert make.again(case).state == state


def test_a_municipality_that_is_too_late_sees_both_arrangements(make, client, sign_in):
    case = make.take(make.proposal(_S.REFERRED), "invite", place="役場1階", interview_on=make.day(2026, 6, 12))
    sign_in(make.membership(Role.MEMBER, organisation=make.case(case).office))

    answer = client.post(f"/desk/candidates/{make.again(case).reference}/interview", data={"version": "1", **MEETING})

    assert answer.status_code == 409
    assert "役場1階" in answer.text
    assert "庁舎2階" in answer.text


@pytest.mark.parametrize("step", ["close", "ask", "answer"])
def test_a_form_without_answers_says_what_is_missing(make, client, sign_in, step):
    case = make.proposal(_S.SOUNDED)
    sign_in(Role.COORDINATOR)

    answer = post(client, case, step, working_days="x")

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_result_wants_its_reason_exactly_where_somebody_was_not_selected(make, client, sign_in):
    case = make.proposal(_S.REFERRED)
    sign_in(make.membership(Role.APPROVER, organisation=make.case(case).office))

    assert town_post(client, make, "result", result="not_selected").status_code == 422
    assert town_post(client, make, "result", result="not_selected", reason="far").status_code == 422
    assert town_post(client, make, "result", result="not_selected", reason="experience").status_code == 303
    assert make.again(case).reason_code == "experience"


def test_a_candidate_keeps_what_the_match_said(make, client, sign_in):
    need = make.need()
    person = make.specialist(professions=(need.profession,))
    reference, name = need.reference, person.reference
    sign_in(Role.COORDINATOR)

    client.post(f"/desk/introductions/requests/{reference}/propose", data={"specialist": name})

    kept = make.session.scalars(select(Proposal)).one()
    assert kept.reasons
    assert set(kept.reasons) in ({"place", "of", "points", "parts"}, {"fails"})


def test_a_day_in_the_past_is_no_meeting_and_one_to_come_no_call(make, client, sign_in):
    case = make.proposal(_S.REFERRED)
    sign_in(make.membership(Role.MEMBER, organisation=make.case(case).office))
    assert "過ぎた日付です" in town_post(client, make, "interview", **MEETING | {"interview_on-month": "5"}).text

    sign_in(Role.COORDINATOR)
    late = {"event": "withdraw", "channel": "phone", **TODAY, "told_on-day": "2"}
    assert "まだ来ていない日付です" in post(client, make.again(case), "answer", **late).text


def test_an_answer_on_paper_is_written_down_and_checked_by_somebody_else(make, client, sign_in):
    case = make.proposal(_S.SOUNDED)
    sign_in(Role.COORDINATOR)
    answer = post(client, case, "answer", event="interest", channel="paper", witness="磯松原", **TODAY)
    assert answer.status_code == 303
    assert post(client, make.again(case), "check").status_code == 303
    assert make.again(case).waits_on == "second"

    sign_in(Role.LEAD)
    assert "別の担当者の確認が必要です" in desk_page(client, make.again(case)).text
    post(client, make.again(case), "check")
    assert make.again(case).waits_on == "person"


def test_a_contact_is_noted_once_however_often_it_is_sent(make, client, sign_in):
    case = make.proposal(_S.SOUNDED)
    sign_in(Role.COORDINATOR)
    data = {
        "key": "k1", "day-year": "2026", "day-month": "6", "day-day": "1", "way": "phone", "partner": "person",
        "outcome": "spoke", "text": "説明した", "next_action": "書類を送る",
        "next_on-year": "2026", "next_on-month": "6", "next_on-day": "5",
    }  # fmt: skip

    for _ in range(2):
        assert client.post(f"/desk/introductions/{case.reference}/notes", data=data).status_code == 303

    assert len(make.session.scalars(select(ContactNote)).all()) == 1
    page = desk_page(client, make.again(case)).text
    assert "説明した" in page
    assert "書類を送る" in page


def test_a_municipality_reads_its_own_log_and_the_prefecture_reads_both(make, client, sign_in):
    case = make.proposal(_S.REFERRED)
    data = {
        "day-year": "2026",
        "day-month": "6",
        "day-day": "1",
        "way": "phone",
        "partner": "person",
        "outcome": "spoke",
    }
    reference = make.again(case).reference
    sign_in(Role.COORDINATOR)
    client.post(f"/desk/introductions/{reference}/notes", data=data | {"key": "a", "text": "県の記録"})
    sign_in(make.membership(Role.MEMBER, organisation=make.case(case).office))
    client.post(f"/desk/introductions/{reference}/notes", data=data | {"key": "b", "text": "町の記録"})

    page = client.get(f"/desk/candidates/{reference}").text
    assert "町の記録" in page
    assert "県の記録" not in page

    sign_in(Role.COORDINATOR)
    assert {"町の記録", "県の記録"} <= set(
        re.findall("[町県]の記録", client.get(f"/desk/introductions/{reference}").text)
    )


@pytest.mark.parametrize(("role", "opens"), [(Role.COORDINATOR, True), (Role.AUDITOR, False)])
def test_the_way_into_the_register_is_shown_to_whoever_may_go_it(make, client, sign_in, role, opens):
    case = make.proposal()
    sign_in(role)

    page = desk_page(client, case)
    assert page.status_code == 200
    assert ("人材バンクで開く" in page.text) is opens
