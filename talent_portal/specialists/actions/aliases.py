"""Give people the random names under which a need knows them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.references import new_reference
from talent_portal.specialists import queries
from talent_portal.specialists.models import NeedAlias


def aliases(session: Session, need_reference: str, specialist_ids: list[int]) -> dict[int, str]:
    """Return one stored random name per person for this need; a name once given stays. Part of the transaction."""
    known = queries.alias_for(session, need_reference, specialist_ids)
    missing = sorted(set(specialist_ids) - known.keys())
    if missing:
        rows = [
            {
                "reference": new_reference(),
                "need_reference": need_reference,
                "specialist_id": one,
                "created_at": clock.now(),
            }
            for one in missing
        ]
        session.execute(insert_new(session, NeedAlias, rows))
        known = queries.alias_for(session, need_reference, specialist_ids)
    return known


def insert_new(session: Session, table: Any, rows: list[dict[str, Any]]) -> sa.Insert:
    """Return an INSERT that leaves out what a constraint already holds; a concurrent twin is waited for."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).values(rows).on_conflict_do_nothing()
    return sqlite.insert(table).values(rows).on_conflict_do_nothing()
