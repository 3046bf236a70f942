"""Whose thing it is: which step belongs to whom, and who may look."""

from collections.abc import Collection, Sequence

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Condition, Permission
from talent_portal.core.actor import Actor, ActorKind, Scope
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries.requests import towns_of
from talent_portal.placements.models import Offer, Placement, Review, Side
from talent_portal.placements.rules.states import (
    ASKING,
    OF_THE_PERSON,
    PLACEMENT_SYSTEM,
    PLACEMENT_WHO,
    SYSTEM,
    WHO,
    OfferEvent,
    PlacementEvent,
)
from talent_portal.specialists.models import Specialist


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(may_read(actor, offer))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound


def side_of(actor: Actor, thing: Offer | Placement) -> Side:
    """Return for whom the actor speaks: the person (signed in, or behind a proven link), or the municipality."""
    return Side.PERSON if _is_the_person(actor, thing) else Side.TOWN


def _is_the_person(actor: Actor, thing: Offer | Placement) -> bool:
    if actor.kind is ActorKind.GUEST:
        return actor.reference == thing.reference
    account = thing.specialist.account_id if thing.specialist else None
    return actor.kind is ActorKind.SPECIALIST and account is not None and actor.account_id == account


def must_draft(actor: Actor, organisation_id: int) -> None:
    """Raise `NoResultFound` (404) unless the actor prepares terms for this municipality."""
    must(actor.kind is ActorKind.STAFF and _reaches(actor, Permission.OFFER_DRAFT, organisation_id))


def must_step(actor: Actor, event: OfferEvent, offer: Offer) -> None:
    """Raise `NoResultFound` (404) unless the step belongs to this actor, whatever state the offer is in."""
    must(event in steps_of(actor, offer))


def steps_of(actor: Actor, offer: Offer) -> frozenset[OfferEvent]:
    """Return the steps that belong to this actor, whatever state the offer is in."""
    if actor.kind is ActorKind.WORKER:
        return SYSTEM
    if _is_the_person(actor, offer):
        return OF_THE_PERSON
    if actor.kind is not ActorKind.STAFF:
        return frozenset()
    mine = {event for event, permission in WHO.items() if _reaches(actor, permission, offer.organisation_id)}
    return frozenset(mine - OF_THE_PERSON)


def must_move(actor: Actor, event: PlacementEvent, placement: Placement) -> None:
    """Raise `NoResultFound` (404) unless the step of a placement belongs to this actor, whatever state it is in."""
    must(event in moves_of(actor, placement))


def moves_of(actor: Actor, placement: Placement) -> frozenset[PlacementEvent]:
    """Return the steps of a placement that belong to this actor, whatever state it is in."""
    if actor.kind is ActorKind.WORKER:
        return PLACEMENT_SYSTEM
    if _is_the_person(actor, placement):
        return frozenset({PlacementEvent.ASK, PlacementEvent.REVIEW})
    if actor.kind is not ActorKind.STAFF:
        return frozenset()
    return frozenset(event for event in PLACEMENT_WHO if _moves(actor, event, placement))


def _moves(actor: Actor, event: PlacementEvent, placement: Placement) -> bool:
    permission = PLACEMENT_WHO[event]
    only_asks = actor.grant(permission).condition == Condition.ASK_ONLY
    return _reaches(actor, permission, placement.organisation_id) and (event in ASKING or not only_asks)


def may_read(actor: Actor, organisation_id: int, partners: Collection[int] = ()) -> bool:
    """Return whether staff may see an offer or placement of this municipality.

    `partners` are those of a joint request where the person comes to work by these terms: they read, and act nowhere.
    """
    return any(_reaches(actor, Permission.FORM_CHECK_READ, one) for one in (organisation_id, *partners))


def names_of(
    actor: Actor, things: Sequence[Offer | Placement], partners: Collection[int] = ()
) -> list[Specialist | None]:
    """Return the people of these cases, as far as the actor may know who they are.

    The municipality's approver and checker for a case of their own, or where they are among its `partners`; the
    prefecture for everybody in its care; an auditor only with a purpose told first, elsewhere.
    """
    told_first = actor.grant(Permission.PROFILE_IDENTIFY).condition == Condition.PURPOSE_TOLD
    return [
        thing.specialist
        if not told_first
        and any(_reaches(actor, Permission.PROFILE_IDENTIFY, one) for one in (thing.organisation_id, *partners))
        else None
        for thing in things
    ]


def must_know(actor: Actor, proposal: Proposal, *, hidden: bool) -> None:
    """Raise `NoResultFound` (404) unless the actor may know whom this case introduced. Needs request and parts loaded.

    The person agreed that all municipalities of a joint request read the name.
    `hidden`: the person does not want to be seen by one of those who ask; then only the prefecture knows them.
    """
    must(not hidden or actor.scope(Permission.PROFILE_IDENTIFY) is Scope.ALL)
    told_first = actor.grant(Permission.PROFILE_IDENTIFY).condition == Condition.PURPOSE_TOLD
    towns = [town.id for town in towns_of(proposal.need)]
    must(not told_first and any(_reaches(actor, Permission.PROFILE_IDENTIFY, one) for one in towns))


def reads_reports(actor: Actor, placement: Placement) -> Sequence[Review]:
    """Return the reports that staff may read: once they are released, to the approver and the prefecture."""
    mine = _reaches(actor, Permission.REVIEW_READ, placement.organisation_id)
    return placement.reviews if mine and placement.released_at else ()


def _reaches(actor: Actor, permission: Permission, organisation_id: int) -> bool:
    scope = actor.scope(permission)
    return scope is Scope.ALL or (scope is Scope.ORG and organisation_id == actor.organisation_id)
