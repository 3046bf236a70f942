"""Forget people: at their wish, and when the time for keeping is over. Reasons stay as counts, nobody stays in them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.calendar import start_of
from talent_portal.core.marks import _n
from talent_portal.introductions import queries
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.moving import land
from talent_portal.introductions.models import Answer, ContactNote, Enquiry, Proposal, ProposalStep, Referral, Selection
from talent_portal.introductions.queries import changing, own_data
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import Event
from talent_portal.outbox import actions as outbox
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule, years_before

NOT_INTRODUCED_DAYS = 365
INTRODUCED_YEARS = 2


def erase(session: Session, subject: str) -> None:
    """Forget `specialist:<reference>` inside the caller's transaction; a municipality that waits is told first."""
    kind, _, reference = subject.partition(":")
    if kind != own_data.KIND:
        return
    for proposal in changing.cases_of_person_to_change(session, reference):
        if proposal.may(Event.DROP):
            notes = letters.town_if_it_knows("town_gone", queries.case(session, proposal.reference))
            land(session, WORKER, proposal, Event.DROP, "person_unavailable")
            letters.post(session, proposal, notes)
        forget(session, proposal)


def forget(session: Session, proposal: Proposal) -> None:
    """Take everything out of a case that says who it was; state, dates and reasons stay."""
    proposal.specialist_id, proposal.reasons, proposal.source = None, {}, "forgotten"
    proposal.erased_at, proposal.waits_on, proposal.due_at = clock.now(), Party.NOBODY, None
    mine = proposal.id
    blank = (
        sa.update(Enquiry).where(Enquiry.proposal_id == mine).values(code=None, travel_minutes=None),
        sa.update(Answer).where(Answer.proposal_id == mine).values(witness=None),
        sa.update(Selection).where(Selection.proposal_id == mine).values(place="", contact=""),
        sa.delete(ContactNote).where(ContactNote.proposal_id == mine),
        sa.update(ProposalStep)
        .where(ProposalStep.proposal_id == mine, ProposalStep.role == "")
        .values(actor_reference=""),
    )
    session.flush()
    for statement in blank:
        session.execute(statement, execution_options={"synchronize_session": False})
    outbox.erase(session, letters.call_subject(proposal))  # what callers noted about the person


def forget_not_introduced(session: Session, before: date) -> int:
    """Forget the people of cases that ended before `before` without an introduction."""
    return _forget(session, before, sa.not_(_has(Referral.proposal_id)))


def forget_introduced(session: Session, before: date) -> int:
    """Forget the people of introductions that ended before `before` without an appointment."""
    placed = sa.select(ProposalStep.id).where(
        ProposalStep.proposal_id == Proposal.id, ProposalStep.event == Event.PLACE
    )
    return _forget(session, before, _has(Referral.proposal_id), sa.not_(placed.exists()))


def _has(column: sa.orm.InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    return sa.select(column).where(column == Proposal.id).exists()


def _forget(session: Session, before: date, *conditions: sa.ColumnElement[bool]) -> int:
    over = sa.and_(Proposal.ended_at < start_of(before), Proposal.erased_at.is_(None))
    due = list(session.scalars(sa.select(Proposal).where(over, *conditions).order_by(Proposal.id)))
    for proposal in due:
        forget(session, proposal)
    return len(due)


TABLES = ("proposal", "proposal_step", "enquiry", "enquiry_answer", "contact_note")
RETENTION = (
    RetentionRule(
        name="candidate",
        tables=TABLES,
        what=_n("Candidates who were not introduced, with what was asked and answered"),
        period=NOT_INTRODUCED_DAYS,
        kept=_n("12 months after the case has ended"),
        then=_n("Only counts of reasons stay"),
        basis=_n("Needed to answer questions about the case"),
        run=forget_not_introduced,
    ),
    RetentionRule(
        name="introduction",
        tables=(*TABLES, "referral", "selection"),
        what=_n("Introductions that led to no appointment"),
        period=lambda today: years_before(INTRODUCED_YEARS, today),
        kept=_n("24 months after the case has ended"),
        then=_n("The person is taken out; dates and reasons stay"),
        basis=_n("Accountability for introductions (Employment Security Act, Art. 29)"),
        run=forget_introduced,
    ),
)
HOLDER = Holder(name="introductions", read=own_data.of, erase=erase, subjects=own_data.subjects)
