"""What staffing requests ask of the coordinator and of the municipalities that wrote them or share in them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import calendar
from talent_portal.insights.queries.rows import NEW, Waiting
from talent_portal.needs.models import Need, NeedShare, NeedState, ShareState

# Longer than that without a candidate, and somebody should look again.
QUIET_AFTER = timedelta(days=14)
WRITING = (NeedState.DRAFT, NeedState.RETURNED)
# A draft stays with its municipality; partners hear of it once it was sent.
ANSWERABLE = (NeedState.SUBMITTED, NeedState.RETURNED)


def requests_to_open(session: Session, now: datetime) -> list[Waiting]:
    """Return the requests that were sent and wait for the prefecture, and open ones for which nobody was found yet."""
    sent = Need.state == NeedState.SUBMITTED
    quiet = sa.and_(Need.state == NeedState.OPEN, Need.first_proposal_at.is_(None), Need.opened_at < now - QUIET_AFTER)
    found = session.scalars(sa.select(Need).where(sa.or_(sent, quiet)).order_by(Need.state_since, Need.id))
    return [_row("request_sent" if need.state is NeedState.SUBMITTED else "request_quiet", need) for need in found]


def requests_of(session: Session, organisation_id: int) -> list[Waiting]:
    """Return one municipality's own drafts and returned requests, and its parts of others' still to confirm."""
    own = session.scalars(
        sa.select(Need)
        .where(Need.organisation_id == organisation_id, Need.state.in_(WRITING))
        .order_by(Need.state_since, Need.id)
    )
    shared = session.scalars(
        sa.select(Need)
        .join(NeedShare, NeedShare.need_id == Need.id)
        .where(NeedShare.organisation_id == organisation_id, Need.organisation_id != organisation_id)
        .where(NeedShare.state == ShareState.ASKED, Need.state.in_(ANSWERABLE))
        .order_by(Need.state_since, Need.id)
    )
    rows = [_row("request_draft" if need.state is NeedState.DRAFT else "request_returned", need) for need in own]
    return [*rows, *(_row("request_part", need) for need in shared)]


def new_requests(session: Session, now: datetime) -> int:
    """Return how many requests were sent to the prefecture in the last seven days."""
    return session.scalar(sa.select(sa.func.count(Need.id)).where(Need.submitted_at >= now - NEW)) or 0


def _row(kind: str, need: Need) -> Waiting:
    due = calendar.deadline(need.last_day) if need.last_day else None
    return Waiting(kind, need.reference, need.title_ja, need.title_en, since=need.state_since, due=due)
