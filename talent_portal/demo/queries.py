"""What the demo has to look up of its own making."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.fairs.models import Registration


def registration_of_key(session: Session, key: str) -> str:
    """Return the reference of the registration that one submit made."""
    return session.scalars(sa.select(Registration.reference).where(Registration.idempotency_key == key)).one()
