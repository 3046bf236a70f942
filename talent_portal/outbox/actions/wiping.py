"""Forget in time: texts after a month, everything after a year (the retention table of the product)."""

from datetime import timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.outbox.models import Letter, PhoneTask
from talent_portal.outbox.rules import BODIES_KEPT, CONFIDENTIAL_BODIES_KEPT, METADATA_KEPT


def wipe() -> int:
    """Erase texts and addresses of letters settled 30 days ago (1 day if they held a way in), all of it after a year.

    Finished calls go after a year too. Returns how many rows were touched.
    """
    with transaction() as session:
        return (
            _wipe_texts(session, BODIES_KEPT, Letter.confidential.is_(False))
            + _wipe_texts(session, CONFIDENTIAL_BODIES_KEPT, Letter.confidential.is_(True))
            + _count(session, sa.delete(Letter).where(Letter.settled_at <= clock.now() - METADATA_KEPT))
            + _count(session, sa.delete(PhoneTask).where(PhoneTask.done_at <= clock.now() - METADATA_KEPT))
        )


def _wipe_texts(session: Session, kept: timedelta, which: sa.ColumnElement[bool]) -> int:
    due = sa.update(Letter).where(Letter.wiped_at.is_(None), Letter.settled_at <= clock.now() - kept, which)
    gone = {"recipient": None, "subject": None, "body": None, "attachments": None}
    return _count(session, due.values(wiped_at=clock.now(), **gone))


def _count(session: Session, statement: sa.UpdateBase) -> int:
    statement = statement.execution_options(synchronize_session=False)
    return int(cast("sa.CursorResult[Any]", session.execute(statement)).rowcount)
