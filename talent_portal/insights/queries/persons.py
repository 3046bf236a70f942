"""What waits on somebody of the register: a request for interest, terms to answer, a report to write."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.insights.queries.rows import Waiting
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need
from talent_portal.placements.models import Offer, Placement, Review, Side
from talent_portal.placements.rules.deadlines import report_due
from talent_portal.placements.rules.states import OVER, OfferState
from talent_portal.specialists.models import Specialist

# After the last day an answer still counts.
UNANSWERED = (ProposalState.SOUNDED, ProposalState.NO_ANSWER)


def person_waiting(session: Session, account_id: int) -> list[Waiting]:
    """Return what the holder of an account has not answered or reported yet (three statements)."""
    return [*_asked(session, account_id), *_offered(session, account_id), *_worked(session, account_id)]


def _asked(session: Session, account_id: int) -> list[Waiting]:
    wanted = (
        sa.select(Proposal, Need)
        .join(Need, Need.id == Proposal.need_id)
        .join(Specialist, Specialist.id == Proposal.specialist_id)
        .where(Specialist.account_id == account_id, Proposal.state.in_(UNANSWERED))
    )
    return [
        Waiting("person_asked", "", *_titles(need.number, need), 1, since=proposal.since, due=proposal.due_at)
        for proposal, need in session.execute(wanted)
    ]


def _offered(session: Session, account_id: int) -> list[Waiting]:
    wanted = (
        sa.select(Offer, Need)
        .join(Need, Need.id == Offer.need_id)
        .join(Specialist, Specialist.id == Offer.specialist_id)
        .where(Specialist.account_id == account_id, Offer.state == OfferState.SENT, Offer.person_answer == "")
    )
    return [
        Waiting("person_offered", "", *_titles(offer.number, need), 1, since=offer.since, due=offer.respond_by)
        for offer, need in session.execute(wanted)
    ]


def _worked(session: Session, account_id: int) -> list[Waiting]:
    told = sa.select(Review.id).where(Review.placement_id == Placement.id, Review.side == Side.PERSON)
    wanted = (
        sa.select(Placement, Need)
        .join(Need, Need.id == Placement.need_id)
        .join(Specialist, Specialist.id == Placement.specialist_id)
        .where(Specialist.account_id == account_id, Placement.state.in_(OVER), Placement.released_at.is_(None))
        .where(~told.exists())
    )
    return [
        Waiting("person_worked", "", *_titles(row.number, need), 1, since=row.ended_at, due=report_due(row.last_day))
        for row, need in session.execute(wanted)
    ]


def _titles(number: str, need: Need) -> tuple[str, str]:
    return f"{number} {need.title_ja}", f"{number} {need.title_en}" if need.title_en else ""
