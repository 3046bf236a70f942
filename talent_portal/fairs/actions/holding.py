"""Prove an address, look after one's own registration, and let go of what nobody proved."""

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor, guest
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.fairs import queries
from talent_portal.fairs.actions import letters, plan, seats, sign_up
from talent_portal.fairs.errors import ChangesClosed, NotActive, SlotFull, WrongCode
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import Fair, FairState, Registration, RegistrationState
from talent_portal.fairs.queries import changing, plans, subject
from talent_portal.fairs.rules.names import folded_number
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import Priority
from talent_portal.privacy import actions as privacy

MOST_ATTEMPTS = 5


def prove(sign_up_reference: str, code: str) -> Registration:
    """Confirm the registration whose code was typed; at most five tries per letter.

    Raises `WrongCode` for everything that is not right, so that nobody learns whether an address is signed up.
    """
    with transaction() as session:
        proof = changing.proof_to_change(session, sign_up_reference)
        if proof is None or proof.attempts >= MOST_ATTEMPTS or proof.expires_at < clock.now():
            raise WrongCode
        right = links.is_code(proof.reference, folded_number(code), proof.code_hash)
        if not right:
            proof.attempts += 1
        registration = queries.registration_by_id(session, proof.registration_id)
    if not right:
        raise WrongCode
    return confirm(guest(registration.reference, registration.language), registration.reference)


def confirm(actor: Actor, reference: str) -> Registration:
    """Turn a held registration into a firm one and send its ticket; confirming twice changes nothing.

    Raises `NotActive` when the hold has ended, or the session is called off.
    """
    person, fair = queries.registration_and_fair(reading(), reference)
    if person.state is RegistrationState.CONFIRMED:
        return person
    if not person.active or fair.state is FairState.CANCELLED:
        raise NotActive
    talks = plans.talks_of(reading(), person.id)
    letter = letters.compose(
        "confirmed",
        person,
        fair,
        talks=talks,
        attachments=letters.with_ticket(person, fair, talks),
        priority=Priority.NOW,
    )
    with transaction() as session:
        held = changing.registration_to_change(session, reference)
        if held.state is not RegistrationState.PENDING:
            return _settled(held)
        make_firm(held)
        if letter:
            outbox.post(session, letter)
        audit.record(session, actor, "registration.confirmed", subject(held), before="pending", after="confirmed")
    return held


def make_firm(person: Registration) -> None:
    """Note that a registration stands: proven by its holder, or entered by staff."""
    person.state, person.confirmed_at, person.held_until = RegistrationState.CONFIRMED, clock.now(), None


def _settled(person: Registration) -> Registration:
    if person.state is RegistrationState.CONFIRMED:
        return person
    raise NotActive


def change_plan(actor: Actor, reference: str, talks: tuple[str, ...], expected_version: int) -> Registration:
    """Put other talks in the place of one's own in one step: never fewer by failure, never both.

    Raises `SlotFull` with alternatives, the refusals of a plan, `ChangesClosed`, `NotActive`, or `Stale`.
    """
    session = reading()
    person, fair = queries.registration_and_fair(session, reference)
    _check_changeable(actor, person, fair)
    held = plans.talks_of(session, person.id)
    wanted = plan.wanted(session, fair, talks)
    if {talk.slot_id for talk in wanted} == {talk.slot_id for talk in held}:
        return person
    try:
        return _move(actor, person, fair, wanted, expected_version)
    except SlotFull:
        raise plan.with_alternatives(fair, wanted, held) from None


def _check_changeable(actor: Actor, person: Registration, fair: Fair) -> None:
    if not person.active or fair.state is FairState.CANCELLED:
        raise NotActive
    if not actor.signed_in and not fair.changeable(clock.now()):
        raise ChangesClosed(contact=fair.contact)


def _move(
    actor: Actor, seen: Registration, fair: Fair, wanted: tuple[plans.Talk, ...], expected_version: int
) -> Registration:
    firm = seen.state is RegistrationState.CONFIRMED
    files = letters.with_ticket(seen, fair, wanted, changes=1) if firm else ()
    letter = letters.compose("changed", seen, fair, talks=wanted, attachments=files) if firm else None
    with transaction() as session:
        person = changing.registration_to_change(session, seen.reference)
        if not person.active:
            raise NotActive
        if person.version != expected_version:
            raise Stale
        before = changing.bookings_to_change(session, person.id)
        kept = {talk.slot_id for talk in wanted} & {booking.slot_id for booking in before}
        gone = [booking for booking in before if booking.slot_id not in kept]
        added = tuple(talk for talk in wanted if talk.slot_id not in kept)
        seats.move(session, taken=[talk.slot_id for talk in added], freed=[booking.slot_id for booking in gone])
        for booking in gone:
            booking.active, booking.ended_at = False, clock.now()
        session.flush()
        sign_up.book(session, person, added)
        person.version += 1
        person.ics_sequence += 1
        if letter:
            outbox.post(session, letter)
        audit.record(
            session,
            actor,
            "registration.changed",
            subject(person),
            before=[booking.slot_id for booking in before],
            after=[talk.slot_id for talk in wanted],
        )
    return person


def cancel(actor: Actor, reference: str) -> bool:
    """Cancel a registration and free its places once, however often it is asked; return whether this call did."""
    person, fair = queries.registration_and_fair(reading(), reference)
    if not person.active:
        return False
    entry = letters.calendar_attachment(person, fair, (), changes=1, cancelled=True)
    firm = person.state is RegistrationState.CONFIRMED
    letter = letters.compose("cancelled", person, fair, attachments=(entry,) if firm else ())
    with transaction() as session:
        held = changing.registration_to_change(session, reference)
        if not held.active:
            return False
        before = held.state
        let_go(session, held, RegistrationState.CANCELLED)
        if letter:
            outbox.post(session, letter)
        _withdraw_all(session, actor, held)
        audit.record(session, actor, "registration.cancelled", subject(held), before=before.value, after="cancelled")
    return True


def _withdraw_all(session: Session, actor: Actor, person: Registration) -> None:
    channel = person.channel.value if actor.signed_in else "web"
    privacy.withdraw_everything(session, actor, subject=subject(person), channel=channel)


def let_go(session: Session, person: Registration, state: RegistrationState) -> None:
    """Free the talks and the place of a locked, active registration; its own row changes last."""
    held = changing.bookings_to_change(session, person.id)
    seats.free(session, [booking.slot_id for booking in held])
    seats.free_place(session, person.fair_id)
    now = clock.now()
    for booking in held:
        booking.active, booking.ended_at = False, now
    person.state, person.ended_at, person.held_until = state, now, None
    person.version += 1
    person.ics_sequence += 1


def expire(reference: str) -> bool:
    """Free the places of a hold that has ended; once, and never of somebody who confirmed in the meantime."""
    with transaction() as session:
        person = changing.registration_to_change(session, reference)
        over = person.held_until is not None and person.held_until < clock.now()
        if person.state is not RegistrationState.PENDING or not over:
            return False
        let_go(session, person, RegistrationState.EXPIRED)
        _withdraw_all(session, WORKER, person)
        audit.record(session, WORKER, "registration.expired", subject(person), before="pending", after="expired")
    return True
