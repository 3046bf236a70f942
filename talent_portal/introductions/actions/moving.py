"""How a case moves: looked at, allowed, locked, and landed with its history; a step refused is a deed of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.introductions import policies, queries
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.letters import Note
from talent_portal.introductions.errors import (
    AlreadyProposed,
    ReasonNeeded,
    StaleCase,
    StepForbidden,
    StepImpossible,
)
from talent_portal.introductions.models import Proposal, ProposalStep
from talent_portal.introductions.queries import Case, changing
from talent_portal.introductions.rules import reasons
from talent_portal.introductions.rules.deadlines import Party, turn
from talent_portal.introductions.rules.states import ENDS, Event, after


def subject(reference: str) -> str:
    """Return what books and letters call a case."""
    return f"proposal:{reference}"


def look(actor: Actor, reference: str, event: Event, expected_version: int, reason: str = "") -> Case:
    """Return the case if `actor` may take this step now, before anything is locked or written.

    Raises `NoResultFound` (404) for a case that is not the actor's, `StepForbidden`, `StaleCase`, `StepImpossible` or
    `ReasonNeeded`. What somebody had no right to try is noted in the book.
    """
    case = queries.case(reading(), reference)
    try:
        _must_be_possible(actor, event, case, expected_version)
    except (NoResultFound, StepForbidden, StepImpossible):
        audit.note_denied(actor, f"proposal.{event}", subject(reference))
        raise
    if not reasons.accepts(event, reason):
        raise ReasonNeeded
    return case


def _must_be_possible(actor: Actor, event: Event, case: Case, expected_version: int) -> None:
    policies.must_take(actor, event, case)
    if case.proposal.version != expected_version:
        raise StaleCase
    if not case.proposal.may(event):
        raise StepImpossible(state=case.proposal.state.value, event=event.value)


@contextmanager
def moving(
    actor: Actor, case: Case, event: Event, reason: str = "", notes: Sequence[Note] = ()
) -> Iterator[tuple[Session, Proposal]]:
    """Open the transaction, lock the case as it was looked at; once the caller's part is done, land step and letters.

    Raises `StaleCase` when somebody else was faster, `AlreadyProposed` when a reopened case meets a newer one.
    """
    try:
        with transaction() as session:
            proposal = changing.proposal_to_change(session, case.proposal.reference)
            if proposal.version != case.proposal.version:
                raise StaleCase
            yield session, proposal
            land(session, actor, proposal, event, reason)
            letters.post(session, proposal, notes)
    except IntegrityError as error:
        raise AlreadyProposed from error


def land(session: Session, actor: Actor, proposal: Proposal, event: Event, reason: str = "") -> None:
    """Take the step of the table, say whose turn it is now, and write history and book."""
    before, target = proposal.state, after(proposal.state, event)
    if target is None:
        raise StepImpossible(state=before.value, event=event.value)
    proposal.state = target
    proposal.version += 1
    if target in ENDS and before not in ENDS:
        proposal.ended_at, proposal.reason_code = clock.now(), reason
    elif target not in ENDS:
        proposal.ended_at, proposal.reason_code = None, ""
    session.flush()
    pass_turn(session, proposal)
    session.add(
        ProposalStep(
            proposal_id=proposal.id,
            event=event,
            before=before,
            after=target,
            reason_code=reason,
            at=clock.now(),
            actor_kind=actor.kind.value,
            role=str(actor.role),
            actor_reference=actor.reference,
        )
    )
    details = {"before": before.value, "after": target.value, "version": proposal.version}
    audit.record(session, actor, f"proposal.{event}", subject(proposal.reference), **details)
    session.flush()


def pass_turn(session: Session, proposal: Proposal) -> None:
    """Write down who must act next and by when; the wait begins anew only when it passes to somebody else."""
    next_turn = turn(proposal.state, clock.today(), queries.turn_facts(session, proposal))
    if next_turn.party is not proposal.waits_on or next_turn.party is Party.PERSON:
        proposal.since = clock.now()
    proposal.waits_on, proposal.due_at, proposal.chased_at = next_turn.party, next_turn.due_at, None
