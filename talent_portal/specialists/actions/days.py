"""The days somebody can work: dated patterns that follow one another, and stretches away."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.specialists import queries
from talent_portal.specialists.actions.drafts import DaysDraft
from talent_portal.specialists.errors import DaysOutOfOrder, UnknownChoice
from talent_portal.specialists.models import Availability, Specialist, Unavailability
from talent_portal.specialists.rules.choices import AvailableWhen
from talent_portal.specialists.rules.week import WEEKDAYS


def save(session: Session, person: Specialist, draft: DaysDraft) -> None:
    """Keep one pattern from its first day on (today unless told), and one stretch away where given.

    Without a first day, the pattern in force is replaced. Earlier and later ones stay: they are never overwritten.
    """
    if (draft.available is AvailableWhen.LATER) != (draft.available_from is not None):
        raise UnknownChoice
    person.available, person.available_from = draft.available, draft.available_from
    person.disaster_call = draft.disaster_call
    first = draft.valid_from or _first_day(session, person)
    if draft.valid_to is not None and draft.valid_to < first:
        raise DaysOutOfOrder
    same = sa.and_(Availability.specialist_id == person.id, Availability.valid_from == first)
    session.execute(sa.delete(Availability).where(same))
    session.add(
        Availability(
            specialist_id=person.id,
            valid_from=first,
            valid_to=draft.valid_to,
            halves=draft.halves or WEEKDAYS,
            grid_given=bool(draft.halves),
            days_a_week=draft.days_a_week,
        )
    )
    if draft.away_from is not None:
        _away(session, person, draft.away_from, draft.away_to or draft.away_from)


def _first_day(session: Session, person: Specialist) -> date:
    """Return the first day of the pattern in force, else today."""
    today = clock.today()
    in_force = sa.and_(
        Availability.specialist_id == person.id,
        Availability.valid_from <= today,
        sa.or_(Availability.valid_to.is_(None), Availability.valid_to >= today),
    )
    return session.scalar(sa.select(sa.func.max(Availability.valid_from)).where(in_force)) or today


def _away(session: Session, person: Specialist, first: date, last: date) -> None:
    if last < first:
        raise DaysOutOfOrder
    session.add(Unavailability(specialist_id=person.id, first_day=first, last_day=last))


def drop(actor: Actor, reference: str, kind: str, row_id: int) -> None:
    """Take one pattern or one stretch away off the card; raise `NoResultFound` (404) for anything else."""
    table: Any = {"pattern": Availability, "away": Unavailability}.get(kind)
    if table is None:
        raise NoResultFound
    with transaction() as session:
        person = queries.specialist_to_change(session, reference)
        mine = sa.delete(table).where(table.specialist_id == person.id, table.id == row_id)
        gone = session.execute(mine, execution_options={"synchronize_session": False})
        if not gone.rowcount:  # type: ignore[attr-defined]  # a DELETE always counts
            raise NoResultFound
        person.version += 1
        audit.record(session, actor, "specialist.day-dropped", queries.subject(person), what=kind)
