"""What introductions ask of the coordinators and of each municipality."""

from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.insights.queries.rows import Waiting
from talent_portal.introductions.queries import waiting
from talent_portal.introductions.queries.waiting import Turn
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.placements import queries as placements

OURS = {
    ProposalState.NO_ANSWER: "case_call",
    ProposalState.INTERESTED: "case_introduce",
}
THEIRS = {Party.PERSON: "case_person", Party.MUNICIPALITY: "case_town", Party.SECOND: "case_check"}


def cases_waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Return the cases that wait on a coordinator, and those of others that are overdue."""
    return [_row(_kind(turn), turn) for turn in waiting.on_desk(session, actor.reference)]


def _kind(turn: Turn) -> str:
    return THEIRS.get(turn.party) or OURS.get(turn.state, "case_candidate")


def introductions_waiting(session: Session, organisation_id: int) -> list[Waiting]:
    """Return the introductions that wait on one municipality; terms that it has begun stand for themselves."""
    begun = placements.begun(session, organisation_id)
    turns = [turn for turn in waiting.on_town(session, organisation_id) if turn.reference not in begun]
    return [_row(_town_kind(turn), turn) for turn in turns]


def _town_kind(turn: Turn) -> str:
    if turn.state is ProposalState.SELECTED:
        return "town_terms"
    return "town_result" if turn.met else "town_introduced"


def _row(kind: str, turn: Turn) -> Waiting:
    ja, en = f"{turn.number} {turn.title_ja}", f"{turn.number} {turn.title_en}" if turn.title_en else ""
    return Waiting(kind, turn.reference, ja, en, 1, since=turn.since, due=turn.due_at)
