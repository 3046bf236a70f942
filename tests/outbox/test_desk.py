"""What coordinators see and do at the desk."""

import dataclasses
import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.core.db import transaction
from talent_portal.outbox import jobs
from talent_portal.outbox.actions import queue
from talent_portal.outbox.models import Letter, PhoneTask
from talent_portal.outbox.rules import LetterState
from talent_portal.settings import MailGatewayKind
from tests.outbox import webhook


@pytest.fixture
def desk(sign_in):
    return sign_in(Role.COORDINATOR)


def deeds(session):
    return [
        (entry.deed, entry.subject) for entry in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence))
    ]


def test_the_list_opens_no_letter(desk, make):
    letter = make.letter(to="canary@example.com", subject="CANARY", body="CANARY")

    page = desk.get("/letters")

    assert f"/letters/{letter.reference}" in page.text
    assert "canary" not in page.text.lower()


def test_states_are_counted_and_chosen(desk, make, provider):
    provider.plan = ["accept", "400"]
    sent, failed = make.letter(), make.letter()
    jobs.deliver_due()

    page = desk.get("/letters?state=failed")

    assert failed.reference in page.text
    assert sent.reference not in page.text
    assert "送信できず" in page.text
    assert "送信済み" in page.text


@pytest.mark.parametrize("state", ["nonsense", "", "waiting' OR 1=1"])
def test_an_unknown_state_shows_all(desk, make, state):
    letter = make.letter()

    assert letter.reference in desk.get("/letters", query_string={"state": state}).text


def test_a_queue_that_is_late_says_so(desk, make, clock):
    make.letter()

    assert "送信が遅れています" not in desk.get("/letters").text
    clock.shift(timedelta(minutes=6))
    assert "送信が遅れています" in desk.get("/letters").text


def test_a_stopped_queue_is_resumed_by_a_button(desk, make, provider, session):
    provider.plan = ["401"]
    letter = make.letter()
    jobs.deliver_due()
    assert "メールの送信が止まっています" in desk.get("/letters").text

    answer = desk.post("/letters/resume", follow_redirects=True)
    jobs.deliver_due()

    assert "メールの送信が止まっています" not in answer.text
    assert make.fresh(letter).state is LetterState.ACCEPTED
    assert ("mail_queue.resumed", "mail_queue:1") in deeds(session)


def test_a_paused_queue_says_until_when(desk, session):
    with transaction() as writing:
        queue.pause(writing, queue.clock.now() + timedelta(minutes=3))

    assert "18:03" in desk.get("/letters").text


def test_who_reads_a_letter_is_written_down(desk, make, session):
    letter = make.letter(to="hanako@example.com", subject="件名です", body="一行目\n<b>二行目</b>\n")

    page = desk.get(f"/letters/{letter.reference}")

    assert "hanako@example.com" in page.text
    assert "&lt;b&gt;二行目" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert ("letter.read", f"letter:{letter.reference}") in deeds(session)


def test_a_letter_with_a_way_in_is_not_shown_where_mail_is_real(desk, make, app, monkeypatch):
    settings = app.extensions["settings"]
    letter = make.letter(subject="123456 です", body="https://portal.test/secret", confidential=True)
    assert "portal.test/secret" in desk.get(f"/letters/{letter.reference}").text

    real = dataclasses.replace(settings, mail=dataclasses.replace(settings.mail, gateway=MailGatewayKind.SMTP))
    monkeypatch.setitem(app.extensions, "settings", real)
    page = desk.get(f"/letters/{letter.reference}")

    assert "portal.test/secret" not in page.text
    assert "123456" not in page.text


def test_a_double_click_sends_one_copy(desk, make, provider, session):
    letter = make.letter(key="told:1")
    jobs.deliver_due()
    nonce = re.search(r'name="nonce" value="(\w+)"', desk.get(f"/letters/{letter.reference}").text)[1]

    for _ in range(2):
        answer = desk.post(f"/letters/{letter.reference}/resend", data={"nonce": nonce})
        assert answer.status_code == 302
    jobs.deliver_due()

    assert len(provider.accepted) == 2
    assert len({body["headers"]["Message-ID"] for body in provider.requests}) == 2
    assert len(session.scalars(sa.select(Letter)).all()) == 2


def test_a_letter_on_its_way_is_not_copied(desk, make, session):
    letter = make.letter()

    answer = desk.post(f"/letters/{letter.reference}/resend", follow_redirects=True)

    assert "まだ送信の途中です" in answer.text
    assert len(session.scalars(sa.select(Letter)).all()) == 1


