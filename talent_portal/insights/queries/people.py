"""What the talent register asks of the office."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.insights.queries.rows import NEW, Waiting, count_and_first
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.rules.states import SpecialistState


def people_waiting(session: Session) -> list[Waiting]:
    """Return one row for the registrations that were handed in and wait to be looked at."""
    handed_in = Specialist.state == SpecialistState.SUBMITTED
    count, since = count_and_first(session, Specialist.id, Specialist.state_since, handed_in)
    return [Waiting("people_submitted", count=count, since=since)] if count else []


def new_people(session: Session, now: datetime) -> int:
    """Return how many people joined the register in the last seven days."""
    return session.scalar(sa.select(sa.func.count(Specialist.id)).where(Specialist.confirmed_at >= now - NEW)) or 0
