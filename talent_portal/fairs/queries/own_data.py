"""Everything sessions hold about one person, as they may have it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.fairs.models import Booking, Booth, CheckIn, Fair, Proof, Registration, Round

KIND = "registration"
# Keys of the machine that say nothing about the person, or repeat what stands beside them.
INTERNAL = frozenset({"id", "fair_id", "idempotency_key", "search_key", "email_key"})


def reference_in(subject: str) -> str | None:
    """Return the reference in `registration:<reference>`; None for the subjects of other features."""
    kind, _, reference = subject.partition(":")
    return reference if kind == KIND else None


def of(session: Session, subject: str) -> dict[str, object]:
    """Return what sessions hold about `registration:<reference>`, ready for JSON; nothing for anyone else."""
    reference = reference_in(subject)
    found = (
        sa.select(Registration, Fair.title_ja)
        .join(Registration.fair)
        .where(Registration.reference == (reference or ""))
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return {}
    person, title = row
    said = {
        column.key: plain(getattr(person, column.key))
        for column in sa.inspect(Registration).columns
        if column.key not in INTERNAL
    }
    return said | {
        "fair": title,
        "talks": _talks(session, person.id),
        "codes_sent": [plain(at) for at in session.scalars(_sent(person.id))],
        "check_ins": [plain(at) for at in session.scalars(_arrivals(person.id))],
    }


def _sent(person_id: int) -> sa.Select[datetime]:
    return sa.select(Proof.created_at).where(Proof.registration_id == person_id).order_by(Proof.id)


def _arrivals(person_id: int) -> sa.Select[datetime]:
    return sa.select(CheckIn.at).where(CheckIn.registration_id == person_id).order_by(CheckIn.id)


def _talks(session: Session, person_id: int) -> list[dict[str, object]]:
    booked = (
        sa.select(Organisation.name_ja, Round.starts_at, Booking.active, Booking.created_at, Booking.ended_at)
        .select_from(Booking)
        .join(Booth, Booth.id == Booking.booth_id)
        .join(Organisation, Organisation.id == Booth.organisation_id)
        .join(Round, Round.id == Booking.round_id)
        .where(Booking.registration_id == person_id)
        .order_by(Booking.id)
    )
    return [{key: plain(value) for key, value in row._mapping.items()} for row in session.execute(booked)]  # noqa: SLF001 - SQLAlchemy's public name


def plain(value: object) -> object:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of everybody sessions know and have not forgotten."""
    known = sa.select(Registration.reference).where(Registration.erased_at.is_(None)).order_by(Registration.id)
    return [f"{KIND}:{reference}" for reference in session.scalars(known)]
