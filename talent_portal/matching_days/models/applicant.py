"""Who applies, where they would go, and whom each municipality would take.

Columns carry the class of what they hold: public, anonymous, identified, or secret.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed
from talent_portal.matching_days.models.day import MatchingDay, Programme
from talent_portal.matching_days.rules.states import (
    APPLICANT_TRANSITIONS,
    TAKING_PART,
    ApplicantEvent,
    ApplicantState,
)

ANONYMOUS = {"class": "anonymous"}
SECRET = {"class": "secret"}


class Applicant(Base):
    """Somebody who takes part, entered by the office. They have no account; a link looks after what is theirs."""

    __tablename__ = "matching_applicant"
    __table_args__ = (
        UniqueConstraint("day_id", "number"),
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL OR erased_at IS NOT NULL", name="reachable"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    day_id: Mapped[int] = mapped_column(ForeignKey("matching_day.id", ondelete="CASCADE"))
    # The number of the examination (受験番号): what the lottery is drawn over and what an outcome knows people by.
    number: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(Sealed, info=SECRET)
    email: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    phone: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    language: Mapped[str] = mapped_column(sa.String(2), default="ja")
    state: Mapped[ApplicantState] = mapped_column(default=ApplicantState.INVITED)
    # Where the published outcome brings them.
    placed_id: Mapped[int | None] = mapped_column(ForeignKey("matching_programme.id"), index=True)
    reminded_round: Mapped[int] = mapped_column(default=0)
    token_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    erased_at: Mapped[datetime | None]

    day: Mapped[MatchingDay] = relationship(lazy="raise")

    @property
    def takes_part(self) -> bool:
        """Return whether they look for a place in the present round."""
        return self.state in TAKING_PART

    def may(self, event: ApplicantEvent) -> bool:
        """Return whether the one table of transitions has this step."""
        return (self.state, event) in APPLICANT_TRANSITIONS

    def move(self, event: ApplicantEvent) -> None:
        """Take the step of the table; raise `KeyError` where there is none."""
        self.state = APPLICANT_TRANSITIONS[self.state, event]
        self.version += 1


class Telling(Base):
    """A letter that somebody is still to be sent, or a call: a job writes it, and the line goes as the letter lands."""

    __tablename__ = "matching_telling"
    __table_args__ = (UniqueConstraint("applicant_id", "notice", "round"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("matching_applicant.id", ondelete="CASCADE"))
    notice: Mapped[str] = mapped_column(sa.String(20))
    round: Mapped[int]
    # The version that the day has since then: tells notices apart that may come several times in a round.
    version: Mapped[int]


class Wish(Base):
    """One municipality that somebody would go to, and at which place of their list. Told to no municipality."""

    __tablename__ = "matching_wish"
    __table_args__ = (
        UniqueConstraint("applicant_id", "round", "position"),
        UniqueConstraint("applicant_id", "round", "programme_id"),
        CheckConstraint("position BETWEEN 1 AND 3", name="position_sensible"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("matching_applicant.id", ondelete="CASCADE"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("matching_programme.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    position: Mapped[int]

    programme: Mapped[Programme] = relationship(lazy="raise")


class RankingSheet(Base):
    """What one municipality says in one round about everybody who named it. It counts once it is submitted."""

    __tablename__ = "matching_sheet"
    __table_args__ = (UniqueConstraint("programme_id", "round"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("matching_programme.id", ondelete="CASCADE"))
    round: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    saved_by: Mapped[str] = mapped_column(sa.String(12))
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str] = mapped_column(sa.String(12), default="")

    programme: Mapped[Programme] = relationship(lazy="raise")


class Ranking(Base):
    """The place a municipality gives to one person, 1 being the best and equals allowed. No row: would not take."""

    __tablename__ = "matching_ranking"
    __table_args__ = (
        UniqueConstraint("sheet_id", "applicant_id"),
        CheckConstraint("place > 0", name="place_counts_from_one"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("matching_sheet.id", ondelete="CASCADE"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("matching_applicant.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
