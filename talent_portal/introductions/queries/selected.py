"""What the floor above begins with: people whom a municipality has selected and who wait for its terms."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.states import ProposalState


def selected(session: Session, organisation_id: int | None = None) -> Sequence[Proposal]:
    """Return the candidates whose selection says `selected` and who have no terms yet, the longest wait first.

    Each with its request and person loaded; of one municipality, or of all.
    """
    wanted = (
        sa.select(Proposal)
        .where(Proposal.state == ProposalState.SELECTED, Proposal.specialist_id.is_not(None))
        .options(joinedload(Proposal.need), joinedload(Proposal.specialist))
        .order_by(Proposal.since, Proposal.id)
    )
    if organisation_id is not None:
        wanted = wanted.where(Proposal.need.has(organisation_id=organisation_id))
    return session.scalars(wanted).all()


def proposal(session: Session, reference: str) -> Proposal:
    """Return one candidate with request and person, for terms; raise `NoResultFound` (404) where there is none."""
    wanted = sa.select(Proposal).where(Proposal.reference == reference, Proposal.specialist_id.is_not(None))
    return session.scalars(wanted.options(joinedload(Proposal.need), joinedload(Proposal.specialist))).one()
