"""The grid of a session: rounds across, booths down, a talk slot where they meet."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core.db import Base, reference_column


class Round(Base):
    """Some minutes in which every booth talks at once. Rounds of a session never overlap (`rules.rounds`)."""

    __tablename__ = "fair_round"
    __table_args__ = (
        UniqueConstraint("fair_id", "position"),
        CheckConstraint("starts_at < ends_at", name="hours_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Booth(Base):
    """What one municipality brings to one session. Its own people edit it, nobody else's."""

    __tablename__ = "booth"
    __table_args__ = (UniqueConstraint("fair_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(sa.String(40), default="")
    # Shown only to people who booked a talk here.
    room_url: Mapped[str] = mapped_column(sa.String(500), default="")
    message_ja: Mapped[str] = mapped_column(sa.Text, default="")
    message_en: Mapped[str] = mapped_column(sa.Text, default="")
    roles: Mapped[list[str]] = mapped_column(default=list)
    exam_url: Mapped[str] = mapped_column(sa.String(500), default="")
    jobs_url: Mapped[str] = mapped_column(sa.String(500), default="")
    # How many officials sit at the table; their names are nobody's business.
    staff: Mapped[int] = mapped_column(default=1)
    materials: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class TalkSlot(Base):
    """The seats of one booth in one round."""

    __tablename__ = "talk_slot"
    __table_args__ = (
        UniqueConstraint("booth_id", "round_id"),
        # Lets a booking copy the round and the booth without ever disagreeing with its slot.
        UniqueConstraint("id", "round_id", "booth_id"),
        CheckConstraint("taken >= 0 AND taken <= capacity + over", name="taken_within_capacity"),
        CheckConstraint("capacity >= 0", name="capacity_positive"),
        CheckConstraint("over >= 0", name="over_positive"),
        CheckConstraint("walk_in >= 0", name="walk_in_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"), index=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id", ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey("fair_round.id", ondelete="CASCADE"), index=True)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    # Seats kept for people who come without signing up; never sold here.
    walk_in: Mapped[int] = mapped_column(default=0)
    # Seats staff gave away above the capacity, each with its reason in the audit.
    over: Mapped[int] = mapped_column(default=0)

    booth: Mapped[Booth] = relationship(lazy="raise")
    round: Mapped[Round] = relationship(lazy="raise")

    @property
    def left(self) -> int:
        """Return how many seats are free."""
        return max(0, self.capacity - self.taken)
