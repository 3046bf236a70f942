"""Who exists: organisations, the people who sign in, and under which membership they act."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column


class OrganisationKind(StrEnum):
    """The bodies that may post: only local governments (職業安定法29条 and the register's own rule)."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    UNION = "union"


class Organisation(Base):
    """A prefecture, a municipality, or a union of municipalities."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    kind: Mapped[OrganisationKind]
    code: Mapped[str] = mapped_column(sa.String(6), unique=True)
    name_ja: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    kana: Mapped[str] = mapped_column(sa.String(120), default="")
    position: Mapped[int] = mapped_column(default=0, index=True)


class AccountKind(StrEnum):
    """Staff act for an organisation; specialists for themselves."""

    STAFF = "staff"
    SPECIALIST = "specialist"


class AccountStatus(StrEnum):
    """Whether an account may sign in at all."""

    ACTIVE = "active"
    DISABLED = "disabled"


class Account(Base):
    """A person who can sign in. How they prove it lives in `signin`."""

    __tablename__ = "account"
    __table_args__ = {"info": {"class": "anonymous"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    email: Mapped[str] = mapped_column(sa.String(254), unique=True, info={"class": "identified"})
    name: Mapped[str] = mapped_column(sa.String(120), info={"class": "identified"})
    language: Mapped[str] = mapped_column(sa.String(2), default="ja")
    kind: Mapped[AccountKind] = mapped_column(default=AccountKind.STAFF)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.ACTIVE)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", order_by="Membership.id", lazy="raise"
    )


class Membership(Base):
    """One role of one person in one organisation, for as long as it lasts."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        sa.Index(
            "uq_membership_open",
            "account_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        ),
        {"info": {"class": "anonymous"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role]
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    def in_force(self, day: date) -> bool:
        """Return whether the membership holds on `day` (its last day included)."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
