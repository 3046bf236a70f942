"""Candidates, made through the actions: in any state, by link or by telephone."""

from datetime import date

from sqlalchemy import inspect, select

from talent_portal.accounts import policies as actor_policies
from talent_portal.accounts.models import Account, AccountKind, Membership, Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.actor import guest
from talent_portal.core.db import transaction
from talent_portal.introductions import actions, queries
from talent_portal.introductions.actions import AskDraft, InviteDraft, Pick, Said
from talent_portal.introductions.gateway import links
from talent_portal.introductions.models import Channel, Enquiry, Meeting, Proposal, Result
from talent_portal.introductions.rules.states import Event, ProposalState
from talent_portal.needs.models import Need
from talent_portal.outbox.models import Letter, PhoneTask
from talent_portal.privacy import queries as privacy
from talent_portal.specialists.models import Specialist
from tests.makers import Makers

BY_LINK = Said(channel=Channel.LINK)
_S = ProposalState
# The way to each state, step by step.
WAYS = {
    _S.SUGGESTED: (),
    _S.SHORTLISTED: ("shortlist",),
    _S.SOUNDED: ("shortlist", "ask"),
    _S.NO_ANSWER: ("shortlist", "ask", "time_out"),
    _S.INTERESTED: ("shortlist", "ask", "interest"),
    _S.REFERRED: ("shortlist", "ask", "interest", "agree", "refer"),
    _S.SELECTED: ("shortlist", "ask", "interest", "agree", "refer", "select"),
    _S.OFFERED: ("shortlist", "ask", "interest", "agree", "refer", "select", "offer"),
    _S.PLACED: ("shortlist", "ask", "interest", "agree", "refer", "select", "offer", "place"),
    _S.DROPPED: ("shortlist", "drop"),
    _S.NOT_INTERESTED: ("shortlist", "ask", "decline"),
    _S.WITHDRAWN: ("shortlist", "ask", "interest", "withdraw"),
    _S.NOT_SELECTED: ("shortlist", "ask", "interest", "agree", "refer", "reject"),
    _S.ENDED: ("shortlist", "ask", "interest", "agree", "refer", "select", "offer", "end"),
}


def desk(make: Makers, role: Role = Role.COORDINATOR):
    """A coordinator with a membership, so that letters reach them."""
    return _acting(make, role, None)


def town_officer(make: Makers, office: Organisation, role: Role = Role.APPROVER):
    """Somebody of a municipality with a membership, so that letters reach them."""
    return _acting(make, role, office)


def _acting(make: Makers, role: Role, office: Organisation | None):
    given = {} if office is None else {"organisation": office}
    membership: Membership = make.membership(role, **given)
    return make.actor_of(membership)


def proposal(make: Makers, state=ProposalState.SUGGESTED, *, need=None, specialist=None, shown=False, **given):
    """One candidate in any state; `shown`: the municipality has seen the card. `given` goes to the person."""
    officer = given.pop("officer", None) or make.desk()
    need = need or make.need()
    person = specialist or make.specialist(**given)
    made = actions.propose(officer, [Pick(need.id, person.id)])[0]
    steps = list(WAYS[state])
    if shown:
        steps.insert(1, "show")
    for step in steps:
        make.take(made, step, officer=officer)
    return make.fresh(made)


