"""Lists of cases: the queue of the desk, a person's own, and what new rules touch. Constant in rows."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries.asking import not_hidden
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need, NeedShare, ShareState
from talent_portal.placements.models import FormCheck, Offer, OfferAnswer, OfferTerms, Placement
from talent_portal.placements.queries import changing
from talent_portal.placements.queries.cases import PLACEMENT_PARTIES
from talent_portal.placements.queries.facts import people_at_law, posts
from talent_portal.placements.rules import conditions, next_steps
from talent_portal.placements.rules.next_steps import CheckState, Step
from talent_portal.placements.rules.states import OPEN, OVER, RUNNING, OfferState
from talent_portal.placements.rules.terms import decide
from talent_portal.professions.rules import RuleTable, Verdict, VerdictKind
from talent_portal.specialists.models import HalfDay

MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the desk: an offer with its terms, or a placement with what was agreed; and whose turn it is."""

    thing: Offer | Placement
    terms: OfferTerms | None
    step: Step


@dataclass(frozen=True, slots=True)
class Selected:
    """A candidate whom the municipality has selected and to whom no terms were offered yet."""

    proposal: Proposal
    need: Need


@dataclass(frozen=True, slots=True)
class Touched:
    """Open terms about which other rules say something else: before, and now."""

    offer: Offer
    terms: OfferTerms
    check: FormCheck
    now: Verdict


def _reach(actor: Actor, thing: type[Offer | Placement]) -> sa.ColumnElement[bool]:
    """Return which cases concern the actor: those of its municipality, and those by which a person comes to it."""
    scope = actor.scope(Permission.FORM_CHECK_READ)
    if scope is Scope.ALL:
        return sa.true()
    if scope is not Scope.ORG:
        return sa.false()
    comes = sa.select(HalfDay.id).where(
        HalfDay.source == thing.__tablename__,
        HalfDay.source_reference == thing.reference,
        HalfDay.organisation_id == actor.organisation_id,
    )
    return sa.or_(thing.organisation_id == actor.organisation_id, comes.exists())


def offers(session: Session, actor: Actor, *, ended: bool = False) -> list[Row]:
    """Return the offers that the actor may read: open ones by when they are due, ended ones newest first."""
    waits = (
        sa.select(OfferAnswer.id)
        .where(
            OfferAnswer.offer_id == Offer.id,
            OfferAnswer.terms_number == Offer.terms_number,
            OfferAnswer.noted_by != "",
            OfferAnswer.confirmed_at.is_(None),
        )
        .exists()
    )
    gone = [state for state in OfferState if state not in OPEN and state is not OfferState.APPOINTED]
    wanted = (
        sa.select(Offer, OfferTerms, FormCheck.state, waits)
        .outerjoin(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .outerjoin(FormCheck, sa.and_(FormCheck.offer_id == Offer.id, FormCheck.terms_number == Offer.terms_number))
        .where(
            _reach(actor, Offer),
            Offer.state.in_(gone if ended else OPEN),
            Offer.erased_at.is_(None),
        )
        .options(selectinload(Offer.need), selectinload(Offer.organisation), selectinload(Offer.specialist))
        .order_by(Offer.ended_at.desc(), Offer.id.desc())
        .limit(MOST)
    )
    rows = [_offer_row(offer, terms, check, waiting=bool(w)) for offer, terms, check, w in session.execute(wanted)]
    return rows if ended else _by_due(rows)


def _offer_row(offer: Offer, terms: OfferTerms | None, check: CheckState | None, *, waiting: bool) -> Row:
    at = offer.at(terms.plain if terms else None, check or CheckState.PENDING, unconfirmed=waiting)
    return Row(offer, terms, next_steps.of_offer(at))


def _by_due(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.step.due is None, row.step.due or clock.now(), row.thing.id))


def placements(session: Session, actor: Actor, *, over: bool = False) -> list[Row]:
    """Return the placements that the actor may read: those to come or under way, or those that are over."""
    states = OVER if over else RUNNING
    wanted = (
        sa.select(Placement, OfferTerms)
        .join(Offer, Offer.id == Placement.offer_id)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .where(
            _reach(actor, Placement),
            Placement.state.in_(states),
            Placement.erased_at.is_(None),
        )
        .options(*PLACEMENT_PARTIES)
        .order_by(Placement.last_day.desc() if over else Placement.starts_on, Placement.id)
        .limit(MOST)
    )
    return [Row(row[0], row[1], next_steps.of_placement(row[0].at())) for row in session.execute(wanted)]


