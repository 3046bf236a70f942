"""Slots, seats and talks: what a plan is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.fairs.models import Booking, Booth, Fair, Proof, Registration, Round, TalkSlot
from talent_portal.fairs.rules.plan import Seat
from talent_portal.municipalities import queries as municipalities
from talent_portal.municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk as people read it, with the keys that booking needs."""

    slot: str
    slot_id: int
    round_id: int
    booth_id: int
    fair_id: int
    round: int
    starts_at: datetime
    ends_at: datetime
    booth: str
    organisation: str
    name_ja: str
    name_en: str
    label: str
    room_url: str
    left: int

    @property
    def seat(self) -> Seat:
        """Return the talk as the rules see it."""
        return Seat(self.slot, self.booth_id, self.round, self.left)


_TALK = (
    TalkSlot.reference,
    TalkSlot.id,
    TalkSlot.round_id,
    TalkSlot.booth_id,
    TalkSlot.fair_id,
    Round.position,
    Round.starts_at,
    Round.ends_at,
    Booth.reference,
    Organisation.reference,
    Organisation.name_ja,
    Organisation.name_en,
    Booth.label,
    Booth.room_url,
    sa.case((TalkSlot.taken < TalkSlot.capacity, TalkSlot.capacity - TalkSlot.taken), else_=0),
)


# Built once: in a rush, building statements costs more than running them.
_TALKS: sa.Select[*tuple[Any, ...]] = (
    sa.select(*_TALK)
    .select_from(TalkSlot)
    .join(Round, Round.id == TalkSlot.round_id)
    .join(Booth, Booth.id == TalkSlot.booth_id)
    .join(Organisation, Organisation.id == Booth.organisation_id)
    .order_by(Round.position, Booth.position, TalkSlot.id)
)
_TALKS_OF_SLOTS = _TALKS.where(TalkSlot.reference.in_(sa.bindparam("slots", expanding=True)))
_FAIR_AND_EARLIER = (
    sa.select(Fair, Proof.expires_at)
    .outerjoin(Proof, Proof.reference == sa.bindparam("proof"))
    .where(Fair.reference == sa.bindparam("fair"))
)


def talks(session: Session, slots: Sequence[str]) -> tuple[Talk, ...]:
    """Return the talks of these slot references, in the order of the day; unknown references are left out."""
    if not slots:
        return ()
    return tuple(Talk(*row) for row in session.execute(_TALKS_OF_SLOTS, {"slots": list(slots)}))


def grid(session: Session, fair_id: int) -> tuple[Talk, ...]:
    """Return every slot of a session, in the order of the day."""
    return tuple(Talk(*row) for row in session.execute(_TALKS.where(TalkSlot.fair_id == fair_id)))


def talks_of(session: Session, registration_id: int) -> tuple[Talk, ...]:
    """Return the talks somebody holds now, in the order of the day."""
    held = _TALKS.join(Booking, Booking.slot_id == TalkSlot.id)
    mine = held.where(Booking.registration_id == registration_id, Booking.active)
    return tuple(Talk(*row) for row in session.execute(mine))


def talks_of_many(session: Session, registration_ids: Sequence[int]) -> dict[int, tuple[Talk, ...]]:
    """Return the talks of many people, by registration id, in one statement."""
    held = _TALKS.join(Booking, Booking.slot_id == TalkSlot.id).add_columns(Booking.registration_id)
    theirs = held.where(Booking.registration_id.in_(registration_ids), Booking.active)
    found: dict[int, list[Talk]] = {}
    for *row, registration_id in session.execute(theirs):
        found.setdefault(registration_id, []).append(Talk(*row))
    return {key: tuple(value) for key, value in found.items()}


def travel_minutes(session: Session, fair_id: int) -> dict[tuple[int, int], int]:
    """Return the minutes between the municipalities of a session's booths, by pair of booth ids."""
    placed = (
        sa.select(Booth.id, Municipality.slug)
        .join(Municipality, Municipality.organisation_id == Booth.organisation_id)
        .where(Booth.fair_id == fair_id)
    )
    slugs = {row.id: row.slug for row in session.execute(placed)}
    matrix = municipalities.matrix(session)
    pairs = ((one, two, matrix.minutes(slugs[one], slugs[two])) for one in slugs for two in slugs if one != two)
    return {(one, two): minutes for one, two, minutes in pairs if minutes is not None}


def booked_counts(session: Session, slot_ids: Sequence[int]) -> dict[int, int]:
    """Return how many active bookings stand per slot. The counters are the truth; this one checks them."""
    counted = sa.select(Booking.slot_id, sa.func.count()).where(Booking.slot_id.in_(slot_ids), Booking.active)
    return {row[0]: row[1] for row in session.execute(counted.group_by(Booking.slot_id))}


def fair_and_earlier(session: Session, fair_reference: str, proof_reference: str) -> tuple[Fair, datetime | None]:
    """Return a session, and the end of the hold if this very submit has landed before; one statement."""
    given = {"fair": fair_reference, "proof": proof_reference}
    fair, until = session.execute(_FAIR_AND_EARLIER, given).one()
    return fair, until


def holder(session: Session, fair_id: int, email_key: str) -> Registration | None:
    """Return the active registration of an address at a session."""
    active = Registration.state.in_(("pending", "confirmed"))
    mine = sa.select(Registration).where(Registration.fair_id == fair_id, Registration.email_key == email_key, active)
    return session.scalars(mine).one_or_none()


def by_key(session: Session, idempotency_key: str) -> Registration | None:
    """Return the registration that this very submit has made before."""
    return session.scalars(sa.select(Registration).where(Registration.idempotency_key == idempotency_key)).one_or_none()


def recent_proofs(session: Session, registration_id: int, since: datetime) -> int:
    """Return how many codes were sent for a registration since then."""
    sent = sa.select(sa.func.count()).where(Proof.registration_id == registration_id, Proof.created_at >= since)
    return session.scalar(sent) or 0


def organisations_at(session: Session, fair_id: int) -> frozenset[str]:
    """Return the references of the organisations with a booth at a session."""
    present = sa.select(Organisation.reference).join(Booth, Booth.organisation_id == Organisation.id)
    return frozenset(session.scalars(present.where(Booth.fair_id == fair_id)))
