"""What a queue is made of: rows, and the counts on top of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute as Column
from sqlalchemy.orm import Session

SOON = timedelta(days=7)
NEW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of a queue: what kind of thing, which one, how many, since when, and by when."""

    kind: str
    reference: str = ""
    title_ja: str = ""
    title_en: str = ""
    count: int = 0
    total: int = 0
    since: datetime | None = None
    due: datetime | None = None


def count_and_first(
    session: Session, counted: Column[int], moment: Column[Any], *where: sa.ColumnElement[bool]
) -> tuple[int, datetime | None]:
    """Return how many rows there are, and the earliest of their moments."""
    wanted = sa.select(sa.func.count(counted), sa.func.min(moment)).where(*where)
    count, first = session.execute(wanted).one()
    return count, first
