"""The course of a placement: it begins and ends by date; sides may ask; the municipality decides."""

from datetime import date

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.calendar import ONE_DAY
from talent_portal.placements.actions import below, days, letters
from talent_portal.placements.actions.frame import move, placement_step
from talent_portal.placements.errors import LastDayImpossible, ReasonNeeded
from talent_portal.placements.models import Placement
from talent_portal.placements.policies import side_of
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.halves import from_day
from talent_portal.placements.rules.states import PlacementEvent, PlacementState


def start(reference: str) -> bool:
    """Let a placement begin whose first day has come; return whether it did."""
    with placement_step(WORKER, reference, PlacementEvent.START) as (session, placement):
        move(session, WORKER, placement, PlacementEvent.START, PlacementState.ACTIVE)
        letters.tell_placement(session, placement, "placement_begun", *letters.EVERYBODY)
    return True


def finish(reference: str) -> bool:
    """End a placement whose last day is over, and ask both sides for their report; return whether it did."""
    with placement_step(WORKER, reference, PlacementEvent.END) as (session, placement):
        early = placement.last_day < placement.ends_on
        state = PlacementState.ENDED_EARLY if early else PlacementState.ENDED
        placement.ended_at, placement.asked, placement.asked_by = clock.now(), "", ""
        move(session, WORKER, placement, PlacementEvent.END, state)
        below.placement_over(session, WORKER, placement)
        letters.tell_placement(session, placement, "placement_ended", *letters.EVERYBODY)
    return True


def end_early(actor: Actor, reference: str, last_day: date, reason: str, expected_version: int) -> Placement:
    """Bring the last day forward, with a reason from the list. The days after it are free at once.

    Raises `LastDayImpossible`, `ReasonNeeded`, `StaleTerms`, `StepImpossible`.
    """
    if reason not in choices.END_REASONS:
        raise ReasonNeeded
    with placement_step(actor, reference, PlacementEvent.END_EARLY, expected_version) as (session, placement):
        latest = placement.last_day - ONE_DAY
        if not clock.today() <= last_day <= latest:
            raise LastDayImpossible(earliest=clock.today(), latest=latest)
        _free_from(session, actor, placement, last_day + ONE_DAY)
        placement.last_day, placement.end_reason, placement.notice_on = last_day, reason, clock.today()
        placement.asked, placement.asked_by = "", ""
        move(
            session, actor, placement, PlacementEvent.END_EARLY, PlacementState.ACTIVE,
            reason=reason, until=last_day.isoformat(),
        )  # fmt: skip
        letters.tell_placement(session, placement, "placement_shortened", *letters.EVERYBODY)
    return placement


def cancel(actor: Actor, reference: str, reason: str, expected_version: int) -> Placement:
    """Call a placement off before it begins, with a reason from the list; every day is free."""
    if reason not in choices.END_REASONS:
        raise ReasonNeeded
    with placement_step(actor, reference, PlacementEvent.CANCEL, expected_version) as (session, placement):
        _free_from(session, actor, placement, placement.starts_on)
        placement.end_reason, placement.ended_at, placement.notice_on = reason, clock.now(), clock.today()
        placement.asked, placement.asked_by = "", ""
        move(session, actor, placement, PlacementEvent.CANCEL, PlacementState.CANCELLED, reason=reason)
        below.placement_over(session, actor, placement)
        letters.tell_placement(session, placement, "placement_cancelled", *letters.EVERYBODY)
    return placement


def _free_from(session: Session, actor: Actor, placement: Placement, day: date) -> None:
    halves = changing.terms(session, placement.offer, placement.offer.terms_number).plain.dated
    days.free(session, actor, placement, from_day(halves, day))


def ask(actor: Actor, reference: str, wish: str) -> Placement:
    """Ask for a change, as the person or as a member of the municipality; the approver and the prefecture are told.

    The same wish again changes nothing. Raises `ReasonNeeded` for a wish that is not on the list.
    """
    if wish not in choices.ASKS:
        raise ReasonNeeded
    with placement_step(actor, reference, PlacementEvent.ASK) as (session, placement):
        if placement.asked == wish:
            return placement
        placement.asked, placement.asked_at = wish, clock.now()
        placement.asked_by = side_of(actor, placement).value
        move(session, actor, placement, PlacementEvent.ASK, placement.state, wish=wish)
        letters.tell_placement(session, placement, "placement_asked", *letters.EVERYBODY)
    return placement


def hear(actor: Actor, reference: str, expected_version: int) -> Placement:
    """Note that a wish has been talked over and nothing more waits; the sides are told."""
    with placement_step(actor, reference, PlacementEvent.HEAR, expected_version) as (session, placement):
        wish, placement.asked, placement.asked_by = placement.asked, "", ""
        move(session, actor, placement, PlacementEvent.HEAR, placement.state, wish=wish)
        if wish:
            letters.tell_placement(session, placement, "placement_heard", letters.PERSON, letters.TOWN, wish=wish)
    return placement
