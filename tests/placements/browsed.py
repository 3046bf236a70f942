"""The offers and placements that browsers see: in every state that looks different, with long and rare names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.actor import guest
from talent_portal.core.calendar import fiscal_year, fiscal_year_days
from talent_portal.core.db import reading
from talent_portal.placements import actions
from talent_portal.placements.actions import CheckDraft, OrdinanceDraft, ReportDraft
from talent_portal.placements.gateway import links
from talent_portal.placements.models import Channel, Offer, Placement, Side
from talent_portal.placements.rules.states import OfferState, PlacementState
from talent_portal.specialists.rules.choices import SpecialistKind
from tests.browser.world import Visit, World
from tests.placements.makers import TUE_THU

PARTNER = "川棚町"
STEPS = (
    ("terms", OfferState.DRAFT, Role.MEMBER),
    ("send", OfferState.DRAFT, Role.APPROVER),
    ("note", OfferState.SENT, Role.COORDINATOR),
    ("extend", OfferState.SENT, Role.APPROVER),
    ("end", OfferState.SENT, Role.APPROVER),
    ("appoint", OfferState.READY, Role.APPROVER),
)
SHOWN = (OfferState.DRAFT, OfferState.SENT, OfferState.CONDITIONS, OfferState.READY, OfferState.DECLINED)
NAMES = ({"family_name": "凪野原", "given_name": "修三"}, {"family_name": "髙汐﨑𠮷", "given_name": "神\ufa19一郎太"})


class Furniture:
    """Makes cases of the member's own town, with the people who are signed in."""

    def __init__(self, world: World) -> None:
        self.world, self.make = world, world.make
        first = clock.today() + timedelta(days=60)
        last = min(first + timedelta(days=20), fiscal_year_days(fiscal_year(first))[1])
        self.period = {"starts_on": first, "ends_on": last}

    def parties(self, **person):
        known = person.pop("specialist", None) or self.make.specialist(**(NAMES[0] | person))
        return self.asked(specialist=known)

    def asked(self, **given):
        made = self.make.parties(office=self.world.office(Role.MEMBER), **(self.period | given))
        return replace(made, **{role: self.world.actor(Role(role)) for role in ("member", "approver", "checker")})

    def offer(self, state: OfferState, **person) -> Offer:
        return self.make.offer(self.parties(**person), state=state, **self.period)

    def placement(self, state: PlacementState, who=None, **terms) -> Placement:
        return self.make.placement(who or self.parties(), state=state, **(self.period | terms))


def furnish(world: World) -> Iterator[Visit]:
    """Make every state, and name the pages of each."""
    house = Furniture(world)
    house.parties()
    offers = {state: house.offer(state) for state in SHOWN}
    yield from _of_offers(house, offers)
    yield from _of_joint_requests(house)
    yield from _of_ordinances(house)
    yield from _of_placements(house)


def _of_offers(house: Furniture, offers: dict[OfferState, Offer]) -> Iterator[Visit]:
    empty = house.make.begin(house.parties())
    asked = house.offer(OfferState.DRAFT, kind=SpecialistKind.SERVING, **NAMES[1])
    noted = house.offer(OfferState.SENT)
    actions.note(noted.parties.coordinator, noted.reference, house.make.note_of())
    actions.comment(house.world.actor(Role.COORDINATOR), asked.reference, "週の時間を確認してください。")
    stop = CheckDraft(stop=True, note="任期を年度末までにしてください。")
    stopped = house.offer(OfferState.DRAFT)
    actions.check(stopped.parties.checker, stopped.reference, stop, house.make.renewed(stopped).version)
    checked = house.offer(OfferState.DRAFT)
    house.make.pass_check(checked.parties, checked)
    for made in (*offers.values(), empty, noted, stopped, checked):
        yield Visit("placements.offer", {"reference": made.reference}, Role.APPROVER)
    yield Visit("placements.offer", {"reference": asked.reference}, Role.CHECKER)
    yield Visit("placements.offer", {"reference": noted.reference}, Role.COORDINATOR)
    yield Visit("placements.terms", {"reference": empty.reference}, Role.MEMBER)
    for name, state, who in STEPS:
        made = checked if name == "send" else offers[state]
        yield Visit(f"placements.{name}", {"reference": made.reference}, who)
    for made in (offers[OfferState.SENT], offers[OfferState.CONDITIONS], offers[OfferState.DECLINED]):
        yield Visit("placements.mine_offer", _link(links.OFFER, made))


