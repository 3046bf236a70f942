"""Who signed up: one person at one session, the talks they booked, and how they proved their address.

Columns carry the class of what they hold: public, anonymous, identified, or secret.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.core import clock
from talent_portal.core.db import Base
from talent_portal.core.vault import Sealed
from talent_portal.fairs.models.fair import Fair
from talent_portal.fairs.models.grid import TalkSlot

ANONYMOUS = {"class": "anonymous"}
IDENTIFIED = {"class": "identified"}
SECRET = {"class": "secret"}


class AttendeeKind(StrEnum):
    """Who comes. Parents and teachers are asked nothing about booths."""

    STUDENT = "student"
    WORKING = "working"
    RETIRED = "retired"
    PARENT = "parent"
    TEACHER = "teacher"
    OTHER = "other"


class Presence(StrEnum):
    """How somebody takes part in a hybrid session."""

    ONSITE = "onsite"
    ONLINE = "online"


class Channel(StrEnum):
    """Who typed the registration."""

    WEB = "web"
    STAFF = "staff"


class RegistrationState(StrEnum):
    """A pending registration holds its places until `held_until`."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ACTIVE_STATES = (RegistrationState.PENDING, RegistrationState.CONFIRMED)
_IS_ACTIVE = sa.text("state IN ('pending', 'confirmed')")
_BOOKED = sa.text("active")


class Registration(Base):
    """The minimum lawful set about one participant; nothing of the matters employers must not ask (職安法5条の5)."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("fair_id", "number"),
        Index(
            "uq_registration_active_address",
            "fair_id",
            "email_key",
            unique=True,
            sqlite_where=_IS_ACTIVE,
            postgresql_where=_IS_ACTIVE,
        ),
        Index("ix_registration_held_until", "state", "held_until"),
        CheckConstraint("email_key IS NOT NULL OR phone IS NOT NULL OR erased_at IS NOT NULL", name="reachable"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(12), unique=True, info=ANONYMOUS)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), info=ANONYMOUS)
    # Six digits, unique within the session: what people say at the desk and booths see instead of a name.
    number: Mapped[str] = mapped_column(sa.String(6), info=ANONYMOUS)
    family_name: Mapped[str] = mapped_column(sa.String(80), info=IDENTIFIED)
    given_name: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    family_kana: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    given_kana: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    search_key: Mapped[str] = mapped_column(sa.String(400), default="", info=IDENTIFIED)
    email: Mapped[str | None] = mapped_column(sa.String(254), info=IDENTIFIED)
    email_key: Mapped[str | None] = mapped_column(sa.String(254), info=IDENTIFIED)
    phone: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    attendee_kind: Mapped[AttendeeKind] = mapped_column(info=ANONYMOUS)
    school_kind: Mapped[str] = mapped_column(sa.String(20), default="", info=ANONYMOUS)
    school_year: Mapped[int | None] = mapped_column(info=ANONYMOUS)
    interests: Mapped[list[str]] = mapped_column(default=list, info=ANONYMOUS)
    prefecture: Mapped[str] = mapped_column(sa.String(2), default="", info=ANONYMOUS)
    presence: Mapped[Presence] = mapped_column(info=ANONYMOUS)
    # Seen only by the day's staff; erased the day after.
    accommodation: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    heard: Mapped[str] = mapped_column(sa.String(20), default="", info=ANONYMOUS)
    language: Mapped[str] = mapped_column(sa.String(2), default="ja", info=ANONYMOUS)
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB, info=ANONYMOUS)

    # Why staff went above the capacity for this one; empty for everybody else.
    over_reason: Mapped[str] = mapped_column(sa.String(200), default="", info=ANONYMOUS)

    state: Mapped[RegistrationState] = mapped_column(default=RegistrationState.PENDING, info=ANONYMOUS)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)
    held_until: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    hold_reminded_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    confirmed_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    ended_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    reminded_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    # Since when letters do not arrive; empty again once one does, or the address is allowed again.
    mail_failed_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    erased_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    idempotency_key: Mapped[str] = mapped_column(sa.String(64), unique=True, info=SECRET)
    token_version: Mapped[int] = mapped_column(default=1, info=ANONYMOUS)
    ticket_version: Mapped[int] = mapped_column(default=1, info=ANONYMOUS)
    version: Mapped[int] = mapped_column(default=1, info=ANONYMOUS)
    ics_sequence: Mapped[int] = mapped_column(default=0, info=ANONYMOUS)

    fair: Mapped[Fair] = relationship(lazy="raise")

    @property
    def active(self) -> bool:
        """Return whether the registration holds places."""
        return self.state in ACTIVE_STATES

    @property
    def name(self) -> str:
        """Return the name as typed, family name first."""
        return f"{self.family_name} {self.given_name}".strip()


class Booking(Base):
    """One talk of one plan. The round is copied, so that the database itself refuses two talks at once."""

    __tablename__ = "booking"
    __table_args__ = (
        ForeignKeyConstraint(
            ["slot_id", "round_id", "booth_id"], ["talk_slot.id", "talk_slot.round_id", "talk_slot.booth_id"]
        ),
        Index(
            "uq_booking_one_per_round",
            "registration_id",
            "round_id",
            unique=True,
            sqlite_where=_BOOKED,
            postgresql_where=_BOOKED,
        ),
        Index(
            "uq_booking_one_per_booth",
            "registration_id",
            "booth_id",
            unique=True,
            sqlite_where=_BOOKED,
            postgresql_where=_BOOKED,
        ),
        Index("ix_booking_slot_id", "slot_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), info=ANONYMOUS)
    slot_id: Mapped[int] = mapped_column(info=ANONYMOUS)
    round_id: Mapped[int] = mapped_column(info=ANONYMOUS)
    booth_id: Mapped[int] = mapped_column(info=ANONYMOUS)
    active: Mapped[bool] = mapped_column(default=True, info=ANONYMOUS)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)
    ended_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)

    registration: Mapped[Registration] = relationship(lazy="raise")
    slot: Mapped[TalkSlot] = relationship(lazy="raise")


class Proof(Base):
    """One six-digit code sent to one address. Its reference is all the waiting page knows.

    A second sign-up with the same address gets a proof too, for the registration that already stands: whoever reads
    the mail is the holder, and whoever only typed the address learns nothing.
    """

    __tablename__ = "registration_proof"

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(12), unique=True, info=ANONYMOUS)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True, info=ANONYMOUS)
    code_hash: Mapped[str] = mapped_column(sa.String(80), info=SECRET)
    attempts: Mapped[int] = mapped_column(default=0, info=ANONYMOUS)
    expires_at: Mapped[datetime] = mapped_column(info=ANONYMOUS)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)

    registration: Mapped[Registration] = relationship(lazy="raise")


class CheckIn(Base):
    """Somebody came to the desk. At most one counts; undone ones stay for the record."""

    __tablename__ = "check_in"
    __table_args__ = (
        Index(
            "uq_check_in_effective",
            "registration_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), info=ANONYMOUS)
    at: Mapped[datetime] = mapped_column(info=ANONYMOUS)
    # The reference of the account, and how it was done: ticket, number, or list.
    by: Mapped[str] = mapped_column(sa.String(12), default="", info=ANONYMOUS)
    how: Mapped[str] = mapped_column(sa.String(10), info=ANONYMOUS)
    undone_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    undone_by: Mapped[str] = mapped_column(sa.String(12), default="", info=ANONYMOUS)

    registration: Mapped[Registration] = relationship(lazy="raise")
