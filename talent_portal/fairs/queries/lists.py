"""Lists of participants: the coordinator's, and each municipality's under its rules."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.pages import PAGE_SIZE, Page
from talent_portal.fairs.models import (
    ACTIVE_STATES,
    AttendeeKind,
    Booking,
    Booth,
    Channel,
    CheckIn,
    Fair,
    Registration,
    RegistrationState,
    Round,
    TalkSlot,
)
from talent_portal.fairs.queries.people import FOLLOW_UP, matches
from talent_portal.privacy import queries as privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFilter:
    """What the coordinator looks for. Empty means everyone."""

    text: str = ""
    state: RegistrationState | None = None
    attendee_kind: AttendeeKind | None = None
    # Reference of a booth: only those with a talk there.
    booth: str = ""
    checked_in: bool | None = None
    needs_support: bool = False
    mail_failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One row of the coordinator's list."""

    reference: str
    number: str
    name: str
    kana: str
    email: str
    phone: str
    attendee_kind: AttendeeKind
    interests: list[str]
    state: RegistrationState
    channel: Channel
    talks: int
    needs_support: bool
    mail_failed: bool
    created_at: datetime
    held_until: datetime | None
    checked_in_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothGuest:
    """One row of a municipality's list: a number, a time and interests.

    Name and contact are there only while the person's consent for this municipality stands; whether somebody came is
    never there, because attendance has no bearing on selection.
    """

    number: str
    starts_at: datetime
    round: int
    attendee_kind: AttendeeKind
    interests: list[str]
    language: str
    consented: bool
    reference: str = ""
    name: str = ""
    kana: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FairCounts:
    """How many people stand where."""

    pending: int
    confirmed: int
    cancelled: int
    expired: int
    checked_in: int
    consents: int


def participants(
    session: Session, fair_reference: str, wanted: ParticipantFilter, page: int = 1, size: int = PAGE_SIZE
) -> Page[Participant]:
    """Return one page of a session's participants, newest first (three statements)."""
    fair = session.scalars(sa.select(Fair).where(Fair.reference == fair_reference)).one()
    conditions = _conditions(fair.id, wanted)
    rows = _rows().where(*conditions).order_by(Registration.id.desc()).limit(size).offset((page - 1) * size)
    total = session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*conditions)) or 0
    return Page([_participant(*row) for row in session.execute(rows)], page, total, size)


def _rows() -> sa.Select[Registration, datetime, int]:
    arrival = sa.select(CheckIn.at).where(CheckIn.registration_id == Registration.id, CheckIn.undone_at.is_(None))
    booked = sa.select(sa.func.count()).where(Booking.registration_id == Registration.id, Booking.active)
    return sa.select(Registration, arrival.scalar_subquery(), booked.scalar_subquery())


