"""What the worker does for the survey."""

from datetime import timedelta

from talent_portal.core.jobs import Job
from talent_portal.shortages import actions

JOBS = (Job("carry_over_shortages", timedelta(days=1), actions.carry_over),)
