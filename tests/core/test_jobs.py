"""Jobs: each is run when due, by one worker at a time, whatever the others do."""

import os
import signal
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import clock as portal_clock
from talent_portal.core import jobs
from talent_portal.core.db import transaction
from talent_portal.core.jobs import Job, JobBusy, JobOutcome
from talent_portal.core.jobs_models import JobRun
from tests.core.own import own_app

HOUR = timedelta(hours=1)


@pytest.fixture
def offer(app, session):
    """`offer(job, …)`: the application knows these jobs, and no others."""
    known = app.extensions.get("jobs")

    def give(*given):
        jobs.init_app(app, given)

    yield give
    app.extensions["jobs"] = known


def names(ran):
    return [one.name for one in ran if one.name != "heart_beat"]


def broken():
    raise RuntimeError("the sun is in the way")


def test_a_new_job_is_due_at_once_and_then_by_its_rhythm(offer, clock):
    offer(Job("count", HOUR, lambda: 3))

    first, second = jobs.run_due(), jobs.run_due()
    clock.shift(HOUR)
    third = jobs.run_due()

    assert [(one.name, one.outcome, one.count) for one in first][-1] == ("count", JobOutcome.DONE, 3)
    assert second == []
    assert names(third) == ["count"]


def test_one_failing_job_does_not_stop_the_others(offer):
    offer(Job("broken", HOUR, broken), Job("whole", HOUR, lambda: 1))

    ran = {one.name: one.outcome for one in jobs.run_due()}

    assert ran["broken"] is JobOutcome.FAILED
    assert ran["whole"] is JobOutcome.DONE
    assert jobs.runs()["broken"].failures == 1


def test_a_failed_job_comes_again_soon_but_ever_more_rarely(offer, clock):
    offer(Job("broken", timedelta(days=1), broken))
    waits = []

    for _ in range(4):
        jobs.run_due()
        run = jobs.runs()["broken"]
        waits.append((run.next_at - portal_clock.now()) / timedelta(minutes=1))
        clock.move_to(run.next_at)

    assert waits == [1, 2, 4, 8]


def test_a_job_that_recovers_goes_back_to_its_rhythm(offer, clock):
    answers = iter([broken, lambda: 1])

    def moody():
        return next(answers)()

    offer(Job("moody", HOUR, moody))

    jobs.run_due()
    clock.shift(timedelta(minutes=1))
    jobs.run_due()

    run = jobs.runs()["moody"]
    assert (run.failures, run.next_at) == (0, portal_clock.now() + HOUR)


def test_a_job_in_other_hands_is_left_alone_until_its_lease_ends(offer, clock):
    offer(Job("long", HOUR, lambda: 1, lease=timedelta(minutes=5)))
    jobs.run_due()
    with transaction() as session:
        session.execute(
            sa.update(JobRun).values(lease_token="other", leased_until=portal_clock.now() + timedelta(hours=2))
        )

    clock.shift(HOUR)
    assert names(jobs.run_due()) == []
    with pytest.raises(JobBusy):
        jobs.run_now("long")

    clock.shift(HOUR)
    assert names(jobs.run_due()) == ["long"]


def test_who_lost_the_lease_does_not_overwrite_the_record(offer):
    def stolen():
        with transaction() as session:
            session.execute(sa.update(JobRun).where(JobRun.name == "slow").values(lease_token="other"))
        return 1

    offer(Job("slow", HOUR, stolen))

    jobs.run_due()

    run = jobs.runs()["slow"]
    assert (run.lease_token, run.outcome) == ("other", None)


def test_a_job_runs_outside_any_transaction_and_may_open_its_own(offer):
    def careful():
        with transaction() as session:
            session.add(JobRun(name="made by the job", next_at=portal_clock.now()))
        return 1

    offer(Job("careful", HOUR, careful))

    jobs.run_due()

    assert "made by the job" in jobs.runs()


def test_one_job_can_be_run_by_hand_before_it_is_due(offer):
    offer(Job("count", HOUR, lambda: 1))
    jobs.run_due()

    assert jobs.run_now("count").outcome is JobOutcome.DONE
    with pytest.raises(KeyError):
        jobs.run_now("unknown")


def test_a_stop_lets_the_running_job_end_and_begins_no_other(offer):
    stop = threading.Event()
    offer(Job("first", HOUR, lambda: stop.set() or 1), Job("second", HOUR, lambda: 1))

    assert names(jobs.run_due(stop)) == ["first"]


def test_two_jobs_of_one_name_stop_the_start(app, offer):
    with pytest.raises(ValueError, match="same name"):
        offer(Job("a", HOUR, lambda: 0), Job("a", HOUR, lambda: 0))


@pytest.mark.realtime
def test_a_worker_ends_when_the_system_asks_it_to(app, session, monkeypatch):
    heard, before = [], signal.getsignal(signal.SIGTERM)

    def work(stop):
        os.kill(os.getpid(), signal.SIGTERM)
        heard.append(stop.wait(10))

    monkeypatch.setattr(jobs, "work", work)

    assert app.test_cli_runner().invoke(args=["worker"]).exit_code == 0
    assert heard == [True]
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.realtime
def test_workers_side_by_side_run_each_job_once(database_url, tmp_path):
    ran, lock = [], threading.Lock()

    def note(name):
        def run():
            with lock:
                ran.append(name)
            return 1

        return run

    many = [Job(f"job{n}", HOUR, note(f"job{n}")) for n in range(6)]
    with own_app(database_url, tmp_path, *many) as app:
        together = threading.Barrier(4)

        def worker():
            with app.app_context():
                together.wait()
                jobs.run_due()

        threads = [threading.Thread(target=worker) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert sorted(ran) == [job.name for job in many]


@pytest.mark.realtime
def test_a_worker_works_until_told_to_stop_and_survives_a_lost_database(database_url, tmp_path, monkeypatch):
    stop, rounds = threading.Event(), []
    monkeypatch.setattr(jobs, "POLL_SECONDS", 0.01)

    def run_due(_stop):
        rounds.append(1)
        if len(rounds) == 1:
            raise ConnectionError
        stop.set()

    monkeypatch.setattr(jobs, "run_due", run_due)
    with own_app(database_url, tmp_path):
        jobs.work(stop)

    assert len(rounds) == 2
