"""Questions to the outbox; they never change anything."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from talent_portal.accounts.permissions import Permission
from talent_portal.core import text, vault
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.paging import PAGE_SIZE, Page
from talent_portal.outbox.models import LEASED_STATES, Letter, MailEvent, MailQueue, PhoneTask, Suppression
from talent_portal.outbox.rules import ALARM_AGE, LetterState

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


def letter_by_reference(session: Session, reference: str, *, opened: bool = True) -> Letter:
    """Return one letter, locked; raise `NoResultFound`, or `Unreadable` where it is to be opened and no key fits."""
    wanted = sa.select(Letter).where(Letter.reference == reference).with_for_update()
    return session.scalars(wanted if opened else wanted.options(*UNOPENED), execution_options=FRESH).one()


def letter_with_events(session: Session, reference: str, *, opened: bool = True) -> Letter:
    """Return one letter and its receipts, oldest first; raise `NoResultFound`, or `Unreadable` as above."""
    wanted = sa.select(Letter).where(Letter.reference == reference).options(selectinload(Letter.events))
    return session.scalars(wanted if opened else wanted.options(*UNOPENED), execution_options=FRESH).one()


def own_letters(session: Session, subject: str) -> list[dict[str, str]]:
    """Return which letters were written about a subject, oldest first; their texts are in the reader's own mail box."""
    theirs = sa.select(Letter).where(Letter.subject_reference == subject).order_by(Letter.id)
    return [
        {"letter": letter.template, "at": letter.created_at.isoformat(), "state": letter.state}
        for letter in session.scalars(theirs)
    ]


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


@dataclass(frozen=True, slots=True)
class Health:
    """How the mail of the house is doing."""

    waiting: int
    oldest_due: datetime | None
    uncertain: int
    stopped_at: datetime | None
    stopped_reason: str
    paused_until: datetime | None
    now: datetime

    @property
    def age(self) -> timedelta:
        """Return for how long the oldest letter has been due."""
        return max(self.now - self.oldest_due, timedelta(0)) if self.oldest_due else timedelta(0)

    @property
    def alarm(self) -> bool:
        """Return whether somebody should look: the queue is stopped, or a letter is more than five minutes late."""
        return self.stopped_at is not None or self.age > ALARM_AGE


def health(session: Session, now: datetime) -> Health:
    """Return how the mail is doing: two statements, whatever the number of letters."""
    late = sa.and_(Letter.state.in_((LetterState.WAITING, *LEASED_STATES)), Letter.due_at <= now)
    unsure = Letter.state == LetterState.UNCERTAIN
    waiting, oldest, uncertain = session.execute(
        sa.select(
            sa.func.count().filter(late), sa.func.min(Letter.due_at).filter(late), sa.func.count().filter(unsure)
        ).where(sa.or_(late, unsure))
    ).one()
    gate = session.scalars(sa.select(MailQueue), execution_options=FRESH).one_or_none()
    return Health(
        waiting=waiting,
        oldest_due=oldest,
        uncertain=uncertain,
        stopped_at=gate.stopped_at if gate else None,
        stopped_reason=gate.stopped_reason if gate else "",
        paused_until=gate.paused_until if gate and gate.paused_until and gate.paused_until > now else None,
        now=now,
    )


def counts_by_state(session: Session) -> dict[LetterState, int]:
    """Return how many letters are in each state, in the order of their way; states without letters are left out."""
    counted = session.execute(sa.select(Letter.state, sa.func.count()).group_by(Letter.state))
    found = {state: count for state, count in counted}  # noqa: C416 - rows are no pairs to mypy
    return {state: found[state] for state in LetterState if state in found}


def letters(session: Session, actor: Actor, state: LetterState | None, number: int) -> Page[Letter]:
    """Return one page of letters, unopened, newest first; nothing for actors without the permission."""
    which = [Letter.state == state] if state else []
    if actor.scope(Permission.LETTER_READ) is not Scope.ALL:
        return Page([], number, 0)
    total = session.scalar(sa.select(sa.func.count()).select_from(Letter).where(*which)) or 0
    wanted = sa.select(Letter).where(*which).order_by(Letter.id.desc()).options(*UNOPENED)
    rows = session.scalars(wanted.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(list(rows), number, total)


def open_tasks(session: Session, actor: Actor, number: int) -> Page[PhoneTask]:
    """Return one page of calls to be made, the most urgent first; nothing for actors without the permission."""
    if actor.scope(Permission.PHONE_TASK_DO) is not Scope.ALL:
        return Page([], number, 0)
    wanted = sa.select(PhoneTask).where(PhoneTask.done_at.is_(None)).order_by(PhoneTask.due_at, PhoneTask.id)
    rows = session.scalars(wanted.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE).options(defer(PhoneTask.note)))
    return Page(list(rows), number, open_task_count(session))


def open_task_count(session: Session) -> int:
    """Return how many calls are to be made."""
    return session.scalar(sa.select(sa.func.count()).select_from(PhoneTask).where(PhoneTask.done_at.is_(None))) or 0


def task_with_letter(session: Session, reference: str) -> PhoneTask:
    """Return one call and the letter it stands for; raise `NoResultFound`."""
    wanted = (
        sa.select(PhoneTask)
        .where(PhoneTask.reference == reference)
        .options(joinedload(PhoneTask.letter).options(*UNOPENED))
    )
    return session.scalars(wanted, execution_options=FRESH).one()


def task_to_change(session: Session, reference: str) -> PhoneTask:
    """Return one call, locked; raise `NoResultFound`."""
    wanted = sa.select(PhoneTask).where(PhoneTask.reference == reference)
    return session.scalars(wanted.with_for_update(), execution_options=FRESH).one()
