"""What somebody can do and would do: roles, work, days, travel, and whom they should not be shown to."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core.db import Base
from talent_portal.specialists.models.classes import ANONYMOUS, IDENTIFIED
from talent_portal.specialists.rules.choices import Level, Remote, SideJobState
from talent_portal.specialists.rules.week import WEEKDAYS


def _owner(*, unique: bool = False) -> Mapped[int]:
    key = ForeignKey("specialist.id", ondelete="CASCADE")
    return mapped_column(key, index=not unique, unique=unique or None, info=ANONYMOUS)


class Practice(Base):
    """One role somebody works in, by its code."""

    __tablename__ = "specialist_practice"
    __table_args__ = (
        UniqueConstraint("specialist_id", "profession"),
        CheckConstraint("years BETWEEN 0 AND 70", name="years_sensible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    profession: Mapped[str] = mapped_column(sa.String(40), index=True, info=ANONYMOUS)
    position: Mapped[int] = mapped_column(default=0, info=ANONYMOUS)
    years: Mapped[int | None] = mapped_column(info=ANONYMOUS)


class Skill(Base):
    """One piece of work, by the code of its task tag, and how well it is known."""

    __tablename__ = "specialist_skill"
    __table_args__ = (UniqueConstraint("specialist_id", "task"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    task: Mapped[str] = mapped_column(sa.String(40), index=True, info=ANONYMOUS)
    level: Mapped[Level] = mapped_column(info=ANONYMOUS)


class Availability(Base):
    """A week that repeats from one day to another: possible half-days (bit 0 = Monday morning), and days at most.

    Without `grid_given` the person only said how many days, by agreement; the mask is then Monday to Friday.
    """

    __tablename__ = "availability"
    __table_args__ = (
        UniqueConstraint("specialist_id", "valid_from"),
        CheckConstraint("halves BETWEEN 1 AND 16383", name="halves_fit_a_week"),
        CheckConstraint("days_a_week BETWEEN 1 AND 7", name="days_fit_a_week"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    valid_from: Mapped[date] = mapped_column(info=ANONYMOUS)
    valid_to: Mapped[date | None] = mapped_column(info=ANONYMOUS)
    halves: Mapped[int] = mapped_column(default=WEEKDAYS, info=ANONYMOUS)
    grid_given: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)
    days_a_week: Mapped[int] = mapped_column(default=2, info=ANONYMOUS)


class Unavailability(Base):
    """Days on which somebody cannot work at all. The reason is not asked."""

    __tablename__ = "unavailability"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    first_day: Mapped[date] = mapped_column(info=ANONYMOUS)
    last_day: Mapped[date] = mapped_column(info=ANONYMOUS)


class TravelRule(Base):
    """How far somebody goes from the municipality they live in; empty for a home outside the prefecture."""

    __tablename__ = "travel_rule"
    __table_args__ = (CheckConstraint("max_minutes BETWEEN 0 AND 600", name="minutes_sensible"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner(unique=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True, info=IDENTIFIED)
    max_minutes: Mapped[int] = mapped_column(default=60, info=ANONYMOUS)
    boat: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)
    air: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)
    overnight: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)
    drives: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)
    remote: Mapped[Remote] = mapped_column(default=Remote.NO, info=ANONYMOUS)


class NeverPlace(Base):
    """A body somebody does not want to work for; between the person and the coordinator."""

    __tablename__ = "never_place"
    __table_args__ = (UniqueConstraint("specialist_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True, info=IDENTIFIED)


class HideFrom(Base):
    """A body that must never learn of the registration. A serving official's employer stands here by default."""

    __tablename__ = "hide_from"
    __table_args__ = (UniqueConstraint("specialist_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True, info=IDENTIFIED)
    by_default: Mapped[bool] = mapped_column(default=False, info=ANONYMOUS)


class EmployerPermission(Base):
    """What the present employer said about other work (地方公務員法38条, or the house rules of a firm)."""

    __tablename__ = "employer_permission"
    __table_args__ = (CheckConstraint("weekly_minutes BETWEEN 0 AND 10080", name="minutes_fit_a_week"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = _owner()
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True, info=IDENTIFIED)
    state: Mapped[SideJobState] = mapped_column(default=SideJobState.NEEDED, info=ANONYMOUS)
    document: Mapped[str] = mapped_column(sa.String(80), default="", info=IDENTIFIED)
    valid_to: Mapped[date | None] = mapped_column(info=ANONYMOUS)
    weekly_minutes: Mapped[int | None] = mapped_column(info=ANONYMOUS)
