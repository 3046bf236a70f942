"""Ask a person for their interest (意向確認), remind them, and note that no answer came."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.references import new_reference
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.moving import look, moving
from talent_portal.introductions.errors import PersonNotAvailable, ReasonNeeded, TooManyEnquiries
from talent_portal.introductions.gateway import links
from talent_portal.introductions.models import Enquiry, Proposal
from talent_portal.introductions.queries import Case, changing
from talent_portal.introductions.rules import reasons
from talent_portal.introductions.rules.deadlines import ANSWER_DAYS, MOST_A_WEEK, WEEK, in_working_days
from talent_portal.introductions.rules.states import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDraft:
    """How a person is asked: by when, and whether the municipality is named (else the code of the reason)."""

    working_days: int = ANSWER_DAYS
    unnamed_reason: str = ""


def ask(actor: Actor, reference: str, draft: AskDraft, expected_version: int) -> Proposal:
    """Send the enquiry: letter with link and code, or a call and a copy on paper for those without mail.

    Raises `TooManyEnquiries` (two a week per person), `PersonNotAvailable`, `ReasonNeeded`, and like `moving.look`.
    """
    case = look(actor, reference, Event.ASK, expected_version)
    if not case.introducible:
        raise PersonNotAvailable
    if draft.unnamed_reason and draft.unnamed_reason not in reasons.UNNAMED:
        raise ReasonNeeded
    enquiry = _enquiry(actor, case, draft)
    notes = [letters.to_person("ask", case, enquiry=enquiry)]
    with moving(actor, case, Event.ASK, notes=notes) as (session, proposal):
        _within_the_week(session, case.person.specialist_id)
        session.add(enquiry)
        proposal.in_charge = actor.reference
    return proposal


def _enquiry(actor: Actor, case: Case, draft: AskDraft) -> Enquiry:
    return Enquiry(
        reference=new_reference(),
        proposal_id=case.proposal.id,
        sent_at=clock.now(),
        sent_by=actor.reference,
        due_at=in_working_days(clock.today(), draft.working_days),
        unnamed_reason=draft.unnamed_reason,
        travel_minutes=case.request.minutes,
        token_version=1,
        code=links.new_code(),
        reminded=0,
    )


def _within_the_week(session: Session, specialist_id: int) -> None:
    """Refuse a third letter within seven days, whoever sends it."""
    changing.lock_person(session, specialist_id)
    sent = changing.sent_since(session, specialist_id, clock.now() - WEEK)
    if len(sent) >= MOST_A_WEEK:
        raise TooManyEnquiries(most=MOST_A_WEEK, day=(sent[-MOST_A_WEEK] + WEEK).date().isoformat())


def remind(reference: str, expected_version: int) -> Proposal:
    """Send the reminder that is due. Raises like `moving.look` when the person has answered meanwhile."""
    case = look(WORKER, reference, Event.REMIND, expected_version)
    with moving(WORKER, case, Event.REMIND, notes=[letters.to_person("remind", case)]) as (session, proposal):
        enquiry = changing.enquiry_to_change(session, proposal.id)
        if enquiry is not None:
            enquiry.reminded += 1
    return proposal


def time_out(reference: str, expected_version: int) -> Proposal:
    """Note that the answer did not come in time: the person is told that they may still answer, and is called."""
    case = look(WORKER, reference, Event.TIME_OUT, expected_version)
    notes = [letters.to_person("late", case), *letters.to_desk("desk_no_answer", case)]
    if case.person.email:
        notes.append(letters.call("late_call"))
    with moving(WORKER, case, Event.TIME_OUT, notes=notes) as (_, proposal):
        pass
    return proposal
