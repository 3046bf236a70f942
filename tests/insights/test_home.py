"""Everybody's home is a queue: what waits on this person, soonest first, with one verb each."""

import re
from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core.clock import now
from talent_portal.core.db import transaction
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import BoothDraft
from talent_portal.fairs.models import FairState
from talent_portal.needs.models import NeedState
from tests.journeys.test_page_statements import copies, ref
from tests.weighing import MOST_BYTES, weight_of


def _titles(page: str) -> list[str]:
    return [title.strip() for title in re.findall(r'class="queue__title">([^<]+)<', page)]


def _counts(page: str) -> list[str]:
    return re.findall(r'<dd class="number">([\d,]+)</dd>', page)


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get("/home")

    assert answer.status_code == 302
    assert "/sign-in" in answer.location


@pytest.mark.parametrize("role", [Role.CHECKER, Role.AUDITOR, Role.ADMINISTRATOR, Role.MEMBER, Role.LEAD])
def test_an_empty_home_says_so_and_leads_on(sign_in, role):
    page = sign_in(role).get("/home").text

    assert "いま、対応が必要なものはありません" in page
    assert 'class="menu"' in page


def test_a_coordinator_sees_drafts_holds_silent_booths_and_calls(sign_in, make):
    make.fair(title_ja="下書きの会", state=FairState.DRAFT, starts_at=now() + timedelta(days=90))
    fair = make.fair(booths=2)
    make.registration(fair, confirmed=False)
    make.phone_task()

    page = sign_in(Role.COORDINATOR).get("/home").text

    assert set(_titles(page)) >= {
        "準備中の説明会です",
        "確認待ちの仮申込みが1件あります",
        "案内文が未入力のブースが2つあります",
        "電話が必要な方が1人います",
    }
    assert _counts(page)[0] == "3"  # one hold and two booths wait for an answer


def test_letters_that_should_have_left_stand_first(sign_in, make, clock):
    make.fair()
    make.letter()
    clock.shift(timedelta(minutes=30))

    page = sign_in(Role.COORDINATOR).get("/home").text

    assert _titles(page)[0].startswith("送信できていないメールが")


def test_a_session_that_is_over_asks_to_be_closed(sign_in, make, clock):
    make.fair(starts_at=now() + timedelta(days=20))
    clock.shift(timedelta(days=21))

    page = sign_in(Role.COORDINATOR).get("/home").text

    assert "終わった説明会です。開催済みにしてください" in _titles(page)


def test_a_municipality_sees_its_own_booth_only(sign_in, make):
    ours, theirs = make.organisation(), make.organisation()
    make.fair(title_ja="うちの会", municipalities=[ours])
    make.fair(title_ja="よその会", municipalities=[theirs])

    page = sign_in(make.membership(organisation=ours)).get("/home").text

    assert _titles(page) == ["ブースの案内文を入力してください"]
    assert "うちの会" in page
    assert "よその会" not in page


def test_a_booth_with_its_message_shows_how_many_talks_are_booked(sign_in, make):
    ours = make.organisation()
    fair = make.fair(municipalities=[ours])
    booth = queries.page_of(make.session, fair).booths[0]
    actions.edit_booth(make.officer(), booth.reference, BoothDraft(message_ja="どうぞ"), booth.version)
    make.registration(fair, make.slots(fair)[0][0])

    page = sign_in(make.membership(organisation=ours)).get("/home").text

    assert _titles(page) == ["相談予約が1件入っています"]


def test_the_home_asks_as_much_for_one_session_as_for_many(sign_in, make, statements):
    client = sign_in(Role.LEAD)
    make.fair()
    client.get("/home")
    statements.clear()
    client.get("/home")
    few = len(statements)
    for _ in range(4):
        make.registration(make.fair())
    statements.clear()

    client.get("/home")

    assert len(statements) == few


def test_a_long_queue_has_pages_and_says_how_many_wait(sign_in, make):
    office = make.organisation()
    with transaction() as session:
        kept = session.merge(make.need(organisation=office, state=NeedState.SUBMITTED))
        copies(session, kept, 29, reference=ref, idempotency_key=ref, state_since=lambda n: now() + timedelta(hours=n))
    client = sign_in(Role.COORDINATOR)

    first, second = client.get("/home"), client.get("/home?page=2")

    assert [len(_titles(page.text)) for page in (first, second)] == [25, 5]
    assert "全30件" in first.text
    assert weight_of(first) <= MOST_BYTES
    assert _titles(client.get("/home?page=7").text) == _titles(second.text)
