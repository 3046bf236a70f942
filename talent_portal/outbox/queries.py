"""Questions to the outbox; they never change anything."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, selectinload

from talent_portal.core import text, vault
from talent_portal.outbox.models import LEASED_STATES, Letter, MailEvent, MailQueue, PhoneTask, Suppression
from talent_portal.outbox.rules import LetterState

# The worker moves letters without opening them: one that cannot be read must not hold up the others.
UNOPENED = tuple(
    defer(column, raiseload=True) for column in (Letter.recipient, Letter.subject, Letter.body, Letter.attachments)
)
FRESH = {"populate_existing": True}


def recipient_keys(address: str) -> tuple[str, ...]:
    """Return the keyed hashes of an address, newest key first: comparable, but telling nobody who it is."""
    folded = f"recipient:{text.folded_email(address)}".encode()
    return tuple(f"{key_id}.{hmac.new(key, folded, hashlib.sha256).hexdigest()}" for key_id, key in vault.ring("link"))


def rests(session: Session, address: str) -> bool:
    """Return whether mail to this address is stopped."""
    return _any_rests(session, recipient_keys(address))


def key_rests(session: Session, recipient_key: str) -> bool:
    """Return whether mail to the address behind this keyed hash is stopped."""
    return _any_rests(session, (recipient_key,))


def _any_rests(session: Session, keys: Iterable[str]) -> bool:
    return session.scalar(sa.select(sa.exists().where(Suppression.recipient_key.in_(keys)))) is True


def letter_by_key(session: Session, key: str) -> Letter | None:
    """Return the letter that was posted under an idempotency key."""
    return session.scalars(sa.select(Letter).where(Letter.key == key)).one_or_none()


def letter_by_reference(session: Session, reference: str, *, lock: bool = False) -> Letter:
    """Return one letter; raise `NoResultFound`."""
    wanted = sa.select(Letter).where(Letter.reference == reference)
    return session.scalars(wanted.with_for_update() if lock else wanted, execution_options=FRESH).one()


def letter_with_events(session: Session, reference: str) -> Letter:
    """Return one letter and its receipts, oldest first; raise `NoResultFound`."""
    wanted = sa.select(Letter).where(Letter.reference == reference).options(selectinload(Letter.events))
    return session.scalars(wanted, execution_options=FRESH).one()


def letter_by_id(session: Session, letter_id: int) -> Letter | None:
    """Return one letter, opened; raises `Unreadable` when no key fits."""
    return session.get(Letter, letter_id, populate_existing=True)


def letter_to_change(session: Session, letter_id: int) -> Letter | None:
    """Return one letter, locked and unopened."""
    wanted = sa.select(Letter).where(Letter.id == letter_id).options(*UNOPENED).with_for_update()
    return session.scalars(wanted, execution_options=FRESH).one_or_none()


def letters_to_change(session: Session, references: Iterable[str]) -> dict[str, Letter]:
    """Return letters by reference, locked in the order of their ids, unopened."""
    wanted = sa.select(Letter).where(Letter.reference.in_(references)).order_by(Letter.id).options(*UNOPENED)
    return {letter.reference: letter for letter in session.scalars(wanted.with_for_update(), execution_options=FRESH)}


def due_letters(session: Session, now: datetime, limit: int) -> list[Letter]:
    """Return letters to be sent now, urgent ones first, locked; those another worker looks at are left to it."""
    wanted = (
        sa.select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.next_at <= now)
        .order_by(Letter.priority, Letter.next_at, Letter.id)
        .limit(limit)
        .options(*UNOPENED)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(wanted, execution_options=FRESH))


def leased_letters(session: Session, token: str) -> list[Letter]:
    """Return letters that one worker holds and has not begun to send, locked and unopened."""
    wanted = sa.select(Letter).where(Letter.state == LetterState.LEASED, Letter.lease_token == token)
    return list(session.scalars(wanted.options(*UNOPENED).with_for_update(), execution_options=FRESH))


def _abandoned(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.and_(Letter.state.in_(LEASED_STATES), Letter.lease_until <= now),
        sa.and_(Letter.state == LetterState.UNCERTAIN, Letter.next_at <= now),
    )


def abandoned_letters(session: Session, now: datetime, limit: int) -> list[Letter]:
    """Return letters whose worker is gone or whose receipt never came, locked and unopened."""
    wanted = sa.select(Letter).where(_abandoned(now)).order_by(Letter.id).limit(limit).options(*UNOPENED)
    return list(session.scalars(wanted.with_for_update(skip_locked=True), execution_options=FRESH))


def something_abandoned(session: Session, now: datetime) -> bool:
    """Return whether `abandoned_letters` would find any; asked first, because it costs no lock."""
    return session.scalar(sa.select(sa.exists().where(_abandoned(now)))) is True


def something_due(session: Session, now: datetime) -> bool:
    """Return whether `due_letters` would find any; asked first, because it costs no lock."""
    due = sa.exists().where(Letter.state == LetterState.WAITING, Letter.next_at <= now)
    return session.scalar(sa.select(due)) is True


def known_events(session: Session, event_ids: Iterable[str]) -> set[str]:
    """Return which of these events were taken before."""
    return set(session.scalars(sa.select(MailEvent.sg_event_id).where(MailEvent.sg_event_id.in_(event_ids))))


def queue_to_change(session: Session) -> MailQueue:
    """Return the row of the queue, locked."""
    return session.scalars(sa.select(MailQueue).with_for_update(), execution_options=FRESH).one()


def queue_if_held(session: Session) -> MailQueue | None:
    """Return the row of the queue, locked, when it is stopped or paused."""
    held = sa.or_(MailQueue.stopped_at.is_not(None), MailQueue.paused_until.is_not(None))
    return session.scalars(sa.select(MailQueue).where(held).with_for_update(), execution_options=FRESH).one_or_none()


def standing_task(session: Session, *, reason: str, subject: str, letter_id: int | None) -> PhoneTask | None:
    """Return the call that this letter raised, or the open one for the same subject and reason."""
    wanted = sa.select(PhoneTask)
    if letter_id is not None:
        return session.scalars(wanted.where(PhoneTask.letter_id == letter_id)).one_or_none()
    wanted = wanted.where(PhoneTask.subject == subject, PhoneTask.reason == reason, PhoneTask.done_at.is_(None))
    return session.scalars(wanted.order_by(PhoneTask.id).limit(1)).one_or_none()


def task_to_change(session: Session, reference: str) -> PhoneTask:
    """Return one call, locked; raise `NoResultFound`."""
    wanted = sa.select(PhoneTask).where(PhoneTask.reference == reference)
    return session.scalars(wanted.with_for_update(), execution_options=FRESH).one()
