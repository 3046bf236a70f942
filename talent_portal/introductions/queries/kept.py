"""Who is a candidate of a request already, for the pages that look for people."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.choices import STATES
from talent_portal.matching.current import Kept


def kept(session: Session, need_id: int) -> dict[int, Kept]:
    """Return the newest case of everybody who is, or was, a candidate of the request, by person; one statement."""
    wanted = (
        sa.select(Proposal.specialist_id, Proposal.reference, Proposal.state, Proposal.ended_at)
        .where(Proposal.need_id == need_id, Proposal.specialist_id.is_not(None))
        .order_by(Proposal.id)
    )
    found = {}
    for person, reference, state, ended_at in session.execute(wanted):
        if person is not None:
            found[person] = Kept(reference, *STATES[state], running=ended_at is None)
    return found
