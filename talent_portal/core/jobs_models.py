"""What the workers know about each job: when it is due, who has it now, how it went."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core.db import Base

# Its last run tells `flask doctor` that a worker is alive.
HEART_BEAT = "heart_beat"


class JobOutcome(StrEnum):
    """How a job went the last time."""

    DONE = "done"
    FAILED = "failed"


class JobRun(Base):
    """One row per job. Whoever holds `lease_token` before `leased_until` runs it, and nobody else."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(index=True)
    lease_token: Mapped[str | None] = mapped_column(sa.String(32))
    leased_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[JobOutcome | None]
    count: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)

    def is_leased(self, moment: datetime) -> bool:
        """Return whether somebody is at it right now."""
        return self.leased_until is not None and self.leased_until > moment
