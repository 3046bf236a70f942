"""What the worker does for cases: remind, note silence, chase, close what is over. Every job may run twice."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

import structlog

from talent_portal.core import clock
from talent_portal.core.db import close_reading, reading
from talent_portal.core.errors import Refusal
from talent_portal.core.jobs import Job
from talent_portal.introductions import actions
from talent_portal.introductions.queries import due
from talent_portal.introductions.rules.deadlines import may_write

log = structlog.get_logger(__name__)


def remind() -> int:
    """Remind people who have not answered, at half time and two working days before the end; never at night."""
    if not may_write(clock.now()):
        return 0
    return _each(due.reminders(reading(), clock.today()), actions.remind)


def time_out() -> int:
    """Note the answers that did not come in time."""
    if not may_write(clock.now()):
        return 0
    return _each(due.unanswered(reading(), clock.now()), actions.time_out)


def chase() -> int:
    """Ask whoever lets a case wait too long."""
    if not may_write(clock.now()):
        return 0
    return _each(due.overdue(reading(), clock.now(), clock.today()), actions.chase)


def close() -> int:
    """Close the cases whose request has ended, or whose person is not available any longer."""
    found = due.left_behind(reading())
    return sum(_each(rows, partial(_close, reason)) for reason, rows in found.items())


def _close(reason: str, reference: str, version: int) -> object:
    return actions.close(reference, reason, version)


def _each(found: Iterable[tuple[str, int]], act: Callable[[str, int], object]) -> int:
    """Act on each (reference, version); one that somebody else has moved meanwhile is left for the next round."""
    rows = list(found)
    close_reading()
    done = 0
    for reference, version in rows:
        try:
            done += 1 if act(reference, version) else 0
        except Refusal as refusal:
            log.info("case_moved_meanwhile", proposal=reference, code=refusal.code)
    return done


JOBS = (
    Job("introductions.remind", timedelta(minutes=10), remind),
    Job("introductions.time_out", timedelta(minutes=10), time_out),
    Job("introductions.chase", timedelta(hours=1), chase),
    Job("introductions.close", timedelta(minutes=5), close),
)
