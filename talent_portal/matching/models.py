"""The tables of matching: runs over all requests, and what coordinators decided about pairs."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed
from talent_portal.matching.rules.runs import MILLION, MOVING, DecisionKind, RunEvent, RunOptions, RunState, after
from talent_portal.matching.rules.runs import options_of as read_options

ANONYMOUS = {"class": "anonymous"}
SECRET = {"class": "secret"}
_IN_FORCE = sa.text("lifted_at IS NULL")
NAME = 12


class MatchRun(Base):
    """One run (全体調整). What it came to is kept as it was and never worked out again.

    `result` names people by their reference of the register only; once they are forgotten, it leads nowhere.
    """

    __tablename__ = "match_run"
    __table_args__ = ({"info": ANONYMOUS},)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    state: Mapped[RunState] = mapped_column(default=RunState.QUEUED, index=True)
    version: Mapped[int] = mapped_column(default=1)
    options: Mapped[dict[str, object]] = mapped_column(default=dict)
    # The run whose plan this one keeps as far as its mode says.
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("match_run.id"), index=True)
    asked_by: Mapped[str] = mapped_column(sa.String(NAME))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    # A double submit asks for one run.
    idempotency_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    # The worker that has it: its token, and when it was last heard of.
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[str] = mapped_column(sa.String(32), default="")
    beat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    stop_asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    # How far it is: values are those of the phase's own aim.
    phase: Mapped[str] = mapped_column(sa.String(40), default="")
    incumbent: Mapped[float] = mapped_column(default=0.0)
    bound: Mapped[float] = mapped_column(default=0.0)
    # What came of it: the digest of the question, figures for lists, everything, and the stages in order.
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    summary: Mapped[dict[str, object]] = mapped_column(default=dict)
    result: Mapped[dict[str, object]] = mapped_column(default=dict, deferred=True)
    log: Mapped[list[str]] = mapped_column(default=list, deferred=True)
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(sa.String(NAME), default="")
    erased_at: Mapped[datetime | None]

    def may(self, event: RunEvent) -> bool:
        """Return whether the one table of transitions has this step."""
        return after(self.state, event) is not None

    @property
    def moving(self) -> bool:
        """Return whether something still happens by itself."""
        return self.state in MOVING

    @property
    def has_plan(self) -> bool:
        """Return whether there is a plan to look at."""
        return bool(self.summary) and self.erased_at is None

    @property
    def gap(self) -> int | None:
        """Return how far the plan in hand is below the bound, in millionths; None while nothing is proven."""
        if self.bound <= 0 or self.bound >= float("inf"):
            return None
        return round(MILLION * max(self.bound - self.incumbent, 0) / self.bound)

    def chosen(self) -> RunOptions:
        """Return what the coordinator chose."""
        return read_options(self.options)


class PairDecision(Base):
    """A pair of person and request that runs must keep or must not make, and why. In force until it is lifted."""

    __tablename__ = "pair_decision"
    __table_args__ = (
        Index(
            "uq_pair_decision_in_force",
            "need_id",
            "specialist_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    specialist_id: Mapped[int] = mapped_column(ForeignKey("specialist.id"), index=True)
    kind: Mapped[DecisionKind]
    reason: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    decided_by: Mapped[str] = mapped_column(sa.String(NAME))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_by: Mapped[str] = mapped_column(sa.String(NAME), default="")
    lifted_at: Mapped[datetime | None]
