"""Questions to the outbox; they never change anything."""

import hashlib
import hmac

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import text, vault
from talent_portal.outbox.models import Letter, PhoneTask, Suppression


def recipient_keys(address: str) -> tuple[str, ...]:
    """Return the keyed hashes of an address, newest key first: comparable, but telling nobody who it is."""
    folded = f"recipient:{text.folded_email(address)}".encode()
    return tuple(f"{key_id}.{hmac.new(key, folded, hashlib.sha256).hexdigest()}" for key_id, key in vault.ring("link"))


def rests(session: Session, address: str) -> bool:
    """Return whether mail to this address is stopped."""
    return session.scalar(sa.select(sa.exists().where(Suppression.recipient_key.in_(recipient_keys(address))))) is True


def letter_by_key(session: Session, key: str) -> Letter | None:
    """Return the letter that was posted under an idempotency key."""
    return session.scalars(sa.select(Letter).where(Letter.key == key)).one_or_none()


def letter_by_reference(session: Session, reference: str) -> Letter:
    """Return one letter; raise `NoResultFound`."""
    return session.scalars(sa.select(Letter).where(Letter.reference == reference)).one()


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
    return session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()
