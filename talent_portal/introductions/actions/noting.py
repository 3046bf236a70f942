"""Write the contact log (連絡記録) of a case."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.introductions import policies, queries
from talent_portal.introductions.actions.moving import subject
from talent_portal.introductions.models import ContactNote, Outcome, Partner, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """One contact: when, how, with whom, what came of it, what is next and on which day."""

    day: date
    way: Way
    partner: Partner
    outcome: Outcome
    text: str = ""
    next_action: str = ""
    next_on: date | None = None


def note(actor: Actor, reference: str, draft: NoteDraft, idempotency_key: str) -> None:
    """Keep one contact; the same key writes it once. Raises `NoResultFound` (404) for a case of others."""
    case = queries.case(reading(), reference)
    policies.must(policies.may_note(actor, case) and actor.organisation_id is not None)
    row = ContactNote(
        proposal_id=case.proposal.id,
        organisation_id=actor.organisation_id,
        written_by=actor.reference,
        written_at=clock.now(),
        day=draft.day,
        way=draft.way,
        partner=draft.partner,
        outcome=draft.outcome,
        text=draft.text or None,
        next_action=draft.next_action or None,
        next_on=draft.next_on,
        idempotency_key=idempotency_key,
    )
    try:
        with transaction() as session:
            session.add(row)
            session.flush()
            audit.record(session, actor, "proposal.noted", subject(reference), outcome=draft.outcome.value)
    except IntegrityError:
        if queries.note_by_key(reading(), idempotency_key) is None:
            raise
