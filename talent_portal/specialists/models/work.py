"""What binds a person's calendar, and the name a need knows them by."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base
from talent_portal.core.references import LENGTH, new_reference
from talent_portal.specialists.models.classes import ANONYMOUS
from talent_portal.specialists.rules.week import Half


class ClaimState(StrEnum):
    """An offer holds a half-day, an appointment takes it."""

    HELD = "held"
    TAKEN = "taken"


class HalfDay(Base):
    """One half of one calendar day of one person, claimed by one thing. The constraint forbids a second claim."""

    __tablename__ = "half_day"
    __table_args__ = (
        UniqueConstraint("specialist_id", "day", "half"),
        Index(None, "source", "source_reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = mapped_column(ForeignKey("specialist.id"), info=ANONYMOUS)
    day: Mapped[date] = mapped_column(info=ANONYMOUS)
    half: Mapped[Half] = mapped_column(info=ANONYMOUS)
    state: Mapped[ClaimState] = mapped_column(info=ANONYMOUS)
    source: Mapped[str] = mapped_column(sa.String(20), info=ANONYMOUS)
    source_reference: Mapped[str] = mapped_column(sa.String(40), info=ANONYMOUS)
    # Where the half-day is worked: in a joint request not always at the body whose terms claim it.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True, info=ANONYMOUS)
    since: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)


class NeedAlias(Base):
    """The random name under which one need knows one person: two needs can never compare theirs."""

    __tablename__ = "need_alias"
    __table_args__ = (UniqueConstraint("need_reference", "specialist_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(LENGTH), default=new_reference, unique=True, info=ANONYMOUS)
    need_reference: Mapped[str] = mapped_column(sa.String(LENGTH), info=ANONYMOUS)
    specialist_id: Mapped[int] = mapped_column(
        ForeignKey("specialist.id", ondelete="CASCADE"), index=True, info=ANONYMOUS
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)
