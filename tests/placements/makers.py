"""Offers and placements in any state, taken there through the actions, with everybody who has a part in them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from talent_portal.accounts.models import Account, Organisation
from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.core import clock
from talent_portal.core.actor import Actor, ActorKind, guest
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.introductions.models import Proposal, Referral
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need
from talent_portal.outbox.models import Letter
from talent_portal.placements import actions
from talent_portal.placements.actions import CheckDraft, Note, Order, Said
from talent_portal.placements.models import Channel, Offer, Placement, Side
from talent_portal.placements.rules import deadlines
from talent_portal.placements.rules.states import OfferState, PlacementState
from talent_portal.placements.rules.terms import Terms
from talent_portal.professions.models import RuleSet
from talent_portal.specialists.models import HalfDay, Specialist
from talent_portal.specialists.rules.week import Half, mask_of
from tests.makers import Makers

TUE_THU = mask_of([(1, Half.AM), (1, Half.PM), (3, Half.AM), (3, Half.PM)])
MON = mask_of([(0, Half.AM), (0, Half.PM)])


@dataclass
class Parties:
    """One case: who asked, who was selected, and everybody who acts."""

    make: Makers
    office: Organisation
    need: Need
    specialist: Specialist
    proposal: Proposal
    member: Actor
    approver: Actor
    checker: Actor
    coordinator: Actor
    lead: Actor

    @property
    def staff(self) -> dict[str, Actor]:
        """Return everybody of the house by role, auditor and administrator too."""
        others = {role: self.make.clerk(role) for role in (Role.AUDITOR, Role.ADMINISTRATOR)}
        mine = {"member": self.member, "approver": self.approver, "checker": self.checker}
        return mine | {"coordinator": self.coordinator, "lead": self.lead} | {k.value: v for k, v in others.items()}


def parties(
    make: Makers, *, office: Any = None, specialist: Any = None, state=ProposalState.SELECTED, **need
) -> Parties:
    """A candidate whom a municipality has selected, with everybody around them."""
    if make.session.scalar(sa.select(RuleSet.id).limit(1)) is None:
        make.forms()
    office = office or make.organisation()
    coordinator, lead = make.sitting(Role.COORDINATOR), make.sitting(Role.LEAD)
    wanted = make.need(organisation=office, **need)
    person = specialist or make.specialist()
    proposal = make.keep(
        Proposal(need_id=wanted.id, specialist_id=person.id, state=state, in_charge=coordinator.reference)
    )
    return Parties(
        make, office, wanted, person, proposal, make.clerk(Role.MEMBER, office), make.clerk(Role.APPROVER, office),
        make.clerk(Role.CHECKER, office), coordinator, lead,
    )  # fmt: skip


def terms(make: Makers, **given) -> Terms:
    """Two whole days a week for three months, as a part-time fiscal-year employee."""
    valid = {
        "form": "fy_part",
        "starts_on": date(2026, 7, 1),
        "ends_on": date(2026, 9, 30),
        "halves": TUE_THU,
        "weekly_minutes": 930,
        "hours": "9:00〜16:45（休憩 12:00〜13:00）",
        "pay": "日額 15,000円",
        "travel": "実費を支給",
        "place": "町役場 建設課",
        "duties": "橋の点検業務の発注と成果の確認",
        "duty_kinds": ("line",),
        "insurance": "雇用保険・労災",
        "renewal": "なし",
        "trial": "1か月",
    }
    return Terms(**(valid | given))


def begin(make: Makers, who: Parties) -> Offer:
    """A draft without terms."""
    return actions.begin(who.member, who.proposal.reference, new_reference())


def offer(
    make: Makers, who: Parties | None = None, *, state=OfferState.SENT, draft: Terms | None = None, **given
) -> Offer:
    """An offer in a state, and its parties in `offer.parties`. `given` are fields of the terms."""
    who = who or make.parties()
    made = make.begin(who)
    made = actions.edit(who.member, made.reference, draft or make.terms(**given), made.version)
    if state is not OfferState.DRAFT:
        made = _further(make, who, make.renewed(made), state)
    made = make.renewed(made)
    made.parties = who
    return made


def _further(make: Makers, who: Parties, made: Offer, state: OfferState) -> Offer:
    if state in {OfferState.DISCARDED, OfferState.SUPERSEDED}:
        actions.discard(who.member, made.reference, "budget", made.version)
        if state is OfferState.SUPERSEDED:
            make.set_offer_state(made, state)
        return made
    make.pass_check(who, made)
    make.send(who, make.renewed(made))
    if state is OfferState.SENT:
        return made
    if state in {OfferState.DECLINED, OfferState.LAPSED, OfferState.RESCINDED}:
        actions.rescind(who.approver, made.reference, "need_gone", make.renewed(made).version)
        make.set_offer_state(made, state)
        return made
    make.agree_to(who, make.renewed(made))
    if state is OfferState.FAILED:
        actions.fail(who.approver, made.reference, "budget", make.renewed(made).version)
    if state in {OfferState.READY, OfferState.APPOINTED}:
        make.settle_all(who, make.renewed(made))
    if state is OfferState.APPOINTED:
        actions.appoint(who.approver, made.reference, make.order(), make.renewed(made).version)
    return made


def order(make: Makers, number="8人第123号", appointed_on=None) -> Order:
    return Order(number, appointed_on or clock.today())


def pass_check(make: Makers, who: Parties, made: Offer, **given):
    """Let the checker tick every line as settled."""
    found = make.check_of(made)
    settled = tuple(given.pop("settled", (*found.conditions, "asked_personnel")))
    draft = CheckDraft(settled=settled, **given)
    return actions.check(who.checker, made.reference, draft, make.renewed(made).version)


def check_of(make: Makers, made: Offer):
    from talent_portal.placements.queries import changing  # noqa: PLC0415 - only here

    return changing.check(make.session, make.renewed(made))


def send(make: Makers, who: Parties, made: Offer, last_day: date | None = None, **given) -> Offer:
    day = last_day or deadlines.earliest_last_day(clock.today())
    return actions.send(who.approver, made.reference, day, make.renewed(made).version, **given)


def say(make: Makers, made: Offer, side: Side, *, yes=True, reason="", who: Parties | None = None) -> Offer:
    """Let one side answer: the person by link, the municipality by its approver."""
    who = who or made.parties
    channel = Channel.LINK if side is Side.PERSON else Channel.OFFICE
    actor = guest(made.reference) if side is Side.PERSON else who.approver
    said = Said(side=side, yes=yes, channel=channel, reason=reason)
    return actions.answer(actor, made.reference, said, make.renewed(made).terms_number)


def agree_to(make: Makers, who: Parties, made: Offer) -> Offer:
    make.say(made, Side.PERSON, who=who)
    return make.say(made, Side.TOWN, who=who)


def settle_all(make: Makers, who: Parties, made: Offer) -> None:
    from talent_portal.placements.queries import changing  # noqa: PLC0415 - only here

    for condition in changing.conditions(make.session, made):
        actions.settle(who.member, made.reference, condition.code, settled=True)


def placement(make: Makers, who: Parties | None = None, *, state=PlacementState.SCHEDULED, **given) -> Placement:
    """A placement in a state, with its parties in `placement.parties`; the clock is put aside, not moved."""
    made = make.offer(who, state=OfferState.APPOINTED, **given)
    found = make.session.scalars(sa.select(Placement).where(Placement.offer_id == made.id)).one()
    if state is not PlacementState.SCHEDULED:
        make.set_placement_state(found, state)
    found = make.renewed(found)
    found.parties = made.parties
    return found


def set_offer_state(make: Makers, made: Offer, state: OfferState) -> None:
    """Put an offer into a state without going through the table of transitions."""
    with transaction() as session:
        session.get(Offer, made.id).state = state


def set_placement_state(make: Makers, made: Placement, state: PlacementState) -> None:
    """Put a placement into a state, with the dates that such a placement has."""
    today = clock.today()
    dates = {
        PlacementState.SCHEDULED: (today + timedelta(days=30), today + timedelta(days=90)),
        PlacementState.ACTIVE: (today - timedelta(days=30), today + timedelta(days=60)),
        PlacementState.CANCELLED: (today + timedelta(days=30), today + timedelta(days=90)),
    }
    first, last = dates.get(state, (today - timedelta(days=90), today - timedelta(days=1)))
    with transaction() as session:
        row = session.get(Placement, made.id)
        row.state, row.starts_on, row.last_day, row.ends_on = state, first, last, last


def claims(make: Makers, person: Specialist):
    """The claimed half-days of a person as (day, half, state), in order."""
    wanted = sa.select(HalfDay).where(HalfDay.specialist_id == person.id).order_by(HalfDay.day, HalfDay.half)
    return [(row.day, row.half, row.state) for row in make.session.scalars(wanted)]


def posted(make: Makers, template: str):
    """Addresses to which letters of one kind went, in order."""
    wanted = sa.select(Letter).where(Letter.template == f"placements/{template}").order_by(Letter.id)
    return [letter.recipient for letter in make.session.scalars(wanted)]


def account_of(make: Makers, actor: Actor):
    """The account behind an actor, to know where letters to them go."""
    return make.session.get(Account, actor.account_id)


def joined(make: Makers, who: Parties, partner: Organisation) -> Parties:
    """The same case as a partner of the joint request sees it."""
    staff = {name: make.clerk(role, partner) for name, role in
             (("member", Role.MEMBER), ("approver", Role.APPROVER), ("checker", Role.CHECKER))}  # fmt: skip
    return replace(who, office=partner, **staff)


def renewed(make: Makers, thing: Any) -> Any:
    """The row as the database has it now; unlike `fresh` it leaves the rows in the hands of the test readable."""
    wanted = sa.select(type(thing)).where(type(thing).id == thing.id)
    return reading().scalars(wanted, execution_options={"populate_existing": True}).one()


def mail_to(make: Makers, address: str) -> list[Letter]:
    """The letters to an address, oldest first."""
    return [
        letter for letter in reading().scalars(sa.select(Letter).order_by(Letter.id)) if letter.recipient == address
    ]


def note_of(make: Makers, **given) -> Note:
    """What a person said by telephone today."""
    valid = {"yes": True, "channel": Channel.PHONE, "told_on": clock.today(), "witness": "県 技師 試験"}
    return Note(**(valid | given))


def introduced(make: Makers, who: Parties) -> Proposal:
    """The case of these parties with its introduction, as a letter needs it."""
    make.keep(
        Referral(proposal_id=who.proposal.id, made_by=who.coordinator.reference, text_version="1", consent_event_id=1)
    )
    return who.proposal


def signed_in_person(make: Makers, account: Account) -> Actor:
    """A specialist who signed in with this account."""
    return Actor(kind=ActorKind.SPECIALIST, reference=account.reference, account_id=account.id, role=Role.SPECIALIST,
                 grants=GRANTS[Role.SPECIALIST])  # fmt: skip


def release(make: Makers, made: Placement) -> None:
    """Let the reports of a placement be readable, as the clock does after thirty days."""
    with transaction() as session:
        session.get(Placement, made.id).released_at = clock.now()
