"""Simple online check-in: by ticket, by number, or from the list; with undo, and never twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.fairs import queries
from talent_portal.fairs.errors import NumberUnknown, TicketInvalid
from talent_portal.fairs.gateway import tickets
from talent_portal.fairs.models import CheckIn, Fair, FairState, Registration, RegistrationState
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
    """Check in whoever has these six digits, typed in any width and with any spaces. Raises `NumberUnknown`."""
    session = reading()
    fair = queries.fair(session, fair_reference)
    person = people.by_number(session, fair.id, folded_number(number))
    if person is None:
        raise NumberUnknown
    return _arrive(actor, fair, person, "number")


def check_in_person(actor: Actor, fair_reference: str, registration_reference: str) -> Arrival:
    """Check in somebody found in the list. Raises `NumberUnknown` for whoever is not at this session."""
    session = reading()
    fair = queries.fair(session, fair_reference)
    person = queries.registration(session, registration_reference)
    if person.fair_id != fair.id or not person.active:
        raise NumberUnknown
    return _arrive(actor, fair, person, "list")


def _arrive(actor: Actor, fair: Fair, person: Registration, how: str) -> Arrival:
    """Note the arrival; the database keeps a second one out, however many desks there are."""
    first = True
    try:
        with transaction() as session:
            session.add(CheckIn(registration_id=person.id, at=clock.now(), by=actor.reference, how=how))
            session.flush()
            audit.record(session, actor, "check_in.made", subject(person), fair=fair.reference, how=how)
    except IntegrityError:
        first = False
    seen = queries.person_at_desk(reading(), person.id)
    return Arrival(seen, first, seen.checked_in_at or clock.now(), seen.checked_in_by)


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
