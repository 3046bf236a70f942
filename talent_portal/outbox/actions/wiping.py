"""Forget in time, and forget one person at once. The periods stand in the retention table of the house."""

from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.calendar import start_of
from talent_portal.outbox.models import Letter, PhoneTask, Suppression
from talent_portal.outbox.rules import UNSENT, LetterState

NOTHING_LEFT = {"recipient": None, "subject": None, "body": None, "attachments": None}


def wipe_texts(session: Session, before: date) -> int:
    """Erase addresses and texts of letters settled before that day in Japan; return how many."""
    due = sa.update(Letter).where(Letter.wiped_at.is_(None), Letter.settled_at < start_of(before))
    return _count(session, due.values(wiped_at=clock.now(), **NOTHING_LEFT))


def drop_letters(session: Session, before: date) -> int:
    """Delete letters settled, and calls finished, before that day in Japan; return how many rows went."""
    letters = sa.delete(Letter).where(Letter.settled_at < start_of(before))
    calls = sa.delete(PhoneTask).where(PhoneTask.done_at < start_of(before))
    return _count(session, letters) + _count(session, calls)


def drop_suppressions(session: Session, before: date) -> int:
    """Let addresses that bounced before that day in Japan be written to again; return how many."""
    return _count(session, sa.delete(Suppression).where(Suppression.since < start_of(before)))


def erase(session: Session, subject: str) -> None:
    """Forget one person: stop what waits, ask no more about what is unsure, empty every letter, delete the calls."""
    theirs, now = Letter.subject_reference == subject, clock.now()
    free = {"settled_at": now, "lease_token": None, "lease_until": None}
    stop = sa.update(Letter).where(theirs, Letter.state.in_(UNSENT))
    unsure = sa.update(Letter).where(theirs, Letter.state == LetterState.UNCERTAIN)
    empty = sa.update(Letter).where(theirs)
    _count(session, stop.values(state=LetterState.CANCELLED, **free))
    _count(session, unsure.values(state=LetterState.FAILED, **free))
    _count(session, empty.values(wiped_at=now, recipient_key="", **NOTHING_LEFT))
    _count(session, sa.delete(PhoneTask).where(PhoneTask.subject == subject))


def _count(session: Session, statement: sa.UpdateBase) -> int:
    statement = statement.execution_options(synchronize_session=False)
    return int(cast("sa.CursorResult[Any]", session.execute(statement)).rowcount)
