"""The steps of a request, through the front door."""

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.needs.models import Audience, Need, NeedState
from tests.needs.typed import as_role
from tests.signin.makers import signed_in_client


def test_a_return_needs_its_reason_and_the_municipality_reads_it(client, make, office):
    member = make.membership(Role.MEMBER, organisation=office)
    need = make.need(organisation=office, state=NeedState.SUBMITTED)
    desk = as_role(client, make, Role.COORDINATOR)
    address = f"/desk/needs/{need.reference}/decision"

    refused = desk.post(address, data={"to": "return", "return-version": str(need.version), "return-note": "どの橋か"})
    assert refused.status_code == 422
    assert "理由を選んでください" in refused.text
    assert "どの橋か</textarea>" in refused.text

    fields = {"to": "return", "return-version": str(need.version), "return-reason": "duties_unclear"}
    assert desk.post(address, data=fields | {"return-note": "どの橋か"}).status_code == 303
    (letter,) = make.letters_to(member.account.email)
    assert "業務内容をより具体的にする必要がある" in letter.body
    assert "どの橋か" in letter.body
    assert "どの橋か" in signed_in_client(client, make, member).get(f"/desk/needs/{need.reference}").text


def test_an_old_page_is_refused_with_what_was_typed(client, make):
    need = make.need()
    desk = as_role(client, make, Role.COORDINATOR)

    refused = desk.post(
        f"/desk/needs/{need.reference}/decision",
        data={"to": "close", "close-version": "1", "close-reason": "too_far", "close-note": "船が遠い"},
    )

    assert refused.status_code == 409
    assert "船が遠い</textarea>" in refused.text


def test_closing_and_reopening_by_the_coordinator(client, make):
    need = make.need()
    desk = as_role(client, make, Role.COORDINATOR)
    address = f"/desk/needs/{need.reference}/decision"

    desk.post(address, data={"to": "close", "close-version": str(need.version), "close-reason": "too_far"})
    closed = make.fresh(need)
    assert closed.state is NeedState.UNFILLED
    desk.post(
        address,
        data={
            "to": "reopen", "reopen-version": str(closed.version), "reopen-closes_on-year": "2026",
            "reopen-closes_on-month": "12", "reopen-closes_on-day": "1",
        },
    )  # fmt: skip
    assert make.fresh(need).state is NeedState.OPEN
    assert make.fresh(need).closes_on.isoformat() == "2026-12-01"


@pytest.mark.parametrize(("role", "path"), [(Role.COORDINATOR, "decision"), (Role.MEMBER, "own-step")])
def test_a_step_that_does_not_exist_is_refused(client, make, office, role, path):
    need = make.need(organisation=office, state=NeedState.SUBMITTED)
    who = as_role(client, make, role, office if role is Role.MEMBER else None)

    assert who.post(f"/desk/needs/{need.reference}/{path}", data={"to": "explode"}).status_code == 422


def test_an_approver_withdraws_with_a_reason(client, make, office):
    need = make.need(organisation=office)
    approver = as_role(client, make, Role.APPROVER, office)
    address = f"/desk/needs/{need.reference}/withdrawal"

    assert approver.post(address, data={"withdraw-version": str(need.version)}).status_code == 422
    fields = {"withdraw-version": str(need.version), "withdraw-reason": "budget"}
    assert approver.post(address, data=fields).status_code == 303
    assert make.fresh(need).state is NeedState.WITHDRAWN


def test_the_own_steps_of_a_municipality(town, make, office):
    need = make.need(organisation=office, state=NeedState.SUBMITTED)
    address = f"/desk/needs/{need.reference}/own-step"

    for step, state in (("take-back", NeedState.DRAFT), ("submit", NeedState.SUBMITTED), ("take-back", NeedState.DRAFT),
                        ("discard", NeedState.WITHDRAWN)):  # fmt: skip
        town.post(address, data={"to": step, "version": str(make.fresh(need).version)})
        assert make.fresh(need).state is state


def test_a_draft_that_lacks_something_leads_back_to_its_form(town, make, office):
    need = make.need(organisation=office, state=NeedState.DRAFT, conditions={})

    answer = town.post(f"/desk/needs/{need.reference}/own-step", data={"to": "submit", "version": str(need.version)})

    assert answer.location == f"/desk/needs/{need.reference}/edit/conditions?lacking=yes"
    page = town.get(answer.location).text
    assert '<a href="#c_hours">勤務時間を入力してください' in page


def test_copying_makes_a_draft_once(town, make):
    need = make.need(audience=Audience.MUNICIPALITIES)

    for _ in range(2):
        copied = town.post(f"/desk/needs/{need.reference}/copy", data={"idempotency_key": "copy-1"})
        assert copied.status_code == 303

    assert make.session.scalar(sa.select(sa.func.count()).select_from(Need)) == 2
    assert "日付を入力し" in town.get(copied.location).text
