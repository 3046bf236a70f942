"""What the worker does for runs over all requests."""

from datetime import timedelta

from talent_portal.core.jobs import Job
from talent_portal.matching.actions.running import work_on_next

# Longer than the longest run and what is tried after it may take, each with the grace that the engine's process is
# given to end (`apart.GRACE`).
LEASE = timedelta(minutes=10)


def work() -> int:
    """Work on the next run, if one waits; a run whose worker died is taken up again."""
    return work_on_next()


JOBS = (Job("matching.run", timedelta(seconds=2), work, LEASE),)
