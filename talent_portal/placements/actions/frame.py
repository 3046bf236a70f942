"""Every step goes through here: locked, allowed, not stale, in the table; what was refused is noted in the book."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.placements import policies
from talent_portal.placements.errors import StaleTerms, StepImpossible
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.queries import changing
from talent_portal.placements.rules.states import (
    PLACEMENT_TRANSITIONS,
    TRANSITIONS,
    OfferEvent,
    OfferState,
    PlacementEvent,
    PlacementState,
)


@contextmanager
def offer_step(
    actor: Actor, reference: str, event: OfferEvent, expected_version: int | None = None
) -> Iterator[tuple[Session, Offer]]:
    """Open a transaction around one step of an offer, with person and offer locked.

    Raises `NoResultFound` (404) for other people's offers, `StaleTerms`, or `StepImpossible`; all but the stale page
    leave a denied entry.
    """
    try:
        with transaction() as session:
            offer = changing.offer_to_change(session, reference)
            policies.must_step(actor, event, offer)
            _must_stand(offer.version, expected_version)
            _must_be_possible(offer.state, event, possible=offer.may(event))
            yield session, offer
    except (NoResultFound, StepImpossible):
        audit.note_denied(actor, f"offer.{event}", f"offer:{reference}")
        raise


def _must_stand(version: int, expected: int | None) -> None:
    """Refuse a step that was decided on an older page."""
    if expected is not None and version != expected:
        raise StaleTerms


def _must_be_possible(state: StrEnum, event: StrEnum, *, possible: bool) -> None:
    """Refuse a step that the table has not got."""
    if not possible:
        raise StepImpossible(state=state.value, event=event.value)


def become(
    session: Session, actor: Actor, offer: Offer, event: OfferEvent, state: OfferState, **details: object
) -> None:
    """Take one step of the table and write it into the book. Raises `StepImpossible` for one that is not there."""
    before = offer.state
    if state not in TRANSITIONS[before].get(event, frozenset()):
        raise StepImpossible(state=before.value, event=event.value)
    if state is not before:
        offer.state, offer.since = state, clock.now()
    offer.version += 1
    told = {"before": before.value, "after": state.value, **details}
    audit.record(session, actor, f"offer.{event}", f"offer:{offer.reference}", **told)


@contextmanager
def placement_step(
    actor: Actor, reference: str, event: PlacementEvent, expected_version: int | None = None
) -> Iterator[tuple[Session, Placement]]:
    """Open a transaction around one step of a placement, with person and placement locked. Raises as `offer_step`."""
    try:
        with transaction() as session:
            placement = changing.placement_to_change(session, reference)
            policies.must_move(actor, event, placement)
            _must_stand(placement.version, expected_version)
            _must_be_possible(placement.state, event, possible=placement.may(event))
            yield session, placement
    except (NoResultFound, StepImpossible):
        audit.note_denied(actor, f"placement.{event}", f"placement:{reference}")
        raise


def move(
    session: Session,
    actor: Actor,
    placement: Placement,
    event: PlacementEvent,
    state: PlacementState,
    **details: object,
) -> None:
    """Take one step of the placement's table and write it into the book."""
    before = placement.state
    if state not in PLACEMENT_TRANSITIONS[before].get(event, frozenset()):
        raise StepImpossible(state=before.value, event=event.value)
    placement.state = state
    placement.version += 1
    told = {"before": before.value, "after": state.value, **details}
    audit.record(session, actor, f"placement.{event}", f"placement:{placement.reference}", **told)
