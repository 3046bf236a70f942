"""The queue of the desk and a person's own list, one page at a time. Constant in rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from talent_portal.accounts.permissions import Condition, Permission
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.paging import FULL_ROWS, Page, shares, within
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries.asking import not_hidden
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need, NeedShare, ShareState
from talent_portal.placements.models import FormCheck, Offer, OfferAnswer, OfferTerms, Placement
from talent_portal.placements.queries.cases import PLACEMENT_PARTIES
from talent_portal.placements.queries.changing import waits_for_a_second
from talent_portal.placements.queries.lists import reach
from talent_portal.placements.rules import next_steps
from talent_portal.placements.rules.next_steps import CheckState, Step, Who
from talent_portal.placements.rules.states import OPEN, OVER, RUNNING, OfferState

SELECTED, OFFERS, PLACEMENTS = KINDS = ("selected", "offers", "placements")
# Whose permission the next step takes; what stands in no row is a step of the person, or of the clock.
TAKEN_WITH: Mapping[str, Permission] = {
    "write_terms": Permission.OFFER_DRAFT,
    "check_form": Permission.FORM_CHECK_RECORD,
    "send_terms": Permission.OFFER_SEND,
    "answer_terms": Permission.OFFER_ANSWER,
    "confirm_answer": Permission.ANSWER_ON_PAPER,
    "settle_conditions": Permission.OFFER_DRAFT,
    "record_appointment": Permission.APPOINTMENT_RECORD,
    "answer_request": Permission.PLACEMENT_CHANGE,
    "report": Permission.REVIEW_WRITE,
}
OF_THE_TOWN = frozenset({Who.MEMBER, Who.APPROVER, Who.CHECKER, Who.BOTH})


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
class Desk:
    """One page of cases of up to three kinds, one kind after another; `counts` says how many there are of each."""

    page: Page[Selected | Row]
    counts: dict[str, int]
    selected: list[Selected] = field(default_factory=list)
    offers: list[Row] = field(default_factory=list)
    placements: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _List:
    """How many rows one kind has, and how some of them are read."""

    total: int
    rows: Callable[[slice], Sequence[Any]]


def desk(session: Session, actor: Actor, page: int, *, over: bool = False, only: str = "") -> Desk:
    """Return what the actor may read of what is under way, or of what has ended: soonest due, or newest, first.

    `only` is one of KINDS and narrows to it.
    """
    lists = {
        SELECTED: _selected(session, actor) if not over else _List(0, lambda _: []),
        OFFERS: _ended_offers(session, actor) if over else _open_offers(session, actor),
        PLACEMENTS: _placements(session, actor, over=over),
    }
    return _page(lists, page, only)


def mine(session: Session, account_id: int | None, page: int) -> Desk:
    """Return the offers and placements of the specialist who signs in with this account: those that reached them."""
    offered = (
        sa.select(Offer, OfferTerms)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.sent_number))
        .where(Offer.specialist.has(account_id=account_id), Offer.sent_number > 0, Offer.state != OfferState.APPOINTED)
        .options(joinedload(Offer.need), joinedload(Offer.organisation))
        .order_by(Offer.id.desc())
    )
    placed = _agreed().where(Placement.specialist.has(account_id=account_id))
    lists = {
        OFFERS: _listed(session, offered, lambda row: _offer_row(row[0], row[1], CheckState.PASSED, waiting=False)),
        PLACEMENTS: _listed(session, placed.order_by(Placement.starts_on.desc(), Placement.id), _placement_row),
    }
    return _page(lists, page)


def waiting(session: Session, actor: Actor) -> list[Row]:
    """Return the cases whose next step is this actor's to take, in no order (two statements).

    Those of its own municipality; for the prefecture, answers noted by somebody else that a second person confirms.
    """
    offers, placed = _offers(actor, OPEN), _agreed().where(Placement.erased_at.is_(None))
    if actor.scope(Permission.FORM_CHECK_READ) is not Scope.ORG:
        noted = offers.where(waits_for_a_second(OfferAnswer.noted_by != actor.reference))
        rows = session.execute(noted) if actor.may(Permission.ANSWER_ON_PAPER) else ()
        return [_offer_row(row[0], row[1], row[2], waiting=True) for row in rows]
    own = offers.where(Offer.organisation_id == actor.organisation_id)
    asks = sa.or_(Placement.asked != "", sa.and_(Placement.state.in_(OVER), Placement.released_at.is_(None)))
    ours = placed.where(Placement.organisation_id == actor.organisation_id, asks)
    found = [_offer_row(row[0], row[1], row[2], waiting=bool(row[3])) for row in session.execute(own)]
    found += [_placement_row(row) for row in session.execute(ours)]
    return [row for row in found if row.step.who in OF_THE_TOWN and _takes(actor, row.step)]


def _takes(actor: Actor, step: Step) -> bool:
    permission = TAKEN_WITH.get(step.what)
    only_asks = permission is not None and actor.grant(permission).condition == Condition.ASK_ONLY
    return permission is not None and actor.may(permission) and not only_asks


def begun(session: Session, organisation_id: int) -> frozenset[str]:
    """Return the cases (references) for which a municipality has begun to offer terms."""
    wanted = sa.select(Proposal.reference).join(Offer, Offer.proposal_id == Proposal.id)
    open_ones = wanted.where(Offer.organisation_id == organisation_id, Offer.state.in_(OPEN))
    return frozenset(session.scalars(open_ones))


def _page(lists: dict[str, _List], number: int, only: str = "") -> Desk:
    counts = {kind: found.total for kind, found in lists.items()}
    shown = [total if only in {"", kind} else 0 for kind, total in counts.items()]
    number = within(number, sum(shown))
    cuts = zip(lists.items(), shares(shown, (number - 1) * FULL_ROWS, FULL_ROWS), strict=True)
    rows = {kind: list(found.rows(part)) if part.start < part.stop else [] for (kind, found), part in cuts}
    return Desk(Page([one for kind in rows.values() for one in kind], number, sum(shown), FULL_ROWS), counts, **rows)


def _listed(session: Session, wanted: sa.Select[*tuple[Any, ...]], row: Callable[[Any], Any]) -> _List:
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.order_by(None).subquery())) or 0

    def rows(part: slice) -> list[Any]:
        return [row(one) for one in session.execute(wanted.offset(part.start).limit(part.stop - part.start))]

    return _List(total, rows)


def _offers(actor: Actor, states: Iterable[OfferState]) -> sa.Select[Offer, OfferTerms, CheckState, bool]:
    return (
        sa.select(Offer, OfferTerms, FormCheck.state, waits_for_a_second())
        .outerjoin(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .outerjoin(FormCheck, sa.and_(FormCheck.offer_id == Offer.id, FormCheck.terms_number == Offer.terms_number))
        .where(reach(actor, Offer), Offer.state.in_(states), Offer.erased_at.is_(None))
        .options(joinedload(Offer.need), joinedload(Offer.organisation), joinedload(Offer.specialist))
    )


def _open_offers(session: Session, actor: Actor) -> _List:
    """Return the offers under way by when their next step is due, which the rules know and the database does not."""
    found = [_offer_row(row[0], row[1], row[2], waiting=bool(row[3])) for row in session.execute(_offers(actor, OPEN))]
    by_due = sorted(found, key=lambda row: (row.step.due is None, row.step.due or clock.now(), row.thing.id))
    return _List(len(by_due), by_due.__getitem__)


def _ended_offers(session: Session, actor: Actor) -> _List:
    gone = [state for state in OfferState if state not in OPEN and state is not OfferState.APPOINTED]
    newest_first = _offers(actor, gone).order_by(Offer.ended_at.desc(), Offer.id.desc())
    return _listed(session, newest_first, lambda row: _offer_row(row[0], row[1], row[2], waiting=bool(row[3])))


def _offer_row(offer: Offer, terms: OfferTerms | None, check: CheckState | None, *, waiting: bool) -> Row:
    at = offer.at(terms.plain if terms else None, check or CheckState.PENDING, unconfirmed=waiting)
    return Row(offer, terms, next_steps.of_offer(at))


def _placements(session: Session, actor: Actor, *, over: bool) -> _List:
    """Return the placements to come or under way, or those that are over."""
    wanted = _agreed().where(
        reach(actor, Placement), Placement.state.in_(OVER if over else RUNNING), Placement.erased_at.is_(None)
    )
    in_order = wanted.order_by(Placement.last_day.desc() if over else Placement.starts_on, Placement.id)
    return _listed(session, in_order, _placement_row)


def _agreed() -> sa.Select[Placement, OfferTerms]:
    return (
        sa.select(Placement, OfferTerms)
        .join(Offer, Offer.id == Placement.offer_id)
        .join(OfferTerms, sa.and_(OfferTerms.offer_id == Offer.id, OfferTerms.number == Offer.terms_number))
        .options(*PLACEMENT_PARTIES)
    )


def _placement_row(row: sa.Row[Placement, OfferTerms]) -> Row:
    return Row(row[0], row[1], next_steps.of_placement(row[0].at()))


def _selected(session: Session, actor: Actor) -> _List:
    """Return candidates whom the actor's municipality has selected and to whom it has not begun to offer terms."""
    if actor.scope(Permission.OFFER_DRAFT) is not Scope.ORG:
        return _List(0, lambda _: [])
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
    )
    return _listed(session, wanted, lambda row: Selected(row[0], row[1]))
