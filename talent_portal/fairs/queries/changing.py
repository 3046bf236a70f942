"""Rows fetched to be changed: locked, and as the database has them now rather than as the page read them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.fairs.models import Booking, Booth, CheckIn, Fair, Proof, Registration, RegistrationState, TalkSlot
from talent_portal.fairs.models.fair import ACCEPTING, RUNNING, FairState

FRESH = {"populate_existing": True}


def fair_to_change(session: Session, reference: str) -> Fair:
    """Return the session, locked; raise `NoResultFound` (404) where there is none."""
    locked = sa.select(Fair).where(Fair.reference == reference).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one()


def booth_to_change(session: Session, reference: str) -> tuple[Booth, Fair]:
    """Return a booth, locked, and its session."""
    locked = sa.select(Booth, Fair).join(Fair, Fair.id == Booth.fair_id).where(Booth.reference == reference)
    booth, fair = session.execute(locked.with_for_update(of=Booth), execution_options=FRESH).one()
    return booth, fair


def registration_to_change(session: Session, reference: str) -> Registration:
    """Return the registration, locked."""
    locked = sa.select(Registration).where(Registration.reference == reference).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one()


def proof_to_change(session: Session, reference: str) -> Proof | None:
    """Return the proof behind a waiting page, locked; None when there never was one."""
    locked = sa.select(Proof).where(Proof.reference == reference).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one_or_none()


def bookings_to_change(session: Session, registration_id: int) -> list[Booking]:
    """Return the active bookings of a registration (itself locked already)."""
    mine = sa.select(Booking).where(Booking.registration_id == registration_id, Booking.active)
    return list(session.scalars(mine.order_by(Booking.slot_id), execution_options=FRESH))


def slots_to_change(session: Session, references: Sequence[str]) -> list[TalkSlot]:
    """Return slots, locked in the order of their ids, so that nobody waits in a circle."""
    locked = sa.select(TalkSlot).where(TalkSlot.reference.in_(references)).order_by(TalkSlot.id).with_for_update()
    return list(session.scalars(locked, execution_options=FRESH))


def check_in_to_change(session: Session, registration_id: int) -> CheckIn | None:
    """Return the check-in that counts, locked, if any."""
    locked = sa.select(CheckIn).where(CheckIn.registration_id == registration_id, CheckIn.undone_at.is_(None))
    return session.scalars(locked.with_for_update(), execution_options=FRESH).one_or_none()


def active_registrations(session: Session, fair_id: int) -> list[Registration]:
    """Return everyone who holds a place, in the order of sign-up."""
    active = Registration.state.in_((RegistrationState.PENDING, RegistrationState.CONFIRMED))
    mine = sa.select(Registration).where(Registration.fair_id == fair_id, active)
    return list(session.scalars(mine.order_by(Registration.id), execution_options=FRESH))


def holds_ended(session: Session, now: datetime, limit: int = 200) -> list[str]:
    """Return pending registrations whose hold is over, oldest first."""
    pending = Registration.state == RegistrationState.PENDING
    over = sa.select(Registration.reference).where(pending, Registration.held_until < now)
    return list(session.scalars(over.order_by(Registration.held_until).limit(limit)))


def holds_ending(session: Session, now: datetime, until: datetime, limit: int = 200) -> list[str]:
    """Return pending registrations whose hold ends between `now` and `until` and who were not reminded yet."""
    pending = sa.and_(Registration.state == RegistrationState.PENDING, Registration.hold_reminded_at.is_(None))
    soon = sa.select(Registration.reference).where(pending, Registration.held_until.between(now, until))
    return list(session.scalars(soon.order_by(Registration.held_until).limit(limit)))


def to_remind(session: Session, now: datetime, until: datetime, limit: int = 200) -> list[str]:
    """Return confirmed registrations of sessions that start between `now` and `until`, not reminded yet."""
    running = sa.and_(Fair.state.in_(RUNNING), Fair.starts_at.between(now, until))
    confirmed = sa.and_(
        Registration.state == RegistrationState.CONFIRMED,
        Registration.reminded_at.is_(None),
        Registration.email.is_not(None),
    )
    due = sa.select(Registration.reference).join(Registration.fair).where(running, confirmed)
    return list(session.scalars(due.order_by(Registration.id).limit(limit)))


def fairs_to_move_on(session: Session, now: datetime) -> list[tuple[str, FairState]]:
    """Return sessions whose state lags behind the clock, each with the state it should take next."""
    opens = sa.and_(Fair.state == FairState.PUBLISHED, Fair.sign_up_opens_at <= now)
    closes = sa.and_(Fair.state.in_(ACCEPTING), Fair.sign_up_closes_at < now)
    ends = sa.and_(Fair.state == FairState.CLOSED, Fair.ends_at < now)
    late = sa.select(Fair.reference, Fair.state, Fair.sign_up_closes_at).where(sa.or_(opens, closes, ends))
    found = []
    for reference, state, closes_at in session.execute(late.order_by(Fair.id)):
        if state is FairState.CLOSED:
            found.append((reference, FairState.HELD))
        else:
            found.append((reference, FairState.CLOSED if closes_at < now else FairState.OPEN))
    return found
