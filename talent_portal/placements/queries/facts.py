"""Single facts that steps need before they decide."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, selectinload

from talent_portal.core.actor import Actor
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries.asking import not_hidden
from talent_portal.needs.models import Need, NeedShare, ShareState
from talent_portal.placements.models import FormOrdinance, Offer, OfferAnswer, OfferTerms, Placement, Side
from talent_portal.placements.queries.ordinances import of_offices
from talent_portal.placements.rules.states import AGREED, HOLDING, RUNNING
from talent_portal.placements.rules.terms import Post
from talent_portal.specialists import queries as specialists
from talent_portal.specialists.models import HalfDay
from talent_portal.specialists.rules.facts import PersonFacts
from talent_portal.specialists.rules.week import Slot


def offer_by_key(session: Session, key: str) -> Offer | None:
    """Return the offer that this submit has already begun."""
    return session.scalars(sa.select(Offer).where(Offer.idempotency_key == key)).one_or_none()


def proposal_to_offer(session: Session, reference: str) -> Proposal:
    """Return the candidate's case, locked; raise `NoResultFound` (404) where there is none, or nobody in it.

    Whoever hides from a body that asks is nobody to it.
    """
    there = Proposal.specialist_id.is_not(None)
    wanted = sa.select(Proposal).where(Proposal.reference == reference, there, not_hidden())
    return session.scalars(wanted.with_for_update(), execution_options={"populate_existing": True}).one()


def appointing_office(session: Session, actor: Actor, proposal: Proposal) -> int:
    """Return the municipality that appoints: the actor's own, if it asked alone or takes its part of a joint request.

    Raises `NoResultFound` (404) for anyone else's.
    """
    owner = sa.select(Need.organisation_id).where(Need.id == proposal.need_id)
    partners = sa.select(NeedShare.organisation_id).where(
        NeedShare.need_id == proposal.need_id, NeedShare.state == ShareState.CONFIRMED
    )
    parties = {*session.scalars(owner), *session.scalars(partners)}
    if actor.organisation_id is None or actor.organisation_id not in parties:
        raise NoResultFound
    return actor.organisation_id


def offer_with_terms(session: Session, reference: str) -> tuple[Offer, OfferTerms | None]:
    """Return an offer and its newest terms; raise `NoResultFound` (404) where there is none."""
    offer = session.scalars(sa.select(Offer).where(Offer.reference == reference)).one()
    wanted = sa.select(OfferTerms).where(OfferTerms.offer_id == offer.id, OfferTerms.number == offer.terms_number)
    return offer, session.scalars(wanted).one_or_none()


def answered(session: Session, reference: str, side: Side, terms_number: int, *, yes: bool) -> Offer | None:
    """Return the offer if this side has already said exactly this to exactly these terms, and it still counts."""
    newest = (
        sa.select(Offer, OfferAnswer.yes)
        .join(OfferAnswer, OfferAnswer.offer_id == Offer.id)
        .where(
            Offer.reference == reference,
            Offer.terms_number == terms_number,
            OfferAnswer.side == side,
            OfferAnswer.terms_number == terms_number,
            OfferAnswer.refused.is_(False),
        )
        .order_by(OfferAnswer.id.desc())
        .limit(1)
        .options(selectinload(Offer.specialist))
    )
    row = session.execute(newest).one_or_none()
    if row is None or row[1] is not yes:
        return None
    offer: Offer = row[0]
    said = offer.person_answer if side is Side.PERSON else offer.town_answer
    return offer if said == ("yes" if yes else "no") else None


def claimed_elsewhere(
    session: Session, offer: Offer, halves: Iterable[Slot], *, guards_off: bool = False
) -> tuple[Slot, ...]:
    """Return which of these half-days are claimed for something else, in order.

    With the guards off nobody claims anything, so the answer is read from the terms of offers instead.
    """
    wanted = set(halves)
    if guards_off:
        return tuple(sorted(wanted & _in_other_terms(session, offer)))
    if not wanted:
        return ()
    first, last = min(wanted)[0], max(wanted)[0]
    claims = sa.select(HalfDay.day, HalfDay.half).where(
        HalfDay.specialist_id == offer.specialist_id,
        HalfDay.day.between(first, last),
        sa.or_(HalfDay.source != "offer", HalfDay.source_reference != offer.reference),
    )
    return tuple(sorted(wanted & {(row.day, row.half) for row in session.execute(claims)}))


def _in_other_terms(session: Session, offer: Offer) -> set[Slot]:
    others = (
        sa.select(OfferTerms)
        .join(Offer, sa.and_(Offer.id == OfferTerms.offer_id, Offer.sent_number == OfferTerms.number))
        .where(Offer.specialist_id == offer.specialist_id, Offer.id != offer.id, Offer.state.in_(HOLDING))
    )
    return {half for stored in session.scalars(others) for half in stored.plain.dated}


def people_at_law(session: Session, specialist_ids: Iterable[int | None]) -> dict[int | None, PersonFacts]:
    """Return what the decision table wants to know of these people, by id."""
    wanted = [key for key in specialist_ids if key is not None]
    return {facts.id: facts for facts in specialists.facts(session, ids=wanted, referable_only=False)} if wanted else {}


def posts(session: Session, offers: Sequence[Offer], periods: Mapping[int, tuple[date, date]]) -> dict[int, Post]:
    """Return what the decision table asks about the posts of these offers (with their needs loaded), by offer id.

    `periods` gives first and last day by offer id; hours of others in the same weeks are counted against 38:45.
    """
    people = {offer.specialist_id for offer in offers} - {None}
    wanted = (
        sa.select(Offer.id, Offer.specialist_id, OfferTerms.starts_on, OfferTerms.ends_on, OfferTerms.weekly_minutes)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .outerjoin(Placement, Placement.offer_id == Offer.id)
        .where(
            Offer.specialist_id.in_(people),
            sa.or_(Offer.state.in_(AGREED), Placement.state.in_(RUNNING)),
        )
    )
    binding = session.execute(wanted).all()
    recorded = of_offices(session, {offer.organisation_id for offer in offers})
    found = {}
    for offer in offers:
        first, last = periods[offer.id]
        minutes = sum(
            row.weekly_minutes
            for row in binding
            if row.specialist_id == offer.specialist_id
            and row.id != offer.id
            and row.starts_on <= last
            and row.ends_on >= first
        )
        found[offer.id] = Post(
            municipality_id=offer.organisation_id,
            child_contact=offer.need.child_contact,
            other_minutes=minutes,
            ordinances=_known(recorded, offer.organisation_id, first),
        )
    return found


def _known(recorded: Mapping[tuple[int, str], FormOrdinance], organisation_id: int, first: date) -> dict[str, bool]:
    """Return what is on record about each form for a term that begins on `first`."""
    said = {form: one.covers(first) for (office_id, form), one in recorded.items() if office_id == organisation_id}
    return {form: covers for form, covers in said.items() if covers is not None}
