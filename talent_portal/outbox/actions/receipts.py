"""Take what the provider reports: each event once, each letter only forwards."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.db import UtcDateTime, transaction
from talent_portal.outbox import queries
from talent_portal.outbox.actions.phone import phone_task
from talent_portal.outbox.current import tell
from talent_portal.outbox.models import Letter, MailEvent
from talent_portal.outbox.rules import RECEIPTS, LetterState, Receipt

BATCH = 200
REST = sa.text(
    "INSERT INTO suppression (recipient_key, reason, since) VALUES (:key, :reason, :since) "
    "ON CONFLICT (recipient_key) DO NOTHING"
).bindparams(sa.bindparam("since", type_=UtcDateTime()))


def take_receipts(receipts: Sequence[Receipt]) -> int:
    """Keep the events that are new and about letters of ours, and let them act; return how many those were."""
    ordered = sorted(receipts, key=lambda receipt: (receipt.letter, receipt.at))
    return sum(_take(ordered[start : start + BATCH]) for start in range(0, len(ordered), BATCH))


def _take(receipts: Sequence[Receipt]) -> int:
    """Lock the letters first: a second copy of this very call waits, and then finds every event known."""
    with transaction() as session:
        letters = queries.letters_to_change(session, {receipt.letter for receipt in receipts})
        known = queries.known_events(session, {receipt.event_id for receipt in receipts})
        taken = 0
        for receipt in receipts:
            letter = letters.get(receipt.letter)
            if letter is not None and receipt.event_id not in known:
                known.add(receipt.event_id)
                session.add(_event(letter, receipt))
                _act(session, letter, receipt)
                taken += 1
        return taken


def _event(letter: Letter, receipt: Receipt) -> MailEvent:
    return MailEvent(
        sg_event_id=receipt.event_id, letter_id=letter.id, kind=receipt.kind, status=receipt.status, at=receipt.at
    )


def _act(session: Session, letter: Letter, receipt: Receipt) -> None:
    target = RECEIPTS.get(receipt.kind)
    moved = target is not None and letter.may_become(target)
    if target is not None and moved:
        letter.move(target, clock.now())
        letter.sent_at = letter.sent_at or receipt.at
        letter.reason = receipt.kind if target is LetterState.BOUNCED else ""
    if receipt.hard and (moved or receipt.kind == "spamreport"):
        _rest(session, letter, receipt)
    if target is LetterState.BOUNCED and moved:
        phone_task(session, reason="bounced", subject=letter.subject_reference, letter=letter)
    _tell(session, letter, receipt, moved=moved)


def _tell(session: Session, letter: Letter, receipt: Receipt, *, moved: bool) -> None:
    """Tell the feature whose letter it was, where this receipt says whether mail arrives."""
    target = RECEIPTS.get(receipt.kind)
    if (target is LetterState.BOUNCED and moved) or receipt.kind == "spamreport":
        tell(session, letter.subject_reference, arrives=False)
    elif target is LetterState.DELIVERED and moved:
        tell(session, letter.subject_reference, arrives=True)


def _rest(session: Session, letter: Letter, receipt: Receipt) -> None:
    """Stop mail to the address, and ask for a call."""
    session.execute(REST, {"key": letter.recipient_key, "reason": receipt.kind, "since": clock.now()})
    phone_task(session, reason="bounced", subject=letter.subject_reference, letter=letter)
