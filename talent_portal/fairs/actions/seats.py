"""The one place where seats are taken and freed.

One conditional UPDATE per counter, slots in the order of their ids and the session itself last, so that capacity is
exact on both databases and nobody waits in a circle. The CHECK on the counter is the net below.
"""

import time
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.fairs.errors import FairFull, SignUpClosed, SlotFull
from talent_portal.fairs.models import Fair, TalkSlot
from talent_portal.fairs.models.fair import ACCEPTING, RUNNING
from talent_portal.fairs.queries import plans
from talent_portal.fairs.queries.plans import Talk
from talent_portal.settings import Settings

PLAINLY = {"synchronize_session": False}
_ONE_LESS = sa.case((TalkSlot.taken - 1 > TalkSlot.capacity, TalkSlot.taken - 1 - TalkSlot.capacity), else_=0)
_ONE_MORE = sa.case((TalkSlot.taken + 1 > TalkSlot.capacity, TalkSlot.taken + 1 - TalkSlot.capacity), else_=0)
_PLACE_LESS = sa.case((Fair.taken - 1 > Fair.places, Fair.taken - 1 - Fair.places), else_=0)
_PLACE_MORE = sa.case((Fair.taken + 1 > Fair.places, Fair.taken + 1 - Fair.places), else_=0)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def look(session: Session, plan: Sequence[Talk]) -> None:
    """Refuse early, before anything is rendered, when a talk of the plan is full. Decides nothing: `take` does.

    With the guards off (race tests only) this look is all there is, so that the tests can show they bite.
    """
    settings = _settings()
    full = tuple(talk.slot for talk in plan if talk.left == 0)
    if settings.race_guards_off and plan:
        counts = plans.booked_counts(session, [talk.slot_id for talk in plan])
        full = tuple(talk.slot for talk in plan if counts.get(talk.slot_id, 0) >= talk.left)
    if full:
        raise SlotFull(full=full)
    if settings.race_sleep_ms:
        time.sleep(settings.race_sleep_ms / 1000)


def take(session: Session, slot_ids: Collection[int], *, over: bool = False) -> None:
    """Take one seat in every slot, or raise `SlotFull`; `over` goes above the capacity and counts it apart."""
    move(session, taken=slot_ids, freed=(), over=over)


def free(session: Session, slot_ids: Collection[int]) -> None:
    """Give one seat back in every slot."""
    move(session, taken=(), freed=slot_ids)


def move(session: Session, *, taken: Collection[int], freed: Collection[int], over: bool = False) -> None:
    """Take seats in some slots and give others back, in the order of all their ids."""
    if _settings().race_guards_off:
        return
    for slot_id in sorted({*taken, *freed}):
        if slot_id in freed:
            _free_one(session, slot_id)
        else:
            _take_one(session, slot_id, over=over)


def _take_one(session: Session, slot_id: int, *, over: bool) -> None:
    wanted = sa.update(TalkSlot).where(TalkSlot.id == slot_id)
    if not over:
        wanted = wanted.where(TalkSlot.taken < TalkSlot.capacity)
    if not _one(session, wanted.values(taken=TalkSlot.taken + 1, over=_ONE_MORE)):
        raise SlotFull


def _free_one(session: Session, slot_id: int) -> None:
    held = sa.update(TalkSlot).where(TalkSlot.id == slot_id, TalkSlot.taken > 0)
    _one(session, held.values(taken=TalkSlot.taken - 1, over=_ONE_LESS))


def take_place(session: Session, fair: Fair) -> None:
    """Take one place at the session while its window is open, or raise `FairFull` or `SignUpClosed`."""
    now = clock.now()
    wanted = sa.update(Fair).where(
        Fair.id == fair.id,
        Fair.taken < Fair.places,
        Fair.state.in_(ACCEPTING),
        Fair.sign_up_opens_at <= now,
        Fair.sign_up_closes_at >= now,
    )
    if not _one(session, wanted.values(taken=Fair.taken + 1)):
        raise _why_no_place(session, fair.id, now)


def take_place_by_staff(session: Session, fair: Fair, *, over: bool) -> None:
    """Take one place outside the window too; `over` goes above the limit and counts it apart."""
    wanted = sa.update(Fair).where(Fair.id == fair.id, Fair.state.in_(RUNNING))
    if not over:
        wanted = wanted.where(Fair.taken < Fair.places)
    if not _one(session, wanted.values(taken=Fair.taken + 1, over=_PLACE_MORE)):
        state = session.scalar(sa.select(Fair.state).where(Fair.id == fair.id))
        raise FairFull if state in RUNNING else SignUpClosed


def free_place(session: Session, fair_id: int) -> None:
    """Give one place at the session back."""
    held = sa.update(Fair).where(Fair.id == fair_id, Fair.taken > 0)
    _one(session, held.values(taken=Fair.taken - 1, over=_PLACE_LESS))


def _why_no_place(session: Session, fair_id: int, now: datetime) -> FairFull | SignUpClosed:
    fresh = sa.select(Fair).where(Fair.id == fair_id)
    fair = session.scalars(fresh, execution_options={"populate_existing": True}).one()
    return FairFull() if fair.accepts(now) else SignUpClosed()


def _one(session: Session, change: sa.Update) -> bool:
    done = session.execute(change, execution_options=PLAINLY)
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE always counts
