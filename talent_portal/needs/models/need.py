"""A staffing request (人材の依頼): which work, when, where, under which conditions, and where it stands."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.needs.models.parts import NeedContact, NeedQualification, NeedShare
from talent_portal.needs.rules.facts import PatternKind

CODE = 40
TEXT = 2000


class NeedState(StrEnum):
    """From a draft to one of four ends; see `transitions.TRANSITIONS`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    OPEN = "open"
    MATCHING = "matching"
    PARTLY_FILLED = "partly_filled"
    FILLED = "filled"
    UNFILLED = "unfilled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


# People may be proposed; matching and live counts look at these.
SEEKING = (NeedState.OPEN, NeedState.MATCHING, NeedState.PARTLY_FILLED)
ENDED = (NeedState.FILLED, NeedState.UNFILLED, NeedState.WITHDRAWN, NeedState.EXPIRED)
EDITABLE = (NeedState.DRAFT, NeedState.RETURNED)


class Audience(StrEnum):
    """Who may read an open request: the prefecture only, all municipalities, or everybody as open work."""

    PREFECTURE = "prefecture"
    MUNICIPALITIES = "municipalities"
    PUBLIC = "public"


class Need(Base):
    """One request of one municipality, or of several together (then `shares` says who takes what)."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("head_count BETWEEN 1 AND 99", name="head_count_sensible"),
        CheckConstraint("placed >= 0 AND placed <= head_count", name="placed_within_head_count"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period_in_order"),
        CheckConstraint("remote_percent BETWEEN 0 AND 100", name="remote_is_a_share"),
        CheckConstraint("halves BETWEEN 0 AND 16383", name="halves_are_a_week"),
        CheckConstraint("half_days BETWEEN 0 AND 62", name="half_days_sensible"),
        CheckConstraint("weekly_minutes IS NULL OR weekly_minutes BETWEEN 1 AND 10080", name="minutes_are_a_week"),
        sa.Index("ix_need_state_since", "state", "state_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # Who wrote it, as a reference of an account: letters go to them and to the approvers.
    created_by: Mapped[str] = mapped_column(sa.String(12), default="")
    template: Mapped[str] = mapped_column(sa.String(CODE), default="")
    copied_from: Mapped[str] = mapped_column(sa.String(12), default="")

    title_ja: Mapped[str] = mapped_column(sa.String(120))
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    profession: Mapped[str] = mapped_column(sa.String(CODE), default="", index=True)
    tasks: Mapped[list[str]] = mapped_column(default=list)
    duties_ja: Mapped[str] = mapped_column(sa.String(TEXT), default="")
    duties_en: Mapped[str] = mapped_column(sa.String(TEXT), default="")
    head_count: Mapped[int] = mapped_column(default=1)
    placed: Mapped[int] = mapped_column(default=0)

    pattern: Mapped[PatternKind] = mapped_column(default=PatternKind.DAYS)
    # A week, or a month for a monthly pattern; for certain half-days their number.
    half_days: Mapped[int] = mapped_column(default=0)
    halves: Mapped[int] = mapped_column(default=0)
    weekly_minutes: Mapped[int | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    # The last day on which people are looked for; the end of the work where none is told.
    closes_on: Mapped[date | None]

    # The slug of a municipality; the building, branch or island in words beside it.
    place: Mapped[str] = mapped_column(sa.String(CODE), default="")
    place_detail_ja: Mapped[str] = mapped_column(sa.String(200), default="")
    place_detail_en: Mapped[str] = mapped_column(sa.String(200), default="")
    remote_percent: Mapped[int] = mapped_column(default=0)
    remote_note: Mapped[str] = mapped_column(sa.String(300), default="")

    forms: Mapped[list[str]] = mapped_column(default=list)
    # Texts by code of `rules.conditions`.
    conditions: Mapped[dict[str, object]] = mapped_column(default=dict)
    # Whether the person would work under daily orders of a superior (偽装請負 when under a contract).
    daily_orders: Mapped[bool] = mapped_column(default=False)

    advertised: Mapped[list[str]] = mapped_column(default=list)
    why_not_public: Mapped[str] = mapped_column(sa.String(500), default="")
    budget: Mapped[str] = mapped_column(sa.String(20), default="")
    budget_line: Mapped[str] = mapped_column(sa.String(200), default="")
    cost_split: Mapped[str] = mapped_column(sa.String(500), default="")
    tools: Mapped[str] = mapped_column(sa.String(500), default="")
    housing: Mapped[str] = mapped_column(sa.String(20), default="")
    housing_note: Mapped[str] = mapped_column(sa.String(300), default="")
    travel_paid: Mapped[str] = mapped_column(sa.String(20), default="")
    reason_needed: Mapped[str] = mapped_column(sa.String(20), default="")
    law_required: Mapped[bool] = mapped_column(default=False)
    single_holder_leaving: Mapped[bool] = mapped_column(default=False)
    mentoring: Mapped[bool] = mapped_column(default=False)
    child_contact: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[Audience] = mapped_column(default=Audience.MUNICIPALITIES)

    state: Mapped[NeedState] = mapped_column(default=NeedState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(default=clock.now)
    # Why it was returned, withdrawn or closed: a code and a line in words.
    reason: Mapped[str] = mapped_column(sa.String(CODE), default="")
    reason_note: Mapped[str] = mapped_column(sa.String(500), default="")
    submitted_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    first_proposal_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # The last reminder that nobody has been proposed, in days after opening.
    reminded_days: Mapped[int] = mapped_column(default=0)
    # Of the last form that was sent: the same form sent twice changes nothing the second time.
    idempotency_key: Mapped[str | None] = mapped_column(sa.String(CODE), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    shares: Mapped[list[NeedShare]] = relationship(
        order_by="NeedShare.position", lazy="raise", cascade="all, delete-orphan"
    )
    qualifications: Mapped[list[NeedQualification]] = relationship(
        order_by="NeedQualification.position", lazy="raise", cascade="all, delete-orphan"
    )
    contact: Mapped[NeedContact | None] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def number(self) -> str:
        """Return what people say on the telephone."""
        return f"N{self.id:05}"

    @property
    def last_day(self) -> date | None:
        """Return the last day on which people are looked for."""
        return self.closes_on or self.ends_on

    @property
    def open_posts(self) -> int:
        """Return how many people are still wanted."""
        return self.head_count - self.placed

    @property
    def is_seeking(self) -> bool:
        """Return whether people may be proposed."""
        return self.state in SEEKING

    @property
    def is_editable(self) -> bool:
        """Return whether the municipality may change its text."""
        return self.state in EDITABLE

    @property
    def has_ended(self) -> bool:
        """Return whether nobody looks for people any longer."""
        return self.state in ENDED
