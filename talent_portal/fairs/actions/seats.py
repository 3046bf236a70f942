"""The one place where seats are taken and freed.

One conditional UPDATE per counter, slots in the order of their ids and the session itself last, so that capacity is
exact on both databases and nobody waits in a circle. The CHECK on the counter is the net below.
"""

import time
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.db import UtcDateTime
from talent_portal.fairs.errors import FairFull, SignUpClosed, SlotFull
from talent_portal.fairs.models import Fair, TalkSlot
from talent_portal.fairs.models.fair import ACCEPTING, RUNNING
from talent_portal.fairs.queries import plans
from talent_portal.fairs.queries.plans import Talk
from talent_portal.settings import Settings

# Built once: in a rush, building statements costs more than running them.
_SLOT = cast("sa.Table", TalkSlot.__table__)
_FAIR = cast("sa.Table", Fair.__table__)


def _counting(table: sa.Table, limit: sa.Column[int], step: int) -> sa.Update:
    """Return the UPDATE that moves a counter by one; what stands above the limit is counted apart."""
    after = table.c.taken + step
    above = sa.case((after > limit, after - limit), else_=0)
    return sa.update(table).where(table.c.id == sa.bindparam("key")).values(taken=after, over=above)


_ONE_SEAT_ANYWAY = _counting(_SLOT, _SLOT.c.capacity, 1)
_ONE_SEAT = _ONE_SEAT_ANYWAY.where(_SLOT.c.taken < _SLOT.c.capacity)
_SEAT_BACK = _counting(_SLOT, _SLOT.c.capacity, -1).where(_SLOT.c.taken > 0)
_ONE_PLACE_ANYWAY = _counting(_FAIR, _FAIR.c.places, 1).where(_FAIR.c.state.in_(RUNNING))
_ONE_PLACE_LATE = _ONE_PLACE_ANYWAY.where(_FAIR.c.taken < _FAIR.c.places)
_ONE_PLACE = (
    _counting(_FAIR, _FAIR.c.places, 1)
    .where(_FAIR.c.taken < _FAIR.c.places, _FAIR.c.state.in_(ACCEPTING))
    .where(sa.bindparam("now", type_=UtcDateTime()).between(_FAIR.c.sign_up_opens_at, _FAIR.c.sign_up_closes_at))
)
_PLACE_BACK = _counting(_FAIR, _FAIR.c.places, -1).where(_FAIR.c.taken > 0)


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
    if not _done(session, _ONE_SEAT_ANYWAY if over else _ONE_SEAT, key=slot_id):
        raise SlotFull


def _free_one(session: Session, slot_id: int) -> None:
    _done(session, _SEAT_BACK, key=slot_id)


def take_place(session: Session, fair: Fair) -> None:
    """Take one place at the session while its window is open, or raise `FairFull` or `SignUpClosed`."""
    now = clock.now()
    if not _done(session, _ONE_PLACE, key=fair.id, now=now):
        raise _why_no_place(session, fair.id, now)


def take_place_by_staff(session: Session, fair: Fair, *, over: bool) -> None:
    """Take one place outside the window too; `over` goes above the limit and counts it apart."""
    if not _done(session, _ONE_PLACE_ANYWAY if over else _ONE_PLACE_LATE, key=fair.id):
        state = session.scalar(sa.select(Fair.state).where(Fair.id == fair.id))
        raise FairFull if state in RUNNING else SignUpClosed


def free_place(session: Session, fair_id: int) -> None:
    """Give one place at the session back."""
    _done(session, _PLACE_BACK, key=fair_id)


def _why_no_place(session: Session, fair_id: int, now: datetime) -> FairFull | SignUpClosed:
    fresh = sa.select(Fair).where(Fair.id == fair_id)
    fair = session.scalars(fresh, execution_options={"populate_existing": True}).one()
    return FairFull() if fair.accepts(now) else SignUpClosed()


def _done(session: Session, change: sa.Update, **given: object) -> bool:
    """Run one guarded UPDATE; return whether it found its row as the guard wants it."""
    result = session.execute(change, given)
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE always counts
