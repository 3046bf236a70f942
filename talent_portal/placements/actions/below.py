"""What the floors below must know: the candidate's case and the request move with the offer and the placement.

In a joint request several municipalities offer to one person; the case and the request move with the first of them
that is placed, and end with the last.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.introductions.actions import placing
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.actions import placement_ended, placement_made
from talent_portal.needs.errors import StateForbids
from talent_portal.needs.models import NeedState
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.rules.states import HOLDING, OPEN, RUNNING, OfferState, PlacementState

# How an end of terms is called in the candidate's case.
REASONS = {
    OfferState.DECLINED: "terms_declined",
    OfferState.LAPSED: "terms_lapsed",
    OfferState.RESCINDED: "terms_rescinded",
    OfferState.FAILED: "conditions_failed",
    OfferState.SUPERSEDED: "superseded",
    OfferState.DISCARDED: "terms_rescinded",
}
# The municipality writes better terms for the same person: the case stays open.
AGAIN = frozenset({"error"})


def offered(session: Session, actor: Actor, offer: Offer) -> None:
    """Tell the case that terms were sent; the second municipality of a joint request, and new terms, change nothing."""
    if _proposal(session, offer).state is ProposalState.SELECTED:
        placing.offer_made(session, actor, offer.proposal_id)


def offer_ended(session: Session, actor: Actor, offer: Offer) -> None:
    """Tell the case that terms came to an end, unless another municipality's offer or placement carries it on."""
    proposal = _proposal(session, offer)
    if _others_go_on(session, offer) or proposal.state not in {ProposalState.SELECTED, ProposalState.OFFERED}:
        return
    if offer.state is OfferState.DISCARDED and offer.sent_number == 0:
        return
    again = offer.end_reason in AGAIN and proposal.state is ProposalState.OFFERED
    placing.ended(session, actor, offer.proposal_id, reason=REASONS[offer.state], again=again)


def _others_go_on(session: Session, offer: Offer) -> bool:
    others = sa.select(Offer.id).where(
        Offer.proposal_id == offer.proposal_id, Offer.id != offer.id, Offer.state.in_(OPEN)
    )
    return session.scalar(others.limit(1)) is not None or _placed(session, offer.proposal_id) > 0


def _placed(session: Session, proposal_id: int, but: int | None = None) -> int:
    """Return how many placements of a case are to come or under way."""
    running = (
        sa.select(sa.func.count())
        .select_from(Placement)
        .join(Offer, Offer.id == Placement.offer_id)
        .where(Offer.proposal_id == proposal_id, Placement.state.in_(RUNNING), Placement.id != (but or 0))
    )
    return session.scalar(running) or 0


def placed(session: Session, actor: Actor, offer: Offer, told: frozenset[str]) -> bool:
    """Tell case and request that somebody was appointed; return whether the request is filled by it.

    A request nobody looks after any longer is not reopened. `told`: who reads of it in the letter of the appointment.
    """
    if _proposal(session, offer).state is not ProposalState.OFFERED:
        return False
    placing.placement_made(session, actor, offer.proposal_id)
    try:
        return placement_made(session, actor, offer.need_id, told).state is NeedState.FILLED
    except StateForbids:
        return False


def placement_over(session: Session, actor: Actor, placement: Placement) -> None:
    """Tell case and request that a placement ended, unless the case goes on elsewhere."""
    session.flush()
    offer = placement.offer
    going = sa.select(Offer.id).where(Offer.proposal_id == offer.proposal_id, Offer.state.in_(HOLDING))
    if _placed(session, offer.proposal_id) or session.scalar(going.limit(1)) is not None:
        return
    cancelled = placement.state is PlacementState.CANCELLED
    if _proposal(session, offer).state is ProposalState.PLACED:
        reason = "placement_cancelled" if cancelled else "placement_ended"
        placing.ended(session, actor, offer.proposal_id, reason=reason)
    early = cancelled or placement.state is PlacementState.ENDED_EARLY
    try:
        placement_ended(session, actor, placement.need_id, early=early)
    except StateForbids:
        return


def _proposal(session: Session, offer: Offer) -> Proposal:
    wanted = sa.select(Proposal).where(Proposal.id == offer.proposal_id)
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()