def take(make: Makers, case: Proposal, step: str, *, officer=None, said=BY_LINK, **given) -> Proposal:
    """Take one step of a case as it stands now."""
    case = make.again(case)
    version, reference = case.version, case.reference
    reason = given.pop("reason", "")

    def coordinator():
        return officer or make.desk()

    def approver():
        return make.officer(Role.APPROVER, make.office_of(make.session.get(Need, case.need_id)))

    def person():
        return coordinator() if said.channel in {Channel.PHONE, Channel.PAPER} else make.holder(case)

    doings = {
        "shortlist": lambda: actions.shortlist(coordinator(), reference, version),
        "show": lambda: actions.show(coordinator(), [(reference, version)]),
        "ask": lambda: actions.ask(coordinator(), reference, AskDraft(**given), version),
        "time_out": lambda: actions.time_out(reference, version),
        "remind": lambda: actions.remind(reference, version),
        "interest": lambda: actions.answer(person(), reference, Event.INTEREST, said, version, **given),
        "decline": lambda: actions.answer(person(), reference, Event.DECLINE, said, version, reason=reason),
        "withdraw": lambda: actions.answer(person(), reference, Event.WITHDRAW, said, version, reason=reason),
        "agree": lambda: actions.agree(person(), reference, said, make.sharing_text().version, version),
        "check": lambda: actions.check(coordinator(), reference, version),
        "dispute": lambda: actions.dispute(coordinator(), reference, version),
        "refer": lambda: actions.refer(coordinator(), reference, version),
        "invite": lambda: actions.invite(approver(), reference, make.invitation(**given), version),
        "select": lambda: actions.record(approver(), reference, Result.SELECTED, "", version),
        "reject": lambda: actions.record(approver(), reference, Result.NOT_SELECTED, reason or "experience", version),
        "drop": lambda: actions.drop(coordinator(), reference, reason or "schedule", version),
        "offer": lambda: make.told(actions.offer_made, coordinator(), case.id),
        "place": lambda: make.told(actions.placement_made, coordinator(), case.id),
        "end": lambda: make.told(actions.ended, coordinator(), case.id, reason="terms_declined"),
        "again": lambda: make.told(actions.ended, coordinator(), case.id, reason="terms_declined", again=True),
    }
    doings[step]()
    return make.again(case)


def again(make: Makers, case: Proposal) -> Proposal:
    """The case as the database has it now, even if the row in hand was read long ago."""
    make.session.expire_all()
    return make.session.get(Proposal, inspect(case).identity[0])


def invitation(make: Makers, **given) -> InviteDraft:
    valid = {"meeting": Meeting.ON_SITE, "interview_on": clock.today(), "place": "庁舎2階"}
    return InviteDraft(**(valid | given))


def told(make: Makers, event, *arguments, **given) -> Proposal:
    """What the floor above tells, inside its own transaction."""
    with transaction() as session:
        return event(session, *arguments, **given)


def case(make: Makers, proposal: Proposal):
    return queries.case(make.session, make.again(proposal).reference)


def enquiry(make: Makers, proposal: Proposal) -> Enquiry | None:
    """The newest letter of a case."""
    make.session.expire_all()
    asked = select(Enquiry).where(Enquiry.proposal_id == inspect(proposal).identity[0])
    return make.session.scalars(asked.order_by(Enquiry.id.desc()).limit(1)).one_or_none()


def holder(make: Makers, proposal: Proposal):
    """Whoever holds the link of the newest letter of a case; nobody in particular before there is one."""
    asked = make.enquiry(proposal)
    return guest(asked.reference if asked else "nobody")


def answer_path(make: Makers, proposal: Proposal) -> str:
    asked = make.enquiry(proposal)
    return links.answer_path(asked.reference, asked.token_version)


def sharing_text(make: Makers):
    return privacy.current_text(make.session, queries.SHARING)


def actor_of(make: Makers, membership: Membership):
    """The actor behind a membership, as a sign-in would have it."""
    return actor_policies.actor_of(make.session.get(Account, membership.account_id), membership)


def calls(make: Makers) -> list[PhoneTask]:
    """Every call that waits, oldest first."""
    make.session.expire_all()
    return list(make.session.scalars(select(PhoneTask).order_by(PhoneTask.id)))


def all_letters(make: Makers) -> list[Letter]:
    make.session.expire_all()
    return list(make.session.scalars(select(Letter).order_by(Letter.id)))


def enquiry_token(make: Makers, asked: Enquiry) -> str:
    return links.token(asked.reference, asked.token_version)


def need_reference(make: Makers, need: Need) -> str:
    return make.need_again_by_id(inspect(need).identity[0]).reference


def need_again_by_id(make: Makers, need_id: int) -> Need:
    make.session.expire_all()
    return make.session.get(Need, need_id)


def need_again(make: Makers, reference: str) -> Need:
    make.session.expire_all()
    return make.session.scalars(select(Need).where(Need.reference == reference)).one()


def day(make: Makers, *parts: int) -> date:
    return date(*parts)


def path_of(make: Makers, asked: Enquiry) -> str:
    return links.answer_path(asked.reference, asked.token_version)


def signing_specialist(make: Makers) -> Account:
    return make.account(kind=AccountKind.SPECIALIST)


def address_of(make: Makers, officer) -> str:
    return make.session.get(Account, officer.account_id).email


def person_of(make: Makers, case: Proposal) -> Specialist:
    return make.session.get(Specialist, make.again(case).specialist_id)
