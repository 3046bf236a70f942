"""Simple online check-in: by ticket, by number, or from the list; with undo, and never twice.

Whoever never proved their address has no ticket. When they stand at the desk, staff confirm them by their name first:
somebody who is there needs no proof by mail, but a number mistyped must not let a stranger's hold pass as confirmed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.fairs import queries
from talent_portal.fairs.actions.holding import make_firm
from talent_portal.fairs.errors import NotConfirmed, NumberUnknown, StateForbids, TicketInvalid
from talent_portal.fairs.gateway import tickets
from talent_portal.fairs.models import CheckIn, Fair, FairState, Registration, RegistrationState
from talent_portal.fairs.models.fair import AT_THE_DESK
from talent_portal.fairs.queries import PersonAtDesk, changing, people, subject
from talent_portal.fairs.rules.names import folded_number


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the desk is told: who, whether this is the first time, and otherwise when and by whom before."""

    person: PersonAtDesk
    first: bool
    at: datetime
    by_name: str


def check_in_ticket(actor: Actor, fair_reference: str, ticket: str) -> Arrival:
    """Check in whoever holds this ticket.

    Raises `TicketInvalid` with `reason` forged, other_session, cancelled or replaced.
    """
    said = tickets.read(ticket)
    if said is None:
        raise TicketInvalid(reason="forged")
    session = reading()
    fair = queries.fair(session, fair_reference)
    if said.fair != fair.reference:
        raise TicketInvalid(reason="other_session")
    person = queries.registration(session, said.registration)
    if person.state is not RegistrationState.CONFIRMED or fair.state is FairState.CANCELLED:
        raise TicketInvalid(reason="cancelled")
    if person.ticket_version != said.version:
        raise TicketInvalid(reason="replaced")
    return _arrive(actor, fair, person, "ticket")


def check_in_number(actor: Actor, fair_reference: str, number: str) -> Arrival:
    """Check in whoever has these six digits, typed in any width and with any spaces.

    Raises `NumberUnknown`, or `NotConfirmed` for somebody whose address was never proven.
    """
    session = reading()
    fair = queries.fair(session, fair_reference)
    person = people.by_number(session, fair.id, folded_number(number))
    if person is None:
        raise NumberUnknown
    _check_admitted(fair, person)
    return _arrive(actor, fair, person, "number")


def check_in_person(
    actor: Actor, fair_reference: str, registration_reference: str, *, confirmed_by_name: bool = False
) -> Arrival:
    """Check in somebody found in the list; `confirmed_by_name` confirms them in the same step where that is missing.

    Raises `NumberUnknown` for whoever is not at this session, or `NotConfirmed`.
    """
    session = reading()
    fair = queries.fair(session, fair_reference)
    person = queries.registration(session, registration_reference)
    if person.fair_id != fair.id or not person.active:
        raise NumberUnknown
    if not confirmed_by_name:
        _check_admitted(fair, person)
    return _arrive(actor, fair, person, "list")


def _check_admitted(fair: Fair, person: Registration) -> None:
    if fair.state in AT_THE_DESK and person.state is RegistrationState.PENDING:
        raise NotConfirmed(person=person.reference)


def _arrive(actor: Actor, fair: Fair, person: Registration, how: str) -> Arrival:
    """Note the arrival; the database keeps a second one out, however many desks there are."""
    if fair.state not in AT_THE_DESK:
        raise StateForbids(state=fair.state.value, wanted="check_in")
    first = True
    try:
        with transaction() as session:
            _confirm(session, actor, person)
            session.add(CheckIn(registration_id=person.id, at=clock.now(), by=actor.reference, how=how))
            session.flush()
            audit.record(session, actor, "check_in.made", subject(person), fair=fair.reference, how=how)
    except IntegrityError:
        first = False
    seen = queries.person_at_desk(reading(), person.id)
    return Arrival(seen, first, seen.checked_in_at or clock.now(), seen.checked_in_by)


def _confirm(session: Session, actor: Actor, seen: Registration) -> None:
    """Confirm whoever is still pending. No letter: the address was not proven, and may be somebody else's."""
    person = changing.registration_to_change(session, seen.reference)
    if not person.active:
        raise NumberUnknown
    if person.state is RegistrationState.PENDING:
        make_firm(person)
        person.version += 1
        audit.record(session, actor, "registration.confirmed", subject(person), before="pending", after="confirmed")


def undo_check_in(actor: Actor, fair_reference: str, registration_reference: str) -> bool:
    """Take a mistaken check-in back; return whether there was one."""
    person, fair = queries.registration_and_fair(reading(), registration_reference)
    if fair.reference != fair_reference:
        raise NumberUnknown
    with transaction() as session:
        arrival = changing.check_in_to_change(session, person.id)
        if arrival is None:
            return False
        arrival.undone_at, arrival.undone_by = clock.now(), actor.reference
        audit.record(session, actor, "check_in.undone", subject(person), fair=fair_reference)
    return True