def test_a_resting_address_is_allowed_again_before_a_copy(desk, make, provider, session):
    letter = make.letter(to="hanako@example.com")
    jobs.deliver_due()
    webhook.call(desk, [webhook.event(letter, "bounce")])
    refused = desk.post(f"/letters/{letter.reference}/resend", follow_redirects=True)
    assert "以前戻ってきています" in refused.text

    desk.post(f"/letters/{letter.reference}/allow")
    desk.post(f"/letters/{letter.reference}/resend")
    jobs.deliver_due()

    assert len(provider.accepted) == 2
    assert ("address.allowed", f"letter:{letter.reference}") in deeds(session)


def test_a_call_is_made_noted_and_gone(desk, make, session):
    task = make.phone_task(subject="registration:abc", reason="bounced")
    assert "registration:abc" in desk.get("/phone-tasks").text

    answer = desk.post(
        f"/phone-tasks/{task.reference}", data={"result": "reached", "note": "伝えた"}, follow_redirects=True
    )

    assert "registration:abc" not in answer.text
    assert make.fresh(task).note == "伝えた"
    assert ("phone_task.noted", f"phone_task:{task.reference}") in deeds(session)


def test_nobody_answered_means_the_next_working_day(sign_in, make, clock):
    clock.move_to(datetime(2026, 6, 5, 9, 0, tzinfo=UTC))
    desk = sign_in(Role.COORDINATOR)
    task = make.phone_task()

    desk.post(f"/phone-tasks/{task.reference}", data={"result": "try_again"})

    kept = make.fresh(task)
    assert (kept.done_at, kept.tries) == (None, 1)
    assert kept.due_at.isoformat() == "2026-06-08T00:00:00+00:00"


def test_a_finished_call_cannot_be_finished_again(desk, make):
    task = make.phone_task()
    desk.post(f"/phone-tasks/{task.reference}", data={"result": "reached"})

    answer = desk.post(f"/phone-tasks/{task.reference}", data={"result": "not_needed", "note": "折り返し待ち"})

    assert answer.status_code == 409
    assert "折り返し待ち" in answer.text
    assert make.fresh(task).result == "reached"


def test_a_form_without_a_result_keeps_the_note(desk, make):
    task = make.phone_task()

    answer = desk.post(f"/phone-tasks/{task.reference}", data={"note": "書きかけ"})

    assert answer.status_code == 422
    assert "書きかけ" in answer.text
    assert "電話の結果を選んでください" in answer.text


def test_the_desk_speaks_english(desk, make):
    make.letter()
    desk.set_cookie("lang", "en")

    assert "Waiting to be sent" in desk.get("/letters").text
    assert "Nobody has to be called." in desk.get("/phone-tasks").text


def test_a_long_list_costs_no_more_statements(desk, make, statements):
    def cost():
        del statements[:]
        assert desk.get("/letters").status_code == 200
        assert desk.get("/phone-tasks").status_code == 200
        return len(statements)

    make.letter()
    make.phone_task()
    few = cost()
    for _ in range(20):
        make.letter()
        make.phone_task()

    assert cost() == few


def test_calls_of_one_letter_are_one(make, desk, provider, session):
    letter = make.letter()
    jobs.deliver_due()

    for kind in ("bounce", "dropped", "spamreport"):
        webhook.call(desk, [webhook.event(letter, kind)])

    assert len(session.scalars(sa.select(PhoneTask)).all()) == 1


@pytest.fixture
def locked(make):
    """A letter sealed with a key that is no longer there."""
    letter = make.letter(to="hanako@example.com")
    with transaction() as session:
        session.execute(
            sa.text("UPDATE letter SET body = 'gone.AAAA', state = 'failed' WHERE id = :id"), {"id": letter.id}
        )
    return letter


def test_a_letter_no_key_opens_is_shown_in_words(desk, locked):
    page = desk.get(f"/letters/{locked.reference}")

    assert page.status_code == 200
    assert "今はない鍵で封じられています" in page.text
    assert "再送" not in re.sub(r"読むことも再送することもできません", "", page.text)


def test_a_letter_no_key_opens_is_not_sent_again(desk, locked, session):
    refused = desk.post(f"/letters/{locked.reference}/resend", data={"nonce": "abcdefghjkmn"}, follow_redirects=True)

    assert (refused.status_code, "再送できません" in refused.text) == (200, True)
    assert len(session.scalars(sa.select(Letter.id)).all()) == 1


def test_the_call_about_a_letter_no_key_opens_can_be_made(desk, locked, make):
    task = make.phone_task(letter=locked)

    assert desk.get(f"/phone-tasks/{task.reference}").status_code == 200
    assert desk.post(f"/letters/{locked.reference}/allow").status_code == 302


def test_anything_else_sealed_with_a_lost_key_is_said_in_words(desk, make):
    task = make.phone_task()
    with transaction() as session:
        session.execute(sa.text("UPDATE phone_task SET note = 'gone.AAAA'"))

    page = desk.get(f"/phone-tasks/{task.reference}")

    assert page.status_code == 503
    assert "鍵" in page.text
