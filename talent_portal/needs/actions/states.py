"""Move a request through its states: by its municipality, by the coordinator, by the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.needs import current, queries
from talent_portal.needs.actions import guards, letters
from talent_portal.needs.errors import (
    ConditionsMissing,
    PeriodOver,
    ReasonMissing,
    ReopenTooLate,
    SharesUnconfirmed,
    StateForbids,
)
from talent_portal.needs.models import TRANSITIONS, Need, NeedEvent, NeedState, ShareState
from talent_portal.needs.models.transitions import PERMISSIONS
from talent_portal.needs.queries import changing
from talent_portal.needs.rules import choices, complete

REOPEN_WITHIN = timedelta(days=30)

Change = Callable[[Need], None]


@dataclass(frozen=True, slots=True)
class Because:
    """Why a step is taken: a code of `known` and a line in words."""

    reason: str
    note: str
    known: Mapping[str, str]

    def check(self) -> None:
        """Raise `ReasonMissing` for a code that is not on the list."""
        if self.reason not in self.known:
            raise ReasonMissing


NO_REASON = Because("", "", {"": ""})


def submit(actor: Actor, reference: str, expected_version: int) -> Need:
    """Send the request to the prefecture. Raises `ConditionsMissing`, `PeriodOver`, `StateForbids` or `Stale`."""

    def change(need: Need) -> None:
        _check_complete(need)
        need.submitted_at, need.reason, need.reason_note = clock.now(), "", ""

    return _move(actor, reference, NeedEvent.SUBMIT, expected_version, change)


def take_back(actor: Actor, reference: str, expected_version: int) -> Need:
    """Make a submitted request a draft again, to change it."""
    return _move(actor, reference, NeedEvent.TAKE_BACK, expected_version)


def discard(actor: Actor, reference: str, expected_version: int) -> Need:
    """Put away a draft that will not be sent."""
    because = Because("discarded", "", choices.REASONS)
    return _move(actor, reference, NeedEvent.DISCARD, expected_version, because=because)


def return_need(actor: Actor, reference: str, reason: str, note: str, expected_version: int) -> Need:
    """Give a submitted request back to its municipality, saying why."""
    because = Because(reason, note, choices.RETURN_REASONS)
    return _move(actor, reference, NeedEvent.RETURN, expected_version, because=because)


def open_need(actor: Actor, reference: str, expected_version: int) -> Need:
    """Open a request for introductions.

    Nobody is asked before the conditions are told (職業安定法5条の3).
    Raises `ConditionsMissing`, `SharesUnconfirmed`, `PeriodOver`, `StateForbids` or `Stale`.
    """

    def change(need: Need) -> None:
        _check_complete(need)
        waiting = [share.organisation.name_ja for share in need.shares if share.state is not ShareState.CONFIRMED]
        if waiting:
            raise SharesUnconfirmed(names="、".join(waiting))
        need.opened_at, need.reminded_days = clock.now(), 0

    return _move(actor, reference, NeedEvent.OPEN, expected_version, change)


def withdraw(actor: Actor, reference: str, reason: str, note: str, expected_version: int) -> Need:
    """Take the request out of the search for good, saying why."""
    because = Because(reason, note, choices.WITHDRAW_REASONS)
    return _move(actor, reference, NeedEvent.WITHDRAW, expected_version, because=because)


def close_unfilled(actor: Actor, reference: str, reason: str, note: str, expected_version: int) -> Need:
    """Close a request for which nobody was found, saying why."""
    because = Because(reason, note, choices.UNFILLED_REASONS)
    return _move(actor, reference, NeedEvent.CLOSE, expected_version, because=because)


def reopen(actor: Actor, reference: str, closes_on: date | None, expected_version: int) -> Need:
    """Open an ended request again, within 30 days. Raises `ReopenTooLate`, or `PeriodOver` without a later last day."""

    def change(need: Need) -> None:
        ended = need.ended_at
        if ended is None or need.opened_at is None or clock.now() > ended + REOPEN_WITHIN:
            raise ReopenTooLate(days=REOPEN_WITHIN.days)
        need.closes_on = closes_on or need.closes_on
        _check_last_day(need)
        need.placed = min(need.placed, need.head_count - 1)
        need.ended_at, need.opened_at, need.reminded_days = None, clock.now(), 0
        need.reason, need.reason_note = "", ""

    return _move(actor, reference, NeedEvent.REOPEN, expected_version, change)


def expire(reference: str) -> bool:
    """End a request whose last day has passed; return whether it did. For the worker, safe to run twice."""
    known = queries.full(reading(), reference)
    told = letters.about_step(reading(), WORKER, known, NeedEvent.EXPIRE, reason="period_over")
    with transaction() as session:
        need = changing.need_to_change(session, reference)
        over = need.last_day is not None and need.last_day < clock.today()
        if not over or (need.state, NeedEvent.EXPIRE) not in TRANSITIONS:
            return False
        need.reason = "period_over"
        apply(session, WORKER, need, NeedEvent.EXPIRE)
        letters.post(session, told)
    return True


def _check_complete(need: Need) -> None:
    if lacking := complete.missing(need):
        raise ConditionsMissing(missing=lacking)
    _check_last_day(need)


def _check_last_day(need: Need) -> None:
    if need.last_day is not None and need.last_day < clock.today():
        raise PeriodOver


def _move(  # noqa: PLR0913 - a step, and what comes with it
    actor: Actor,
    reference: str,
    event: NeedEvent,
    expected_version: int,
    change: Change | None = None,
    *,
    because: Because = NO_REASON,
) -> Need:
    """Take one step for somebody: permission, reason, version, guard, state, audit, letters.

    A refusal by right or by state is noted in the book.
    """
    known = queries.full(reading(), reference)
    guards.must(actor, PERMISSIONS[event], known, event.value)
    because.check()
    told = letters.about_step(reading(), actor, known, event, reason=because.reason, note=because.note)
    with guards.noting(actor, event.value, reference), transaction() as session:
        need = changing.need_to_change(session, reference)
        check(need, event)
        guards.must_be(need, expected_version)
        if because.reason:
            need.reason, need.reason_note = because.reason, because.note
        if change is not None:
            change(need)
        apply(session, actor, need, event)
        letters.post(session, told)
    return need


def check(need: Need, event: NeedEvent) -> NeedState:
    """Return what the request becomes; raise `StateForbids` where the table has no such step."""
    after = TRANSITIONS.get((need.state, event))
    if after is None:
        raise StateForbids(state=need.state.value, event=event.value)
    return after


def apply(session: Session, actor: Actor, need: Need, event: NeedEvent) -> None:
    """Take one step of the table inside the caller's transaction, and write it into the book."""
    before, after = need.state, check(need, event)
    if after is not before:
        need.state, need.state_since = after, clock.now()
        need.ended_at = clock.now() if need.has_ended else None
    need.version += 1
    details = {"before": before.value, "after": after.value, "reason": need.reason, "version": need.version}
    audit.record(session, actor, f"need.{event}", f"need:{need.reference}", **details)
    if need.has_ended and after is not before:
        session.flush()
        for listener in current.ended_listeners():
            listener(session, actor, need.id)
