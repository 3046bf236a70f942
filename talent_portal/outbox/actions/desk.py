"""What coordinators do at the desk: read a letter, send it again, let an address have mail again."""

import sqlalchemy as sa

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.outbox import queries
from talent_portal.outbox.current import host
from talent_portal.outbox.errors import AddressRests, LetterOnItsWay, LetterWiped
from talent_portal.outbox.models import Letter, PhoneTask, Suppression
from talent_portal.outbox.rules import LetterState, Priority

COPIED = (
    "template",
    "language",
    "recipient",
    "recipient_key",
    "subject",
    "body",
    "attachments",
    "subject_reference",
    "confidential",
)


def read_letter(actor: Actor, reference: str) -> Letter:
    """Return one letter with its receipts, after writing down who read it. No note, no page."""
    with transaction() as session:
        letter = queries.letter_with_events(session, reference)
        audit.record(session, actor, "letter.read", f"letter:{reference}", about=letter.subject_reference)
    return letter


def resend(actor: Actor, reference: str, nonce: str) -> str:
    """Post a copy of a settled letter; return the reference of the copy.

    The same `nonce` (one per page shown) gives the same copy: a double click sends one letter. Raises `LetterWiped`,
    `LetterOnItsWay`, `AddressRests`.
    """
    key = f"resend:{reference}:{nonce}"
    with transaction() as session:
        letter = queries.letter_by_reference(session, reference, lock=True)
        known = queries.letter_by_key(session, key)
        if known is not None:
            return known.reference
        _check_copyable(letter)
        if queries.key_rests(session, letter.recipient_key):
            raise AddressRests
        copy = _copy(letter, key)
        session.add(copy)
        session.flush()
        audit.record(session, actor, "letter.resent", f"letter:{reference}", copy=copy.reference)
    return copy.reference


def _check_copyable(letter: Letter) -> None:
    if letter.is_wiped:
        raise LetterWiped
    if not letter.is_settled:
        raise LetterOnItsWay


def _copy(letter: Letter, key: str) -> Letter:
    made, now = new_reference(), clock.now()
    return Letter(
        **{name: getattr(letter, name) for name in COPIED},
        reference=made,
        key=key,
        message_id=f"<{made}@{host()}>",
        priority=int(Priority.NORMAL),
        state=LetterState.WAITING,
        due_at=now,
        next_at=now,
    )


def read_task(actor: Actor, reference: str) -> PhoneTask:
    """Return one call with its letter, after writing down who looked at it."""
    with transaction() as session:
        task = queries.task_with_letter(session, reference)
        audit.record(session, actor, "phone_task.read", f"phone_task:{reference}", about=task.subject)
    return task


def allow_again(actor: Actor, reference: str) -> None:
    """Let the address of this letter have mail again, because its reader said that it works."""
    with transaction() as session:
        letter = queries.letter_by_reference(session, reference)
        session.execute(sa.delete(Suppression).where(Suppression.recipient_key == letter.recipient_key))
        audit.record(session, actor, "address.allowed", f"letter:{reference}")
