"""The introduction (紹介): with consent for this request, the name goes to the municipality, and nowhere else."""

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.answering import must_be_checked
from talent_portal.introductions.actions.moving import look, moving
from talent_portal.introductions.errors import ConsentMissing, NotCredential, PersonNotAvailable
from talent_portal.introductions.models import Proposal, Referral
from talent_portal.introductions.rules.deadlines import SELECTION_DAYS, in_working_days
from talent_portal.introductions.rules.states import Event


def refer(actor: Actor, reference: str, expected_version: int) -> Proposal:
    """Release the name to the municipality that asked; tell it, and tell the person.

    Raises `ConsentMissing`, `CheckMissing`, `NotCredential`, `PersonNotAvailable`, and like `moving.look`.
    """
    case = look(actor, reference, Event.REFER, expected_version)
    must_be_checked(case)
    if case.consent is None:
        raise ConsentMissing
    if not case.introducible:
        raise PersonNotAvailable
    if case.unverified:
        raise NotCredential
    due_at = in_working_days(clock.today(), SELECTION_DAYS)
    notes = [
        letters.to_person("introduced", case, due_at=due_at),
        *letters.to_town("town_introduced", case, due_at=due_at),
    ]
    with moving(actor, case, Event.REFER, notes=notes) as (session, proposal):
        session.add(
            Referral(
                proposal_id=proposal.id,
                made_at=clock.now(),
                made_by=actor.reference,
                text_version=case.consent.text_version,
                consent_event_id=case.consent.id,
            )
        )
        proposal.in_charge = actor.reference
    return proposal
