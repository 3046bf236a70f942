"""Calls in place of letters."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import calendar, clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.outbox import queries
from talent_portal.outbox.errors import TaskDone
from talent_portal.outbox.models import Letter, PhoneResult, PhoneTask

OFFICE_OPENS = time(9, 0)


def phone_task(
    session: Session, *, reason: str, subject: str, due_at: datetime | None = None, letter: Letter | None = None
) -> PhoneTask:
    """Ask for a call about `subject` (`registration:<reference>`), inside the caller's transaction.

    One letter raises one call; without a letter, an open call for the same subject and reason is returned as it is.
    Due on the next working morning unless `due_at` says otherwise.
    """
    known = queries.standing_task(session, reason=reason, subject=subject, letter_id=letter.id if letter else None)
    if known is not None:
        return known
    task = PhoneTask(
        reason=reason, subject=subject, due_at=due_at or next_morning(), letter_id=letter.id if letter else None
    )
    session.add(task)
    session.flush()
    return task


def next_morning() -> datetime:
    """Return nine o'clock in Japan on the next working day."""
    return datetime.combine(calendar.add_working_days(clock.today(), 1), OFFICE_OPENS, clock.JAPAN)


def finish_phone_task(actor: Actor, reference: str, result: PhoneResult, note: str = "") -> None:
    """Note how the call went; `try_again` leaves it open until the next working morning.

    Raises `TaskDone` when somebody else has finished it.
    """
    with transaction() as session:
        task = queries.task_to_change(session, reference)
        if task.done_at is not None:
            raise TaskDone
        task.tries += 1
        task.result, task.note = result, note or None
        if result is PhoneResult.TRY_AGAIN:
            task.due_at = next_morning()
        else:
            task.done_at, task.done_by = clock.now(), actor.reference
        audit.record(session, actor, "phone_task.noted", f"phone_task:{reference}", result=result.value)
