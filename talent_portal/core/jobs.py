"""Work that nobody waits for. Features declare `Job`s, `app.py` lists them, `flask worker` runs what is due.

Any number of workers may run side by side: each job is leased by a conditional UPDATE, runs outside any transaction,
and is recorded afterwards. A job must be safe to run twice and to be killed half-way: when its worker dies, the lease
runs out and another one takes over.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from sqlalchemy.exc import IntegrityError

from talent_portal.core import clock
from talent_portal.core.db import close_reading, reading, transaction
from talent_portal.core.errors import Refusal
from talent_portal.core.jobs_models import HEART_BEAT, JobOutcome, JobRun
from talent_portal.core.marks import _n

log = structlog.get_logger(__name__)

POLL_SECONDS = 2.0
FIRST_RETRY = timedelta(minutes=1)
MOST_DOUBLINGS = 8


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: its name, how often, and what to call; `run` returns how many things it did.

    `lease` must be longer than the job ever takes: afterwards another worker thinks it dead and starts it again.
    """

    name: str
    every: timedelta
    run: Callable[[], int]
    lease: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one run."""

    name: str
    outcome: JobOutcome
    count: int


class JobBusy(Refusal):
    """Another worker has the job right now."""

    code = "job_busy"
    message = _n("The job %(name)s is running right now.")
    status = 409


BEAT = Job(HEART_BEAT, timedelta(seconds=30), lambda: 0)


def init_app(app: Flask, jobs: tuple[Job, ...]) -> None:
    """Hold the jobs of one application; raise `ValueError` when two have one name."""
    named = {job.name: job for job in (BEAT, *jobs)}
    if len(named) != len(jobs) + 1:
        raise ValueError("two jobs have the same name")
    app.extensions["jobs"] = named


def registered() -> dict[str, Job]:
    """Return every job by name, in the order of `app.py`."""
    return cast("dict[str, Job]", current_app.extensions["jobs"])


def runs() -> dict[str, JobRun]:
    """Return what is known about each job that ever was due, by name."""
    found = {run.name: run for run in reading().scalars(sa.select(JobRun).order_by(JobRun.name))}
    close_reading()
    return found


def run_due(stop: threading.Event | None = None) -> list[Ran]:
    """Run every job that is due and that nobody else has; one that fails does not stop the others."""
    _add_missing()
    moment, known = clock.now(), runs()
    due = [job for name, job in registered().items() if known[name].next_at <= moment]
    ran = []
    for job in due:
        if stop is not None and stop.is_set():
            break
        token = _claim(job)
        if token:
            ran.append(_run(job, token))
    return ran


def run_now(name: str) -> Ran:
    """Run one job whether or not it is due; raise `KeyError` for a name unknown, `JobBusy` when it is running."""
    job = registered()[name]
    _add_missing()
    token = _claim(job, even_if_not_due=True)
    if token is None:
        raise JobBusy(name=name)
    return _run(job, token)


def work(stop: threading.Event) -> None:
    """Run what is due until `stop` is set; a job that has begun is finished first."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's documented way
    log.info("worker_started")
    while not stop.is_set():
        try:
            with app.app_context():
                run_due(stop)
        except Exception:  # the database may be away for a while; the worker is not
            log.exception("worker_round_failed")
        stop.wait(POLL_SECONDS)
    log.info("worker_stopped")


def _add_missing() -> None:
    """Give every job a row. Two workers may try at once; one of them is told that it is there already."""
    missing = registered().keys() - runs().keys()
    for name in sorted(missing):
        try:
            with transaction() as session:
                session.add(JobRun(name=name, next_at=clock.now()))
        except IntegrityError:
            log.info("job_known_already", job=name)


def _claim(job: Job, *, even_if_not_due: bool = False) -> str | None:
    """Lease the job to us; return the token, or None when somebody else was faster."""
    now, token = clock.now(), secrets.token_hex(16)
    free = sa.or_(JobRun.leased_until.is_(None), JobRun.leased_until <= now)
    due = sa.true() if even_if_not_due else JobRun.next_at <= now
    claim = (
        sa.update(JobRun)
        .where(JobRun.name == job.name, free, due)
        .values(lease_token=token, leased_until=now + job.lease, started_at=now)
        .execution_options(synchronize_session=False)
    )
    with transaction() as session:
        claimed = cast("sa.CursorResult[Any]", session.execute(claim)).rowcount == 1
    return token if claimed else None


def _run(job: Job, token: str) -> Ran:
    """Run the job in an application context of its own, so that nothing leaks into the next."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's documented way
    began = time.perf_counter()
    with structlog.contextvars.bound_contextvars(job=job.name):
        try:
            with app.app_context():
                ran = Ran(job.name, JobOutcome.DONE, job.run())
        except Exception:  # whatever it was, the other jobs go on
            log.exception("job_failed")
            ran = Ran(job.name, JobOutcome.FAILED, 0)
        if ran.count:
            log.info("job_ran", count=ran.count, ms=round((time.perf_counter() - began) * 1000))
        _record(job, token, ran)
    return ran


def _record(job: Job, token: str, ran: Ran) -> None:
    """Give the lease back and say when to come again, unless another worker took over meanwhile."""
    with transaction() as session:
        row = session.scalar(
            sa.select(JobRun)
            .where(JobRun.name == job.name, JobRun.lease_token == token)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            log.warning("job_lease_lost")
            return
        row.lease_token = row.leased_until = None
        row.finished_at, row.outcome, row.count = clock.now(), ran.outcome, ran.count
        row.failures = row.failures + 1 if ran.outcome is JobOutcome.FAILED else 0
        row.next_at = clock.now() + _pause(job, row.failures)


def _pause(job: Job, failures: int) -> timedelta:
    """Return how long to wait: the rhythm of the job, or sooner when it failed, each time twice as long."""
    if not failures:
        return job.every
    return min(job.every, FIRST_RETRY * (1 << min(failures - 1, MOST_DOUBLINGS)))
