"""Requests fetched to be changed: locked, and as the database has them now."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.needs.models import Need, NeedShare
from talent_portal.needs.rules import keys

FRESH = {"populate_existing": True}


def need_to_change(session: Session, reference: str) -> Need:
    """Return the request with its shares, locked; raise `NoResultFound` (404) where there is none."""
    return _locked(session, Need.reference == reference)


def need_to_change_by_id(session: Session, need_id: int) -> Need:
    """Return the request with its shares, locked."""
    return _locked(session, Need.id == need_id)


def _locked(session: Session, which: sa.ColumnElement[bool]) -> Need:
    wanted = sa.select(Need).where(which).with_for_update(of=Need)
    parts = (
        selectinload(Need.organisation),
        selectinload(Need.shares).joinedload(NeedShare.organisation),
        selectinload(Need.qualifications),
        selectinload(Need.contact),
    )
    return session.scalars(wanted.options(*parts), execution_options=FRESH).one()


def made_by_form(session: Session, form_key: str, organisation_id: int | None) -> Need | None:
    """Return the request of this municipality that the form with this key last changed."""
    sent = Need.idempotency_key.startswith(keys.form_part(form_key), autoescape=True)
    wanted = sa.select(Need).where(Need.organisation_id == organisation_id, sent).order_by(Need.id.desc()).limit(1)
    return session.scalars(wanted).one_or_none()
