"""What the register does by itself: warn, lapse, end pauses, note what ran out."""

from datetime import timedelta

from talent_portal.core.jobs import Job
from talent_portal.specialists.actions import credentials, renewal, states

JOBS = (
    Job("warn_specialists", timedelta(hours=6), renewal.warn_due),
    Job("lapse_specialists", timedelta(hours=6), states.lapse_due),
    Job("resume_specialists", timedelta(hours=6), states.resume_due),
    Job("expire_credentials", timedelta(hours=6), credentials.expire_due),
)
