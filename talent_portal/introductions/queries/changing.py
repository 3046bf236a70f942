"""Rows fetched to be changed: locked, and as the database has them now rather than as the page read them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.introductions.models import Answer, Enquiry, Proposal, Referral, Selection
from talent_portal.introductions.models.facts import BY_STAFF
from talent_portal.specialists.models import Specialist

FRESH = {"populate_existing": True}


def proposal_to_change(session: Session, reference: str) -> Proposal:
    """Return the candidate, locked; raise `NoResultFound` (404) where there is none."""
    locked = sa.select(Proposal).where(Proposal.reference == reference).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one()


def proposal_by_id_to_change(session: Session, proposal_id: int) -> Proposal:
    """Return the candidate, locked, for the floor above."""
    locked = sa.select(Proposal).where(Proposal.id == proposal_id).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one()


def lock_person(session: Session, specialist_id: int) -> None:
    """Let nobody else write to this person at the same moment: two coordinators count the same letters."""
    session.execute(sa.select(Specialist.id).where(Specialist.id == specialist_id).with_for_update())


def sent_since(session: Session, specialist_id: int, moment: datetime) -> Sequence[datetime]:
    """Return when this person was asked since `moment`, for any request, oldest first."""
    sent = (
        sa.select(Enquiry.sent_at)
        .join(Proposal, Proposal.id == Enquiry.proposal_id)
        .where(Proposal.specialist_id == specialist_id, Enquiry.sent_at > moment)
    )
    return session.scalars(sent.order_by(Enquiry.sent_at)).all()


def enquiry_to_change(session: Session, proposal_id: int) -> Enquiry | None:
    """Return the newest enquiry of a case, locked; None where nobody has been asked."""
    newest = sa.select(Enquiry).where(Enquiry.proposal_id == proposal_id).order_by(Enquiry.id.desc()).limit(1)
    return session.scalars(newest.with_for_update(), execution_options=FRESH).one_or_none()


def enquiry_by_reference_to_change(session: Session, reference: str) -> Enquiry:
    """Return one enquiry, locked."""
    found = sa.select(Enquiry).where(Enquiry.reference == reference).with_for_update()
    return session.scalars(found, execution_options=FRESH).one()


def unchecked_to_change(session: Session, proposal_id: int) -> list[Answer]:
    """Return what staff wrote down for the person and nobody has checked yet, locked, oldest first."""
    waiting = sa.and_(Answer.channel.in_(BY_STAFF), Answer.checked_at.is_(None))
    found = sa.select(Answer).where(Answer.proposal_id == proposal_id, waiting).order_by(Answer.id)
    return list(session.scalars(found.with_for_update(), execution_options=FRESH))


def selection_to_change(session: Session, proposal_id: int) -> Selection | None:
    """Return the selection of a case, locked, if it has been begun."""
    found = sa.select(Selection).where(Selection.proposal_id == proposal_id).with_for_update()
    return session.scalars(found, execution_options=FRESH).one_or_none()


def referral_of(session: Session, proposal_id: int) -> Referral | None:
    """Return the introduction of a case, if it was made."""
    return session.scalars(sa.select(Referral).where(Referral.proposal_id == proposal_id)).one_or_none()


def cases_of_person_to_change(session: Session, specialist_reference: str) -> list[Proposal]:
    """Return every case of one person, locked, oldest first."""
    mine = sa.select(Specialist.id).where(Specialist.reference == specialist_reference).scalar_subquery()
    locked = sa.select(Proposal).where(Proposal.specialist_id == mine).order_by(Proposal.id).with_for_update()
    return list(session.scalars(locked, execution_options=FRESH))
