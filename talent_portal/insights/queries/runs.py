"""What runs over all requests ask of the coordinator who started them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.insights.queries.rows import Waiting
from talent_portal.matching.models import MatchRun
from talent_portal.matching.rules.runs import RunState

# A plan that nobody wanted for so long has been overtaken by events.
RECENT = timedelta(days=7)
KINDS = {RunState.DONE: "run_ended", RunState.STOPPED: "run_ended", RunState.FAILED: "run_failed"}


def runs_waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the last run of a coordinator once it has ended, until its plan is published or a later run is asked for.

    Later runs count whoever asked for them: there is one plan over all requests, and the newest is the one to look at.
    """
    newest = sa.select(sa.func.max(MatchRun.id)).scalar_subquery()
    wanted = sa.select(MatchRun).where(
        MatchRun.id == newest,
        MatchRun.asked_by == actor.reference,
        MatchRun.state.in_(KINDS),
        MatchRun.ended_at > now - RECENT,
        MatchRun.erased_at.is_(None),
    )
    return [Waiting(KINDS[run.state], run.reference, since=run.ended_at) for run in session.scalars(wanted)]
