"""Hold the whole queue back, and let it go again."""

from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.outbox import queries
from talent_portal.outbox.models import MailQueue

log = structlog.get_logger(__name__)

ONE_ROW = sa.text("INSERT INTO mail_queue (id, stopped_reason) VALUES (1, '') ON CONFLICT (id) DO NOTHING")


def _queue(session: Session) -> MailQueue:
    """Return the one row, locked; made by whoever needs it first."""
    session.execute(ONE_ROW)
    return queries.queue_to_change(session)


def stop(session: Session, reason: str) -> None:
    """Send nothing more until a person says so: the provider refuses us, and every further try makes it worse."""
    queue = _queue(session)
    if queue.stopped_at is None:
        queue.stopped_at, queue.stopped_reason = clock.now(), reason
        log.error("mail_queue_stopped", reason=reason)


def pause(session: Session, until: datetime) -> None:
    """Send nothing before `until`, and then a single letter as a probe."""
    _queue(session).paused_until = until
    log.warning("mail_queue_paused", until=until.isoformat())


def flow(session: Session) -> None:
    """End a pause: the probe arrived."""
    _queue(session).paused_until = None


def resume_queue(actor: Actor) -> None:
    """Let a stopped queue go again, after somebody mended the reason."""
    with transaction() as session:
        queue = _queue(session)
        if queue.stopped_at is None:
            return
        queue.stopped_at, queue.stopped_reason, queue.paused_until = None, "", None
        audit.record(session, actor, "mail_queue.resumed", "mail_queue:1")
