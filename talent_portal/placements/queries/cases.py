"""One offer or one placement whole, as its page shows it. A constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.core import clock
from talent_portal.introductions.models import Proposal, Referral
from talent_portal.needs.models import Need, NeedShare
from talent_portal.placements.models import (
    FormCheck,
    FormComment,
    FormOrdinance,
    Offer,
    OfferAnswer,
    OfferCondition,
    OfferTerms,
    Placement,
)
from talent_portal.placements.queries import ordinances, parts, people
from talent_portal.placements.queries.parts import TownPart
from talent_portal.placements.rules import next_steps
from talent_portal.placements.rules.next_steps import CheckState, Step
from talent_portal.placements.rules.states import OVER, PlacementState
from talent_portal.professions import queries as professions
from talent_portal.professions.rules import RuleTable

Part = TypeVar("Part", FormComment, OfferAnswer, OfferTerms)
OFFER_PARTIES = (
    selectinload(Offer.need),
    selectinload(Offer.organisation),
    selectinload(Offer.specialist),
    selectinload(Offer.proposal),
)
PLACEMENT_PARTIES = (
    selectinload(Placement.need),
    selectinload(Placement.organisation),
    selectinload(Placement.specialist),
    selectinload(Placement.reviews),
    selectinload(Placement.offer).selectinload(Offer.proposal),
)


@dataclass(frozen=True)
class OfferCase:
    """An offer with its terms, check, answers, conditions, and what came of it. `rules` is the table of today."""

    offer: Offer
    versions: Sequence[OfferTerms]
    check: FormCheck | None
    comments: Sequence[FormComment]
    answers: Sequence[OfferAnswer]
    conditions: Sequence[OfferCondition]
    placement: Placement | None
    rules: RuleTable
    names: Mapping[str, str]
    shares: Sequence[NeedShare]
    ordinance: FormOrdinance | None

    def parts_of(self, stored: OfferTerms) -> list[TownPart]:
        """Return which half-days of the week are worked at which municipality; nothing where one asked alone."""
        return parts.named(self.shares, stored.plain.parts)

    @property
    def partners(self) -> frozenset[int]:
        """Return the organisations where the person comes to work by the terms that were sent."""
        sent = self.sent_terms
        return frozenset(where for where, _ in sent.plain.parts) if sent else frozenset()

    @property
    def terms(self) -> OfferTerms | None:
        """Return the version that stands now."""
        return next((one for one in self.versions if one.number == self.offer.terms_number), None)

    @property
    def sent_terms(self) -> OfferTerms | None:
        """Return the newest version that reached the person."""
        return next((one for one in self.versions if one.number == self.offer.sent_number), None)

    @cached_property
    def note(self) -> OfferAnswer | None:
        """Return the answer that waits for a second person."""
        number = self.offer.terms_number
        return next((one for one in self.answers if one.waits and one.terms_number == number), None)

    @cached_property
    def step(self) -> Step:
        """Return whose turn it is, and by when."""
        check = self.check.state if self.check else CheckState.PENDING
        terms = self.terms
        at = self.offer.at(terms.plain if terms else None, check, unconfirmed=self.note is not None)
        return next_steps.of_offer(at)


@dataclass(frozen=True)
class PlacementCase:
    """A placement with what was agreed."""

    placement: Placement
    terms: OfferTerms
    rules: RuleTable
    names: Mapping[str, str]
    shares: Sequence[NeedShare]

    @property
    def parts(self) -> list[TownPart]:
        """Return which half-days of the week are worked at which municipality; nothing where one asked alone."""
        return parts.named(self.shares, self.terms.plain.parts)

    @property
    def partners(self) -> frozenset[int]:
        """Return the organisations where the person comes to work."""
        return frozenset(where for where, _ in self.terms.plain.parts)

    @cached_property
    def step(self) -> Step:
        """Return whose turn it is, and by when."""
        return next_steps.of_placement(self.placement.at())

    @property
    def over(self) -> bool:
        """Return whether reports are due or done."""
        return self.placement.state in OVER

    @property
    def may_shorten(self) -> bool:
        """Return whether the last day can still be brought forward."""
        return self.placement.state is PlacementState.ACTIVE and self.placement.last_day > clock.today()


def offer_case(session: Session, reference: str) -> OfferCase:
    """Return one offer whole; raise `NoResultFound` (404) where there is none."""
    offer = session.scalars(sa.select(Offer).where(Offer.reference == reference).options(*OFFER_PARTIES)).one()
    versions = session.scalars(_of(OfferTerms, offer)).all()
    checks = session.scalars(sa.select(FormCheck).where(FormCheck.offer_id == offer.id)).all()
    comments = session.scalars(_of(FormComment, offer)).all()
    answers = session.scalars(_of(OfferAnswer, offer)).all()
    conditions = session.scalars(
        sa.select(OfferCondition).where(OfferCondition.offer_id == offer.id).order_by(OfferCondition.position)
    ).all()
    check = next((one for one in checks if one.terms_number == offer.terms_number), None)
    placed = sa.select(Placement).where(Placement.offer_id == offer.id)
    stands = next((one for one in versions if one.number == offer.terms_number), None)
    recorded = ordinances.ordinance(session, offer.organisation_id, stands.form) if stands else None
    authors = [recorded.recorded_by if recorded else ""]
    authors += [one.written_by for one in comments] + [check.checked_by if check else ""]
    authors += [name for one in answers for name in (one.noted_by, one.confirmed_by)]
    return OfferCase(
        offer=offer,
        versions=versions,
        check=check,
        comments=comments,
        answers=answers,
        conditions=conditions,
        placement=session.scalars(placed).one_or_none(),
        rules=professions.rule_table(session, clock.today()),
        names=people.names(session, authors),
        shares=parts.shares(session, offer.need_id),
        ordinance=recorded,
    )


def _of(kind: type[Part], offer: Offer) -> sa.Select[Part]:
    return sa.select(kind).where(kind.offer_id == offer.id).order_by(kind.id)


def placement_case(session: Session, reference: str) -> PlacementCase:
    """Return one placement whole; raise `NoResultFound` (404) where there is none."""
    wanted = sa.select(Placement).where(Placement.reference == reference).options(*PLACEMENT_PARTIES)
    placement = session.scalars(wanted).one()
    offer = placement.offer
    terms = sa.select(OfferTerms).where(OfferTerms.offer_id == offer.id, OfferTerms.number == offer.terms_number)
    return PlacementCase(
        placement=placement,
        terms=session.scalars(terms).one(),
        rules=professions.rule_table(session, clock.today()),
        names=people.names(session, [placement.appointed_by]),
        shares=parts.shares(session, placement.need_id),
    )


def proposal_of_letter(session: Session, reference: str) -> tuple[Proposal, Referral]:
    """Return a case that was introduced, for its letter; raise `NoResultFound` (404) for any other."""
    wanted = (
        sa.select(Proposal, Referral)
        .join(Referral, Referral.proposal_id == Proposal.id)
        .where(Proposal.reference == reference, Proposal.specialist_id.is_not(None))
        .options(
            selectinload(Proposal.need).selectinload(Need.organisation),
            selectinload(Proposal.need).selectinload(Need.shares).selectinload(NeedShare.organisation),
            selectinload(Proposal.specialist),
        )
    )
    row = session.execute(wanted).one()
    return row[0], row[1]
