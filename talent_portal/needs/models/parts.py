"""What belongs to a request: who takes which part, which licences, and whom to ask."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core.db import Base, reference_column
from talent_portal.professions.models import Strength

CODE = 40
IDENTIFIED = {"class": "identified"}

__all__ = ["NeedContact", "NeedQualification", "NeedShare", "ShareState", "Strength"]


class ShareState(StrEnum):
    """A partner confirms its part itself; the asking municipality's is confirmed from the start."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class NeedShare(Base):
    """One municipality's part of a joint request. A request of one municipality alone has none."""

    __tablename__ = "need_share"
    __table_args__ = (
        UniqueConstraint("need_id", "organisation_id"),
        CheckConstraint("half_days BETWEEN 1 AND 62", name="half_days_sensible"),
        CheckConstraint("cost_percent BETWEEN 0 AND 100", name="cost_is_a_share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    # A week, or a month for a monthly pattern.
    half_days: Mapped[int]
    cost_percent: Mapped[int] = mapped_column(default=0)
    state: Mapped[ShareState] = mapped_column(default=ShareState.ASKED)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(sa.String(12), default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class NeedQualification(Base):
    """A licence that this request asks for. Musts of one `choice` are alternatives to one another."""

    __tablename__ = "need_qualification"
    __table_args__ = (
        UniqueConstraint("need_id", "qualification"),
        CheckConstraint("weight BETWEEN 1 AND 3", name="weight_sensible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    qualification: Mapped[str] = mapped_column(sa.String(CODE), index=True)
    strength: Mapped[Strength]
    choice: Mapped[str] = mapped_column(sa.String(10), default="")
    weight: Mapped[int] = mapped_column(default=1)


class NeedContact(Base):
    """Who would guide the person on site, and whom the prefecture asks: the only names in a request."""

    __tablename__ = "need_contact"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), primary_key=True)
    supervisor: Mapped[str] = mapped_column(sa.String(120), default="", info=IDENTIFIED)
    asked: Mapped[str] = mapped_column(sa.String(120), default="", info=IDENTIFIED)
    phone: Mapped[str] = mapped_column(sa.String(40), default="", info=IDENTIFIED)
    email: Mapped[str] = mapped_column(sa.String(254), default="", info=IDENTIFIED)
