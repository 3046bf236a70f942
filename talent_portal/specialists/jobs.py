"""What the register does by itself: warn, lapse, end pauses, note what ran out."""

from datetime import timedelta

from talent_portal.core.jobs import Job
from talent_portal.specialists.actions import expiry, renewal, states

JOBS = (
    Job("warn_specialists", timedelta(hours=6), renewal.warn_due),
    Job("lapse_specialists", timedelta(hours=6), states.lapse_due),
    Job("resume_specialists", timedelta(hours=6), states.resume_due),
    Job("warn_credentials", timedelta(hours=6), expiry.warn_due),
    Job("expire_credentials", timedelta(hours=6), expiry.expire_due),
)
