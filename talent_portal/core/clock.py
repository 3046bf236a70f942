"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from talent_portal.core import calendar

JAPAN = calendar.JAPAN
_ago: ContextVar[timedelta] = ContextVar("ago", default=timedelta())


def now() -> datetime:
    """Return the current instant, always in UTC."""
    return datetime.now(UTC) - _ago.get()


def today() -> date:
    """Return the calendar day as people in Japan see it."""
    return now().astimezone(JAPAN).date()


@contextmanager
def as_if(ago: timedelta) -> Iterator[None]:
    """Let this thread live some time ago: how a demo comes by a past, through the actions that everybody uses."""
    token = _ago.set(ago)
    try:
        yield
    finally:
        _ago.reset(token)