def selected(session: Session, actor: Actor) -> list[Selected]:
    """Return candidates whom the actor's municipality has selected and to whom it has not begun to offer terms."""
    if actor.scope(Permission.OFFER_DRAFT) is not Scope.ORG:
        return []
    mine_now = sa.select(Offer.id).where(
        Offer.proposal_id == Proposal.id,
        Offer.organisation_id == actor.organisation_id,
        Offer.state.in_((*OPEN, OfferState.APPOINTED)),
    )
    partner = sa.select(NeedShare.id).where(
        NeedShare.need_id == Need.id,
        NeedShare.organisation_id == actor.organisation_id,
        NeedShare.state == ShareState.CONFIRMED,
    )
    going = (ProposalState.SELECTED, ProposalState.OFFERED, ProposalState.PLACED)
    wanted = (
        sa.select(Proposal, Need)
        .join(Need, Need.id == Proposal.need_id)
        .where(
            Proposal.state.in_(going),
            Proposal.specialist_id.is_not(None),
            sa.or_(Need.organisation_id == actor.organisation_id, partner.exists()),
            ~mine_now.exists(),
            not_hidden(),
        )
        .order_by(Proposal.since, Proposal.id)
        .limit(MOST)
    )
    return [Selected(row[0], row[1]) for row in session.execute(wanted)]


def mine(session: Session, account_id: int | None) -> tuple[list[Row], list[Row]]:
    """Return the offers and placements of the specialist who signs in with this account: those that reached them."""
    from_account = Offer.specialist.has(account_id=account_id)
    wanted = (
        sa.select(Offer, OfferTerms)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.sent_number))
        .where(from_account, Offer.sent_number > 0, Offer.state != OfferState.APPOINTED)
        .options(selectinload(Offer.need), selectinload(Offer.organisation))
        .order_by(Offer.id.desc())
        .limit(MOST)
    )
    offered = [_offer_row(row[0], row[1], CheckState.PASSED, waiting=False) for row in session.execute(wanted)]
    placed = (
        sa.select(Placement, OfferTerms)
        .join(Offer, Offer.id == Placement.offer_id)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .where(Placement.specialist.has(account_id=account_id))
        .options(*PLACEMENT_PARTIES)
        .order_by(Placement.starts_on.desc(), Placement.id)
        .limit(MOST)
    )
    rows = [Row(row[0], row[1], next_steps.of_placement(row[0].at())) for row in session.execute(placed)]
    return offered, rows


def touched(session: Session, actor: Actor, table: RuleTable) -> list[Touched]:
    """Return the open terms within the actor's reach about which `table` says something else than their check did.

    Terms whose check the clock has already set back, because rules changed, stay on the list until they are checked.
    """
    scope = actor.scope(Permission.FORM_CHECK_READ)
    rows = [
        row
        for row in changing.checks_of_open(session)
        if scope is Scope.ALL or (scope is Scope.ORG and row[0].organisation_id == actor.organisation_id)
    ]
    people = people_at_law(session, {offer.specialist_id for offer, _, _ in rows} - {None})
    at = posts(session, [row[0] for row in rows], {row[0].id: (row[2].starts_on, row[2].ends_on) for row in rows})
    found = []
    for offer, check, terms in rows:
        person = people.get(offer.specialist_id)
        if person is None:
            continue
        known = terms.form in table.facts
        gone = Verdict(VerdictKind.ASK, (), "", table.version)
        now = decide(table, terms.plain, person, at[offer.id]) if known else gone
        same = conditions.says_the_same(check.verdict, check.conditions, check.article, now)
        if check.changed_from or not same:
            found.append(Touched(offer, terms, check, now))
    return found


def people_of_week(session: Session, actor: Actor, monday: date) -> list[Placement]:
    """Return one placement per person who works in the week that begins on `monday`, within the actor's reach."""
    wanted = (
        sa.select(Placement)
        .where(
            _reach(actor, Placement),
            Placement.state.in_((*RUNNING, *OVER)),
            Placement.starts_on <= monday + timedelta(days=6),
            Placement.last_day >= monday,
            Placement.specialist_id.is_not(None),
        )
        .options(*PLACEMENT_PARTIES)
        .order_by(Placement.starts_on, Placement.id)
        .limit(MOST)
    )
    return list({row.specialist_id: row for row in session.scalars(wanted)}.values())
