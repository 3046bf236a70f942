"""The staff's list of sessions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.paging import FULL_ROWS, Page, within
from talent_portal.fairs.models import Fair
from talent_portal.fairs.queries.public import FairCard, cards, coming, over


def desk(session: Session, number: int, *, drafts: bool) -> Page[FairCard]:
    """Return one page of the staff's list (three statements).

    With `drafts` every session, newest first; else what everybody may see: those to come, soonest first, then those
    that are over, newest first.
    """
    at = clock.now()
    seen = sa.true() if drafts else sa.or_(coming(at), over(at))
    total = session.scalar(sa.select(sa.func.count()).select_from(Fair).where(seen)) or 0
    number = within(number, total)
    wanted = sa.select(Fair).where(seen).order_by(*_in_order(at, drafts=drafts))
    rows = cards(session, wanted.limit(FULL_ROWS).offset((number - 1) * FULL_ROWS), at)
    return Page(rows, number, total, FULL_ROWS)


def _in_order(at: datetime, *, drafts: bool) -> tuple[sa.ColumnElement[Any], ...]:
    newest_first = (Fair.starts_at.desc(), Fair.id.desc())
    if drafts:
        return newest_first
    ahead = sa.case((Fair.ends_at >= at, Fair.starts_at))
    return (ahead.is_(None), ahead, *newest_first)
