"""What the worker does for sessions. Every job may run twice, or be killed half-way."""

from collections.abc import Callable
from datetime import timedelta

from talent_portal.core import clock
from talent_portal.core.db import close_reading, reading
from talent_portal.core.jobs import Job
from talent_portal.fairs import actions
from talent_portal.fairs.actions.notices import HOLD_WARNING, REMIND_BEFORE
from talent_portal.fairs.queries import changing


def expire_holds() -> int:
    """Free the places of holds that have ended."""
    return _each(changing.holds_ended(reading(), clock.now()), actions.expire)


def remind_holds() -> int:
    """Tell people whose hold ends within four hours."""
    now = clock.now()
    return _each(changing.holds_ending(reading(), now, now + HOLD_WARNING), actions.remind_of_hold)


def remind_fairs() -> int:
    """Tell people whose session is tomorrow."""
    now = clock.now()
    return _each(changing.to_remind(reading(), now, now + REMIND_BEFORE), actions.remind_of_fair)


def move_on() -> int:
    """Open, close and end sessions by the clock."""
    return actions.move_on()


def _each(references: list[str], act: Callable[[str], bool]) -> int:
    close_reading()
    return sum(act(reference) for reference in references)


JOBS = (
    Job("expire_holds", timedelta(minutes=1), expire_holds),
    Job("move_fairs_on", timedelta(minutes=1), move_on),
    Job("remind_fairs", timedelta(minutes=10), remind_fairs),
    Job("remind_holds", timedelta(minutes=10), remind_holds),
)
