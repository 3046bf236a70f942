"""One round of the staffing survey (専門職配置状況調査): when it is sent out, and until when it is answered."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column


class RoundState(StrEnum):
    """A round is prepared, sent out once, and closed once."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class SurveyRound(Base):
    """A survey of one fiscal year, as of one day, over all municipalities."""

    __tablename__ = "survey_round"
    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="dates_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    title_ja: Mapped[str] = mapped_column(sa.String(120))
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    fiscal_year: Mapped[int] = mapped_column(index=True)
    as_of: Mapped[date]
    opens_on: Mapped[date]
    # Inclusive: an answer at 23:59 on this day is in time.
    closes_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT, index=True)
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
