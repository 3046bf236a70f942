"""Letters that do not leave or come back, and people to be called."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from talent_portal.insights.queries.rows import NEW, Waiting, count_and_first
from talent_portal.outbox.models import Letter, PhoneTask
from talent_portal.outbox.rules import UNSENT, LetterState

STUCK_AFTER = timedelta(minutes=5)
FAILED = (LetterState.FAILED, LetterState.BOUNCED)


def letters_waiting(session: Session, now: datetime) -> list[Waiting]:
    """Return one row for the letters that should have left, and one for those that came back this week."""
    late = count_and_first(
        session, Letter.id, Letter.due_at, Letter.state.in_(UNSENT), Letter.next_at < now - STUCK_AFTER
    )
    back = count_and_first(
        session, Letter.id, Letter.settled_at, Letter.state.in_(FAILED), Letter.settled_at >= now - NEW
    )
    found = (("letters_late", *late), ("letters_back", *back))
    return [Waiting(kind, count=count, since=since) for kind, count, since in found if count]


def calls_waiting(session: Session) -> list[Waiting]:
    """Return one row for the people to be called, with the earliest deadline."""
    count, due = count_and_first(session, PhoneTask.id, PhoneTask.due_at, PhoneTask.done_at.is_(None))
    return [Waiting("calls", count=count, due=due)] if count else []
