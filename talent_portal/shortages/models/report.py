"""One municipality's answer to one round, line by line per role, and what may happen to it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.shortages.models.round import SurveyRound


class ReportState(StrEnum):
    """From being filled in to the end of its year."""

    DRAFT = "draft"
    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    PLANNED = "planned"
    RESOLVED = "resolved"
    CARRIED_OVER = "carried_over"


class ReportEvent(StrEnum):
    """What can happen to a report."""

    REPORT = "report"
    REVISE = "revise"
    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    RESOLVE = "resolve"
    CARRY_OVER = "carry-over"


_S, _E = ReportState, ReportEvent
TRANSITIONS: dict[tuple[ReportState, ReportEvent], ReportState] = {
    (_S.DRAFT, _E.REPORT): _S.REPORTED,
    # A new revision instead of a quiet change; its year must not be over.
    (_S.REPORTED, _E.REVISE): _S.DRAFT,
    (_S.ACKNOWLEDGED, _E.REVISE): _S.DRAFT,
    (_S.REPORTED, _E.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.ACKNOWLEDGED, _E.PLAN): _S.PLANNED,
    (_S.ACKNOWLEDGED, _E.RESOLVE): _S.RESOLVED,
    (_S.PLANNED, _E.RESOLVE): _S.RESOLVED,
    (_S.REPORTED, _E.CARRY_OVER): _S.CARRIED_OVER,
    (_S.ACKNOWLEDGED, _E.CARRY_OVER): _S.CARRIED_OVER,
    (_S.PLANNED, _E.CARRY_OVER): _S.CARRIED_OVER,
}
# The municipality stands behind these figures; only they count in pictures and sums.
COUNTED = (_S.REPORTED, _S.ACKNOWLEDGED, _S.PLANNED, _S.RESOLVED, _S.CARRIED_OVER)


class ShortageLine(Base):
    """How many of one role a municipality needs, has, and lacks."""

    __tablename__ = "shortage_line"
    __table_args__ = (
        UniqueConstraint("report_id", "profession"),
        CheckConstraint(
            "required BETWEEN 0 AND 9999 AND actual BETWEEN 0 AND 9999 AND vacant BETWEEN 0 AND 9999",
            name="numbers_sensible",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("shortage_report.id", ondelete="CASCADE"))
    profession: Mapped[str] = mapped_column(sa.String(40), index=True)
    required: Mapped[int] = mapped_column(default=0)
    actual: Mapped[int] = mapped_column(default=0)
    vacant: Mapped[int] = mapped_column(default=0)


class ShortageReport(Base):
    """An answer. Who gave it is a reference; figures stand in the lines."""

    __tablename__ = "shortage_report"
    __table_args__ = (UniqueConstraint("round_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    # Entered by the prefecture (代理入力) and not yet confirmed by the municipality.
    proxy: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    reported_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    round: Mapped[SurveyRound] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    lines: Mapped[list[ShortageLine]] = relationship(
        order_by=ShortageLine.id, lazy="raise", cascade="all, delete-orphan"
    )

    @property
    def is_counted(self) -> bool:
        """Return whether the municipality stands behind the figures."""
        return self.state in COUNTED
