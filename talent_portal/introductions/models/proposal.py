"""A candidate (候補者): one person for one request, and the steps that led to where they are."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import ENDS, NAMED, Event, ProposalState, after
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Specialist

ANONYMOUS = {"class": "anonymous"}
_IS_OPEN = sa.text("ended_at IS NULL")


class Proposal(Base):
    """One candidate. The reasons are a snapshot of codes, as the coordinator saw them when deciding."""

    __tablename__ = "proposal"
    __table_args__ = (
        # Two coordinators may find the same person for the same request at the same moment.
        Index(
            "uq_proposal_open",
            "need_id",
            "specialist_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_proposal_specialist_id", "specialist_id", "state"),
        Index("ix_proposal_waits", "waits_on", "due_at"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    # Empty once the person is forgotten: what stays is a count of reasons.
    specialist_id: Mapped[int | None] = mapped_column(ForeignKey("specialist.id"))
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.SUGGESTED, index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Where the candidate came from: `search`, or `run:<reference>`; and who proposed (the account's reference).
    source: Mapped[str] = mapped_column(sa.String(40), default="search")
    proposed_by: Mapped[str] = mapped_column(sa.String(12), default="")
    # Who looks after the case now; letters to the coordinator go there.
    in_charge: Mapped[str] = mapped_column(sa.String(12), default="")
    reasons: Mapped[dict[str, object]] = mapped_column(default=dict)
    shown_at: Mapped[datetime | None]
    # Whose turn it is, since when and until when.
    waits_on: Mapped[Party] = mapped_column(default=Party.COORDINATOR)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime | None]
    chased_at: Mapped[datetime | None]
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    need: Mapped[Need] = relationship(lazy="raise")
    specialist: Mapped[Specialist | None] = relationship(lazy="raise")

    @property
    def open(self) -> bool:
        """Return whether somebody still has to act."""
        return self.state not in ENDS

    @property
    def named(self) -> bool:
        """Return whether the municipality has been told the name."""
        return self.state in NAMED

    def may(self, event: Event) -> bool:
        """Return whether the one table of transitions has this step."""
        return after(self.state, event) is not None


class ProposalStep(Base):
    """One step of a case, as its history shows it. Written once; references and codes only."""

    __tablename__ = "proposal_step"
    __table_args__ = (Index("ix_proposal_step_proposal_id", "proposal_id", "id"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    event: Mapped[Event]
    before: Mapped[ProposalState]
    after: Mapped[ProposalState]
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_kind: Mapped[str] = mapped_column(sa.String(20))
    # The role of staff; empty for the person and for the clock.
    role: Mapped[str] = mapped_column(sa.String(20), default="")
    actor_reference: Mapped[str] = mapped_column(sa.String(12), default="")