def _of_joint_requests(house: Furniture) -> Iterator[Visit]:
    """Terms to write for two municipalities, and terms that say where each half-day is worked."""
    partner = reading().scalars(sa.select(Organisation).where(Organisation.name_ja == PARTNER)).one()
    empty = house.make.begin(house.asked(partners=[partner], half_days=4))
    who = house.asked(partners=[partner], half_days=4, specialist=house.make.specialist(**NAMES[0]))
    parts = ((who.office.id, TUE_THU & 0b1111), (partner.id, TUE_THU & ~0b1111))
    sent = house.make.offer(who, draft=house.make.terms(parts=parts, **house.period))
    house.world.things["joint_offer"] = sent.reference
    yield Visit("placements.terms", {"reference": empty.reference}, Role.MEMBER)
    yield Visit("placements.offer", {"reference": sent.reference}, Role.APPROVER)
    yield Visit("placements.mine_offer", _link(links.OFFER, sent))


def _of_ordinances(house: Furniture) -> Iterator[Visit]:
    """What the personnel office has put on record: one ordinance, one that is missing, and forms nobody asked for."""
    checker = house.world.actor(Role.CHECKER)
    told = OrdinanceDraft(
        form="term_special", in_place=True, article="一般職の任期付職員の採用等に関する条例 第2条",
        source="https://www.example.com/reiki/0123456789.html", valid_from=clock.today() - timedelta(days=900),
    )  # fmt: skip
    actions.record_ordinance(checker, told, 0)
    actions.record_ordinance(checker, OrdinanceDraft(form="term_project", in_place=False), 0)
    who = house.parties(**NAMES[1])
    asked = house.make.offer(who, state=OfferState.DRAFT, form="term_special", reason="専門的な知識", **house.period)
    yield Visit("placements.ordinances", {}, Role.CHECKER)
    yield Visit("placements.ordinances", {}, Role.COORDINATOR)
    yield Visit("placements.ordinance", {"form": "term_special"}, Role.CHECKER)
    yield Visit("placements.offer", {"reference": asked.reference}, Role.CHECKER)


def _of_placements(house: Furniture) -> Iterator[Visit]:
    account = house.make.account(kind="specialist", name="凪野原 修三")
    person = house.make.specialist(account_id=account.id, **NAMES[0])
    house.world.sign_in("placed", account)
    house.make.offer(house.parties(specialist=person), halves=1, **house.period)
    shared = house.placement(PlacementState.SCHEDULED, house.parties(specialist=person))
    house.make.placement(house.make.parties(specialist=person, **house.period), halves=1 << 8, **house.period)
    active, ended, over = (
        house.placement(state) for state in (PlacementState.ACTIVE, PlacementState.ENDED, PlacementState.ENDED)
    )
    actions.ask(active.parties.member, active.reference, "longer")
    for key, side in (("abc234def567", Side.TOWN), ("abc234def568", Side.PERSON)):
        _report(over, side, key)
    for made in (shared, active, ended, over):
        yield Visit("placements.placement", {"reference": made.reference}, Role.APPROVER)
        yield Visit("placements.mine_placement", _link(links.PLACEMENT, made))
    yield Visit("placements.placement", {"reference": shared.reference}, Role.COORDINATOR)
    yield Visit("placements.end_placement", {"reference": active.reference}, Role.APPROVER)
    yield Visit("placements.end_placement", {"reference": shared.reference}, Role.APPROVER)
    yield Visit("placements.report", {"reference": ended.reference}, Role.MEMBER)
    yield Visit("placements.mine_report", _link(links.PLACEMENT, ended))
    yield Visit("placements.mine", {}, "placed")
    yield Visit("insights.home", {}, "placed")


def _report(made: Placement, side: Side, key: str) -> None:

    facts = ReportDraft(days_worked=20, work_done="橋の点検業務の発注、成果の確認", again="yes", key=key)
    actor = guest(made.reference) if side is Side.PERSON else made.parties.member
    actions.report(actor, made.reference, facts, Channel.OFFICE)


def _link(kind: str, made: Offer | Placement) -> dict[str, object]:
    return {"reference": made.reference, "token": links.token(kind, made.reference, made.token_version)}
