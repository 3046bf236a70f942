"""The municipality prepares the terms: begin, write, give the draft up."""

from dataclasses import asdict, replace

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.placements import policies, queries
from talent_portal.placements.actions import law, letters
from talent_portal.placements.actions.frame import become, offer_step
from talent_portal.placements.errors import NotSelected, OfferStands, TermsImpossible
from talent_portal.placements.models import Offer, OfferTerms
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import parts, states
from talent_portal.placements.rules import terms as rules
from talent_portal.placements.rules.states import OfferEvent, OfferState
from talent_portal.placements.rules.terms import Terms

# The second municipality of a joint request follows when the first has already offered, or appointed.
OFFERABLE = (ProposalState.SELECTED, ProposalState.OFFERED, ProposalState.PLACED)


def begin(actor: Actor, proposal_reference: str, key: str) -> Offer:
    """Begin an offer of the actor's municipality to a person who was selected; the same key gives the same offer.

    Raises `NotSelected`, `OfferStands`, or `NoResultFound` for other people's candidates.
    """
    with transaction() as session:
        known = queries.offer_by_key(session, key)
        if known is not None:
            return known
        proposal = queries.proposal_to_offer(session, proposal_reference)
        organisation_id = queries.appointing_office(session, actor, proposal)
        policies.must_draft(actor, organisation_id)
        if proposal.state not in OFFERABLE:
            raise NotSelected
        return _new(session, actor, proposal, organisation_id, key)


def _new(session: Session, actor: Actor, proposal: Proposal, organisation_id: int, key: str) -> Offer:
    standing = sa.select(Offer.id).where(
        Offer.proposal_id == proposal.id,
        Offer.organisation_id == organisation_id,
        Offer.state.in_((*states.OPEN, OfferState.APPOINTED)),
    )
    if session.scalar(standing) is not None:
        raise OfferStands
    offer = Offer(
        proposal_id=proposal.id,
        need_id=proposal.need_id,
        organisation_id=organisation_id,
        specialist_id=proposal.specialist_id,
        created_by=actor.reference,
        idempotency_key=key,
    )
    try:
        with session.begin_nested():
            session.add(offer)
    except IntegrityError:
        raise OfferStands from None
    audit.record(session, actor, "offer.begun", f"offer:{offer.reference}", proposal=proposal.reference)
    return offer


def edit(actor: Actor, reference: str, draft: Terms, expected_version: int) -> Offer:
    """Write the terms. A version that was sent is never rewritten: the next one begins. Every change asks for a check.

    Raises `TermsImpossible`, `UnknownForm`, `StaleTerms`, `StepImpossible`.
    """
    found = rules.problem(draft, clock.today())
    if found is not None:
        raise TermsImpossible(problem=found[0], field=found[1])
    with offer_step(actor, reference, OfferEvent.EDIT, expected_version) as (session, offer):
        draft = _with_parts(session, offer, draft)
        stored = changing.terms_or_none(session, offer, offer.terms_number)
        if stored is None or offer.terms_number == offer.sent_number:
            offer.terms_number += 1
            stored = OfferTerms(offer_id=offer.id, number=offer.terms_number)
            session.add(stored)
        for name, value in _columns(draft).items():
            setattr(stored, name, value)
        stored.written_by, stored.written_at = actor.reference, clock.now()
        found_check = law.ask(session, offer, draft)
        offer.since = clock.now()
        become(
            session, actor, offer, OfferEvent.EDIT, OfferState.DRAFT,
            terms=offer.terms_number, verdict=found_check.verdict.value, rules=found_check.rule_version,
        )  # fmt: skip
        letters.tell_checkers(session, offer)
    return offer


def _with_parts(session: Session, offer: Offer, draft: Terms) -> Terms:
    """Return the terms with every half-day given to a municipality; raise `TermsImpossible` for a wrong part.

    In a joint request, terms that tell no parts are worked at the municipality that offers them.
    """
    agreed = queries.agreed_parts(session, offer.need_id)
    if agreed and not draft.parts:
        draft = replace(draft, parts=((offer.organisation_id, draft.halves),))
    weekly = offer.need.pattern is not PatternKind.MONTHLY and draft.every_weeks == 1
    found = parts.problem(draft.parts, draft.halves, agreed, weekly=weekly)
    if found is not None:
        raise TermsImpossible(problem=found, field="towns" if agreed else "halves")
    return replace(draft, parts=tuple(part for part in draft.parts if part[1]))


def _columns(draft: Terms) -> dict[str, object]:
    return asdict(draft) | {"duty_kinds": list(draft.duty_kinds), "parts": [list(part) for part in draft.parts]}
