"""Who may open which door of offers and placements: the desk, the steps, the papers, and the person's own pages."""

from collections.abc import Callable

import sqlalchemy as sa

from talent_portal.accounts.permissions import Permission
from talent_portal.placements.gateway import links
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.rules.states import OfferState, PlacementState
from tests.architecture.authorisation import UNKNOWN, Outcome, Owner, Things, World, by_link, needs, public, signed_in

READ, DRAFT, SEND = Permission.FORM_CHECK_READ, Permission.OFFER_DRAFT, Permission.OFFER_SEND
CHANGE, REPORT = Permission.PLACEMENT_CHANGE, Permission.REVIEW_WRITE


def _offers(world: World, state: OfferState) -> Things:
    made = [_offer(world, office, state) for office in (world.office_a, world.office_b)]
    return Things(a={"reference": made[0].reference}, b={"reference": made[1].reference})


def _offer(world: World, office, state: OfferState) -> Offer:
    return world.make.offer(world.make.parties(office=office), state=state)


def drafts(world: World) -> Things:
    return _offers(world, OfferState.DRAFT)


def sent(world: World) -> Things:
    return _offers(world, OfferState.SENT)


def agreed(world: World) -> Things:
    return _offers(world, OfferState.CONDITIONS)


def ready(world: World) -> Things:
    return _offers(world, OfferState.READY)


def selections(world: World) -> Things:
    made = [world.make.parties(office=office).proposal for office in (world.office_a, world.office_b)]
    return Things(a={"reference": made[0].reference}, b={"reference": made[1].reference})


def introductions(world: World) -> Things:
    made = [world.make.introduced(world.make.parties(office=office)) for office in (world.office_a, world.office_b)]
    return Things(a={"reference": made[0].reference}, b={"reference": made[1].reference})


def _placed(world: World, state: PlacementState) -> Things:
    made = [
        world.make.placement(world.make.parties(office=office), state=state)
        for office in (world.office_a, world.office_b)
    ]
    return Things(a={"reference": made[0].reference}, b={"reference": made[1].reference})


def scheduled(world: World) -> Things:
    return _placed(world, PlacementState.SCHEDULED)


def ended(world: World) -> Things:
    return _placed(world, PlacementState.ENDED)


def _own(world: World, kind: str, model: type[Offer | Placement], things: Callable[[World], Things]) -> Things:
    """The link of the person whose thing a is; the same link for somebody else's; a link to nothing."""
    both = world.once(things)
    asked = sa.select(model.token_version).where(model.reference == both.a["reference"])
    token = links.token(kind, both.a["reference"], world.make.session.scalars(asked).one())
    made = (both.a["reference"], both.b["reference"], UNKNOWN)
    return Things(*({"reference": reference, "token": token} for reference in made))


def own_offer(world: World) -> Things:
    return _own(world, links.OFFER, Offer, sent)


def own_placement(world: World) -> Things:
    return _own(world, links.PLACEMENT, Placement, scheduled)


def own_ended(world: World) -> Things:
    return _own(world, links.PLACEMENT, Placement, ended)


OFFICE = {"owner": Owner.OFFICE}
# An auditor learns names only with a purpose told first, elsewhere.
NO_AUDITOR = {("auditor", "*"): Outcome.HIDDEN}
# The municipality ends a draft with one permission, and what was sent with another.
NO_MEMBER = {("member_a", "a"): Outcome.HIDDEN, ("member_b", "b"): Outcome.HIDDEN}
# The person and the prefecture have this permission too, but no part in the municipality's own step.
ONLY_STAFF = {("specialist", "*"): Outcome.HIDDEN}

DOORS = {
    **{f"placements.{name}": needs(READ) for name in ("desk", "ordinances", "rules_changed", "week")},
    "placements.begin": needs(DRAFT, selections, **OFFICE),
    "placements.offer": needs(READ, sent, **OFFICE),
    "placements.comment": needs(Permission.FORM_CHECK_COMMENT, drafts, **OFFICE),
    **{f"placements.{name}": needs(DRAFT, drafts, **OFFICE) for name in ("terms", "terms_send")},
    **{f"placements.{name}": needs(Permission.FORM_CHECK_RECORD) for name in ("ordinance", "ordinance_send")},
    "placements.check": needs(Permission.FORM_CHECK_RECORD, drafts, **OFFICE),
    **{f"placements.{name}": needs(SEND, drafts, **OFFICE) for name in ("send", "send_send")},
    "placements.answer": needs(Permission.OFFER_ANSWER, sent, owner=Owner.OFFICE, but=ONLY_STAFF),
    **{
        f"placements.{name}": needs(Permission.ANSWER_ON_PAPER, sent, **OFFICE)
        for name in ("note", "note_send", "confirm")
    },
    **{f"placements.{name}": needs(SEND, sent, **OFFICE) for name in ("extend", "extend_send", "change")},
    **{f"placements.{name}": needs(DRAFT, sent, owner=Owner.OFFICE, but=NO_MEMBER) for name in ("end", "end_send")},
    "placements.condition": needs(DRAFT, agreed, **OFFICE),
    **{
        f"placements.{name}": needs(Permission.APPOINTMENT_RECORD, ready, **OFFICE)
        for name in ("appoint", "appoint_send")
    },
    "placements.terms_sheet": needs(Permission.PROFILE_IDENTIFY, sent, owner=Owner.OFFICE, but=NO_AUDITOR | ONLY_STAFF),
    "placements.introduction": needs(
        Permission.PROFILE_IDENTIFY, introductions, owner=Owner.OFFICE, but=NO_AUDITOR | ONLY_STAFF
    ),
    "placements.placement": needs(READ, scheduled, **OFFICE),
    "placements.ask": needs(CHANGE, scheduled, owner=Owner.OFFICE, but=ONLY_STAFF),
    "placements.hear": needs(CHANGE, scheduled, owner=Owner.OFFICE, but=ONLY_STAFF | NO_MEMBER),
    **{
        f"placements.{name}": needs(CHANGE, scheduled, owner=Owner.OFFICE, but=ONLY_STAFF | NO_MEMBER)
        for name in ("end_placement", "end_placement_send")
    },
    **{
        f"placements.{name}": needs(REPORT, ended, owner=Owner.OFFICE, but=ONLY_STAFF)
        for name in ("report", "report_send")
    },
    "placements.mine": signed_in(),
    "placements.code": public(),
    "placements.code_send": public(),
    **{f"placements.{name}": by_link(own_offer) for name in ("mine_offer", "mine_answer", "mine_terms")},
    **{f"placements.{name}": by_link(own_placement) for name in ("mine_placement", "mine_ask")},
    **{f"placements.{name}": by_link(own_ended) for name in ("mine_report", "mine_report_send")},
}
