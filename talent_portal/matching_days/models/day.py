"""A matching day: what is offered, its one or two rounds, and what each came to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed
from talent_portal.matching_days.rules.states import PUBLIC, DayEvent, DayState, after

CODE = 40
NAME = 12
DIGEST = 64
ANONYMOUS = {"class": "anonymous"}


class MatchingDay(Base):
    """A joint selection (共同試験) in which people name municipalities and municipalities rank people."""

    __tablename__ = "matching_day"
    __table_args__ = (
        CheckConstraint("most_wishes BETWEEN 1 AND 3", name="wishes_sensible"),
        CheckConstraint("round BETWEEN 1 AND 2", name="round_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    title_ja: Mapped[str] = mapped_column(sa.String(200))
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    profession: Mapped[str] = mapped_column(sa.String(CODE))
    state: Mapped[DayState] = mapped_column(default=DayState.DRAFT, index=True)
    version: Mapped[int] = mapped_column(default=1)
    # The round that runs now, or ran last.
    round: Mapped[int] = mapped_column(default=1)
    most_wishes: Mapped[int] = mapped_column(default=3)
    # Told to everybody when it is called off.
    notice_ja: Mapped[str] = mapped_column(sa.Text, default="")
    notice_en: Mapped[str] = mapped_column(sa.Text, default="")
    # The form that made it: sent twice, it makes one.
    idempotency_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    # Since when only counts are kept.
    erased_at: Mapped[datetime | None]

    def may(self, event: DayEvent) -> bool:
        """Return whether the one table of transitions has this step in the present round."""
        return after(self.state, event, self.round) is not None

    @property
    def is_public(self) -> bool:
        """Return whether everybody may see it."""
        return self.state in PUBLIC


class MatchingRound(Base):
    """One round: its dates, and the seed of its lottery.

    The seed is drawn when the round opens and stays sealed until the outcome is published; its digest is told at once.
    """

    __tablename__ = "matching_round"
    __table_args__ = (
        UniqueConstraint("day_id", "number"),
        CheckConstraint("wishes_until < ranks_until", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("matching_day.id", ondelete="CASCADE"))
    number: Mapped[int]
    wishes_until: Mapped[datetime]
    ranks_until: Mapped[datetime]
    seed: Mapped[str | None] = mapped_column(Sealed)
    seed_commitment: Mapped[str] = mapped_column(sa.String(DIGEST), default="")
    opened_at: Mapped[datetime | None]
    wishes_closed_at: Mapped[datetime | None]
    # Told to every applicant when the office ends the wishes before their time.
    early_ja: Mapped[str] = mapped_column(sa.Text, default="")
    early_en: Mapped[str] = mapped_column(sa.Text, default="")
    towns_reminded_at: Mapped[datetime | None]
    matched_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    @property
    def ends_early(self) -> bool:
        """Return whether wishes that end now end before the time that everybody was told."""
        return clock.now() < self.wishes_until


class Programme(Base):
    """The seats of one municipality. Its area is kept as it was drawn when the programme was entered."""

    __tablename__ = "matching_programme"
    __table_args__ = (UniqueConstraint("day_id", "organisation_id"), CheckConstraint("seats > 0", name="has_seats"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    day_id: Mapped[int] = mapped_column(ForeignKey("matching_day.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    seats: Mapped[int]
    region: Mapped[str] = mapped_column(sa.String(CODE), default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class AreaCap(Base):
    """At most so many people in one area. Areas never overlap, so caps form a hierarchy by construction."""

    __tablename__ = "matching_area_cap"
    __table_args__ = (UniqueConstraint("day_id", "region"), CheckConstraint("at_most > 0", name="lets_somebody_in"))

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("matching_day.id", ondelete="CASCADE"))
    region: Mapped[str] = mapped_column(sa.String(CODE))
    at_most: Mapped[int]


class Outcome(Base):
    """What a round came to, kept as it was and never worked out again. People are numbers here, never names."""

    __tablename__ = "matching_outcome"
    __table_args__ = (UniqueConstraint("day_id", "round"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("matching_day.id", ondelete="CASCADE"))
    round: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str] = mapped_column(sa.String(NAME))
    digest: Mapped[str] = mapped_column(sa.String(DIGEST))
    # Figures that stay when everything else is forgotten.
    people: Mapped[int]
    placed: Mapped[int]
    seats: Mapped[int]
    market: Mapped[dict[str, object]] = mapped_column(default=dict)
    drawn: Mapped[list[str]] = mapped_column(default=list)
    result: Mapped[dict[str, object]] = mapped_column(default=dict)
    stability: Mapped[dict[str, object]] = mapped_column(default=dict)
