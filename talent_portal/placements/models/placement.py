"""An appointment or commission that was recorded, its course, and what both sides report afterwards."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.needs.models import Need
from talent_portal.placements.models.offer import ANONYMOUS, IDENTIFIED, SECRET, Channel, Offer, Side
from talent_portal.placements.rules.next_steps import PlacementAt
from talent_portal.placements.rules.states import (
    PLACEMENT_TRANSITIONS,
    RUNNING,
    PlacementEvent,
    PlacementState,
)
from talent_portal.specialists.models import Specialist


class Placement(Base):
    """One person in one post of one municipality (任用・委嘱), with the number of its order."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_organisation_id", "organisation_id", "state"),
        Index("ix_placement_specialist_id", "specialist_id", "state"),
        Index("ix_placement_course", "state", "starts_on", "last_day"),
        CheckConstraint("last_day >= starts_on OR state = 'cancelled'", name="period_in_order"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), unique=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # Empty once the person is forgotten: reference, form, period and body stay.
    specialist_id: Mapped[int | None] = mapped_column(ForeignKey("specialist.id"))
    state: Mapped[PlacementState] = mapped_column(default=PlacementState.SCHEDULED)
    version: Mapped[int] = mapped_column(default=1)
    form: Mapped[str] = mapped_column(sa.String(40))
    starts_on: Mapped[date]
    # The last day as it stands now; an early end brings it forward, and `ends_on` keeps what was agreed.
    last_day: Mapped[date]
    ends_on: Mapped[date]
    order_number: Mapped[str] = mapped_column(sa.String(60))
    appointed_on: Mapped[date]
    appointed_by: Mapped[str] = mapped_column(sa.String(12))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # What somebody asked for; the approver answers by a step or by saying that it is settled.
    asked: Mapped[str] = mapped_column(sa.String(40), default="")
    asked_by: Mapped[str] = mapped_column(sa.String(10), default="")
    asked_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(sa.String(40), default="")
    notice_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    # How far both sides were told of the coming start and end, as bits of `DEADLINES`.
    told: Mapped[int] = mapped_column(default=0)
    released_at: Mapped[datetime | None]
    token_version: Mapped[int] = mapped_column(default=1)
    erased_at: Mapped[datetime | None]

    offer: Mapped[Offer] = relationship(lazy="raise")
    need: Mapped[Need] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    specialist: Mapped[Specialist | None] = relationship(lazy="raise")
    reviews: Mapped[list["Review"]] = relationship(lazy="raise", order_by="Review.id")

    @property
    def number(self) -> str:
        """Return what people say on the telephone."""
        return f"P{self.id:05}"

    @property
    def running(self) -> bool:
        """Return whether it is still to come or under way."""
        return self.state in RUNNING

    def may(self, event: PlacementEvent) -> bool:
        """Return whether the one table of transitions has this step."""
        return event in PLACEMENT_TRANSITIONS[self.state]

    def reported(self, side: Side) -> bool:
        """Return whether this side has written its report. Needs `reviews` loaded."""
        return any(review.side is side for review in self.reviews)

    def at(self) -> PlacementAt:
        """Return where the placement stands, as the rule of the next step wants it. Needs `reviews` loaded."""
        return PlacementAt(
            state=self.state,
            starts_on=self.starts_on,
            last_day=self.last_day,
            asked=bool(self.asked),
            person_reported=self.reported(Side.PERSON),
            town_reported=self.reported(Side.TOWN),
            released=self.released_at is not None,
        )


class Review(Base):
    """Facts that one side reports (実績報告・振り返り): days, work done, whether they would ask again. Never a mark.

    Neither side reads the other's before both are in, or 30 days have passed.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("placement_id", "side"),
        CheckConstraint("days_worked BETWEEN 0 AND 2000", name="days_sensible"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    side: Mapped[Side]
    days_worked: Mapped[int]
    work_done: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    again: Mapped[str] = mapped_column(sa.String(10))
    channel: Mapped[Channel]
    written_by: Mapped[str] = mapped_column(sa.String(12), default="")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    key: Mapped[str] = mapped_column(sa.String(12), unique=True, info=SECRET)
