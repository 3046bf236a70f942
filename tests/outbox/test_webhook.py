"""What comes in through the provider's door, and what must not."""

import dataclasses
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec

from talent_portal.core import clock as our_clock
from talent_portal.outbox import queries
from talent_portal.outbox.models import Letter, MailEvent, PhoneTask, Suppression
from talent_portal.outbox.rules import LetterState
from tests.outbox import webhook
from tests.outbox.webhook import SIGNATURE, TIMESTAMP, event

pytestmark = pytest.mark.usefixtures("provider")


def state(session, letter):
    return session.scalar(sa.select(Letter.state).where(Letter.id == letter.id))


def epoch(**shift):
    return int((our_clock.now() + timedelta(**shift)).timestamp())


def test_receipts_move_a_letter_forward(make, client, session):
    letter = make.letter()

    for kind, expected in (("processed", LetterState.ACCEPTED), ("delivered", LetterState.DELIVERED)):
        assert webhook.call(client, [event(letter, kind)]).status_code == 204
        assert state(session, letter) is expected


def test_a_late_receipt_moves_nothing_backwards(make, client, session):
    letter = make.letter()

    webhook.call(client, [event(letter, "delivered"), event(letter, "processed"), event(letter, "deferred")])

    assert state(session, letter) is LetterState.DELIVERED


def test_an_event_told_twice_counts_once(make, client, session):
    letter = make.letter()
    told = event(letter)

    for _ in range(3):
        assert webhook.call(client, [told, told]).status_code == 204

    assert session.scalar(sa.select(sa.func.count()).select_from(MailEvent)) == 1


def test_what_is_kept_of_an_event_names_nobody(make, client, session):
    letter = make.letter()

    webhook.call(
        client,
        [
            event(
                letter, "bounce", status="5.1.1", reason="550 <canary@example.com> unknown", email="canary@example.com"
            )
        ],
    )

    rows = [
        *session.execute(sa.text("SELECT * FROM mail_event")),
        *session.execute(sa.text("SELECT * FROM phone_task")),
    ]
    assert rows
    assert not any("canary" in str(value) for row in rows for value in row)
    assert session.scalar(sa.select(MailEvent.status)) == "5.1.1"


def test_a_hard_bounce_stops_mail_asks_for_a_call_and_tells_the_feature(make, client, session, app, monkeypatch):
    told = []
    lent = dataclasses.replace(app.extensions["outbox"], listeners=(lambda _session, *said: told.append(said),))
    monkeypatch.setitem(app.extensions, "outbox", lent)
    letter = make.letter(to="hanako@example.com", subject_reference="registration:abc")

    webhook.call(client, [event(letter, "bounce", type="bounce"), event(letter, "bounce", type="bounce")])

    assert queries.rests(session, "Hanako@example.com")
    assert [task.subject for task in session.scalars(sa.select(PhoneTask))] == ["registration:abc"]
    assert told == [("registration:abc", False)]


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"kind": "bounce", "type": "blocked"}, {"rests": False, "calls": 1}),
        ({"kind": "dropped", "reason": "Bounced Address"}, {"rests": True, "calls": 1}),
        ({"kind": "dropped", "reason": "Invalid SMTPAPI header"}, {"rests": False, "calls": 1}),
        ({"kind": "spamreport"}, {"rests": True, "calls": 1}),
        ({"kind": "deferred"}, {"rests": False, "calls": 0}),
        ({"kind": "open"}, {"rests": False, "calls": 0}),
    ],
)
def test_only_the_address_at_fault_rests(make, client, session, given, after):
    letter = make.letter()

    webhook.call(client, [event(letter, **given)])

    rests = bool(session.scalars(sa.select(Suppression)).all())
    assert {"rests": rests, "calls": len(session.scalars(sa.select(PhoneTask)).all())} == after


