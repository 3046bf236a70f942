"""Both sides report facts when the work is over; neither reads the other's before both are in, or 30 days passed."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.placements.actions import letters
from talent_portal.placements.actions.frame import move, placement_step
from talent_portal.placements.errors import DaysImpossible, ReasonNeeded, ReportStands
from talent_portal.placements.models import Channel, Placement, Review, Side
from talent_portal.placements.policies import side_of
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.states import PlacementEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """The facts of one side: days worked, the work done, and whether they would do it again (a code)."""

    days_worked: int
    work_done: str
    again: str
    key: str


def report(actor: Actor, reference: str, draft: ReportDraft, channel: Channel) -> Placement:
    """Write the report of the actor's side, once. The second of both releases them together.

    Raises `DaysImpossible`, `ReportStands`, `ReasonNeeded`, `StepImpossible`; the same key again changes nothing.
    """
    if draft.again not in choices.AGAIN:
        raise ReasonNeeded
    with placement_step(actor, reference, PlacementEvent.REVIEW) as (session, placement):
        if any(review.key == draft.key for review in placement.reviews):
            return placement
        side = side_of(actor, placement)
        _must_fit(placement, draft, side)
        written = Review(
            side=side,
            days_worked=draft.days_worked,
            work_done=draft.work_done.strip(),
            again=draft.again,
            channel=channel,
            written_by=actor.reference,
            key=draft.key,
        )
        placement.reviews.append(written)
        move(session, actor, placement, PlacementEvent.REVIEW, placement.state, side=side.value)
        if len(placement.reviews) == len(Side):
            _release(session, actor, placement)
        else:
            other = letters.TOWN if side is Side.PERSON else letters.PERSON
            letters.tell_placement(session, placement, "report_waits", other)
    return placement


def _must_fit(placement: Placement, draft: ReportDraft, side: Side) -> None:
    most = (placement.last_day - placement.starts_on).days + 1
    if not 0 <= draft.days_worked <= most:
        raise DaysImpossible(most=most)
    if placement.reported(side) or placement.released_at is not None:
        raise ReportStands


def release(reference: str) -> bool:
    """Release whatever was written when the time is over; return whether it did."""
    with placement_step(WORKER, reference, PlacementEvent.RELEASE) as (session, placement):
        if placement.released_at is not None:
            return False
        _release(session, WORKER, placement)
    return True


def _release(session: Session, actor: Actor, placement: Placement) -> None:
    placement.released_at = clock.now()
    move(session, actor, placement, PlacementEvent.RELEASE, placement.state, reports=len(placement.reviews))
    letters.tell_placement(session, placement, "reports_released", *letters.EVERYBODY)
