"""Every end of an offer goes through here: the days are free, everybody is told, the floors below know."""

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.placements.actions import below, days, letters
from talent_portal.placements.actions.frame import become
from talent_portal.placements.models import Offer
from talent_portal.placements.rules.states import OfferEvent, OfferState


def end(  # noqa: PLR0913, PLR0917 - an end is all of this
    session: Session, actor: Actor, offer: Offer, event: OfferEvent, state: OfferState, reason: str, *, by: str = ""
) -> None:
    """End the offer inside the caller's transaction. `by` is the side that said no, where one did."""
    reached = offer.sent_number > 0
    if reached:
        days.free(session, actor, offer)
    offer.ended_at, offer.end_reason, offer.code = clock.now(), reason, None
    become(session, actor, offer, event, state, reason=reason)
    session.flush()
    below.offer_ended(session, actor, offer)
    told = letters.EVERYBODY if reached else (letters.TOWN, letters.PREFECTURE)
    letters.tell(session, offer, "offer_ended", *told, by=by)


def tell_town(session: Session, offer: Offer) -> None:
    """Tell the municipality and the prefecture that an offer has ended, where the person has left the register."""
    session.flush()
    below.offer_ended(session, WORKER, offer)
    letters.tell(session, offer, "offer_ended", letters.TOWN, letters.PREFECTURE, by="")
