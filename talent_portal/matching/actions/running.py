"""The worker's side of a run: take it up, ask the engine outside any transaction, write how far it is, keep the result.

The engine works in a process of its own. A stop wish, a time limit or a killed process leave the best plan that the
engine's judge accepted. A worker that dies leaves a run without a heart-beat; another one takes it up again.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
import structlog

from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import close_reading, reading, transaction
from talent_portal.matching.actions.runs import land
from talent_portal.matching.engine.allocate import Listener, Options, Progress
from talent_portal.matching.engine.apart import allocate_apart
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.model import Problem
from talent_portal.matching.engine.result import AllocationResult, Assignment
from talent_portal.matching.engine.rows import UnusableRowsError
from talent_portal.matching.engine.tiers import KEEPING
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import planning
from talent_portal.matching.queries import runs as queries
from talent_portal.matching.rules.runs import GAINS, LEAST_SECONDS, Mode, RunEvent, RunOptions, RunState

log = structlog.get_logger(__name__)

# Twice killed, a run is not tried again: something about it kills its worker.
MOST_ATTEMPTS = 2
RHYTHM = timedelta(seconds=1)
# Counts settle how much is tried after a plan. This is a net under them, so that a run ends within its lease.
NET = timedelta(seconds=200)
Solver = Callable[..., AllocationResult]


def work_on_next(solve: Solver = allocate_apart) -> int:
    """Work on the run that waits longest, if there is one; return how many were worked on. Safe to kill half-way."""
    taken = _take()
    if taken is None:
        return 0
    reference, token = taken
    try:
        _work(reference, token, solve)
    except UnusableRowsError as error:
        log.warning("run_rows_unusable", run=reference, mistakes=len(error.mistakes))
        _fail(reference, token, "unusable_rows")
    except Exception:  # whatever it was, the coordinator must not wait for ever
        log.exception("run_failed", run=reference)
        _fail(reference, token, "broken")
    return 1


def _take() -> tuple[str, str] | None:
    """Lease the next run; give up on one that has killed its workers, in words."""
    token = secrets.token_hex(16)
    with transaction() as session:
        run = queries.next_run(session, clock.now())
        if run is None:
            return None
        if run.attempts >= MOST_ATTEMPTS:
            run.reason_code, run.ended_at, run.token = "worker_died", clock.now(), ""
            land(session, WORKER, run, RunEvent.FAIL, reason="worker_died")
            return None
        run.attempts += 1
        run.token, run.beat_at, run.started_at = token, clock.now(), clock.now()
        run.phase, run.incumbent, run.bound = "reading", 0.0, 0.0
        land(session, WORKER, run, RunEvent.START, attempt=run.attempts)
        return run.reference, token


def _work(reference: str, token: str, solve: Solver) -> None:
    session = reading()
    run = queries.run(session, reference)
    options, previous = run.chosen(), _previous(run)
    known = planning.read(session, options, clock.today())
    close_reading()
    if not known.cases or not known.people:
        _fail(reference, token, "no_people" if known.cases else "no_requests")
        return
    question = planning.question_of(known, options)
    watch = _Watch(reference, token)
    result = _solve(question.problem, options, previous, watch, solve)
    answer = planning.answer(question, result, previous)
    again = _Again(options, previous, watch, solve)
    _finish(reference, token, answer.with_gains(_gains(question, options, result, again)))


def _gains(
    question: planning.Question, options: RunOptions, result: AllocationResult, again: "_Again"
) -> planning.Gains:
    """Return what would cover more; whatever goes wrong there, the plan is there already and is kept."""
    try:
        return planning.what_covers_more(question, options, result, again)
    except Exception:  # nothing of it may cost the plan
        log.exception("gains_failed")
        return planning.Gains(planning.BROKEN)


def _previous(run: MatchRun) -> tuple[Assignment, ...]:
    if run.previous_id is None:
        return ()
    wanted = sa.select(MatchRun).where(MatchRun.id == run.previous_id).options(*queries.WHOLE)
    earlier = reading().scalars(wanted).one()
    rows = cast("Sequence[Mapping[str, Any]]", earlier.result.get("contracts", []))
    return tuple(Assignment(**{**row, "parts": tuple(row["parts"])}) for row in rows)


def _solve(
    problem: Problem, options: RunOptions, previous: Sequence[Assignment], watch: Listener, solve: Solver
) -> AllocationResult:
    """Ask the engine; how much of the earlier plan is kept decides the order of the aims."""
    asked = Options(strict=options.strict, limits=Limits(seconds=float(options.seconds)))
    if options.mode is Mode.SCRATCH:
        return solve(problem, asked, (), watch).compared_with(previous)
    if options.mode is Mode.TIERED:
        return solve(problem, replace(asked, order=KEEPING), previous, watch)
    return solve(problem, replace(asked, repair=True), previous, watch)


class _Watch:
    """Write how far the run is, about once a second, and hear whether to go on."""

    def __init__(self, reference: str, token: str) -> None:
        self._reference, self._token = reference, token
        self._written: datetime | None = None

    def __call__(self, progress: Progress) -> bool:
        """Return whether to go on; asked several times a second, it looks at the database about once."""
        now = clock.now()
        if self._written is not None and now - self._written < RHYTHM:
            return True
        self._written = now
        return _note(self._reference, self._token, progress)


@dataclass(slots=True)
class _Again:
    """Plan again and again as the run itself did, say how many plans are done, and hear a stop."""

    options: RunOptions
    previous: Sequence[Assignment]
    watch: _Watch
    solve: Solver
    began: datetime = field(default_factory=clock.now)

    def __call__(self, problem: Problem, done: int, most: int) -> AllocationResult | None:
        """Return the plan; None once somebody wishes to stop. Raises `planning.OutOfTime`."""
        goes_on = True

        def tell(_: Progress) -> bool:
            nonlocal goes_on
            goes_on = goes_on and self.watch(Progress(GAINS, 0, done, most))
            return goes_on

        if not tell(Progress(GAINS, 0, done, most)):
            return None
        left = int((self.began + NET - clock.now()).total_seconds())
        if left < LEAST_SECONDS:
            raise planning.OutOfTime
        result = _solve(problem, replace(self.options, seconds=left), self.previous, tell, self.solve)
        return result if goes_on else None


def _note(reference: str, token: str, progress: Progress) -> bool:
    """Write progress down; False once somebody wishes to stop, or another worker has the run."""
    with transaction() as session:
        run = queries.run_to_change(session, reference)
        if run.token != token or run.state is not RunState.RUNNING:
            return False
        run.beat_at, run.phase = clock.now(), progress.phase
        run.incumbent, run.bound = _plain(progress.incumbent), _plain(progress.bound)
        return run.stop_asked_at is None


def _plain(value: float) -> float:
    """Return a number that every database keeps; nothing is proven yet where the bound is infinite."""
    return float(value) if abs(value) < float("inf") else 0.0


def _finish(reference: str, token: str, answer: planning.Answer) -> None:
    with transaction() as session:
        run = queries.run_to_change(session, reference)
        if run.token != token or run.state is not RunState.RUNNING:
            log.warning("run_lost", run=reference)
            return
        run.summary, run.result, run.log = answer.summary, answer.result, list(answer.log)
        run.digest, run.ended_at, run.token = answer.digest, clock.now(), ""
        event = RunEvent.HALT if run.stop_asked_at else RunEvent.FINISH
        land(session, WORKER, run, event, digest=answer.digest[:12])


def _fail(reference: str, token: str, code: str) -> None:
    with transaction() as session:
        run = queries.run_to_change(session, reference)
        if run.token == token and run.state is RunState.RUNNING:
            run.reason_code, run.ended_at, run.token = code, clock.now(), ""
            land(session, WORKER, run, RunEvent.FAIL, reason=code)
