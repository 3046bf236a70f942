"""Judge a plan of talks, and find a way out for whoever came too late."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from talent_portal.core.db import close_reading, reading
from talent_portal.fairs.errors import SameMunicipalityTwice, SlotFull, TalksClash, TooManyTalks, UnknownTalk
from talent_portal.fairs.models import Fair
from talent_portal.fairs.queries import plans
from talent_portal.fairs.queries.plans import Talk
from talent_portal.fairs.rules import plan as rules


def wanted(session: Session, fair: Fair, slots: Sequence[str]) -> tuple[Talk, ...]:
    """Return the talks somebody asks for, or refuse the plan as a whole."""
    distinct = tuple(dict.fromkeys(slots))
    if len(distinct) > fair.max_talks:
        raise TooManyTalks(most=fair.max_talks)
    talks = plans.talks(session, distinct)
    if len(talks) != len(distinct) or any(talk.fair_id != fair.id for talk in talks):
        raise UnknownTalk
    seats = [talk.seat for talk in talks]
    if clashing := rules.clash(seats):
        raise TalksClash(slots=clashing)
    if twice := rules.same_booth(seats):
        raise SameMunicipalityTwice(slots=twice)
    return talks


def with_alternatives(fair: Fair, plan: Sequence[Talk], held: Sequence[Talk] = ()) -> SlotFull:
    """Return the refusal for a plan with full talks: which ones, and what is free instead of each.

    `held` are seats the person has already, so they count as free for them. Call it outside the transaction.
    """
    session = reading()
    grid = plans.grid(session, fair.id)
    minutes = plans.travel_minutes(session, fair.id)
    close_reading()
    mine = {talk.slot for talk in held}
    seats = [talk.seat for talk in grid]
    by_slot = {talk.slot: talk for talk in grid}
    chosen = {talk.slot for talk in plan}
    full = tuple(seat for seat in seats if seat.slot in chosen and seat.left == 0 and seat.slot not in mine)
    kept = [seat for seat in seats if seat.slot in chosen and seat not in full]
    free = {seat.slot: rules.alternatives(seat, kept, seats, minutes) for seat in full}
    found = {slot: tuple(by_slot[seat.slot] for seat in others) for slot, others in free.items()}
    return SlotFull(full=tuple(found), alternatives=found)
