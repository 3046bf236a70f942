"""From the agreement to the appointment: what is open is settled, then the order is recorded."""

from dataclasses import dataclass
from datetime import date

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.placements.actions import below, checking, days, ending, letters
from talent_portal.placements.actions.frame import become, offer_step
from talent_portal.placements.errors import OrderIncomplete, ReasonNeeded, UnknownCondition
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.states import OfferEvent, OfferState

LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Order:
    """The order of appointment (辞令・委嘱状), or the contract: its number and its day."""

    number: str
    appointed_on: date


def settle(actor: Actor, reference: str, code: str, *, settled: bool) -> Offer:
    """Tick one condition, or take the tick back. The last tick makes the offer ready. Raises `UnknownCondition`."""
    with offer_step(actor, reference, OfferEvent.SETTLE) as (session, offer):
        conditions = changing.conditions(session, offer)
        found = next((condition for condition in conditions if condition.code == code), None)
        if found is None:
            raise UnknownCondition
        found.settled_at = clock.now() if settled else None
        found.settled_by = actor.reference if settled else ""
        ready = all(condition.settled_at for condition in conditions)
        before, after = offer.state, OfferState.READY if ready else OfferState.CONDITIONS
        become(session, actor, offer, OfferEvent.SETTLE, after, condition=code, settled=settled)
        if after is not before:
            name = "offer_ready" if ready else "offer_not_ready"
            letters.tell(session, offer, name, *letters.EVERYBODY)
    return offer


def fail(actor: Actor, reference: str, reason: str, expected_version: int) -> Offer:
    """End an agreed offer before the appointment, with a reason from the list."""
    if reason not in choices.FAIL_REASONS:
        raise ReasonNeeded
    with offer_step(actor, reference, OfferEvent.FAIL, expected_version) as (session, offer):
        ending.end(session, actor, offer, OfferEvent.FAIL, OfferState.FAILED, reason)
    return offer


def appoint(actor: Actor, reference: str, order: Order, expected_version: int) -> Placement:
    """Record the appointment that the municipality has made. The days are taken; the placement is scheduled.

    Raises `OrderIncomplete`, `NotChecked`, `Unlawful`, `StaleTerms`, `StepImpossible`.
    """
    with offer_step(actor, reference, OfferEvent.APPOINT, expected_version) as (session, offer):
        checking.must_stand(session, offer)
        terms = changing.terms(session, offer, offer.terms_number).plain
        _must_be_complete(order, terms.starts_on)
        placement = Placement(
            offer_id=offer.id,
            need_id=offer.need_id,
            organisation_id=offer.organisation_id,
            specialist_id=offer.specialist_id,
            form=terms.form,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            last_day=terms.ends_on,
            order_number=order.number.strip(),
            appointed_on=order.appointed_on,
            appointed_by=actor.reference,
        )
        session.add(placement)
        session.flush()
        days.take(session, actor, offer, placement, terms)
        offer.ended_at = clock.now()
        become(
            session, actor, offer, OfferEvent.APPOINT, OfferState.APPOINTED,
            placement=placement.reference, form=terms.form,
        )  # fmt: skip
        told = letters.staff_told(session, offer, "placement_made", terms)
        filled = below.placed(session, actor, offer, told)
        said = {"terms": terms, "placement": placement, "filled": filled}
        letters.tell(session, offer, "placement_made", *letters.EVERYBODY, **said)
    return placement


def _must_be_complete(order: Order, starts_on: date) -> None:
    if not order.number.strip() or len(order.number.strip()) > LONGEST_NUMBER:
        raise OrderIncomplete(field="number")
    if order.appointed_on > starts_on:
        raise OrderIncomplete(field="appointed_on")
