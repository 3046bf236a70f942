"""One request, with what its page shows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from talent_portal.needs.models import Need, NeedShare


def need(session: Session, reference: str) -> Need:
    """Return the bare row; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(Need).where(Need.reference == reference)).one()


def need_by_id(session: Session, need_id: int) -> Need:
    """Return a request with everything that belongs to it, for the floors above."""
    return session.scalars(_full().where(Need.id == need_id)).one()


def full(session: Session, reference: str) -> Need:
    """Return a request with its municipality, shares, licences and contact; raise `NoResultFound` (404)."""
    return session.scalars(_full().where(Need.reference == reference)).one()


def _full() -> sa.Select[Need]:
    return sa.select(Need).options(
        joinedload(Need.organisation),
        joinedload(Need.contact),
        selectinload(Need.shares).joinedload(NeedShare.organisation),
        selectinload(Need.qualifications),
    )
