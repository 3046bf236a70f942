"""Make and change a session: one draft with its whole grid, then edits and capacity."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.fairs import policies
from talent_portal.fairs.actions.drafts import FairDraft, GridDraft
from talent_portal.fairs.errors import (
    CapacityBelowTaken,
    GridOutside,
    RoundsOverlap,
    StateForbids,
    TakesPartAlready,
    TimesInDisorder,
)
from talent_portal.fairs.models import Booth, Fair, FairState, Round, TalkSlot
from talent_portal.fairs.models.fair import RUNNING
from talent_portal.fairs.queries import changing, plans
from talent_portal.fairs.rules import grid as rules

# What stands in people's calendars: a change of these is a new edition of the entry.
CALENDAR_FIELDS = ("title_ja", "title_en", "starts_at", "ends_at", "venue_name_ja", "venue_name_en", "address")
OVER_FOR_GOOD = (FairState.ARCHIVED, FairState.CANCELLED)


def create_fair(actor: Actor, draft: FairDraft, grid: GridDraft, idempotency_key: str | None = None) -> Fair:
    """Make a draft session with a booth per municipality and a slot per booth and round.

    The same key gives the session that is already there: a form sent twice makes one.
    Raises `TimesInDisorder`, `RoundsOverlap` or `GridOutside`.
    """
    check_times(draft)
    hours = preview_rounds(grid)
    check_rounds(draft, hours)
    if known := _made_before(idempotency_key):
        return known
    try:
        return _create(actor, draft, grid, hours, idempotency_key)
    except IntegrityError:
        if known := _made_before(idempotency_key):
            return known
        raise


def _made_before(key: str | None) -> Fair | None:
    mine = sa.select(Fair).where(Fair.idempotency_key == key)
    return reading().scalars(mine).one_or_none() if key else None


def _create(actor: Actor, draft: FairDraft, grid: GridDraft, hours: Sequence[rules.Hours], key: str | None) -> Fair:
    with transaction() as session:
        offices = _offices(session, grid.municipalities)
        fair = Fair(organisation_id=actor.organisation_id, idempotency_key=key, **_values(draft))
        session.add(fair)
        session.flush()
        rounds = [
            Round(fair_id=fair.id, position=position, starts_at=each.starts_at, ends_at=each.ends_at)
            for position, each in enumerate(hours, 1)
        ]
        session.add_all(rounds)
        for position, office in enumerate(offices, 1):
            booth = _add_booth(session, fair, office, position)
            session.add_all(_slots(fair, booth, rounds, grid.seats, grid.walk_in))
        audit.record(
            session,
            actor,
            "fair.created",
            f"fair:{fair.reference}",
            after=fair.state.value,
            booths=len(offices),
            rounds=len(rounds),
        )
    return fair


def preview_rounds(grid: GridDraft) -> tuple[rules.Hours, ...]:
    """Return the rounds a grid would have."""
    return rules.rounds(grid.first_starts_at, grid.talk_minutes, grid.gap_minutes, grid.rounds, grid.breaks)


def check_times(draft: FairDraft) -> None:
    """Refuse hours and windows in the wrong order, naming the field."""
    pairs = (
        ("starts_at", draft.doors_at <= draft.starts_at),
        ("ends_at", draft.starts_at < draft.ends_at),
        ("sign_up_closes_at", draft.sign_up_opens_at < draft.sign_up_closes_at <= draft.ends_at),
        ("cancel_until", draft.cancel_until <= draft.ends_at),
    )
    for field, in_order in pairs:
        if not in_order:
            raise TimesInDisorder(field=field)


def check_rounds(draft: FairDraft, hours: Sequence[rules.Hours]) -> None:
    """Refuse rounds that come too close to one another, or leave the session."""
    if not rules.apart(hours):
        raise RoundsOverlap(gap=int(rules.SMALLEST_GAP.total_seconds() // 60))
    if hours and (hours[0].starts_at < draft.starts_at or hours[-1].ends_at > draft.ends_at):
        raise GridOutside


def _values(draft: FairDraft) -> dict[str, object]:
    lists = {"audience": list(draft.audience), "interests": list(draft.interests)}
    return asdict(draft) | lists | {"places": rules.places(draft.capacity, draft.overbooking_percent)}


def _offices(session: Session, references: Sequence[str]) -> list[Organisation]:
    """Return the organisations in the order given; raise `KeyError` for one that does not exist."""
    found = {
        office.reference: office
        for office in session.scalars(sa.select(Organisation).where(Organisation.reference.in_(references)))
    }
    return [found[reference] for reference in dict.fromkeys(references)]


def _add_booth(session: Session, fair: Fair, office: Organisation, position: int) -> Booth:
    booth = Booth(fair_id=fair.id, organisation_id=office.id, position=position, label=str(position))
    session.add(booth)
    session.flush()
    return booth


def _slots(fair: Fair, booth: Booth, rounds: Sequence[Round], seats: int, walk_in: int) -> list[TalkSlot]:
    return [
        TalkSlot(fair_id=fair.id, booth_id=booth.id, round_id=each.id, capacity=seats, walk_in=walk_in)
        for each in rounds
    ]


def edit_fair(actor: Actor, reference: str, draft: FairDraft, expected_version: int) -> Fair:
    """Change everything but the grid. Raises `Stale`, `TimesInDisorder`, `GridOutside`, `CapacityBelowTaken`."""
    check_times(draft)
    with transaction() as session:
        fair = fair_at(session, reference, expected_version)
        if fair.state in OVER_FOR_GOOD:
            raise StateForbids(state=fair.state.value, wanted="edited")
        rounds = session.scalars(sa.select(Round).where(Round.fair_id == fair.id).order_by(Round.position))
        check_rounds(draft, [rules.Hours(each.starts_at, each.ends_at) for each in rounds])
        before = {name: getattr(fair, name) for name in CALENDAR_FIELDS}
        changed = _assign(fair, _values(draft))
        if fair.places < fair.taken - fair.over:
            raise CapacityBelowTaken(taken=fair.taken)
        fair.over = max(0, fair.taken - fair.places)
        if before != {name: getattr(fair, name) for name in CALENDAR_FIELDS}:
            fair.ics_sequence += 1
        fair.version += 1
        audit.record(session, actor, "fair.edited", f"fair:{reference}", fields=changed, version=fair.version)
    return fair


def _assign(thing: object, values: Mapping[str, object]) -> list[str]:
    """Set what differs; return the names of what changed."""
    changed = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, values[name])
    return changed


def fair_at(session: Session, reference: str, expected_version: int) -> Fair:
    """Return the session, locked, if nobody changed it since the page was made; else raise `Stale`."""
    fair = changing.fair_to_change(session, reference)
    if fair.version != expected_version:
        raise Stale
    return fair


def add_booth(actor: Actor, reference: str, organisation_reference: str, seats: int) -> Booth:
    """Let one more municipality take part, at the end of the row, with a slot in every round.

    Raises `StateForbids` once the session is over, or `TakesPartAlready`.
    """
    with transaction() as session:
        fair = changing.fair_to_change(session, reference)
        if fair.state not in {FairState.DRAFT, *RUNNING}:
            raise StateForbids(state=fair.state.value, wanted="booth_added")
        office = _offices(session, [organisation_reference])[0]
        if office.reference in plans.organisations_at(session, fair.id):
            raise TakesPartAlready
        rounds = list(session.scalars(sa.select(Round).where(Round.fair_id == fair.id).order_by(Round.position)))
        last = session.scalar(sa.select(sa.func.max(Booth.position)).where(Booth.fair_id == fair.id)) or 0
        booth = _add_booth(session, fair, office, last + 1)
        session.add_all(_slots(fair, booth, rounds, seats, 0))
        fair.version += 1
        audit.record(session, actor, "booth.added", f"booth:{booth.reference}", fair=fair.reference)
    return booth


def change_capacity(
    actor: Actor, reference: str, capacity: int, overbooking_percent: int, expected_version: int
) -> Fair:
    """Raise or lower how many may come; lowering below what is taken is refused (`CapacityBelowTaken`)."""
    with transaction() as session:
        fair = fair_at(session, reference, expected_version)
        before, places = fair.places, rules.places(capacity, overbooking_percent)
        if places < fair.taken - fair.over:
            raise CapacityBelowTaken(taken=fair.taken)
        fair.capacity, fair.overbooking_percent, fair.places = capacity, overbooking_percent, places
        fair.over = max(0, fair.taken - places)
        fair.version += 1
        audit.record(session, actor, "fair.capacity_changed", f"fair:{reference}", before=before, after=places)
    return fair


def set_seats(actor: Actor, reference: str, seats: Mapping[str, int], expected_version: int) -> None:
    """Set the seats of single slots (by slot reference), all or none; below what is taken is refused.

    Slots are locked before the session, as in a sign-up, so that the two never wait for each other.
    A slot of another session, or of none, is not found (404).
    """
    with transaction() as session:
        slots = changing.slots_to_change(session, list(seats))
        fair = fair_at(session, reference, expected_version)
        policies.must(len(slots) == len(seats) and all(slot.fair_id == fair.id for slot in slots))
        for slot in slots:
            wanted = seats[slot.reference]
            if wanted < slot.taken - slot.over:
                raise CapacityBelowTaken(taken=slot.taken)
            slot.capacity, slot.over = wanted, max(0, slot.taken - wanted)
        fair.version += 1
        total = sum(seats.values())
        audit.record(session, actor, "fair.seats_changed", f"fair:{reference}", slots=len(slots), seats=total)
