"""Both sides answer, in any order: by link, code or signed in, at the office, by telephone or on paper.

Until the other side has agreed too, a side may change its mind within the time for answers.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading
from talent_portal.introductions.rules.reasons import DECLINE
from talent_portal.placements import policies, queries
from talent_portal.placements.actions import ending, letters
from talent_portal.placements.actions.checking import add_conditions
from talent_portal.placements.actions.frame import become, offer_step
from talent_portal.placements.errors import (
    NoteIncomplete,
    NoteWaits,
    NothingWaits,
    OwnNote,
    ReasonNeeded,
    TermsChanged,
    TooLate,
)
from talent_portal.placements.models import Channel, Offer, OfferAnswer, Side
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.states import OfferEvent, OfferState

EVENTS = {
    (Side.PERSON, True): OfferEvent.PERSON_YES,
    (Side.PERSON, False): OfferEvent.PERSON_NO,
    (Side.TOWN, True): OfferEvent.TOWN_YES,
    (Side.TOWN, False): OfferEvent.TOWN_NO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer: whose, yes or no with its reason, and how it came."""

    side: Side
    yes: bool
    channel: Channel
    reason: str = ""

    @property
    def event(self) -> OfferEvent:
        """Return what happens to the offer by it."""
        return EVENTS[self.side, self.yes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person said by telephone or on paper, as staff wrote it down."""

    yes: bool
    channel: Channel
    told_on: date
    witness: str
    reason: str = ""


def answer(actor: Actor, reference: str, said: Said, terms_number: int) -> Offer:
    """Count one answer to the version of the terms that was read; the same answer again changes nothing.

    A person owes no reason for a no; an office does. Raises `TermsChanged`, `TooLate`, `ReasonNeeded`,
    `StepImpossible`.
    """
    _must_have_reason(said)
    repeated = queries.answered(reading(), reference, said.side, terms_number, yes=said.yes)
    if repeated is not None and said.event in policies.steps_of(actor, repeated):
        return repeated
    with offer_step(actor, reference, said.event) as (session, offer):
        if terms_number != offer.terms_number:
            raise TermsChanged
        if not offer.answerable(clock.now()):
            raise TooLate
        count(session, actor, offer, said)
    return offer


def _must_have_reason(said: Said) -> None:
    if said.yes:
        return
    known = DECLINE if said.side is Side.PERSON else choices.TOWN_REASONS
    owed = said.side is Side.TOWN or said.reason
    if owed and said.reason not in known:
        raise ReasonNeeded


def count(session: Session, actor: Actor, offer: Offer, said: Said, kept: OfferAnswer | None = None) -> None:
    """Let an answer count inside the caller's transaction: a no ends the offer, the second yes agrees."""
    if kept is None:
        _keep(session, offer, said)
    if said.side is Side.PERSON:
        offer.person_answer = "yes" if said.yes else "no"
    else:
        offer.town_answer = "yes" if said.yes else "no"
    event = said.event if kept is None else OfferEvent.CONFIRM
    if not said.yes:
        ending.end(session, actor, offer, event, OfferState.DECLINED, said.reason, by=said.side.value)
    elif offer.person_answer == offer.town_answer == "yes":
        agree(session, actor, offer, event)
    else:
        become(session, actor, offer, event, OfferState.SENT, channel=said.channel.value)
        letters.tell(session, offer, "offer_answered", *letters.EVERYBODY, by=said.side.value)


def _keep(session: Session, offer: Offer, said: Said) -> None:
    session.add(
        OfferAnswer(
            offer_id=offer.id,
            terms_number=offer.terms_number,
            side=said.side,
            yes=said.yes,
            reason=said.reason,
            channel=said.channel,
        )
    )


def agree(session: Session, actor: Actor, offer: Offer, event: OfferEvent) -> None:
    """Both have said yes: list what is open, and tell whoever was preparing terms for the same days."""
    found = changing.check(session, offer)
    offer.agreed_at, offer.code = clock.now(), None
    become(session, actor, offer, event, OfferState.CONDITIONS, terms=offer.terms_number)
    add_conditions(session, offer, list(found.before_start) if found else [])
    terms = changing.terms(session, offer, offer.terms_number).plain
    conditions = changing.conditions(session, offer)
    letters.tell_conditions(session, offer, conditions)
    mine = set(terms.dated)
    for other in changing.drafts_of_others(session, offer):
        theirs = changing.terms(session, other, other.terms_number).plain
        if mine & set(theirs.dated):
            ending.end(session, WORKER, other, OfferEvent.SUPERSEDE, OfferState.SUPERSEDED, "taken")


def forget_answers(offer: Offer) -> None:
    """Let both answers begin anew; what was said stays in its own rows."""
    offer.person_answer = offer.town_answer = ""


def note(actor: Actor, reference: str, said: Note) -> OfferAnswer:
    """Write down what the person said by telephone or on paper. It counts once another person has confirmed it.

    Raises `NoteIncomplete`, `NoteWaits`, `ReasonNeeded`, `StepImpossible`.
    """
    _must_have_reason(Said(side=Side.PERSON, yes=said.yes, channel=said.channel, reason=said.reason))
    with offer_step(actor, reference, OfferEvent.NOTE) as (session, offer):
        _must_be_complete(offer, said)
        if changing.waiting_note(session, offer) is not None:
            raise NoteWaits
        kept = OfferAnswer(
            offer_id=offer.id,
            terms_number=offer.terms_number,
            side=Side.PERSON,
            yes=said.yes,
            reason=said.reason,
            channel=said.channel,
            told_on=said.told_on,
            witness=said.witness.strip(),
            noted_by=actor.reference,
        )
        session.add(kept)
        offer.since = clock.now()
        become(session, actor, offer, OfferEvent.NOTE, OfferState.SENT, channel=said.channel.value)
        letters.tell(session, offer, "answer_noted", letters.PERSON, letters.PREFECTURE, yes=said.yes)
    return kept


def _must_be_complete(offer: Offer, said: Note) -> None:
    sent_on = offer.sent_at.astimezone(clock.JAPAN).date() if offer.sent_at else clock.today()
    last = offer.respond_by.astimezone(clock.JAPAN).date() if offer.respond_by else clock.today()
    if not sent_on <= said.told_on <= min(last, clock.today()):
        raise NoteIncomplete(field="told_on")
    if not said.witness.strip():
        raise NoteIncomplete(field="witness")


def confirm(actor: Actor, reference: str, *, right: bool) -> Offer:
    """Let another person look at the answer that was written down: it counts, or it is struck out.

    Raises `NothingWaits`, `OwnNote`, `StepImpossible`.
    """
    with offer_step(actor, reference, OfferEvent.CONFIRM) as (session, offer):
        kept = changing.waiting_note(session, offer)
        if kept is None:
            raise NothingWaits
        if kept.noted_by == actor.reference:
            raise OwnNote
        kept.confirmed_by, kept.confirmed_at, kept.refused = actor.reference, clock.now(), not right
        offer.since = clock.now()
        if right:
            said = Said(side=Side.PERSON, yes=kept.yes, channel=kept.channel, reason=kept.reason)
            count(session, actor, offer, said, kept)
        else:
            become(session, actor, offer, OfferEvent.CONFIRM, OfferState.SENT, right=False)
            letters.tell(session, offer, "answer_struck", letters.PERSON, letters.PREFECTURE)
        audit.record(session, actor, "offer.note_looked_at", f"offer:{offer.reference}", right=right)
    return offer
