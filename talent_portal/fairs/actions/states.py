"""Move a session through its states, by hand or by the clock."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.fairs.actions.fairs import fair_at
from talent_portal.fairs.errors import NothingToPublish, RoomMissing, StateForbids, TitleMissing
from talent_portal.fairs.models import Fair, FairKind, FairState
from talent_portal.fairs.queries import changing, plans


def publish(actor: Actor, reference: str, expected_version: int) -> Fair:
    """Show the session to everybody; sign-up opens by its window.

    Raises `NothingToPublish`, `TitleMissing`, `RoomMissing`, `StateForbids` or `Stale`.
    """
    with noting_denial(actor, "publish", reference), transaction() as session:
        fair = fair_at(session, reference, expected_version)
        if not plans.organisations_at(session, fair.id):
            raise NothingToPublish
        if not fair.title_en:
            raise TitleMissing
        if fair.kind in {FairKind.ONLINE, FairKind.HYBRID} and not fair.online_url:
            raise RoomMissing
        step(fair, FairState.PUBLISHED)
        note(session, actor, fair, FairState.DRAFT)
    return fair


def open_sign_up(actor: Actor, reference: str, expected_version: int) -> Fair:
    """Open sign-up now, even before its window; a closed one opens again until its end."""
    with noting_denial(actor, "open", reference), transaction() as session:
        fair = fair_at(session, reference, expected_version)
        before, now = fair.state, clock.now()
        if fair.sign_up_closes_at <= now:
            raise StateForbids(state=before.value, wanted="open")
        step(fair, FairState.OPEN)
        fair.sign_up_opens_at = min(fair.sign_up_opens_at, now)
        note(session, actor, fair, before)
    return fair


def close_sign_up(actor: Actor, reference: str, expected_version: int) -> Fair:
    """Close sign-up now."""
    return _simply(actor, reference, expected_version, FairState.CLOSED)


def mark_held(actor: Actor, reference: str, expected_version: int) -> Fair:
    """Note that the session took place."""
    return _simply(actor, reference, expected_version, FairState.HELD)


def archive(actor: Actor, reference: str, expected_version: int) -> Fair:
    """Put the session away."""
    return _simply(actor, reference, expected_version, FairState.ARCHIVED)


def _simply(actor: Actor, reference: str, expected_version: int, state: FairState) -> Fair:
    with noting_denial(actor, state.value, reference), transaction() as session:
        fair = fair_at(session, reference, expected_version)
        before = fair.state
        step(fair, state)
        note(session, actor, fair, before)
    return fair


@contextmanager
def noting_denial(actor: Actor, deed: str, reference: str) -> Iterator[None]:
    """Leave a line in the book when the table of transitions says no; the transaction inside has ended by then."""
    try:
        yield
    except StateForbids:
        audit.note_denied(actor, f"fair.{deed}", f"fair:{reference}")
        raise


def step(fair: Fair, state: FairState) -> None:
    """Take one step of the table, or raise `StateForbids`."""
    if not fair.may_become(state):
        raise StateForbids(state=fair.state.value, wanted=state.value)
    fair.state = state
    fair.version += 1


def note(session: Session, actor: Actor, fair: Fair, before: FairState) -> None:
    """Write the step into the book."""
    deed = f"fair.{fair.state.value}"
    audit.record(session, actor, deed, f"fair:{fair.reference}", before=before.value, after=fair.state.value)


def move_on() -> int:
    """Open, close and end sessions by the clock; return how many moved."""
    moved = 0
    for reference, state in changing.fairs_to_move_on(reading(), clock.now()):
        with transaction() as session:
            fair = changing.fair_to_change(session, reference)
            before = fair.state
            if fair.may_become(state):
                step(fair, state)
                note(session, WORKER, fair, before)
                moved += 1
    return moved
