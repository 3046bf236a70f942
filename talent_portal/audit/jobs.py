"""The nightly look at the book of deeds."""

from datetime import timedelta

import structlog

from talent_portal.audit import queries
from talent_portal.core.db import close_reading, reading
from talent_portal.core.jobs import Job

log = structlog.get_logger(__name__)


class BookBroken(Exception):  # noqa: N818 - it names the state of the book
    """An entry was changed, or is missing; the number says which is the first."""


def verify_book() -> int:
    """Check every entry; return how many the book ever had. Raises `BookBroken`, so that the job shows as failed."""
    session = reading()
    broken = queries.verify(session)
    if broken is not None:
        log.error("audit_broken", sequence=broken)
        raise BookBroken(broken)
    sequence, digest = queries.head(session)
    close_reading()
    # The log lies outside the database: a book cut short, head and all, no longer fits what was logged here.
    log.info("audit_verified", head=f"{sequence}:{digest}")
    return sequence


VERIFY = Job("audit.verify", timedelta(days=1), verify_book)