def _conditions(fair_id: int, wanted: ParticipantFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [Registration.fair_id == fair_id]
    if wanted.text:
        conditions.append(matches(wanted.text))
    if wanted.state is not None:
        conditions.append(Registration.state == wanted.state)
    if wanted.attendee_kind is not None:
        conditions.append(Registration.attendee_kind == wanted.attendee_kind)
    if wanted.needs_support:
        conditions.append(Registration.accommodation.is_not(None))
    if wanted.mail_failed:
        conditions.append(Registration.mail_failed_at.is_not(None))
    if wanted.booth:
        there = sa.select(Booking.registration_id).join(Booth, Booth.id == Booking.booth_id)
        conditions.append(Registration.id.in_(there.where(Booth.reference == wanted.booth, Booking.active)))
    if wanted.checked_in is not None:
        came = Registration.id.in_(sa.select(CheckIn.registration_id).where(CheckIn.undone_at.is_(None)))
        conditions.append(came if wanted.checked_in else sa.not_(came))
    return conditions


def _participant(person: Registration, checked_in_at: datetime | None, talks: int) -> Participant:
    return Participant(
        reference=person.reference,
        number=person.number,
        name=person.name,
        kana=f"{person.family_kana} {person.given_kana}".strip(),
        email=person.email or "",
        phone=person.phone or "",
        attendee_kind=person.attendee_kind,
        interests=person.interests,
        state=person.state,
        channel=person.channel,
        talks=talks,
        needs_support=person.accommodation is not None,
        mail_failed=person.mail_failed_at is not None,
        created_at=person.created_at,
        held_until=person.held_until,
        checked_in_at=checked_in_at,
    )


def booth_guests(session: Session, booth: Booth, organisation_reference: str) -> list[BoothGuest]:
    """Return who booked a talk at a booth, by time and number; names only with a standing consent."""
    booked = (
        sa.select(Registration, Round.starts_at, Round.position)
        .join(Booking, sa.and_(Booking.registration_id == Registration.id, Booking.active))
        .join(TalkSlot, TalkSlot.id == Booking.slot_id)
        .join(Round, Round.id == TalkSlot.round_id)
        .where(Booking.booth_id == booth.id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Round.position, Registration.number)
    )
    consented = _consented(session, organisation_reference)
    return [_guest(person, at, position, consented) for person, at, position in session.execute(booked)]


def _consented(session: Session, organisation_reference: str) -> frozenset[str]:
    standing = privacy.standing_subjects(FOLLOW_UP, f"organisation:{organisation_reference}")
    return frozenset(session.scalars(standing))


def _guest(person: Registration, at: datetime, position: int, consented: frozenset[str]) -> BoothGuest:
    plain = BoothGuest(
        number=person.number,
        starts_at=at,
        round=position,
        attendee_kind=person.attendee_kind,
        interests=person.interests,
        language=person.language,
        consented=f"registration:{person.reference}" in consented,
    )
    return _named(plain, person) if plain.consented else plain


def _named(guest: BoothGuest, person: Registration) -> BoothGuest:
    return BoothGuest(
        number=guest.number,
        starts_at=guest.starts_at,
        round=guest.round,
        attendee_kind=guest.attendee_kind,
        interests=guest.interests,
        language=guest.language,
        consented=True,
        reference=person.reference,
        name=person.name,
        kana=f"{person.family_kana} {person.given_kana}".strip(),
        email=person.email or "",
        phone=person.phone or "",
    )


def consented_people(session: Session, fair_id: int, organisation_reference: str) -> list[Registration]:
    """Return everyone at a session who lets this municipality contact them, talk or no talk, in order of number."""
    subjects = privacy.standing_subjects(FOLLOW_UP, f"organisation:{organisation_reference}")
    name = sa.literal("registration:") + Registration.reference
    willing = sa.and_(Registration.fair_id == fair_id, Registration.state == RegistrationState.CONFIRMED)
    people = sa.select(Registration).where(willing, name.in_(subjects))
    return list(session.scalars(people.order_by(Registration.number)))


def counts(session: Session, fair_reference: str) -> FairCounts:
    """Return the figures of a session (four statements)."""
    fair = session.scalars(sa.select(Fair).where(Fair.reference == fair_reference)).one()
    by_state = (
        sa.select(Registration.state, sa.func.count())
        .where(Registration.fair_id == fair.id)
        .group_by(Registration.state)
    )
    found = {row[0]: row[1] for row in session.execute(by_state)}
    of_fair = sa.select(Registration.id).where(Registration.fair_id == fair.id, Registration.state.in_(ACTIVE_STATES))
    came = sa.select(sa.func.count()).where(CheckIn.registration_id.in_(of_fair), CheckIn.undone_at.is_(None))
    mine = of_fair.with_only_columns(sa.literal("registration:") + Registration.reference)
    return FairCounts(
        found.get(RegistrationState.PENDING, 0),
        found.get(RegistrationState.CONFIRMED, 0),
        found.get(RegistrationState.CANCELLED, 0),
        found.get(RegistrationState.EXPIRED, 0),
        session.scalar(came) or 0,
        privacy.standing_count(session, FOLLOW_UP, mine),
    )
