"""A person's own requests."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.introductions.models import Enquiry, Proposal
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Specialist


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One request that somebody was asked about, with what opens its page."""

    number: str
    title_ja: str
    title_en: str
    state: ProposalState
    due_at: datetime
    sent_at: datetime
    asked: str
    token_version: int


def own(session: Session, account_id: int) -> list[OwnRow]:
    """Return what the holder of this account was asked about, newest first."""
    newest = sa.select(sa.func.max(Enquiry.id)).group_by(Enquiry.proposal_id)
    wanted = (
        sa.select(Proposal, Need, Enquiry)
        .join(Need, Need.id == Proposal.need_id)
        .join(Enquiry, Enquiry.proposal_id == Proposal.id)
        .join(Specialist, Specialist.id == Proposal.specialist_id)
        .where(Specialist.account_id == account_id, Enquiry.id.in_(newest))
        .order_by(Enquiry.id.desc())
    )
    return [
        OwnRow(
            need.number,
            need.title_ja,
            need.title_en,
            proposal.state,
            asked.due_at,
            asked.sent_at,
            asked.reference,
            asked.token_version,
        )
        for proposal, need, asked in session.execute(wanted)
    ]
