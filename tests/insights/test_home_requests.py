"""Requests stand in the queue of whoever must act next."""

import re
from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.needs.models import NeedState
from talent_portal.specialists.rules.states import SpecialistState


def _titles(page: str) -> list[str]:
    return [title.strip() for title in re.findall(r'class="queue__title">([^<]+)<', page)]


def test_a_request_that_was_sent_waits_on_the_coordinator_and_counts_as_new(sign_in, make):
    need = make.need(state=NeedState.SUBMITTED, title_ja="橋を見る仕事")

    page = sign_in(Role.COORDINATOR).get("/home").text

    assert _titles(page) == ["新しい依頼が届きました。受け付けるか、差し戻してください"]
    assert need.title_ja in page
    assert re.findall(r'<dd class="number">([\d,]+)</dd>', page)[2] == "1"


def test_an_open_request_without_a_candidate_speaks_up_after_two_weeks(sign_in, make, clock):
    make.need()
    assert _titles(sign_in(Role.COORDINATOR).get("/home").text) == []

    clock.shift(timedelta(days=15))

    assert _titles(sign_in(Role.COORDINATOR).get("/home").text) == ["2週間、候補者が見つかっていません"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(NeedState.DRAFT, "書きかけの依頼です"), (NeedState.RETURNED, "県から差し戻された依頼です")],
)
def test_a_municipality_sees_what_it_still_has_to_write(sign_in, make, state, sentence):
    need = make.need(state=state)
    make.need(state=state, title_ja="よその依頼")

    page = sign_in(make.membership(organisation=make.office_of(need))).get("/home").text

    assert _titles(page) == [sentence]
    assert "よその依頼" not in page


def test_registrations_that_were_handed_in_stand_as_one_row(sign_in, make):
    for _ in range(2):
        make.specialist(state=SpecialistState.SUBMITTED)

    page = sign_in(Role.COORDINATOR).get("/home").text

    assert "人材バンクの登録が2件、確認を待っています" in _titles(page)


def test_a_municipality_is_asked_to_answer_an_open_survey(sign_in, make):
    office = make.organisation()
    make.survey()

    page = sign_in(make.membership(organisation=office)).get("/home").text

    assert _titles(page) == ["専門職配置状況調査に回答してください"]


def test_the_home_asks_as_much_for_one_request_as_for_many(sign_in, make, statements):
    client = sign_in(Role.COORDINATOR)
    make.need(state=NeedState.SUBMITTED)
    client.get("/home")
    statements.clear()
    client.get("/home")
    few = len(statements)
    for _ in range(10):
        make.need(state=NeedState.SUBMITTED)
    statements.clear()

    client.get("/home")

    assert len(statements) == few
