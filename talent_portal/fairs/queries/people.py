"""Registrations as their holder sees them, and as the desk finds them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.core import clock
from talent_portal.core.text import search_key
from talent_portal.fairs.models import ACTIVE_STATES, CheckIn, Fair, Presence, Registration, RegistrationState
from talent_portal.fairs.queries.plans import Talk, talks_of, talks_of_many
from talent_portal.fairs.queries.public import FairFacts
from talent_portal.fairs.rules.names import NUMBER_DIGITS, folded_number
from talent_portal.privacy import queries as privacy

FOLLOW_UP = "fair.follow-up"
DESK_LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRegistration:
    """Everything the manage-page shows to whoever holds the link."""

    registration: Registration
    fair: FairFacts
    talks: tuple[Talk, ...]
    # References of the organisations that may contact them.
    follow_up: frozenset[str]
    # Address of the room; empty unless they take part online and are confirmed.
    online_url: str
    can_change: bool
    can_cancel: bool
    checked_in_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAtDesk:
    """What the desk sees of one person: enough to greet and to help, no address."""

    reference: str
    number: str
    name: str
    kana: str
    state: RegistrationState
    accommodation: str
    talks: tuple[Talk, ...]
    checked_in_at: datetime | None
    checked_in_by: str


def subject(registration: Registration) -> str:
    """Return the opaque name under which other floors know somebody."""
    return f"registration:{registration.reference}"


def registration(session: Session, reference: str) -> Registration:
    """Return one registration; raise `NoResultFound` (404)."""
    return session.scalars(sa.select(Registration).where(Registration.reference == reference)).one()


def registration_by_id(session: Session, registration_id: int) -> Registration:
    """Return one registration by its key."""
    return session.scalars(sa.select(Registration).where(Registration.id == registration_id)).one()


def follow_up_of(session: Session, person: Registration) -> frozenset[str]:
    """Return the references of the organisations that may contact somebody right now."""
    consents = privacy.standing(session, FOLLOW_UP, subject=subject(person))
    return frozenset(event.scope_reference for event in consents)


def registration_and_fair(session: Session, reference: str) -> tuple[Registration, Fair]:
    """Return one registration and its session; raise `NoResultFound` (404)."""
    both = sa.select(Registration, Fair).join(Registration.fair).where(Registration.reference == reference)
    mine, fair = session.execute(both).one()
    return mine, fair


def my_registration(session: Session, reference: str) -> MyRegistration:
    """Return what the holder of the link sees, in five statements."""
    mine, fair = registration_and_fair(session, reference)
    now = clock.now()
    joined = mine.state is RegistrationState.CONFIRMED
    remote = fair.is_online or mine.presence is Presence.ONLINE
    arrived = sa.select(CheckIn.at).where(CheckIn.registration_id == mine.id, CheckIn.undone_at.is_(None))
    return MyRegistration(
        registration=mine,
        fair=FairFacts.of(fair, now),
        talks=talks_of(session, mine.id),
        follow_up=follow_up_of(session, mine),
        online_url=fair.online_url if joined and remote else "",
        can_change=mine.active and fair.changeable(now),
        can_cancel=mine.active and now < fair.ends_at,
        checked_in_at=session.scalar(arrived),
    )


def by_number(session: Session, fair_id: int, number: str) -> Registration | None:
    """Return the active registration with these six digits."""
    active = sa.and_(Registration.fair_id == fair_id, Registration.state.in_(ACTIVE_STATES))
    return session.scalars(sa.select(Registration).where(active, Registration.number == number)).one_or_none()


def matches(text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a number or a part of a name or its reading fits; kana and width are folded."""
    digits = folded_number(text)
    if len(digits) == NUMBER_DIGITS:
        return Registration.number == digits
    return Registration.search_key.contains(search_key(text), autoescape=True)


def at_desk(session: Session, fair_reference: str, text: str) -> list[PersonAtDesk]:
    """Return at most 20 people of a session whose name, reading or number fits `text` (three statements)."""
    fair = session.scalars(sa.select(Fair).where(Fair.reference == fair_reference)).one()
    if not search_key(text):
        return []
    active = sa.and_(Registration.fair_id == fair.id, Registration.state.in_(ACTIVE_STATES))
    found = _with_arrival().where(active, matches(text))
    rows = session.execute(found.order_by(Registration.search_key, Registration.id).limit(DESK_LIMIT)).all()
    talks = talks_of_many(session, [person.id for person, _, _ in rows])
    return [_at_desk(person, talks.get(person.id, ()), arrival, by) for person, arrival, by in rows]


def person_at_desk(session: Session, registration_id: int) -> PersonAtDesk:
    """Return what the desk sees of one person (two statements)."""
    person, arrival, by = session.execute(_with_arrival().where(Registration.id == registration_id)).one()
    return _at_desk(person, talks_of(session, person.id), arrival, by)


def _with_arrival() -> sa.Select[Registration, CheckIn, str]:
    counts = sa.and_(CheckIn.registration_id == Registration.id, CheckIn.undone_at.is_(None))
    return (
        sa.select(Registration, CheckIn, Account.name)
        .outerjoin(CheckIn, counts)
        .outerjoin(Account, Account.reference == CheckIn.by)
    )


def _at_desk(person: Registration, talks: tuple[Talk, ...], arrival: CheckIn | None, by: str | None) -> PersonAtDesk:
    return PersonAtDesk(
        reference=person.reference,
        number=person.number,
        name=person.name,
        kana=f"{person.family_kana} {person.given_kana}".strip(),
        state=person.state,
        accommodation=person.accommodation or "",
        talks=talks,
        checked_in_at=arrival.at if arrival else None,
        checked_in_by=by or "",
    )
