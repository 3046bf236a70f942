"""The steps of a delivery: lease, begin the call, record what came of it. Each is one short transaction.

A worker can be killed between any two of them. Before the call has begun nothing was sent, so the letter simply waits
again; once it has begun nobody knows, so the letter waits for a receipt before a copy may go out.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.outbox import queries
from talent_portal.outbox.actions import queue
from talent_portal.outbox.actions.phone import phone_task
from talent_portal.outbox.current import lease, most_doubts, receipt_window, tell
from talent_portal.outbox.models import Letter
from talent_portal.outbox.rules import (
    GIVE_UP_AFTER,
    PAUSE,
    LetterState,
    Outcome,
    OutcomeKind,
    back_off,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What one worker holds for a while: the ids of letters, its token, and whether it is only a probe."""

    token: str
    letters: tuple[int, ...] = ()
    probe: bool = False


def claim(limit: int) -> Lease:
    """Lease up to `limit` due letters, the most urgent first; one as a probe after a pause; none while stopped."""
    token, now = secrets.token_hex(16), clock.now()
    with transaction() as session:
        gate = queries.queue_if_held(session)
        if gate is not None and (gate.stopped_at or (gate.paused_until and gate.paused_until > now)):
            return Lease(token=token)
        probe = gate is not None and gate.paused_until is not None
        letters = queries.due_letters(session, now, 1 if probe else limit)
        if gate is not None and probe and letters:
            gate.paused_until = now + lease()
        for letter in letters:
            letter.move(LetterState.LEASED, now)
            letter.lease_token, letter.lease_until = token, now + lease()
        return Lease(token=token, letters=tuple(letter.id for letter in letters), probe=probe)


def begin_call(letter_id: int, token: str) -> bool:
    """Write down that the provider is about to be called; return False when the letter is no longer ours to send."""
    now = clock.now()
    with transaction() as session:
        letter = queries.letter_to_change(session, letter_id)
        if letter is None or letter.state is not LetterState.LEASED or letter.lease_token != token:
            return False
        if queries.key_rests(session, letter.recipient_key):
            letter.move(LetterState.WITHHELD, now)
            letter.reason = "suppressed"
            phone_task(session, reason="suppressed", subject=letter.subject_reference, letter=letter)
            tell(session, letter.subject_reference, arrives=False)
            return False
        letter.move(LetterState.CALLING, now)
        letter.lease_until = now + lease()
        letter.attempts += 1
        letter.first_tried_at = letter.first_tried_at or now
        return True


def record(letter_id: int, token: str, outcome: Outcome, *, repeats_safely: bool = False, probe: bool = False) -> None:
    """Write down what came of the call. A yes counts even when it comes late; anything else only from the holder."""
    with transaction() as session:
        letter = queries.letter_to_change(session, letter_id)
        if letter is None:
            return
        if outcome.kind is OutcomeKind.ACCEPTED:
            _accepted(letter, outcome)
        elif letter.lease_token == token:
            _not_accepted(session, letter, outcome, repeats_safely=repeats_safely)
        if probe:
            _probed(session, outcome.kind)


def _probed(session: Session, kind: OutcomeKind) -> None:
    """Let the queue go when the provider answered our probe; wait for the next one when it is still away."""
    if kind in {OutcomeKind.ACCEPTED, OutcomeKind.REFUSED}:
        queue.flow(session)
    elif kind in {OutcomeKind.TROUBLE, OutcomeKind.UNCERTAIN}:
        queue.pause(session, clock.now() + PAUSE)


def _accepted(letter: Letter, outcome: Outcome) -> None:
    now = clock.now()
    letter.provider_message_id = letter.provider_message_id or outcome.message_id
    letter.sent_at = letter.sent_at or now
    if letter.may_become(LetterState.ACCEPTED):
        letter.move(LetterState.ACCEPTED, now)
        letter.reason = ""


def _not_accepted(session: Session, letter: Letter, outcome: Outcome, *, repeats_safely: bool) -> None:
    letter.reason = outcome.code
    match outcome.kind:
        case OutcomeKind.UNCERTAIN:
            _doubt(letter, repeats_safely=repeats_safely)
        case OutcomeKind.THROTTLED:
            _wait_uncounted(letter)
            queue.pause(session, outcome.wait_until or clock.now())
        case OutcomeKind.FORBIDDEN:
            _wait_uncounted(letter)
            queue.stop(session, outcome.code)
        case OutcomeKind.TROUBLE:
            _try_again(session, letter)
        case _:
            _fail(session, letter, "mail_failed")


def _wait_uncounted(letter: Letter) -> None:
    """Wait without counting the try: the provider turned all of us away, not this letter."""
    now = clock.now()
    letter.move(LetterState.WAITING, now)
    letter.attempts, letter.next_at = max(letter.attempts - 1, 0), now


def _try_again(session: Session, letter: Letter) -> None:
    now = clock.now()
    first = letter.first_tried_at = letter.first_tried_at or now
    if letter.state is LetterState.LEASED:  # it could not even be packed
        letter.attempts += 1
    if now - first >= GIVE_UP_AFTER:
        _fail(session, letter, "mail_failed")
        return
    letter.move(LetterState.WAITING, now)
    pause = back_off(letter.attempts, random.random())  # noqa: S311 - spreads load, guards nothing
    letter.next_at = min(now + pause, first + GIVE_UP_AFTER)


def _doubt(letter: Letter, *, repeats_safely: bool) -> None:
    """Nobody knows whether the provider has it: wait for a receipt, unless a second copy replaces the first."""
    now = clock.now()
    if repeats_safely:
        letter.move(LetterState.WAITING, now)
        letter.next_at = now + back_off(letter.attempts, 0.5)
        return
    letter.move(LetterState.UNCERTAIN, now)
    letter.doubts += 1
    letter.next_at = now + receipt_window()


def _fail(session: Session, letter: Letter, reason: str) -> None:
    letter.move(LetterState.FAILED, clock.now())
    if not letter.is_wiped:
        phone_task(session, reason=reason, subject=letter.subject_reference, letter=letter)
        tell(session, letter.subject_reference, arrives=False)
    log.error("letter_failed", letter=letter.reference, reason=letter.reason)


def recover(limit: int, *, repeats_safely: bool = False) -> int:
    """Take back what dead workers held, and end waits for receipts that never came; return how many letters moved."""
    now = clock.now()
    with transaction() as session:
        letters = queries.abandoned_letters(session, now, limit)
        for letter in letters:
            if letter.state is LetterState.LEASED:
                letter.move(LetterState.WAITING, now)
            elif letter.state is LetterState.CALLING:
                letter.reason = "worker_lost"
                _doubt(letter, repeats_safely=repeats_safely)
            elif letter.doubts >= most_doubts():
                _fail(session, letter, "mail_unsure")
            else:
                letter.move(LetterState.WAITING, now)
                letter.possibly_twice = True
        return len(letters)


def give_back(held: Lease) -> None:
    """Return what was leased and not begun, so that nobody waits for the lease to end."""
    with transaction() as session:
        for letter in queries.leased_letters(session, held.token):
            letter.move(LetterState.WAITING, clock.now())


def pause_queue(wait: timedelta | None = None) -> None:
    """Hold everything back for a moment (`PAUSE` unless told otherwise): the provider seems to be away."""
    with transaction() as session:
        queue.pause(session, clock.now() + (PAUSE if wait is None else wait))
