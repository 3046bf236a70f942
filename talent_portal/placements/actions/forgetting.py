"""Forget people: at their wish, and when the time for keeping is over. Reference, form, period and body stay."""

from datetime import date
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.calendar import fiscal_year, fiscal_year_days, start_of
from talent_portal.core.marks import _n
from talent_portal.placements.actions import below, days, ending, letters
from talent_portal.placements.actions.frame import become, move
from talent_portal.placements.models import (
    FormCheck,
    FormComment,
    Offer,
    OfferAnswer,
    OfferTerms,
    Placement,
    Review,
)
from talent_portal.placements.queries import changing, own_data
from talent_portal.placements.rules.states import (
    OPEN,
    OVER,
    OfferEvent,
    OfferState,
    PlacementEvent,
    PlacementState,
)
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule, years_before
from talent_portal.specialists.models import Specialist

TEXTS = ("hours", "pay", "travel", "place", "duties", "trial", "renewal", "reason", "notes", "insurance")
PLACEMENT_YEARS = 5
REVIEW_YEARS = 3


def erase(session: Session, subject: str) -> None:
    """Forget `specialist:<reference>` in the caller's transaction: what is open ends, what is kept loses the person."""
    reference = own_data.reference_in(subject)
    person = session.scalar(sa.select(Specialist.id).where(Specialist.reference == (reference or "")))
    if person is None:
        return
    changing.lock_person(session, person)
    for offer in changing.offers_of(session, person):
        if offer.state in OPEN:
            _end_open(session, offer)
        _blank_offer(session, offer)
    for placement in changing.placements_of(session, person):
        if placement.running:
            _end_running(session, placement)
        _blank_placement(session, placement)


def _end_open(session: Session, offer: Offer) -> None:
    """Let an open offer end: its municipality is told that the person is gone, the person is not."""
    days.free(session, WORKER, offer)
    offer.ended_at, offer.end_reason = clock.now(), "erased"
    become(session, WORKER, offer, OfferEvent.SUPERSEDE, OfferState.SUPERSEDED, reason="erased")
    ending.tell_town(session, offer)


def _end_running(session: Session, placement: Placement) -> None:
    """Let a placement end with the register: its days are free, municipality and prefecture are told."""
    days.free(session, WORKER, placement)
    placement.ended_at, placement.end_reason = clock.now(), "erased"
    if placement.state is PlacementState.ACTIVE:
        placement.last_day = min(placement.last_day, clock.today())
        move(session, WORKER, placement, PlacementEvent.END, PlacementState.ENDED_EARLY, reason="erased")
        name = "placement_shortened"
    else:
        move(session, WORKER, placement, PlacementEvent.CANCEL, PlacementState.CANCELLED, reason="erased")
        name = "placement_cancelled"
    below.placement_over(session, WORKER, placement)
    letters.tell_placement(session, placement, name, letters.TOWN, letters.PREFECTURE)


def _blank_offer(session: Session, offer: Offer) -> None:
    blank = dict.fromkeys(TEXTS, "")
    _set(session, sa.update(OfferTerms).where(OfferTerms.offer_id == offer.id).values(**blank))
    _set(session, sa.update(FormCheck).where(FormCheck.offer_id == offer.id).values(note=""))
    _set(session, sa.update(FormComment).where(FormComment.offer_id == offer.id).values(text=""))
    _set(session, sa.update(OfferAnswer).where(OfferAnswer.offer_id == offer.id).values(witness=None, reason=""))
    offer.specialist_id, offer.code, offer.erased_at = None, None, clock.now()
    offer.token_version += 1


def _blank_placement(session: Session, placement: Placement) -> None:
    session.execute(sa.delete(Review).where(Review.placement_id == placement.id))
    placement.specialist_id, placement.erased_at, placement.asked = None, clock.now(), ""
    placement.token_version += 1


def _set(session: Session, statement: sa.Update) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})


def blank_offers(session: Session, before: date) -> int:
    """Take the person out of offers that led to no appointment and ended before `before`."""
    gone = (
        sa.select(Offer)
        .where(
            Offer.state.not_in((*OPEN, OfferState.APPOINTED)),
            Offer.ended_at < start_of(before),
            Offer.erased_at.is_(None),
        )
        .order_by(Offer.id)
    )
    return _each(session, list(session.scalars(gone)))


def blank_placements(session: Session, before: date) -> int:
    """Take the person out of placements whose last day lies before `before`."""
    gone = (
        sa.select(Placement)
        .where(
            Placement.state.in_((*OVER, PlacementState.CANCELLED)),
            Placement.last_day < before,
            Placement.erased_at.is_(None),
        )
        .options(selectinload(Placement.offer))
        .order_by(Placement.id)
    )
    found = list(session.scalars(gone))
    for placement in found:
        _blank_placement(session, placement)
    _each(session, [placement.offer for placement in found])
    return len(found)


def _each(session: Session, offers: list[Offer]) -> int:
    for offer in offers:
        _blank_offer(session, offer)
    return len(offers)


def drop_reviews(session: Session, before: date) -> int:
    """Delete reports written before `before`."""
    done = session.execute(
        sa.delete(Review).where(Review.written_at < start_of(before)),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE always counts


def _five_fiscal_years(today: date) -> date:
    """Return the first day still kept: placements of the last five fiscal years and of this one."""
    return fiscal_year_days(fiscal_year(today) - PLACEMENT_YEARS)[0]


RETENTION = (
    RetentionRule(
        name="offer",
        tables=("offer", "offer_terms", "offer_answer", "offer_condition", "form_check", "form_comment"),
        what=_n("Terms that led to no appointment"),
        period=partial(years_before, 2),
        kept=_n("24 months after they ended"),
        then=_n("Person and texts deleted; form, period and body stay"),
        basis=_n("Accountability of the municipality"),
        run=blank_offers,
    ),
    RetentionRule(
        name="placement",
        tables=("placement",),
        what=_n("Appointments, with terms and person"),
        period=_five_fiscal_years,
        kept=_n("5 fiscal years after the last day"),
        then=_n("Person and texts deleted; reference, form, period and body stay"),
        basis=_n("Rules of the bodies for documents"),
        run=blank_placements,
    ),
    RetentionRule(
        name="review",
        tables=("review",),
        what=_n("Work reports of both sides"),
        period=partial(years_before, REVIEW_YEARS),
        kept=_n("3 years"),
        then=_n("Deleted"),
        basis=_n("Not needed any longer (Act on the Protection of Personal Information, Art. 61)"),
        run=drop_reviews,
    ),
)
HOLDER = Holder(name="placements", read=own_data.of, erase=erase, subjects=own_data.subjects)
