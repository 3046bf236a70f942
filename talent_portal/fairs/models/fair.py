"""A joint recruitment session (合同職員採用説明会), its states, and what it may become next."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column


class FairKind(StrEnum):
    """How people take part."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"
    TOUR = "tour"
    CAFE = "cafe"


class FairState(StrEnum):
    """From a draft to the archive. Sign-up also needs its window: see `Fair.accepts`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


TRANSITIONS: dict[FairState, frozenset[FairState]] = {
    FairState.DRAFT: frozenset({FairState.PUBLISHED, FairState.CANCELLED}),
    FairState.PUBLISHED: frozenset({FairState.OPEN, FairState.CLOSED, FairState.CANCELLED}),
    FairState.OPEN: frozenset({FairState.CLOSED, FairState.CANCELLED}),
    FairState.CLOSED: frozenset({FairState.OPEN, FairState.HELD, FairState.CANCELLED}),
    FairState.HELD: frozenset({FairState.ARCHIVED}),
    FairState.ARCHIVED: frozenset(),
    FairState.CANCELLED: frozenset({FairState.ARCHIVED}),
}
# A published session opens by its window even when the worker is late to say so.
ACCEPTING = (FairState.PUBLISHED, FairState.OPEN)
# People who signed up may still change their talks after sign-up has closed.
RUNNING = (FairState.PUBLISHED, FairState.OPEN, FairState.CLOSED)
# The desk works from the first sign-up until the session is put away.
AT_THE_DESK = (*RUNNING, FairState.HELD)
VISIBLE = (FairState.PUBLISHED, FairState.OPEN, FairState.CLOSED, FairState.HELD, FairState.CANCELLED)


class Fair(Base):
    """One session on one day: where, when, for whom, and how many may come."""

    __tablename__ = "fair"
    __table_args__ = (
        # The last net under the guarded UPDATE: no code path can sell what is not there.
        CheckConstraint("taken >= 0 AND taken <= places + over", name="taken_within_places"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("over >= 0", name="over_positive"),
        CheckConstraint("overbooking_percent BETWEEN 100 AND 200", name="overbooking_sensible"),
        CheckConstraint("starts_at < ends_at AND doors_at <= starts_at", name="hours_in_order"),
        CheckConstraint("sign_up_opens_at < sign_up_closes_at", name="window_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    title_ja: Mapped[str] = mapped_column(sa.String(200))
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    title_kana: Mapped[str] = mapped_column(sa.String(200), default="")
    kind: Mapped[FairKind]
    summary_ja: Mapped[str] = mapped_column(sa.String(400), default="")
    summary_en: Mapped[str] = mapped_column(sa.String(400), default="")
    description_ja: Mapped[str] = mapped_column(sa.Text, default="")
    description_en: Mapped[str] = mapped_column(sa.Text, default="")

    venue_name_ja: Mapped[str] = mapped_column(sa.String(200), default="")
    venue_name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    access_ja: Mapped[str] = mapped_column(sa.Text, default="")
    access_en: Mapped[str] = mapped_column(sa.Text, default="")
    # Shown only to people who have signed up.
    online_url: Mapped[str] = mapped_column(sa.String(500), default="")
    moved_online: Mapped[bool] = mapped_column(default=False)

    doors_at: Mapped[datetime]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    sign_up_opens_at: Mapped[datetime]
    sign_up_closes_at: Mapped[datetime]
    # Until then people may change their talks themselves; cancelling stays possible until the start.
    cancel_until: Mapped[datetime]

    capacity: Mapped[int]
    overbooking_percent: Mapped[int] = mapped_column(default=100)
    # capacity × overbooking: what the guard compares with; kept by `rules.places`.
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    # Places staff gave away above the limit, each with its reason in the audit.
    over: Mapped[int] = mapped_column(default=0)
    max_talks: Mapped[int] = mapped_column(default=6)

    audience: Mapped[list[str]] = mapped_column(default=list)
    interests: Mapped[list[str]] = mapped_column(default=list)
    nickname_allowed: Mapped[bool] = mapped_column(default=False)
    weather_rule_ja: Mapped[str] = mapped_column(sa.Text, default="")
    weather_rule_en: Mapped[str] = mapped_column(sa.Text, default="")
    weather_decided_at: Mapped[datetime | None]
    contact: Mapped[str] = mapped_column(sa.String(300), default="")
    accommodation_contact: Mapped[str] = mapped_column(sa.String(300), default="")
    # Told to everyone when the session is cancelled or moves online.
    notice_ja: Mapped[str] = mapped_column(sa.Text, default="")
    notice_en: Mapped[str] = mapped_column(sa.Text, default="")

    # The form that made it: sent twice, it makes one session.
    idempotency_key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    state: Mapped[FairState] = mapped_column(default=FairState.DRAFT, index=True)
    version: Mapped[int] = mapped_column(default=1)
    ics_sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def left(self) -> int:
        """Return how many places are free."""
        return max(0, self.places - self.taken)

    @property
    def is_online(self) -> bool:
        """Return whether nobody needs to travel."""
        return self.moved_online or self.kind is FairKind.ONLINE

    def accepts(self, now: datetime) -> bool:
        """Return whether people may sign up: a state that accepts, inside the window (its end included)."""
        return self.state in ACCEPTING and self.sign_up_opens_at <= now <= self.sign_up_closes_at

    def changeable(self, now: datetime) -> bool:
        """Return whether people may still change their own talks."""
        return self.state in RUNNING and now <= self.cancel_until

    def may_become(self, state: FairState) -> bool:
        """Return whether the one table of transitions allows the step."""
        return state in TRANSITIONS[self.state]
