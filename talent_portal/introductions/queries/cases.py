"""One case whole: candidate, request, person, and the dated facts. A constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.introductions.models import Answer, Enquiry, Proposal, Referral, Selection
from talent_portal.introductions.models.facts import BY_STAFF
from talent_portal.introductions.queries import asking, people, requests
from talent_portal.introductions.queries.people import SHARING, Person
from talent_portal.introductions.queries.requests import Request
from talent_portal.introductions.rules.choices import spoken
from talent_portal.introductions.rules.deadlines import Facts
from talent_portal.introductions.rules.states import STEPS, ProposalState, Step, step_of
from talent_portal.needs import queries as needs
from talent_portal.privacy import queries as privacy
from talent_portal.privacy.models import ConsentEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A candidate with everything that decides what may happen next.

    `number` is what a municipality calls the person: random, new for every request, and empty before the card is
    shown. `consent` is the one that stands right now for this request. `hidden`: from one of those who ask;
    `introducible`: active, and not hidden. `unverified` are codes of licences that the request demands and
    nobody has checked.
    """

    proposal: Proposal
    request: Request
    office: Organisation
    organisation_ids: frozenset[int]
    person: Person
    number: str
    enquiry: Enquiry | None
    answers: tuple[Answer, ...]
    referral: Referral | None
    selection: Selection | None
    consent: ConsentEvent | None
    hidden: bool
    introducible: bool
    unverified: tuple[str, ...]

    @property
    def unchecked(self) -> tuple[Answer, ...]:
        """Return what staff wrote down and no second person has looked at."""
        return tuple(each for each in self.answers if each.unchecked)

    @property
    def consent_scope(self) -> str:
        """Return for what the person's consent counts."""
        return f"need:{self.request.reference}"

    @property
    def names_the_town(self) -> bool:
        """Return whether the person may read who asks: from the letter on, or from their yes if the letter was mute."""
        asked = self.proposal.state in {ProposalState.SOUNDED, ProposalState.NO_ANSWER}
        mute = self.enquiry is not None and bool(self.enquiry.unnamed_reason)
        interested = any(each.event == "interest" and not each.disputed for each in self.answers)
        return not mute or (not asked and interested)

    @property
    def step(self) -> Step:
        """Return the step of the five on which the case stands."""
        asked, referred = self.enquiry is not None, self.referral is not None
        return step_of(self.proposal.state, asked=asked, referred=referred)

    @property
    def step_number(self) -> int:
        """Return the number of that step, from 1; one past the end once the appointment stands."""
        done = self.proposal.state is ProposalState.PLACED
        return len(STEPS) + 1 if done else STEPS.index(self.step) + 1


def case(session: Session, reference: str) -> Case:
    """Return one case; raise `NoResultFound` (404) where there is none, or where the person has been forgotten."""
    return _whole(session, Proposal.reference == reference)


def enquiry(session: Session, reference: str) -> Enquiry:
    """Return one enquiry; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(Enquiry).where(Enquiry.reference == reference)).one()


def enquiry_or_none(session: Session, reference: str) -> Enquiry | None:
    """Return the enquiry that somebody typed the number of, if there is one."""
    return session.scalars(sa.select(Enquiry).where(Enquiry.reference == reference)).one_or_none()


def case_of_enquiry(session: Session, asked: Enquiry) -> Case:
    """Return the case that an enquiry belongs to, if it is its newest one; raise `NoResultFound` (404) otherwise."""
    found = _whole(session, Proposal.id == asked.proposal_id)
    if found.enquiry is None or found.enquiry.id != asked.id:
        raise NoResultFound
    return found


def _whole(session: Session, which: sa.ColumnElement[bool]) -> Case:
    proposal = session.scalars(sa.select(Proposal).where(which)).one()
    if proposal.specialist_id is None:
        raise NoResultFound
    need = needs.need_by_id(session, proposal.need_id)
    person = people.person(session, proposal.specialist_id)
    given = privacy.standing(session, SHARING, f"need:{need.reference}", person.subject)
    return Case(
        proposal=proposal,
        request=requests.request_of(session, need, people.minutes_to(session, person, need)),
        office=need.organisation,
        organisation_ids=frozenset(town.id for town in requests.towns_of(need)),
        person=person,
        number=people.number_of(session, need.reference, proposal.specialist_id) or spoken(proposal.reference),
        enquiry=session.scalars(_newest_enquiry(proposal.id)).one_or_none(),
        answers=tuple(answers(session, proposal.id)),
        referral=session.scalars(sa.select(Referral).where(Referral.proposal_id == proposal.id)).one_or_none(),
        selection=session.scalars(sa.select(Selection).where(Selection.proposal_id == proposal.id)).one_or_none(),
        consent=given[-1] if given else None,
        hidden=asking.is_hidden(session, proposal.specialist_id, need.id),
        introducible=asking.may_be_introduced(session, proposal.specialist_id, need.id),
        unverified=people.unverified(session, proposal.specialist_id, need),
    )


def _newest_enquiry(proposal_id: int) -> sa.Select[Enquiry]:
    return sa.select(Enquiry).where(Enquiry.proposal_id == proposal_id).order_by(Enquiry.id.desc()).limit(1)


def answers(session: Session, proposal_id: int) -> Sequence[Answer]:
    """Return everything the person said about one case, oldest first."""
    return session.scalars(sa.select(Answer).where(Answer.proposal_id == proposal_id).order_by(Answer.id)).all()


def turn_facts(session: Session, proposal: Proposal) -> Facts:
    """Return what decides whose turn it is, as the running transaction has it."""
    newest = session.scalars(_newest_enquiry(proposal.id)).one_or_none()
    waiting = sa.select(Answer.id).where(
        Answer.proposal_id == proposal.id, Answer.channel.in_(BY_STAFF), Answer.checked_at.is_(None)
    )
    day = session.scalar(sa.select(Selection.interview_on).where(Selection.proposal_id == proposal.id))
    return Facts(
        answer_due_at=newest.due_at if newest else None,
        unchecked=session.scalar(waiting.limit(1)) is not None,
        consented=_has_consented(session, proposal),
        interview_on=day,
    )


def _has_consented(session: Session, proposal: Proposal) -> bool:
    if proposal.specialist_id is None:
        return False
    need, person = needs.need_by_id(session, proposal.need_id), people.person(session, proposal.specialist_id)
    return privacy.stands(session, SHARING, f"need:{need.reference}", person.subject)
