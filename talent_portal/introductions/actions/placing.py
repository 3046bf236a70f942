"""What the floor above tells: terms offered, appointment agreed, ended. Its own letters are its own affair."""

from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.introductions.actions.moving import land
from talent_portal.introductions.errors import ReasonNeeded
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries import changing
from talent_portal.introductions.rules import reasons
from talent_portal.introductions.rules.states import Event


def offer_made(session: Session, actor: Actor, proposal_id: int) -> Proposal:
    """Note that terms were sent. Part of the caller's transaction; raises `StepImpossible`."""
    return _land(session, actor, proposal_id, Event.OFFER)


def placement_made(session: Session, actor: Actor, proposal_id: int) -> Proposal:
    """Note that both sides agreed and the appointment stands. Part of the caller's transaction."""
    return _land(session, actor, proposal_id, Event.PLACE)


def ended(session: Session, actor: Actor, proposal_id: int, *, reason: str, again: bool = False) -> Proposal:
    """Note that terms or placement came to their end, with a code of `reasons.ENDED`.

    `again`: the municipality will offer other terms, so the case stays open. Raises `ReasonNeeded`.
    """
    event = Event.OFFER_AGAIN if again else Event.END
    if not reasons.accepts(event, reason):
        raise ReasonNeeded
    return _land(session, actor, proposal_id, event, reason)


def _land(session: Session, actor: Actor, proposal_id: int, event: Event, reason: str = "") -> Proposal:
    proposal = changing.proposal_by_id_to_change(session, proposal_id)
    land(session, actor, proposal, event, reason)
    return proposal
