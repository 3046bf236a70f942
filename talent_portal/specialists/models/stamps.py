"""A new stamp for everybody of whom anything has changed, in the very transaction that changed it.

Facts about people are kept in memory under their stamp (`queries.kept_facts`), so a write that left the old stamp
standing would give stale answers. Nobody has to remember it: the session itself sees every write to these tables.
"""

import secrets
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session

from talent_portal.core.db import at_end
from talent_portal.specialists.models.credential import Credential
from talent_portal.specialists.models.person import Specialist
from talent_portal.specialists.models.wishes import (
    Availability,
    EmployerPermission,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    TravelRule,
    Unavailability,
)
from talent_portal.specialists.models.work import HalfDay

PARTS: tuple[Any, ...] = (
    Practice,
    Credential,
    Skill,
    Availability,
    Unavailability,
    TravelRule,
    NeverPlace,
    HideFrom,
    EmployerPermission,
    HalfDay,
)
WATCHED: tuple[Any, ...] = (Specialist, *PARTS)
# The column that says whose row it is, by table.
OWNERS: dict[Any, Any] = {Specialist.__table__: Specialist.id} | {one.__table__: one.specialist_id for one in PARTS}
# The option by which a statement over many rows says itself whose they are.
OF = "of_specialists"
_NOTED = "changed_specialists"
# Values that one UPDATE binds; SQLite stops at 32,766.
CHUNK = 1_000


def of(ids: Collection[int]) -> dict[str, Any]:
    """Return the execution options of a statement that changes only what belongs to these people."""
    return {OF: frozenset(ids), "synchronize_session": False}


@sa.event.listens_for(Session, "after_flush")
def _on_flush(session: Session, _context: object) -> None:
    changed = (one for one in (*session.new, *session.dirty, *session.deleted) if isinstance(one, WATCHED))
    _note(session, [one.id if isinstance(one, Specialist) else one.specialist_id for one in changed])


@sa.event.listens_for(Session, "do_orm_execute")
def _on_execute(state: ORMExecuteState) -> None:
    """Note whose rows a statement is about to change; a statement that cannot say so looks them up first."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    statement: Any = state.statement
    owner = OWNERS.get(statement.table)
    if owner is None or (state.is_insert and statement.table is Specialist.__table__):
        # A row of the register is born with a stamp of its own.
        return
    told = state.execution_options.get(OF)
    if told is not None:
        _note(state.session, told)
    elif state.is_insert:
        _note(state.session, _given(state.parameters))
    else:
        wanted = sa.select(owner).distinct()
        where = statement.whereclause
        _note(state.session, state.session.scalars(wanted if where is None else wanted.where(where)).all())


def _given(parameters: Any) -> list[int]:
    """Return whose rows an INSERT brings; raise `ValueError` where it must say so itself (`of(ids)`)."""
    rows = parameters if isinstance(parameters, list) else [parameters or {}]
    if not all("specialist_id" in row for row in rows):
        raise ValueError("an INSERT about people of the register names them: execution_options=stamps.of(ids)")
    return [row["specialist_id"] for row in rows]


def _note(session: Session, ids: Iterable[int]) -> None:
    noted = set(session.info.get(_NOTED, ())) | set(ids)
    if noted:
        # A new set each time: an inner transaction that fails takes only its own back.
        session.info[_NOTED] = noted
        at_end(session, _NOTED, _stamp)


def _stamp(session: Session) -> None:
    """Give everybody noted a stamp that nobody ever had; a counter could repeat itself after a restored backup."""
    table: Any = Specialist.__table__
    noted, stamp = sorted(session.info.pop(_NOTED, ())), secrets.randbits(63)
    for start in range(0, len(noted), CHUNK):
        some = table.c.id.in_(noted[start : start + CHUNK])
        session.execute(sa.update(table).where(some).values(facts_stamp=stamp), execution_options=of(()))
