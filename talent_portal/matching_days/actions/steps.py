"""The one way in which a matching day changes its state, and what every step asks for first."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core.actor import WORKER, Actor, Scope
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.matching_days.errors import DayForbidden, DayStepImpossible, StaleDay
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.queries import about, days
from talent_portal.matching_days.rules.states import DayEvent, after


@contextmanager
def noting(actor: Actor, deed: str, subject: str, *kinds: type[Refusal]) -> Iterator[None]:
    """Leave a line in the book when one of these refusals comes up; the transaction inside has ended by then."""
    try:
        yield
    except kinds:
        audit.note_denied(actor, deed, subject)
        raise


def runs_days(actor: Actor) -> bool:
    """Return whether the actor runs matching days."""
    return actor.scope(Permission.MATCH_RUN) is Scope.ALL


def must_run(actor: Actor, deed: str, subject: str) -> None:
    """Raise `DayForbidden` unless the actor runs matching days (or is the worker); the attempt is noted."""
    if actor is not WORKER and not runs_days(actor):
        audit.note_denied(actor, deed, subject)
        raise DayForbidden


def look(actor: Actor, reference: str, event: DayEvent, expected_version: int | None) -> MatchingDay:
    """Return the day if the actor may take this step now; what somebody had no right to try is noted.

    Raises `NoResultFound` (404), `DayForbidden`, `StaleDay` or `DayStepImpossible`.
    """
    day = days.by_reference(reading(), reference)
    must_run(actor, f"matching-day.{event}", about(day))
    must_be_fresh(day, expected_version)
    with noting(actor, f"matching-day.{event}", about(day), DayStepImpossible):
        must_lead_somewhere(day, event)
    return day


def must_be_fresh(day: MatchingDay, expected_version: int | None) -> None:
    """Raise `StaleDay` for a page that was made from another version; the worker expects none."""
    if expected_version is not None and day.version != expected_version:
        raise StaleDay


def must_lead_somewhere(day: MatchingDay, event: DayEvent) -> None:
    """Raise `DayStepImpossible` where the table has no such step in the present round."""
    if not day.may(event):
        raise DayStepImpossible(state=day.state.value, event=event.value)


def land(session: Session, actor: Actor, day: MatchingDay, event: DayEvent, **details: object) -> None:
    """Take the step of the table and write the book; raise `DayStepImpossible` where there is none."""
    target = after(day.state, event, day.round)
    if target is None:
        raise DayStepImpossible(state=day.state.value, event=event.value)
    day.state = target
    day.version += 1
    session.flush()
    audit.record(session, actor, f"matching-day.{event}", about(day), round=day.round, version=day.version, **details)
