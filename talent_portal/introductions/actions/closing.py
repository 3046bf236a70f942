"""Nothing ends in silence: cases that their request or their person has left behind are closed, waits are chased."""

from talent_portal.core import calendar, clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.introductions import queries
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.letters import Note
from talent_portal.introductions.actions.shortlisting import drop
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries import Case, changing
from talent_portal.introductions.rules.deadlines import Party

CHASE_DAYS = 5


def close(reference: str, reason: str, expected_version: int) -> Proposal:
    """Close one case by the clock, with one of `reasons.BY_ITSELF`. Raises like `moving.look`."""
    return drop(WORKER, reference, reason, expected_version)


def chase(reference: str, expected_version: int) -> bool:
    """Remind whoever lets a case wait beyond its day, at most every five working days; return whether it was due."""
    case = queries.case(reading(), reference)
    notes = _reminders(case)
    with transaction() as session:
        proposal = changing.proposal_to_change(session, reference)
        if proposal.version != expected_version or not _is_due(proposal):
            return False
        proposal.chased_at = clock.now()
        letters.post(session, proposal, notes, mark=clock.today().isoformat())
    return True


def _is_due(proposal: Proposal) -> bool:
    now = clock.now()
    late = proposal.due_at is not None and calendar.is_over(proposal.due_at, now)
    before = calendar.start_of(calendar.add_working_days(clock.today(), -CHASE_DAYS))
    return late and (proposal.chased_at is None or proposal.chased_at < before)


def _reminders(case: Case) -> list[Note]:
    """Return the letter to whoever must act, and one to the coordinator, who may call instead."""
    proposal = case.proposal
    told = letters.to_desk("desk_chase", case, party=proposal.waits_on.value, since=proposal.since)
    if proposal.waits_on is Party.MUNICIPALITY and not case.hidden:
        return [*letters.to_town("town_chase", case, since=proposal.since), *told]
    if proposal.waits_on is Party.PERSON:
        return [letters.to_person("consent", case), *told]
    return told
