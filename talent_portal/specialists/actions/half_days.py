"""Claim half-days: an offer holds them, an appointment takes them, an end frees them.

Exactly safe on both databases: each claim is one row under UNIQUE(specialist, day, half), written in the order of the
calendar by one INSERT that leaves out what is there already. A concurrent claim of the same half is waited for, so
what is read afterwards says who has it; whoever lacks even one half gets `HalfDayTaken`, and their transaction fails.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.specialists.actions.aliases import insert_new
from talent_portal.specialists.errors import HalfDayTaken
from talent_portal.specialists.models import ClaimState, HalfDay, Specialist, of_people
from talent_portal.specialists.rules.week import Slot

# By half-day, the id of the organisation where it is worked.
Places = Mapping[Slot, int]
# An INSERT of many rows binds eight values each; SQLite stops at 32,766.
CHUNK = 2_000


def hold(  # noqa: PLR0913, PLR0917 - a claim is all of this
    session: Session,
    actor: Actor,
    specialist_id: int,
    halves: Iterable[Slot],
    source_reference: str,
    at: Places | None = None,
) -> list[Slot]:
    """Hold half-days for `offer:<reference>`, each worked `at` an organisation; part of the caller's transaction.

    Halves that this source has already stay as they are. Raises `HalfDayTaken` (`days`) when anybody else has one.
    """
    return _claim(session, actor, specialist_id, halves, source_reference, ClaimState.HELD, at or {})


def take(  # noqa: PLR0913, PLR0917 - a claim is all of this
    session: Session,
    actor: Actor,
    specialist_id: int,
    halves: Iterable[Slot],
    source_reference: str,
    held_by: str = "",
    at: Places | None = None,
) -> list[Slot]:
    """Take half-days for `placement:<reference>`, among them those that `held_by` (the offer) holds.

    What the offer holds beyond `halves` becomes free. Raises `HalfDayTaken` when anybody else has one.
    """
    wanted = sorted(set(halves))
    if held_by:
        _hand_over(session, specialist_id, wanted, held_by, source_reference)
    return _claim(session, actor, specialist_id, wanted, source_reference, ClaimState.TAKEN, at or {})


def free(
    session: Session, actor: Actor, specialist_id: int, halves: Iterable[Slot] | None, source_reference: str
) -> int:
    """Free half-days of one source, or all of them (`halves` None); return how many. What others hold stays."""
    source, reference = _parts(source_reference)
    mine = _of_source(specialist_id, source, reference)
    if halves is not None:
        mine = sa.and_(mine, _among(halves))
    gone = session.execute(sa.delete(HalfDay).where(mine), execution_options=of_people([specialist_id]))
    count = int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE always counts
    if count:
        _note(session, actor, "half-days.freed", specialist_id, source_reference, count)
    return count


def _claim(  # noqa: PLR0913, PLR0917 - as above
    session: Session,
    actor: Actor,
    specialist_id: int,
    halves: Iterable[Slot],
    source_reference: str,
    state: ClaimState,
    at: Places,
) -> list[Slot]:
    wanted = sorted(set(halves))
    source, reference = _parts(source_reference)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        common = {"specialist_id": specialist_id, "state": state, "source": source, "source_reference": reference}
        rows = [common | _row(slot, at.get(slot)) for slot in chunk]
        session.execute(insert_new(session, HalfDay, rows), execution_options=of_people([specialist_id]))
    others = _held_by_others(session, specialist_id, wanted, source, reference)
    if others:
        raise HalfDayTaken(days=others)
    if wanted and state is ClaimState.TAKEN:
        mine = sa.and_(_of_source(specialist_id, source, reference), _among(wanted))
        taken = sa.update(HalfDay).where(mine).values(state=ClaimState.TAKEN)
        session.execute(taken, execution_options=of_people([specialist_id]))
    if wanted:
        _note(session, actor, f"half-days.{state.value}", specialist_id, source_reference, len(wanted))
    return wanted


def _hand_over(session: Session, specialist_id: int, wanted: Sequence[Slot], held_by: str, to: str) -> None:
    """Turn what the offer holds into what the placement takes; the rest of the offer becomes free."""
    held = _of_source(specialist_id, *_parts(held_by))
    source, reference = _parts(to)
    kept = sa.update(HalfDay).where(held, _among(wanted)).values(source=source, source_reference=reference)
    session.execute(kept, execution_options=of_people([specialist_id]))
    session.execute(sa.delete(HalfDay).where(held), execution_options=of_people([specialist_id]))


def _held_by_others(
    session: Session, specialist_id: int, wanted: Sequence[Slot], source: str, reference: str
) -> list[Slot]:
    if not wanted:
        return []
    others = sa.not_(sa.and_(HalfDay.source == source, HalfDay.source_reference == reference))
    near = HalfDay.day.between(wanted[0][0], wanted[-1][0])
    claimed = sa.select(HalfDay.day, HalfDay.half).where(HalfDay.specialist_id == specialist_id, near, others)
    return sorted({(day, half) for day, half in session.execute(claimed)} & set(wanted))


def _among(halves: Iterable[Slot]) -> sa.ColumnElement[bool]:
    """Return the condition for these half-days; by half, so that few values are bound."""
    days: dict[Any, list[Any]] = {}
    for day, half in halves:
        days.setdefault(half, []).append(day)
    return sa.or_(sa.false(), *(sa.and_(HalfDay.half == half, HalfDay.day.in_(each)) for half, each in days.items()))


def _of_source(specialist_id: int, source: str, reference: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        HalfDay.specialist_id == specialist_id, HalfDay.source == source, HalfDay.source_reference == reference
    )


def _parts(source_reference: str) -> tuple[str, str]:
    """Return (`offer`, reference) of `offer:<reference>`; the kind must be told. Raises `ValueError` otherwise."""
    source, _, reference = source_reference.partition(":")
    if not source or not reference:
        raise ValueError("a claim names its source, such as offer:<reference>")
    return source, reference


def _row(slot: Slot, organisation_id: int | None) -> dict[str, Any]:
    day, half = slot
    return {"day": day, "half": half, "organisation_id": organisation_id, "since": clock.now()}


def _note(session: Session, actor: Actor, deed: str, specialist_id: int, source: str, count: int) -> None:  # noqa: PLR0913, PLR0917 - one line of the book
    reference = session.scalar(sa.select(Specialist.reference).where(Specialist.id == specialist_id))
    audit.record(session, actor, deed, f"specialist:{reference}", source=source, count=count)
