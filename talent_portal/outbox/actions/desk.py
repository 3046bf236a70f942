"""What coordinators do at the desk: read a letter, send it again, let an address have mail again."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.core.vault import Unreadable
from talent_portal.outbox import queries
from talent_portal.outbox.current import host, tell
from talent_portal.outbox.errors import AddressRests, LetterOnItsWay, LetterSealed, LetterWiped
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


def read_letter(actor: Actor, reference: str) -> tuple[Letter, bool]:
    """Return one letter with its receipts, after writing down who read it. No note, no page.

    False beside it: the key it was sealed with is gone, so all but address, subject and text is there.
    """
    opened = True
    with transaction() as session:
        try:
            letter = queries.letter_with_events(session, reference)
        except Unreadable:
            letter, opened = queries.letter_with_events(session, reference, opened=False), False
        audit.record(session, actor, "letter.read", f"letter:{reference}", about=letter.subject_reference)
    return letter, opened


def resend(actor: Actor, reference: str, nonce: str) -> str:
    """Post a copy of a settled letter; return the reference of the copy.

    The same `nonce` (one per page shown) gives the same copy: a double click sends one letter. Raises `LetterWiped`,
    `LetterSealed`, `LetterOnItsWay`, `AddressRests`.
    """
    key = f"resend:{reference}:{nonce}"
    with transaction() as session:
        letter = _opened(session, reference)
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


def _opened(session: Session, reference: str) -> Letter:
    try:
        return queries.letter_by_reference(session, reference)
    except Unreadable:
        raise LetterSealed from None


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
        letter = queries.letter_by_reference(session, reference, opened=False)
        session.execute(sa.delete(Suppression).where(Suppression.recipient_key == letter.recipient_key))
        tell(session, letter.subject_reference, arrives=True)
        audit.record(session, actor, "address.allowed", f"letter:{reference}")
