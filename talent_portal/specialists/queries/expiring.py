"""Qualifications that run out soon, and the notice that is due for each."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.specialists.models import Credential, Specialist, SpecialistState
from talent_portal.specialists.rules.states import CREDENTIAL_TRANSITIONS, CredentialEvent

# Days before the last day, first notice to last; the last one goes out on the day itself.
NOTICES = (60, 14, 0)
RUNNING = tuple(state for state, events in CREDENTIAL_TRANSITIONS.items() if CredentialEvent.EXPIRE in events)
# Whoever is on the register, or rests: others are not bothered.
IN_REACH = (SpecialistState.ACTIVE, SpecialistState.PAUSED)


@dataclass(frozen=True, slots=True)
class Expiring:
    """One qualification of a person (both by reference), its last day, and which notice is due (from 1)."""

    credential: str
    person: str
    expires_on: date
    notice: int


def to_warn(session: Session, today: date) -> list[Expiring]:
    """Return the qualifications for which a notice is due that has not gone out, the soonest to end first."""
    soon = Credential.expires_on.between(today, today + timedelta(days=NOTICES[0]))
    wanted = (
        sa.select(Credential.reference, Specialist.reference, Credential.expires_on, Credential.warned)
        .join(Specialist, Specialist.id == Credential.specialist_id)
        .where(soon, Credential.state.in_(RUNNING), Specialist.state.in_(IN_REACH))
        .order_by(Credential.expires_on, Credential.id)
    )
    rows = session.execute(wanted).all()
    found = [(Expiring(one, person, day, _due((day - today).days)), warned) for one, person, day, warned in rows if day]
    return [each for each, warned in found if each.notice > warned]


def _due(days: int) -> int:
    """Return which notice the days that are left have reached."""
    return sum(1 for before in NOTICES if days <= before)
