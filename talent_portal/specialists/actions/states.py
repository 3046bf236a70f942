"""Move a registration through its states: one table, one way, every refusal in the book."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Refusal, Stale
from talent_portal.outbox.actions import LetterDraft
from talent_portal.privacy import actions as privacy
from talent_portal.privacy import queries as consents
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import entries, letters
from talent_portal.specialists.actions.drafts import Entry
from talent_portal.specialists.errors import (
    DayPassed,
    EntriesUnchecked,
    NotYours,
    Obligations,
    PartsMissing,
    ReasonMissing,
    StateForbids,
    WitnessMissing,
)
from talent_portal.specialists.models import Channel, Specialist, SpecialistState
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import TRANSITIONS, WHO, SpecialistEvent, Who

# What somebody must have said before the office can do anything with the card.
NEEDED_PARTS = ("about", "work", "days", "travel", "ways", "hide", "consents")
NEEDS_REASON = frozenset({SpecialistEvent.RETURN, SpecialistEvent.SUSPEND})
# Steps that staff take in the person's place, and so must say how they were told.
ON_BEHALF = frozenset(
    {SpecialistEvent.SUBMIT, SpecialistEvent.WITHDRAW, SpecialistEvent.RENEW, SpecialistEvent.CONFIRM}
)
TOLD = frozenset(SpecialistEvent) - {SpecialistEvent.CONFIRM, SpecialistEvent.SUBMIT, SpecialistEvent.ERASE}
OFFICE = frozenset({Who.COORDINATOR, Who.LEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event with what it needs: a reason (code), words to the person, the end of a pause, how staff were told."""

    event: SpecialistEvent
    reason: str = ""
    note: str = ""
    until: date | None = None
    entry: Entry | None = None


def take(actor: Actor, reference: str, step: Step, expected_version: int | None) -> Specialist:
    """Take one step of the table, or raise and leave a `denied` line in the book.

    Raises `NotYours`, `StateForbids`, `Stale`, `ReasonMissing`, `DayPassed`, `PartsMissing`, `EntriesUnchecked`,
    `WitnessMissing` or `PaperNeeded`. `expected_version` None is for whoever has seen no page (links, the clock).
    """
    seen = queries.specialist(reading(), reference)
    letter = _letter(seen, step) if step.event in TOLD else None
    try:
        with transaction() as session:
            person = queries.specialist_to_change(session, reference)
            who = check(actor, person, step.event)
            if expected_version is not None and person.version != expected_version:
                raise Stale
            _guard(session, actor, person, step, who)
            _move(session, actor, person, step)
            if step.event in TOLD:
                letters.post_or_call(session, person, letter)
    except Refusal:
        audit.note_denied(actor, f"specialist.{step.event}", queries.subject(seen))
        raise
    return person


def _letter(person: Specialist, step: Step) -> LetterDraft | None:
    """Return what the person is told; whoever lapses gets the link that brings them back."""
    if step.event is SpecialistEvent.LAPSE:
        return letters.renewal(person, left="over", last_day=clock.today())
    return letters.news(person, step.event.value, note=step.note, until=step.until)


def check(actor: Actor, person: Specialist, event: SpecialistEvent) -> Who:
    """Return as whom the actor may trigger the event now; raise `NotYours` or `StateForbids`."""
    who = policies.who_is(actor, person)
    if who is None or who not in WHO[event]:
        raise NotYours(event=event.value)
    if event not in TRANSITIONS[person.state]:
        raise StateForbids(state=person.state.value, event=event.value)
    return who


def _guard(session: Session, actor: Actor, person: Specialist, step: Step, who: Who) -> None:
    paused_by_staff = step.event is SpecialistEvent.PAUSE and who in OFFICE
    if (step.event in NEEDS_REASON or paused_by_staff) and step.reason not in words.REASONS:
        raise ReasonMissing
    if step.until is not None and step.until <= clock.today():
        raise DayPassed
    if step.event is SpecialistEvent.SUBMIT:
        missing = [part for part in NEEDED_PARTS if part not in person.parts_done]
        if missing:
            raise PartsMissing(parts=missing)
    if step.event is SpecialistEvent.ACTIVATE and people.unchecked(session, person.id):
        raise EntriesUnchecked
    if step.event in ON_BEHALF and who in OFFICE:
        if step.entry is None:
            raise WitnessMissing
        entries.note(session, actor, person, step.event.value, step.entry)


def _move(session: Session, actor: Actor, person: Specialist, step: Step) -> None:
    before = person.state
    person.state = TRANSITIONS[before][step.event]
    if person.state is not before:
        person.state_since = clock.now()
    person.state_reason, person.state_note = step.reason, step.note
    person.paused_until = step.until if person.state is SpecialistState.PAUSED else None
    if step.event in {SpecialistEvent.RENEW, SpecialistEvent.ACTIVATE}:
        person.last_confirmed_on, person.warned_on, person.warnings = clock.today(), None, 0
    if step.event in {SpecialistEvent.RENEW, SpecialistEvent.WITHDRAW}:
        person.token_version += 1
    if step.event is SpecialistEvent.WITHDRAW:
        channel = step.entry.channel.value if step.entry else _channel(actor)
        privacy.withdraw_everything(session, actor, subject=queries.subject(person), channel=channel)
    person.version += 1
    audit.record(
        session,
        actor,
        f"specialist.{step.event}",
        queries.subject(person),
        before=before.value,
        after=person.state.value,
        reason=step.reason,
    )


def _channel(actor: Actor) -> str:
    return "staff" if actor.kind in {"staff", "worker"} else Channel.WEB.value


def resume_due() -> int:
    """End the pauses whose last day has passed; return how many."""
    return _each(people.pauses_over(reading(), clock.today()), SpecialistEvent.RESUME)


def lapse_due() -> int:
    """Let registrations lapse that nobody confirmed for a year; return how many."""
    return _each(people.unconfirmed_since(reading(), people.year_ago(clock.today())), SpecialistEvent.LAPSE)


def _each(references: list[str], event: SpecialistEvent) -> int:
    done = 0
    for reference in references:
        try:
            take(WORKER, reference, Step(event=event), None)
        except StateForbids:
            continue  # somebody was faster
        done += 1
    return done


def erase(actor: Actor, reference: str) -> None:
    """Forget somebody who has withdrawn, at once and everywhere, the account included.

    Raises `Obligations` while half-days lie ahead, else like `take`.
    """
    person = queries.specialist(reading(), reference)
    try:
        check(actor, person, SpecialistEvent.ERASE)
        if people.half_days_ahead(reading(), person.id, clock.today()):
            raise Obligations
    except Refusal:
        audit.note_denied(actor, "specialist.erase", queries.subject(person))
        raise
    account = people.account_reference(reading(), person.account_id)
    privacy.erase(actor, queries.subject(person))
    if account:
        privacy.erase(actor, f"account:{account}")


def shares(session: Session, person: Specialist) -> bool:
    """Return whether somebody may be shown without a name."""
    return consents.stands(session, queries.SHARE_ANONYMOUS, "all", queries.subject(person))