def test_a_browser_token_is_not_asked_for(make, client, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert webhook.call(client, [event(make.letter())]).status_code == 204


def without(name):
    def change(raw, headers):
        return raw, {key: value for key, value in headers.items() if key != name}

    return change


def with_header(name, value):
    return lambda raw, headers: (raw, {**headers, name: value})


def hostile_cases():
    """Return {what is wrong: (the call, the answer)} for a call that would deliver a letter."""

    def call(change=None, **given):
        def made(events):
            raw, headers = webhook.signed(events, **given)
            return change(raw, headers) if change else (raw, headers)

        return made

    stranger = ec.generate_private_key(ec.SECP256R1())
    return {
        "no signature": (call(without(SIGNATURE)), 401),
        "no timestamp": (call(without(TIMESTAMP)), 401),
        "another key": (call(key=stranger), 401),
        "altered body": (call(lambda raw, headers: (raw.replace(b"delivered", b"bounce"), headers)), 401),
        "one space more": (call(lambda raw, headers: (raw + b" ", headers)), 401),
        "another timestamp": (call(with_header(TIMESTAMP, str(1_780_304_401))), 401),
        "signature of nothing": (call(with_header(SIGNATURE, "")), 401),
        "signature no base64": (call(with_header(SIGNATURE, "§§§")), 401),
        "signature no DER": (call(with_header(SIGNATURE, "AAAA")), 401),
        "eleven minutes old": (lambda events: webhook.signed(events, at=epoch(minutes=-11)), 401),
        "eleven minutes ahead": (lambda events: webhook.signed(events, at=epoch(minutes=11)), 401),
        "timestamp no number": (call(at="now"), 401),
        "timestamp beyond time": (call(at="9" * 12), 401),
        "timestamp in other digits": (call(at="１７８０３０４４００"), 401),
        "no JSON": (lambda _events: webhook.signed(b"{not json"), 400),
        "no list": (lambda events: webhook.signed(events[0]), 400),
        "not UTF-8": (lambda _events: webhook.signed(b"[\xff\xfe]"), 400),
        "nested beyond reason": (lambda _events: webhook.signed(b"[" * 100_000), 400),
        "too many events": (lambda events: webhook.signed([{}] * 5_001), 400),
        "more than a megabyte": (lambda _events: webhook.signed(b"[" + b" " * 1_100_000 + b"]"), 413),
    }


@pytest.mark.parametrize("case", hostile_cases())
def test_a_hostile_call_is_refused_and_changes_nothing(make, client, session, case):
    letter = make.letter()
    make_call, expected = hostile_cases()[case]
    raw, headers = make_call([event(letter)])

    answer = client.post(
        "/hooks/sendgrid", data=raw, headers={name: value.encode().decode("latin-1") for name, value in headers.items()}
    )

    assert answer.status_code == expected
    assert state(session, letter) is LetterState.WAITING


@pytest.mark.parametrize(
    "odd",
    [
        None,
        7,
        "text",
        [],
        {},
        {"portal_letter": "zzzzzzzzzzzz"},
        {"portal_letter": ["a"]},
        {"portal_letter": "' OR 1=1 --"},
        {"sg_event_id": "x" * 500},
        {"sg_event_id": "a\x00b"},
        {"sg_event_id": None},
        {"event": {"a": 1}},
        {"event": "exploded"},
        {"timestamp": "yesterday"},
        {"timestamp": -1},
        {"timestamp": 10**30},
        {"status": ["5.1.1"]},
    ],
)
def test_an_odd_event_does_not_hold_up_the_others(make, client, session, odd):
    letter, other = make.letter(), make.letter()
    strange = event(letter) | odd if isinstance(odd, dict) and odd else odd

    assert webhook.call(client, [strange, event(other)]).status_code == 204

    assert state(session, other) is LetterState.DELIVERED


def test_without_a_key_nobody_is_believed(make, client, app, monkeypatch, session):
    settings = app.extensions["settings"]
    bare = dataclasses.replace(settings, mail=dataclasses.replace(settings.mail, sendgrid_webhook_key=""))
    monkeypatch.setitem(app.extensions, "settings", bare)
    letter = make.letter()

    assert webhook.call(client, [event(letter)]).status_code == 401
    assert state(session, letter) is LetterState.WAITING


def test_a_thousand_events_take_few_statements(make, client, statements):
    letters = [make.letter() for _ in range(20)]
    del statements[:]

    webhook.call(client, [event(letter, "deferred") for letter in letters for _ in range(50)])

    assert json.dumps(statements).count("SELECT") < 40
