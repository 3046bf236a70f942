"""What the demo has to look up of its own making."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.fairs.models import Registration
from talent_portal.specialists.models import Specialist


def registration_of_key(session: Session, key: str) -> str:
    """Return the reference of the registration that one submit made."""
    return session.scalars(sa.select(Registration.reference).where(Registration.idempotency_key == key)).one()


def specialist_named(session: Session, family_name: str) -> Specialist:
    """Return the one of the story's six who has this family name."""
    wanted = sa.select(Specialist).where(Specialist.family_name == family_name).order_by(Specialist.id).limit(1)
    return session.scalars(wanted).one()
