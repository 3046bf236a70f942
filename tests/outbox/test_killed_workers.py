"""Two hundred letters, workers killed twelve times in the middle of it, and a provider that lies."""

import json
import multiprocessing
import random
import time
from collections import Counter
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from talent_portal.app import create_app
from talent_portal.core.db import Base, close_reading, db, reading, transaction
from talent_portal.outbox import actions
from talent_portal.outbox.models import Letter
from talent_portal.outbox.rules import SETTLED, LetterState
from talent_portal.settings import PURPOSES, new_key
from tests import databases
from tests.outbox import webhook
from tests.outbox.fake_sendgrid import FakeSendGrid
from tests.outbox.worker import raise_postmen, settings_of

pytestmark = [pytest.mark.realtime, pytest.mark.race]

PROCESSES = multiprocessing.get_context("spawn")
LETTERS = 200
KILLS = 12
PATIENCE = 150.0
# Every lie several times over, without waiting for more of them than the proof needs.
PLAN = ["accept"] * 24 + ["429", "500", "ackdrop", "ackhang", "drop", "garbage", "hang", "nameless", "twice"]


class Town:
    """One application, one database, one provider, and workers that can be killed."""

    def __init__(self, app: Flask, fake: FakeSendGrid, orders) -> None:
        self.app, self.fake, self.orders = app, fake, orders
        self.told = 0
        self.client = app.test_client()

    @contextmanager
    def worker(self):
        postman = self._order("start")
        try:
            yield postman
        finally:
            assert self._order(postman) == postman

    def _order(self, order) -> int:
        self.orders.send(order)
        assert self.orders.poll(60), "nobody raises postmen any more"
        return self.orders.recv()

    def post(self, count: int) -> list[str]:
        with self.app.app_context(), transaction() as session:
            return [actions.post(session, _draft(number)).reference for number in range(count)]

    def report(self) -> None:
        """Report what was accepted since the last time; some of it twice."""
        with self.fake.lock:
            fresh = [(n, self.fake.accepted[n]) for n in range(self.told, len(self.fake.accepted))]
            self.told += len(fresh)
        events = [webhook.event(letter, "processed", sg_event_id=f"e{n}") for n, letter in fresh]
        with self.app.app_context():
            if events:
                assert webhook.call(self.client, events + events[:1]).status_code == 204

    def states(self) -> Counter:
        with self.app.app_context():
            found = Counter(reading().scalars(sa.select(Letter.state)).all())
            close_reading()
        return found

    def run_until_settled(self, *, receipts: bool) -> None:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and set(self.states()) - set(SETTLED):
            if receipts:
                self.report()
            time.sleep(0.1)


def _draft(number: int) -> actions.LetterDraft:
    return actions.LetterDraft(
        template="tests/letter",
        language="ja",
        to=f"reader{number}@example.com",
        subject="お知らせ",
        body=f"本文 {number}\n",
        subject_reference=f"registration:{number}",
    )


@pytest.fixture
def url(request, tmp_path):
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path}/kill.sqlite3"
    else:
        with databases.postgresql(tmp_path) as server:
            yield server


@contextmanager
def town(tmp_path, url, *, window):
    fake = FakeSendGrid(hang_seconds=1.0, headers_429={"Retry-After": "1"})
    fake.plan = random.Random(7).choices(PLAN, k=2_000)
    with fake:
        keys = {purpose: new_key().split(":") for purpose in PURPOSES}
        path = tmp_path / "settings.json"
        given = {"keys": keys, "database": url, "host": fake.host, "webhook_key": webhook.WEBHOOK_KEY, "window": window}
        path.write_text(json.dumps(given))
        app = create_app(settings_of(path))
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        with app.app_context():
            Base.metadata.create_all(db.engine)
        ours, theirs = PROCESSES.Pipe()
        nursery = PROCESSES.Process(target=raise_postmen, args=(path, theirs), daemon=True)
        nursery.start()
        yield Town(app, fake, ours)
        ours.send(None)
        nursery.join(10)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def kill_twelve_times(here: Town, *, receipts: bool) -> None:
    dice = random.Random(11)
    for _ in range(KILLS):
        with here.worker():
            goal, ends = len(here.fake.requests) + dice.randint(1, 12), time.monotonic() + 20
            while len(here.fake.requests) < goal and time.monotonic() < ends:
                if receipts:
                    here.report()
                time.sleep(0.01)


def test_nothing_is_lost_and_nothing_repeated_while_receipts_come(tmp_path, url):
    with town(tmp_path, url, window=4.0) as here:
        letters = here.post(LETTERS)

        kill_twelve_times(here, receipts=True)
        with here.worker(), here.worker():
            here.run_until_settled(receipts=True)

        accepted = here.fake.times_accepted
        assert set(here.fake.modes) >= set(PLAN)
        assert [letter for letter in letters if accepted[letter] == 0] == []
        assert {letter: times for letter, times in accepted.items() if times > 1} == {}
        assert here.states() == {LetterState.ACCEPTED: LETTERS}
        assert here.fake.faults == []


def test_without_receipts_every_repetition_is_flagged(tmp_path, url):
    with town(tmp_path, url, window=0.5) as here:
        letters = here.post(60)

        kill_twelve_times(here, receipts=False)
        with here.worker():
            here.run_until_settled(receipts=False)

        with here.app.app_context():
            kept = {
                row.reference: row
                for row in reading().execute(sa.select(Letter.reference, Letter.state, Letter.possibly_twice))
            }
            close_reading()
        accepted = here.fake.times_accepted
        known_lost = {
            letter for letter in letters if accepted[letter] == 0 and kept[letter].state is not LetterState.FAILED
        }
        assert known_lost == set()
        assert all(kept[letter].possibly_twice for letter, times in accepted.items() if times > 1)
