"""Questions of the actions: who holds an address, which proof, what waits, what is due."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.accounts.models import Account, Organisation
from talent_portal.core import text
from talent_portal.municipalities.models import Municipality
from talent_portal.privacy.retention import years_before
from talent_portal.specialists.models import (
    HalfDay,
    Proof,
    Specialist,
    SpecialistEntry,
    SpecialistState,
)

FRESH = {"populate_existing": True}
PARTS = (
    Specialist.practices,
    Specialist.credentials,
    Specialist.skills,
    Specialist.availabilities,
    Specialist.away,
    Specialist.travel,
    Specialist.never_places,
    Specialist.hidden_from,
    Specialist.permissions,
)


def in_full(session: Session, reference: str) -> Specialist:
    """Return one person with every part of the card; raise `NoResultFound` (404) where there is none."""
    wanted = sa.select(Specialist).where(Specialist.reference == reference)
    return session.scalars(wanted.options(*(selectinload(part) for part in PARTS)), execution_options=FRESH).one()


def by_key(session: Session, key: str) -> Specialist | None:
    """Return what an earlier submit with the same (derived) key made."""
    return session.scalar(sa.select(Specialist).where(Specialist.idempotency_key == key))


def proof_exists(session: Session, reference: str) -> bool:
    """Return whether a try of that name exists."""
    return session.scalar(sa.select(Proof.id).where(Proof.reference == reference)) is not None


def proof_to_change(session: Session, reference: str) -> Proof | None:
    """Return one try for update."""
    wanted = sa.select(Proof).where(Proof.reference == reference).with_for_update()
    return session.scalar(wanted, execution_options=FRESH)


def recent_proofs(session: Session, specialist_id: int, since: datetime) -> int:
    """Return how many codes somebody was sent lately."""
    wanted = sa.select(sa.func.count(Proof.id)).where(Proof.specialist_id == specialist_id, Proof.created_at >= since)
    return session.scalar(wanted) or 0


def holder(session: Session, address: str) -> Specialist | None:
    """Return whose living registration has the (folded) address."""
    gone = (SpecialistState.WITHDRAWN, SpecialistState.ERASED)
    wanted = sa.select(Specialist).where(Specialist.email_key == address, Specialist.state.not_in(gone))
    return session.scalar(wanted)


def account_at(session: Session, address: str) -> Account | None:
    """Return the account that signs in with the address, for update."""
    wanted = sa.select(Account).where(Account.email == text.folded_email(address)).with_for_update()
    return session.scalar(wanted, execution_options=FRESH)


def account_reference(session: Session, account_id: int | None) -> str:
    """Return the reference of an account; empty for people who never sign in."""
    return session.scalar(sa.select(Account.reference).where(Account.id == account_id)) or ""


def with_account(session: Session, account_id: int) -> list[Specialist]:
    """Return the earlier registrations of an account, for update."""
    wanted = sa.select(Specialist).where(Specialist.account_id == account_id).with_for_update()
    return list(session.scalars(wanted, execution_options=FRESH))


def unchecked(session: Session, specialist_id: int) -> list[SpecialistEntry]:
    """Return what staff entered for somebody and nobody else has checked, oldest first."""
    waiting = sa.and_(SpecialistEntry.specialist_id == specialist_id, SpecialistEntry.checked_at.is_(None))
    return list(session.scalars(sa.select(SpecialistEntry).where(waiting).order_by(SpecialistEntry.id)))


def pauses_over(session: Session, today: date) -> list[str]:
    """Return the references of people whose pause ended before today (its last day still belongs to it)."""
    over = sa.and_(Specialist.state == SpecialistState.PAUSED, Specialist.paused_until < today)
    return list(session.scalars(sa.select(Specialist.reference).where(over).order_by(Specialist.id)))


def year_ago(today: date) -> date:
    """Return the day before which a confirmation no longer counts: a setting of the house, twelve months."""
    return years_before(1, today)


def unconfirmed_since(session: Session, before: date) -> list[str]:
    """Return the references of active people last confirmed before a day."""
    old = sa.and_(Specialist.state == SpecialistState.ACTIVE, Specialist.last_confirmed_on < before)
    return list(session.scalars(sa.select(Specialist.reference).where(old).order_by(Specialist.id)))


def half_days_ahead(session: Session, specialist_id: int, today: date) -> int:
    """Return how many half-days from today on are held or taken."""
    ahead = sa.and_(HalfDay.specialist_id == specialist_id, HalfDay.day >= today)
    return session.scalar(sa.select(sa.func.count(HalfDay.id)).where(ahead)) or 0


def to_warn(session: Session, before: date, warnings: int) -> list[str]:
    """Return the references of active people last confirmed before a day who got fewer warnings than that."""
    due = sa.and_(
        Specialist.state == SpecialistState.ACTIVE,
        Specialist.last_confirmed_on < before,
        Specialist.warnings < warnings,
    )
    return list(session.scalars(sa.select(Specialist.reference).where(due).order_by(Specialist.id)))


def references(session: Session, organisation_ids: list[int]) -> list[str]:
    """Return the references of organisations in official order."""
    wanted = sa.select(Organisation.reference).where(Organisation.id.in_(organisation_ids))
    return list(session.scalars(wanted.order_by(Organisation.position, Organisation.code)))


def slug(session: Session, municipality_id: int | None) -> str:
    """Return the slug of a municipality; empty for a home outside the prefecture."""
    return session.scalar(sa.select(Municipality.slug).where(Municipality.id == municipality_id)) or ""
