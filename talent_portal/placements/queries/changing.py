"""Rows fetched to be changed: locked, and as the database has them now rather than as the page read them.

The person is locked before the offer, always: whoever takes or frees half-days of one person then does so one after
the other, and nobody waits in a circle.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.placements.models import (
    FormCheck,
    Offer,
    OfferAnswer,
    OfferCondition,
    OfferTerms,
    Placement,
    Review,
    Side,
)
from talent_portal.placements.rules.next_steps import CheckState
from talent_portal.placements.rules.states import OPEN, OVER, OfferState, PlacementState
from talent_portal.specialists.models import Specialist

FRESH = {"populate_existing": True}
BATCH = 200


def lock_person(session: Session, specialist_id: int | None) -> None:
    """Let nobody else touch the days of this person until the transaction ends."""
    locked = sa.select(Specialist).where(Specialist.id == specialist_id).with_for_update()
    session.scalars(locked, execution_options=FRESH).one_or_none()


def offer_to_change(session: Session, reference: str) -> Offer:
    """Return the offer, locked behind its person; raise `NoResultFound` (404) where there is none."""
    person = sa.select(Offer.specialist_id).where(Offer.reference == reference)
    lock_person(session, session.scalars(person).one())
    locked = sa.select(Offer).where(Offer.reference == reference).with_for_update()
    return session.scalars(locked.options(*_PARTIES), execution_options=FRESH).one()


_PARTIES = (selectinload(Offer.need), selectinload(Offer.organisation), selectinload(Offer.specialist))


_PLACED = (
    selectinload(Placement.need),
    selectinload(Placement.organisation),
    selectinload(Placement.specialist),
    selectinload(Placement.offer),
    selectinload(Placement.reviews),
)


def placement_to_change(session: Session, reference: str) -> Placement:
    """Return the placement with its reports, locked behind its person; raise `NoResultFound` where there is none."""
    person = sa.select(Placement.specialist_id).where(Placement.reference == reference)
    lock_person(session, session.scalars(person).one())
    locked = sa.select(Placement).where(Placement.reference == reference).with_for_update()
    return session.scalars(locked.options(*_PLACED), execution_options=FRESH).one()


def terms(session: Session, offer: Offer, number: int) -> OfferTerms:
    """Return one version of the terms; raise `NoResultFound` where there is none."""
    wanted = sa.select(OfferTerms).where(OfferTerms.offer_id == offer.id, OfferTerms.number == number)
    return session.scalars(wanted, execution_options=FRESH).one()


def terms_or_none(session: Session, offer: Offer, number: int) -> OfferTerms | None:
    """Return one version of the terms, or None."""
    wanted = sa.select(OfferTerms).where(OfferTerms.offer_id == offer.id, OfferTerms.number == number)
    return session.scalars(wanted, execution_options=FRESH).one_or_none()


def check(session: Session, offer: Offer) -> FormCheck | None:
    """Return the check of the version that stands now."""
    wanted = sa.select(FormCheck).where(FormCheck.offer_id == offer.id, FormCheck.terms_number == offer.terms_number)
    return session.scalars(wanted, execution_options=FRESH).one_or_none()


def conditions(session: Session, offer: Offer) -> list[OfferCondition]:
    """Return what had to be settled, in order."""
    wanted = sa.select(OfferCondition).where(OfferCondition.offer_id == offer.id).order_by(OfferCondition.position)
    return list(session.scalars(wanted, execution_options=FRESH))


def waiting_note(session: Session, offer: Offer) -> OfferAnswer | None:
    """Return the answer from a call or a paper that a second person must still confirm."""
    return session.scalars(
        sa.select(OfferAnswer).where(
            OfferAnswer.offer_id == offer.id,
            OfferAnswer.terms_number == offer.terms_number,
            OfferAnswer.noted_by != "",
            OfferAnswer.confirmed_at.is_(None),
        ),
        execution_options=FRESH,
    ).one_or_none()


def drafts_of_others(session: Session, offer: Offer) -> list[Offer]:
    """Return drafts that other offers have for the same person, locked, in order of their ids."""
    other = sa.select(Offer).where(
        Offer.specialist_id == offer.specialist_id,
        Offer.id != offer.id,
        Offer.state == OfferState.DRAFT,
        Offer.terms_number > 0,
    )
    locked = other.order_by(Offer.id).with_for_update().options(*_PARTIES)
    return list(session.scalars(locked, execution_options=FRESH))


def waits_for_a_second(*noted: sa.ColumnElement[bool]) -> sa.Exists:
    """Say in SQL that somebody noted an answer to an offer's terms of now, and nobody has confirmed the note.

    `noted` says by whom, where that matters.
    """
    return (
        sa.select(OfferAnswer.id)
        .where(
            OfferAnswer.offer_id == Offer.id,
            OfferAnswer.terms_number == Offer.terms_number,
            OfferAnswer.noted_by != "",
            OfferAnswer.confirmed_at.is_(None),
            *noted,
        )
        .exists()
    )


def lapsed(session: Session, now: datetime) -> list[str]:
    """Return offers whose time for answers is over, oldest first; those with a note to confirm wait for it."""
    late = sa.and_(Offer.state == OfferState.SENT, Offer.respond_by < now)
    over = sa.select(Offer.reference).where(late, ~waits_for_a_second())
    return list(session.scalars(over.order_by(Offer.respond_by, Offer.id).limit(BATCH)))


def unanswered(session: Session) -> list[Offer]:
    """Return sent offers of which both reminders have not gone yet."""
    open_ones = sa.select(Offer).where(Offer.state == OfferState.SENT, Offer.reminded < 2)  # noqa: PLR2004 - the two of `reminded`
    return list(session.scalars(open_ones.order_by(Offer.respond_by, Offer.id).limit(BATCH)))


def starting(session: Session, today: date) -> list[str]:
    """Return placements whose first day has come."""
    due = sa.select(Placement.reference).where(
        Placement.state == PlacementState.SCHEDULED, Placement.starts_on <= today
    )
    return list(session.scalars(due.order_by(Placement.id).limit(BATCH)))


def ending(session: Session, today: date) -> list[str]:
    """Return placements whose last day is over."""
    due = sa.select(Placement.reference).where(Placement.state == PlacementState.ACTIVE, Placement.last_day < today)
    return list(session.scalars(due.order_by(Placement.id).limit(BATCH)))


def unreleased(session: Session, ended_before: date) -> list[str]:
    """Return ended placements whose reports must be released because the time is over."""
    due = sa.select(Placement.reference).where(
        Placement.state.in_(OVER), Placement.released_at.is_(None), Placement.last_day <= ended_before
    )
    return list(session.scalars(due.order_by(Placement.id).limit(BATCH)))


def announced(session: Session, start_by: date, end_by: date, today: date) -> list[Placement]:
    """Return running placements whose first or last day is near."""
    near = sa.or_(
        sa.and_(Placement.state == PlacementState.SCHEDULED, Placement.starts_on.between(today, start_by)),
        sa.and_(Placement.state == PlacementState.ACTIVE, Placement.last_day.between(today, end_by)),
    )
    return list(session.scalars(sa.select(Placement).where(near).order_by(Placement.id)))


def review_of(session: Session, placement: Placement, side: Side) -> Review | None:
    """Return the report of one side."""
    wanted = sa.select(Review).where(Review.placement_id == placement.id, Review.side == side)
    return session.scalars(wanted).one_or_none()


def checks_of_open(session: Session) -> list[tuple[Offer, FormCheck, OfferTerms]]:
    """Return every open offer that has terms, with the check and the terms that stand, in order of age."""
    wanted = (
        sa.select(Offer, FormCheck, OfferTerms)
        .join(FormCheck, sa.and_(FormCheck.offer_id == Offer.id, FormCheck.terms_number == Offer.terms_number))
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .where(Offer.state.in_(OPEN))
        .options(selectinload(Offer.organisation), selectinload(Offer.need))
        .order_by(Offer.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def offer_of_answer(session: Session, reference: str) -> tuple[str, int]:
    """Return (offer reference, answer id) of one noted answer; raise `NoResultFound` where there is none."""
    wanted = (
        sa.select(Offer.reference, OfferAnswer.id)
        .join(Offer, Offer.id == OfferAnswer.offer_id)
        .where(OfferAnswer.reference == reference)
    )
    row = session.execute(wanted).one()
    return row[0], row[1]


def passed(found: FormCheck | None) -> bool:
    """Return whether the personnel office let the terms go."""
    return found is not None and found.state is CheckState.PASSED


def offers_of(session: Session, specialist_id: int) -> list[Offer]:
    """Return every offer to a person (itself locked already), with its parties."""
    wanted = sa.select(Offer).where(Offer.specialist_id == specialist_id).order_by(Offer.id)
    return list(session.scalars(wanted.options(*_PARTIES), execution_options=FRESH))


def placements_of(session: Session, specialist_id: int) -> list[Placement]:
    """Return every placement of a person (itself locked already)."""
    wanted = sa.select(Placement).where(Placement.specialist_id == specialist_id).order_by(Placement.id)
    return list(session.scalars(wanted.options(*_PLACED), execution_options=FRESH))


def to_recheck(session: Session, version: int) -> list[str]:
    """Return open offers whose check was asked under another version of the rules."""
    wanted = (
        sa.select(Offer.reference)
        .join(FormCheck, sa.and_(FormCheck.offer_id == Offer.id, FormCheck.terms_number == Offer.terms_number))
        .where(Offer.state.in_(OPEN), FormCheck.rule_version != version, Offer.specialist_id.is_not(None))
    )
    return list(session.scalars(wanted.order_by(Offer.id).limit(BATCH)))
