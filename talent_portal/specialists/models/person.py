"""Who is in the register: one person, one row; how they proved their contact; what others entered for them.

Columns carry the class of what they hold: public, anonymous, identified, or secret. There is no column for sex, birth
date, health, family or convictions, and there must never be one.
"""

import secrets
from datetime import date, datetime
from enum import StrEnum
from functools import partial

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.core import clock
from talent_portal.core.db import Base
from talent_portal.core.references import LENGTH, new_reference
from talent_portal.core.vault import Sealed
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.models.classes import ANONYMOUS, IDENTIFIED, SECRET
from talent_portal.specialists.models.credential import Credential
from talent_portal.specialists.models.wishes import (
    Availability,
    EmployerPermission,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    TravelRule,
    Unavailability,
)
from talent_portal.specialists.rules.choices import AvailableWhen, EmployerSector, SpecialistKind
from talent_portal.specialists.rules.states import LIVING, SpecialistState

_LIVING = sa.text("state NOT IN ('withdrawn', 'erased') AND email_key IS NOT NULL")


class Channel(StrEnum):
    """How the words of the person reached us."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"


class Specialist(Base):
    """One person who lends their skills: identity, contact, and where the registration stands."""

    __tablename__ = "specialist"
    __table_args__ = (
        Index(
            "uq_specialist_living_address",
            "email_key",
            unique=True,
            sqlite_where=_LIVING,
            postgresql_where=_LIVING,
        ),
        CheckConstraint("email_key IS NOT NULL OR phone IS NOT NULL OR state = 'erased'", name="reachable"),
        CheckConstraint("(available = 'later') = (available_from IS NOT NULL)", name="later_has_a_day"),
        CheckConstraint("paused_until IS NULL OR state = 'paused'", name="pause_has_a_state"),
        CheckConstraint("weekly_minutes_elsewhere BETWEEN 0 AND 10080", name="minutes_fit_a_week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(LENGTH), default=new_reference, unique=True, info=ANONYMOUS)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True, info=ANONYMOUS)
    version: Mapped[int] = mapped_column(default=1, info=ANONYMOUS)
    # Random, and new with every change to the person or any part of the card (`models.stamps`).
    facts_stamp: Mapped[int] = mapped_column(
        sa.BigInteger, default=partial(secrets.randbits, 63), server_default=sa.text("0"), info=ANONYMOUS
    )
    kind: Mapped[SpecialistKind] = mapped_column(index=True, info=ANONYMOUS)
    candidate_kind: Mapped[CandidateKind] = mapped_column(info=ANONYMOUS)
    state: Mapped[SpecialistState] = mapped_column(default=SpecialistState.PROVISIONAL, index=True, info=ANONYMOUS)
    state_since: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)
    state_reason: Mapped[str] = mapped_column(sa.String(40), default="", info=ANONYMOUS)
    # What the coordinator wrote to the person when returning the registration.
    state_note: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    paused_until: Mapped[date | None] = mapped_column(info=ANONYMOUS)

    family_name: Mapped[str] = mapped_column(sa.String(80), info=IDENTIFIED)
    given_name: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    family_kana: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    given_kana: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    search_key: Mapped[str] = mapped_column(sa.String(400), default="", index=True, info=IDENTIFIED)
    email: Mapped[str | None] = mapped_column(sa.String(254), info=IDENTIFIED)
    email_key: Mapped[str | None] = mapped_column(sa.String(254), info=IDENTIFIED)
    phone: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    # A keyed hash of the digits: finds duplicates without showing the number.
    phone_key: Mapped[str | None] = mapped_column(sa.String(100), index=True, info=SECRET)
    language: Mapped[str] = mapped_column(sa.String(2), default="ja", info=ANONYMOUS)
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB, info=ANONYMOUS)

    available: Mapped[AvailableWhen] = mapped_column(default=AvailableWhen.NOW, info=ANONYMOUS)
    available_from: Mapped[date | None] = mapped_column(info=ANONYMOUS)
    disaster_call: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)
    regions: Mapped[list[str]] = mapped_column(default=list, info=ANONYMOUS)
    ways: Mapped[list[str]] = mapped_column(default=list, info=ANONYMOUS)

    employer_sector: Mapped[EmployerSector] = mapped_column(default=EmployerSector.OTHER, info=ANONYMOUS)
    former_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, info=IDENTIFIED
    )
    employer: Mapped[str] = mapped_column(sa.String(120), default="", info=IDENTIFIED)
    last_post: Mapped[str] = mapped_column(sa.String(120), default="", info=IDENTIFIED)
    was_manager: Mapped[bool | None] = mapped_column(info=IDENTIFIED)
    left_on: Mapped[date | None] = mapped_column(info=IDENTIFIED)
    # A fiscal year, and asked only because 再任用 depends on it.
    turns_60_in: Mapped[int | None] = mapped_column(info=IDENTIFIED)
    career: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    weekly_minutes_elsewhere: Mapped[int] = mapped_column(default=0, info=ANONYMOUS)
    help_needed: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)

    # Which parts of the card the person has saved, by code.
    parts_done: Mapped[list[str]] = mapped_column(default=list, info=ANONYMOUS)
    confirmed_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    last_confirmed_on: Mapped[date | None] = mapped_column(index=True, info=ANONYMOUS)
    warned_on: Mapped[date | None] = mapped_column(info=ANONYMOUS)
    warnings: Mapped[int] = mapped_column(default=0, info=ANONYMOUS)
    token_version: Mapped[int] = mapped_column(default=1, info=ANONYMOUS)
    idempotency_key: Mapped[str | None] = mapped_column(sa.String(LENGTH), unique=True, info=ANONYMOUS)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True, info=ANONYMOUS)
    erased_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)

    practices: Mapped[list[Practice]] = relationship(order_by=Practice.position, lazy="raise")
    credentials: Mapped[list[Credential]] = relationship(order_by=Credential.id, lazy="raise")
    skills: Mapped[list[Skill]] = relationship(order_by=Skill.id, lazy="raise")
    availabilities: Mapped[list[Availability]] = relationship(order_by=Availability.valid_from, lazy="raise")
    away: Mapped[list[Unavailability]] = relationship(order_by=Unavailability.first_day, lazy="raise")
    travel: Mapped[TravelRule | None] = relationship(lazy="raise")
    never_places: Mapped[list[NeverPlace]] = relationship(order_by=NeverPlace.id, lazy="raise")
    hidden_from: Mapped[list[HideFrom]] = relationship(order_by=HideFrom.id, lazy="raise")
    permissions: Mapped[list[EmployerPermission]] = relationship(order_by=EmployerPermission.id, lazy="raise")

    @property
    def name(self) -> str:
        """Return the name as typed, never normalised."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def kana(self) -> str:
        """Return the reading."""
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def living(self) -> bool:
        """Return whether the registration still means something."""
        return self.state in LIVING


