"""What the worker does for matching days. Every job may run twice, or be killed half-way."""

from collections.abc import Callable
from datetime import timedelta

from talent_portal.core.jobs import Job
from talent_portal.matching_days import actions
from talent_portal.matching_days.current import switched_on


def _if_wanted(act: Callable[[], int]) -> Callable[[], int]:
    """Do nothing while matching days are switched off: no letter may lead to a page that is not there."""
    return lambda: act() if switched_on() else 0


JOBS = (
    Job("close_wishes", timedelta(minutes=1), _if_wanted(actions.close_due)),
    Job("tell_applicants", timedelta(minutes=1), _if_wanted(actions.tell_applicants)),
    Job("remind_of_wishes", timedelta(minutes=10), _if_wanted(actions.remind_applicants)),
    Job("remind_of_rankings", timedelta(minutes=10), _if_wanted(actions.remind_towns)),
)
