"""What the clock has to do: remind, note silence, chase, close what was left behind; (reference, version) each."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import calendar
from talent_portal.introductions.models import Enquiry, Proposal
from talent_portal.introductions.queries import asking
from talent_portal.introductions.rules import deadlines
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import NAMED, ProposalState
from talent_portal.needs.models import ENDED, Need, NeedState

Found = list[tuple[str, int]]
BATCH = 200
CHASE_DAYS = 5
# Up to here a request that ends, or a person who leaves, closes the case; afterwards terms and placement decide.
BEFORE_TERMS = (
    ProposalState.SUGGESTED,
    ProposalState.SHORTLISTED,
    ProposalState.SOUNDED,
    ProposalState.NO_ANSWER,
    ProposalState.INTERESTED,
    ProposalState.REFERRED,
    ProposalState.SELECTED,
)


def reminders(session: Session, today: date) -> Found:
    """Return the cases whose next reminder is due today or was due before."""
    newest = sa.select(sa.func.max(Enquiry.id)).group_by(Enquiry.proposal_id)
    waiting = (
        sa.select(Proposal.reference, Proposal.version, Enquiry.sent_at, Enquiry.due_at, Enquiry.reminded)
        .join(Enquiry, Enquiry.proposal_id == Proposal.id)
        .where(Proposal.state == ProposalState.SOUNDED, Enquiry.id.in_(newest), Enquiry.reminded < 2)  # noqa: PLR2004
        .order_by(Enquiry.due_at, Proposal.id)
    )
    return [
        (row.reference, row.version)
        for row in session.execute(waiting)
        if _is_due(row.sent_at, row.due_at, row.reminded, today)
    ][:BATCH]


def _is_due(sent_at: datetime, due_at: datetime, reminded: int, today: date) -> bool:
    sent, last = (moment.astimezone(calendar.JAPAN).date() for moment in (sent_at, due_at))
    days = deadlines.reminders(sent, last)
    return reminded < len(days) and days[reminded] <= today <= last


def unanswered(session: Session, now: datetime) -> Found:
    """Return the cases whose answer is overdue (the last second of the day still counts)."""
    silent = sa.and_(Proposal.state == ProposalState.SOUNDED, Proposal.due_at < now.replace(microsecond=0))
    return _pairs(session, silent)


def overdue(session: Session, now: datetime, today: date) -> Found:
    """Return the cases that wait beyond their day and were not chased within five working days."""
    late = sa.and_(Proposal.ended_at.is_(None), Proposal.due_at < now.replace(microsecond=0))
    acting = sa.and_(Proposal.state != ProposalState.SOUNDED, Proposal.waits_on != Party.NOBODY)
    before = calendar.start_of(calendar.add_working_days(today, -CHASE_DAYS))
    return _pairs(session, late, acting, sa.or_(Proposal.chased_at.is_(None), Proposal.chased_at < before))


def left_behind(session: Session) -> dict[str, Found]:
    """Return the cases to close, by reason: the request was filled or has ended, or the person is gone."""
    open_cases = Proposal.state.in_(BEFORE_TERMS)
    # A pause stops what has not reached the municipality yet; somebody who left, or hides from it, stops everything.
    paused = sa.and_(Proposal.state.not_in(NAMED), sa.not_(asking.is_active()))
    gone = sa.and_(open_cases, sa.or_(sa.not_(asking.is_there()), sa.not_(asking.not_hidden()), paused))
    return {
        "need_filled": _pairs(session, open_cases, Need.state == NeedState.FILLED),
        "need_ended": _pairs(session, open_cases, Need.state.in_(set(ENDED) - {NeedState.FILLED})),
        "person_unavailable": _pairs(session, gone, Need.state.not_in(ENDED)),
    }


def _pairs(session: Session, *conditions: sa.ColumnElement[bool]) -> Found:
    found = (
        sa.select(Proposal.reference, Proposal.version)
        .join(Need, Need.id == Proposal.need_id)
        .where(*conditions)
        .order_by(Proposal.id)
        .limit(BATCH)
    )
    return [(row.reference, row.version) for row in session.execute(found)]
