"""What the worker does for requests. Every job may run twice, or be killed half-way."""

from datetime import timedelta

from talent_portal.core import clock
from talent_portal.core.db import close_reading, reading
from talent_portal.core.jobs import Job
from talent_portal.needs import actions
from talent_portal.needs.queries import lists
from talent_portal.needs.rules.reminders import REMIND_AFTER


def expire_needs() -> int:
    """End requests whose last day has passed, and tell everybody."""
    references = lists.to_expire(reading(), clock.today())
    close_reading()
    return sum(actions.expire(reference) for reference in references)


def remind_needs() -> int:
    """Tell both sides of a request that nobody has been proposed for 14 days, and again after 30."""
    now, done = clock.now(), 0
    for days in REMIND_AFTER:
        references = lists.without_proposal(reading(), now - timedelta(days=days), days)
        close_reading()
        done += sum(actions.remind(reference, days) for reference in references)
    return done


JOBS = (
    Job("expire_needs", timedelta(hours=1), expire_needs),
    Job("remind_needs", timedelta(hours=6), remind_needs),
)
