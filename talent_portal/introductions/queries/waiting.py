"""What waits on whom, since when, until when: for the home page of each role. Nobody's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.introductions.models import Answer, Proposal, Selection
from talent_portal.introductions.models.facts import BY_STAFF
from talent_portal.introductions.queries import asking
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.models import Need

MOST_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One case and whose turn it is. `met`: the day of the interview has come."""

    reference: str
    number: str
    title_ja: str
    title_en: str
    state: ProposalState
    party: Party
    since: datetime
    due_at: datetime | None
    met: bool = False


def on_desk(session: Session, account_reference: str) -> list[Turn]:
    """Return what waits on a coordinator: all of the prefecture's turns, and the turns of others that are overdue.

    What this coordinator wrote down from a call is left out of what waits for a second person: that is somebody else.
    """
    own = sa.select(Answer.id).where(
        Answer.proposal_id == Proposal.id,
        Answer.recorded_by == account_reference,
        Answer.channel.in_(BY_STAFF),
        Answer.checked_at.is_(None),
    )
    mine = sa.or_(
        Proposal.waits_on == Party.COORDINATOR, sa.and_(Proposal.waits_on == Party.SECOND, sa.not_(own.exists()))
    )
    late = sa.and_(Proposal.waits_on.in_((Party.PERSON, Party.MUNICIPALITY)), Proposal.due_at < clock.now())
    return _turns(session, sa.or_(mine, late))


def on_town(session: Session, organisation_id: int) -> list[Turn]:
    """Return what waits on one municipality; whoever hides from it meanwhile waits on nobody there."""
    theirs = sa.and_(Proposal.waits_on == Party.MUNICIPALITY, Need.organisation_id == organisation_id)
    return _turns(session, theirs, asking.not_hidden())


def _turns(session: Session, *conditions: sa.ColumnElement[bool]) -> list[Turn]:
    wanted = (
        sa.select(Proposal, Need, Selection.interview_on)
        .join(Need, Need.id == Proposal.need_id)
        .outerjoin(Selection, Selection.proposal_id == Proposal.id)
        .where(Proposal.specialist_id.is_not(None), *conditions)
        .order_by(Proposal.due_at.is_(None), Proposal.due_at, Proposal.id)
        .limit(MOST_ROWS)
    )
    return [_turn(*row) for row in session.execute(wanted)]


def _turn(proposal: Proposal, need: Need, interview_on: Any) -> Turn:
    return Turn(
        reference=proposal.reference,
        number=need.number,
        title_ja=need.title_ja,
        title_en=need.title_en,
        state=proposal.state,
        party=proposal.waits_on,
        since=proposal.since,
        due_at=proposal.due_at,
        met=interview_on is not None and interview_on <= clock.today(),
    )
