"""One request, with what its page shows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from talent_portal.accounts.models import Organisation
from talent_portal.needs.models import Need, NeedShare

MOST_EARLIER = 10


def need(session: Session, reference: str) -> Need:
    """Return the bare row; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(Need).where(Need.reference == reference)).one()


def need_by_id(session: Session, need_id: int) -> Need:
    """Return a request with everything that belongs to it, for the floors above."""
    return session.scalars(_full().where(Need.id == need_id)).one()


def full(session: Session, reference: str) -> Need:
    """Return a request with its municipality, shares, licences and contact; raise `NoResultFound` (404)."""
    return session.scalars(_full().where(Need.reference == reference)).one()


def organisation_reference(session: Session, organisation_id: int | None) -> str:
    """Return the public reference of a body; empty for nobody."""
    return session.scalar(sa.select(Organisation.reference).where(Organisation.id == organisation_id)) or ""


def earlier(session: Session, organisation_id: int | None) -> list[Need]:
    """Return a municipality's latest requests that were sent, to copy."""
    sent = sa.select(Need).where(Need.organisation_id == organisation_id, Need.submitted_at.is_not(None))
    return list(session.scalars(sent.order_by(Need.id.desc()).limit(MOST_EARLIER)))


def _full() -> sa.Select[Need]:
    return sa.select(Need).options(
        joinedload(Need.organisation),
        joinedload(Need.contact),
        selectinload(Need.shares).joinedload(NeedShare.organisation),
        selectinload(Need.qualifications),
    )
