"""A request that is still being typed, as matching would read it. Nothing is stored."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core.actor import Actor
from talent_portal.needs.actions.drafts import NeedDraft
from talent_portal.needs.actions.parts import values
from talent_portal.needs.models import Need, NeedQualification, NeedShare, ShareState
from talent_portal.needs.queries.as_facts import facts_of, known_duties, known_places
from talent_portal.needs.rules.facts import NeedFacts


def preview(session: Session, actor: Actor, draft: NeedDraft) -> NeedFacts:
    """Return the facts of a draft of the actor's municipality; its id is 0 and its reference empty."""
    need = Need(
        id=0, reference="", version=0, placed=0, organisation_id=actor.organisation_id, shares=[], **values(draft)
    )
    need.qualifications = [
        NeedQualification(qualification=one.qualification, strength=one.strength, choice=one.choice, weight=one.weight)
        for one in draft.qualifications
    ]
    offices = _offices(session, draft)
    need.shares = [
        NeedShare(organisation_id=offices[one.organisation], half_days=one.half_days, state=ShareState.ASKED)
        for one in draft.shares
        if one.organisation in offices
    ]
    return facts_of(need, known_places(session), known_duties(session))


def _offices(session: Session, draft: NeedDraft) -> dict[str, int]:
    wanted = sa.select(Organisation.reference, Organisation.id)
    named = wanted.where(Organisation.reference.in_([one.organisation for one in draft.shares]))
    return {row.reference: row.id for row in session.execute(named)}
