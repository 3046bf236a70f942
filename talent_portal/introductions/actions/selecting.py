"""Interview and selection (面談・選考): the municipality's own act, from the invitation to the result."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.moving import look, moving
from talent_portal.introductions.models import Meeting, Proposal, Result, Selection
from talent_portal.introductions.queries import changing
from talent_portal.introductions.rules.states import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteDraft:
    """When, how and where the municipality meets the person."""

    meeting: Meeting
    interview_on: date
    interview_at: time | None = None
    place: str = ""
    contact: str = ""


def invite(actor: Actor, reference: str, draft: InviteDraft, expected_version: int) -> Proposal:
    """Arrange the interview, or move it; the person is told. Raises like `moving.look`."""
    case = look(actor, reference, Event.INVITE, expected_version)
    notes = [
        letters.to_person("interview", case, draft=draft, again=case.selection is not None),
        *letters.to_desk("desk_interview", case, draft=draft),
    ]
    with moving(actor, case, Event.INVITE, notes=notes) as (session, proposal):
        selection = _selection(session, proposal)
        selection.meeting, selection.interview_on = draft.meeting, draft.interview_on
        selection.interview_at, selection.place, selection.contact = draft.interview_at, draft.place, draft.contact
        selection.prepared_by = actor.reference
    return proposal


def record(actor: Actor, reference: str, result: Result, reason: str, expected_version: int) -> Proposal:
    """Record what the municipality decided; the person and the prefecture are told. Raises like `moving.look`."""
    event, name = (Event.SELECT, "selected") if result is Result.SELECTED else (Event.REJECT, "not_selected")
    case = look(actor, reference, event, expected_version, reason)
    notes = [letters.to_person(name, case), *letters.to_desk("desk_result", case, result=result.value, reason=reason)]
    with moving(actor, case, event, reason, notes) as (session, proposal):
        selection = _selection(session, proposal)
        selection.result, selection.reason_code = result, reason
        selection.recorded_by, selection.recorded_at = actor.reference, clock.now()
    return proposal


def _selection(session: Session, proposal: Proposal) -> Selection:
    found = changing.selection_to_change(session, proposal.id)
    if found is None:
        found = Selection(proposal_id=proposal.id)
        session.add(found)
    return found
