"""The approver sends the terms, puts the last day off once, changes them, or takes them back."""

from datetime import date

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.placements import queries
from talent_portal.placements.actions import below, checking, days, ending, letters
from talent_portal.placements.actions.answering import Said, count, forget_answers
from talent_portal.placements.actions.frame import become, offer_step
from talent_portal.placements.errors import DeadlineTooEarly, ExtendedAlready, ReasonNeeded
from talent_portal.placements.gateway import links
from talent_portal.placements.models import Channel, Offer, Side
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import choices, deadlines
from talent_portal.placements.rules.states import OfferEvent, OfferState
from talent_portal.placements.rules.terms import Terms


def send(actor: Actor, reference: str, last_day: date, expected_version: int, *, decided: bool = False) -> Offer:
    """Offer the terms to the person and hold their days. `decided` gives the municipality's own yes with it.

    Raises `NotChecked`, `Unlawful`, `DeadlineTooEarly`, `HalfDayTaken` (with the days), `StaleTerms`, `StepImpossible`.
    """
    _look(reference)
    with offer_step(actor, reference, OfferEvent.SEND, expected_version) as (session, offer):
        checking.must_stand(session, offer)
        terms = changing.terms(session, offer, offer.terms_number).plain
        _must_leave_time(last_day, terms)
        _claim(session, actor, offer, terms)
        first = offer.sent_number == 0
        offer.sent_number, offer.sent_at = offer.terms_number, clock.now()
        offer.respond_by, offer.extended, offer.reminded = deadlines.respond_by(last_day), False, 0
        offer.code, offer.code_tries = links.new_code(), 0
        forget_answers(offer)
        become(session, actor, offer, OfferEvent.SEND, OfferState.SENT, terms=offer.terms_number)
        below.offered(session, actor, offer)
        letters.tell(session, offer, "offer_sent", *letters.EVERYBODY, terms=terms, first=first)
        if decided:
            count(session, actor, offer, Said(side=Side.TOWN, yes=True, channel=Channel.OFFICE))
    return offer


def _look(reference: str) -> None:
    """Refuse early, before anything is locked, when days are taken."""
    session = reading()
    offer, terms = queries.offer_with_terms(session, reference)
    if terms is not None and offer.may(OfferEvent.SEND):
        days.look(session, offer, terms.plain.dated)


def _must_leave_time(last_day: date, terms: Terms) -> None:
    earliest = deadlines.earliest_last_day(clock.today())
    if not earliest <= last_day < terms.starts_on:
        raise DeadlineTooEarly(earliest=earliest, latest=terms.starts_on)


def _claim(session: Session, actor: Actor, offer: Offer, terms: Terms) -> None:
    """Hold the days of the new terms; those of a version that was sent before are given back first."""
    if offer.sent_number:
        days.free(session, actor, offer)
    days.hold(session, actor, offer, terms)


def extend(actor: Actor, reference: str, last_day: date, expected_version: int) -> Offer:
    """Put the last day for answers off, once. Raises `ExtendedAlready`, `DeadlineTooEarly`."""
    with offer_step(actor, reference, OfferEvent.EXTEND, expected_version) as (session, offer):
        if offer.extended or offer.respond_by is None:
            raise ExtendedAlready
        terms = changing.terms(session, offer, offer.terms_number).plain
        now_last = offer.respond_by.astimezone(clock.JAPAN).date()
        latest = deadlines.latest_extension(now_last, terms.starts_on)
        if not now_last < last_day <= latest:
            raise DeadlineTooEarly(earliest=now_last, latest=latest)
        offer.respond_by, offer.extended, offer.reminded = deadlines.respond_by(last_day), True, 0
        become(session, actor, offer, OfferEvent.EXTEND, OfferState.SENT, until=last_day.isoformat())
        letters.tell(session, offer, "offer_extended", *letters.EVERYBODY, terms=terms)
    return offer


def change(actor: Actor, reference: str, expected_version: int) -> Offer:
    """Go back to a draft, to write other terms. The days stay held, and both answers begin anew."""
    with offer_step(actor, reference, OfferEvent.CHANGE, expected_version) as (session, offer):
        forget_answers(offer)
        offer.respond_by, offer.code = None, None
        become(session, actor, offer, OfferEvent.CHANGE, OfferState.DRAFT, terms=offer.terms_number)
        letters.tell(session, offer, "terms_changing", *letters.EVERYBODY)
    return offer


def rescind(actor: Actor, reference: str, reason: str, expected_version: int) -> Offer:
    """Take the terms back, with a reason from the list; everybody is told, the days are free."""
    if reason not in choices.TOWN_REASONS:
        raise ReasonNeeded
    with offer_step(actor, reference, OfferEvent.RESCIND, expected_version) as (session, offer):
        ending.end(session, actor, offer, OfferEvent.RESCIND, OfferState.RESCINDED, reason)
    return offer


def discard(actor: Actor, reference: str, reason: str, expected_version: int) -> Offer:
    """Give a draft up. The person hears of it only if terms had reached them before."""
    if reason not in choices.TOWN_REASONS:
        raise ReasonNeeded
    with offer_step(actor, reference, OfferEvent.DISCARD, expected_version) as (session, offer):
        ending.end(session, actor, offer, OfferEvent.DISCARD, OfferState.DISCARDED, reason)
    return offer