class Proof(Base):
    """A code that somebody was sent to prove their address; five tries, one use."""

    __tablename__ = "specialist_proof"

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(LENGTH), default=new_reference, unique=True, info=ANONYMOUS)
    specialist_id: Mapped[int | None] = mapped_column(
        ForeignKey("specialist.id", ondelete="CASCADE"), index=True, info=ANONYMOUS
    )
    code_hash: Mapped[str] = mapped_column(sa.String(100), info=SECRET)
    tries: Mapped[int] = mapped_column(default=0, info=ANONYMOUS)
    expires_at: Mapped[datetime] = mapped_column(info=ANONYMOUS)
    used_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)


class SpecialistEntry(Base):
    """What staff entered for somebody from the telephone or from paper; a second person checks it."""

    __tablename__ = "specialist_entry"
    __table_args__ = (
        CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name="checked_by_somebody"),
        CheckConstraint("checked_by <> entered_by", name="second_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(LENGTH), default=new_reference, unique=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = mapped_column(
        ForeignKey("specialist.id", ondelete="CASCADE"), index=True, info=ANONYMOUS
    )
    part: Mapped[str] = mapped_column(sa.String(40), info=ANONYMOUS)
    channel: Mapped[Channel] = mapped_column(info=ANONYMOUS)
    told_on: Mapped[date] = mapped_column(info=ANONYMOUS)
    # Who heard it or saw the signed paper, as staff wrote it.
    witness: Mapped[str] = mapped_column(sa.String(120), default="", info=IDENTIFIED)
    entered_by: Mapped[str] = mapped_column(sa.String(LENGTH), info=ANONYMOUS)
    entered_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)
    checked_by: Mapped[str | None] = mapped_column(sa.String(LENGTH), info=ANONYMOUS)
    checked_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
