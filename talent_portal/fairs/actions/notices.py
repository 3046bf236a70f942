"""Tell everyone: called off, moved online, tomorrow is the day, the hold is about to end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.fairs import queries
from talent_portal.fairs.actions import letters
from talent_portal.fairs.actions.fairs import fair_at
from talent_portal.fairs.actions.states import note, noting_denial, step
from talent_portal.fairs.errors import RoomMissing, StateForbids
from talent_portal.fairs.models import Fair, FairState, Registration, RegistrationState
from talent_portal.fairs.models.fair import RUNNING
from talent_portal.fairs.queries import changing, plans, subject
from talent_portal.fairs.queries.plans import Talk
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft

REMIND_BEFORE = timedelta(days=1)
HOLD_WARNING = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Told:
    """How everyone was told."""

    letters: int
    phone_tasks: int


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to everyone: its template, and the reason of the call for those without mail."""

    deed: str
    template: str
    reason: str
    calendar_cancelled: bool


CALLED_OFF = Notice("cancel", "fair_cancelled", "fair.cancelled", calendar_cancelled=True)
MOVED_ONLINE = Notice("move-online", "moved_online", "fair.moved_online", calendar_cancelled=False)


def cancel_fair(actor: Actor, reference: str, notice_ja: str, notice_en: str, expected_version: int) -> Told:
    """Call the session off and tell everyone in the same step: mail, or a call for those without.

    Raises `Stale` or `StateForbids`.
    """

    def change(fair: Fair) -> None:
        step(fair, FairState.CANCELLED)
        fair.notice_ja, fair.notice_en = notice_ja, notice_en

    return _tell_everyone(actor, reference, expected_version, CALLED_OFF, change)


def move_online(  # noqa: PLR0913, PLR0917 - what everyone is told, in both languages
    actor: Actor, reference: str, online_url: str, notice_ja: str, notice_en: str, expected_version: int
) -> Told:  # fmt: skip
    """Hold the session online instead and tell everyone in the same step. Raises `RoomMissing` without an address."""
    if not online_url:
        raise RoomMissing

    def change(fair: Fair) -> None:
        if fair.state not in (FairState.DRAFT, *RUNNING) or fair.is_online:
            raise StateForbids(state=fair.state.value, wanted="moved_online")
        fair.moved_online, fair.online_url = True, online_url
        fair.notice_ja, fair.notice_en = notice_ja, notice_en
        fair.version += 1

    return _tell_everyone(actor, reference, expected_version, MOVED_ONLINE, change)


def _tell_everyone(
    actor: Actor, reference: str, expected_version: int, notice: Notice, change: Callable[[Fair], None]
) -> Told:
    """Compose for everyone known, then lock, change and post; whoever came in between is composed for at once."""
    with noting_denial(actor, notice.deed, reference):
        composed = _composed_for_all(reference, notice, change)
        return _told(actor, reference, expected_version, notice, change, composed)


def _told(  # noqa: PLR0913, PLR0917 - the second half of the step above
    actor: Actor,
    reference: str,
    expected_version: int,
    notice: Notice,
    change: Callable[[Fair], None],
    composed: Mapping[str, LetterDraft | None],
) -> Told:
    with transaction() as session:
        fair = fair_at(session, reference, expected_version)
        before = fair.state
        change(fair)
        fair.ics_sequence += 1
        session.flush()
        sent = called = 0
        for person in changing.active_registrations(session, fair.id):
            letter = composed.get(person.reference) or _letter(
                notice, person, fair, plans.talks_of(session, person.id), changes=0
            )
            if letter:
                outbox.post(session, letter)
                sent += 1
            else:
                outbox.phone_task(session, reason=notice.reason, subject=subject(person))
                called += 1
        note(session, actor, fair, before)
        audit.record(session, actor, "fair.everyone_told", f"fair:{reference}", letters=sent, calls=called)
    return Told(sent, called)


def _composed_for_all(
    reference: str, notice: Notice, change: Callable[[Fair], None]
) -> dict[str, LetterDraft | None]:  # fmt: skip
    session = reading()
    fair = queries.fair(session, reference)
    people = changing.active_registrations(session, fair.id)
    talks = plans.talks_of_many(session, [person.id for person in people])
    session.expunge(fair)  # the letters show the session as it will be; the row changes in the transaction
    change(fair)
    return {
        person.reference: _letter(notice, person, fair, talks.get(person.id, ()), changes=1)
        for person in people
        if person.email
    }


def _letter(
    notice: Notice, person: Registration, fair: Fair, talks: tuple[Talk, ...], *, changes: int
) -> LetterDraft | None:
    cancelled = notice.calendar_cancelled
    entry = letters.calendar_attachment(person, fair, talks, changes=changes, cancelled=cancelled)
    return letters.compose(notice.template, person, fair, talks=talks, attachments=(entry,))


def remind_of_fair(reference: str) -> bool:
    """Mail one person their talks the day before, once. Whoever signed up later than that has the ticket at hand."""
    person, fair = queries.registration_and_fair(reading(), reference)
    talks = plans.talks_of(reading(), person.id)
    late = person.confirmed_at is None or person.confirmed_at > fair.starts_at - REMIND_BEFORE
    files = letters.with_ticket(person, fair, talks)
    letter = None if late else letters.compose("reminder", person, fair, talks=talks, attachments=files)
    with transaction() as session:
        held = changing.registration_to_change(session, reference)
        if held.state is not RegistrationState.CONFIRMED or held.reminded_at is not None:
            return False
        held.reminded_at = clock.now()
        _post_and_note(session, letter, held, "registration.reminded")
    return letter is not None


def remind_of_hold(reference: str) -> bool:
    """Mail one person that their hold is about to end, once."""
    person, fair = queries.registration_and_fair(reading(), reference)
    talks = plans.talks_of(reading(), person.id)
    letter = letters.compose("hold_ending", person, fair, talks=talks, until=person.held_until)
    with transaction() as session:
        held = changing.registration_to_change(session, reference)
        if held.state is not RegistrationState.PENDING or held.hold_reminded_at is not None:
            return False
        held.hold_reminded_at = clock.now()
        _post_and_note(session, letter, held, "registration.hold_reminded")
    return letter is not None


def _post_and_note(session: Session, letter: LetterDraft | None, person: Registration, deed: str) -> None:
    if letter:
        outbox.post(session, letter)
        audit.record(session, WORKER, deed, subject(person))
