"""Ask for a run, stop it, and the one way in which a run changes its state."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading, transaction
from talent_portal.matching.errors import NoPlanToKeep, RunForbidden, RunStepImpossible, StaleRun
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import runs as queries
from talent_portal.matching.rules.runs import BY_COORDINATOR, Mode, RunEvent, RunOptions, RunState, after


def subject(reference: str) -> str:
    """Return what books call a run."""
    return f"match-run:{reference}"


def must_run(actor: Actor, deed: str, about: str) -> None:
    """Raise `RunForbidden` unless the actor runs matches; the attempt is noted."""
    if actor.scope(Permission.MATCH_RUN) is not Scope.ALL:
        audit.note_denied(actor, deed, about)
        raise RunForbidden


def ask(actor: Actor, options: RunOptions, previous: str, key: str) -> MatchRun:
    """Ask the worker for a run; the same form sent twice asks for one.

    `previous` is the reference of the run whose plan is kept, or nothing. Raises `RunForbidden` or `NoPlanToKeep`.
    """
    must_run(actor, "match-run.asked", subject("new"))
    try:
        with transaction() as session:
            return queries.run_by_key(session, key) or _keep(session, actor, options, previous, key)
    except IntegrityError:
        found = queries.run_by_key(reading(), key)
        if found is None:
            raise
        return found


def _keep(session: Session, actor: Actor, options: RunOptions, previous: str, key: str) -> MatchRun:
    earlier = queries.run(session, previous) if previous else None
    if options.mode is not Mode.SCRATCH and (earlier is None or not earlier.has_plan):
        raise NoPlanToKeep(field="previous")
    run = MatchRun(
        options=options.stored(),
        previous_id=earlier.id if earlier else None,
        asked_by=actor.reference,
        idempotency_key=key,
    )
    session.add(run)
    session.flush()
    audit.record(session, actor, "match-run.asked", subject(run.reference), mode=options.mode.value)
    return run


def stop(actor: Actor, reference: str, expected_version: int) -> MatchRun:
    """End a run: at once while nobody works on it, else with the best plan so far, within about a second.

    Raises `RunForbidden`, `RunStepImpossible` or `StaleRun`.
    """
    look(actor, reference, RunEvent.STOP, expected_version)
    with transaction() as session:
        run = queries.run_to_change(session, reference)
        must_be_fresh(run, expected_version)
        run.stop_asked_at = clock.now()
        land(session, actor, run, RunEvent.STOP)
        if run.state is RunState.STOPPED:
            run.ended_at = clock.now()
    return run


def look(actor: Actor, reference: str, event: RunEvent, expected_version: int) -> MatchRun:
    """Return the run if the actor may take this step now; what somebody had no right to try is noted.

    Raises `NoResultFound` (404), `RunForbidden`, `StaleRun` or `RunStepImpossible`.
    """
    run = queries.run(reading(), reference, whole=event is RunEvent.PUBLISH)
    about = subject(reference)
    must_run(actor, f"match-run.{event}", about)
    must_be_fresh(run, expected_version)
    if event not in BY_COORDINATOR or not run.may(event):
        audit.note_denied(actor, f"match-run.{event}", about)
        raise RunStepImpossible(state=run.state.value, event=event.value)
    return run


def must_be_fresh(run: MatchRun, expected_version: int) -> None:
    """Raise `StaleRun` for a page that was made from another version."""
    if run.version != expected_version:
        raise StaleRun


def land(session: Session, actor: Actor, run: MatchRun, event: RunEvent, **details: object) -> None:
    """Take the step of the table and write the book; raise `RunStepImpossible` where there is none."""
    target = after(run.state, event)
    if target is None:
        raise RunStepImpossible(state=run.state.value, event=event.value)
    run.state = target
    run.version += 1
    audit.record(session, actor, f"match-run.{event}", subject(run.reference), version=run.version, **details)
    session.flush()
