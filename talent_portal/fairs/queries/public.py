"""What everybody may see: the list of sessions, and one session's page in a constant number of statements."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.fairs.models import Booth, Fair, FairKind, FairState, Round, TalkSlot
from talent_portal.fairs.models.fair import VISIBLE

# Built once: in a rush, building statements costs more than running them.
_ANY = sa.select(Fair).where(Fair.reference == sa.bindparam("reference"))
_PUBLIC = _ANY.where(Fair.state.in_((*VISIBLE, FairState.ARCHIVED)))
_BOOTHS = (
    sa.select(Booth, Organisation)
    .join(Organisation, Organisation.id == Booth.organisation_id)
    .where(Booth.fair_id == sa.bindparam("fair"))
    .order_by(Booth.position, Booth.id)
)

# What a form that names the booths needs of them, without a row of objects for each.
_NAMES = (
    sa.select(Booth.reference, Organisation.reference, Organisation.code, Organisation.name_ja, Organisation.name_en)
    .add_columns(Booth.label)
    .join(Organisation, Organisation.id == Booth.organisation_id)
    .where(Booth.fair_id == sa.bindparam("fair"))
    .order_by(Booth.position, Booth.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FairFacts:
    """What is public about a session: every field but the room's address and the desk's affairs."""

    reference: str
    title_ja: str
    title_en: str
    title_kana: str
    kind: FairKind
    state: FairState
    summary_ja: str
    summary_en: str
    description_ja: str
    description_en: str
    venue_name_ja: str
    venue_name_en: str
    address: str
    lat: float | None
    lon: float | None
    access_ja: str
    access_en: str
    moved_online: bool
    doors_at: datetime
    starts_at: datetime
    ends_at: datetime
    sign_up_opens_at: datetime
    sign_up_closes_at: datetime
    cancel_until: datetime
    capacity: int
    overbooking_percent: int
    places: int
    taken: int
    over: int
    left: int
    max_talks: int
    audience: list[str]
    interests: list[str]
    nickname_allowed: bool
    weather_rule_ja: str
    weather_rule_en: str
    weather_decided_at: datetime | None
    contact: str
    accommodation_contact: str
    notice_ja: str
    notice_en: str
    is_online: bool
    version: int
    ics_sequence: int
    # Whether people may sign up at the moment the page was asked for.
    accepting: bool

    @classmethod
    def of(cls, fair: Fair, now: datetime) -> Self:
        """Copy the row, so that a template can neither fetch nor leak."""
        named: dict[str, Any] = {f.name: getattr(fair, f.name) for f in fields(cls) if f.name != "accepting"}
        return cls(**named, accepting=fair.accepts(now))


@dataclass(frozen=True, slots=True)
class FairCard:
    """One row of the list."""

    fair: FairFacts
    booths: int
    names_ja: tuple[str, ...]
    names_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """One column of the timetable."""

    position: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SlotView:
    """One cell of the timetable."""

    reference: str
    round: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    over: int
    walk_in: int

    @property
    def left(self) -> int:
        """Return how many seats are free."""
        return max(0, self.capacity - self.taken)

    @property
    def full(self) -> bool:
        """Return whether nobody else fits."""
        return self.left == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothView:
    """One row of the timetable. The room's address is not here: only people who booked see it."""

    reference: str
    organisation: str
    code: str
    name_ja: str
    name_en: str
    label: str
    message_ja: str
    message_en: str
    roles: list[str]
    exam_url: str
    jobs_url: str
    staff: int
    materials: str
    version: int
    # By round; None where the booth does not talk in it.
    slots: tuple[SlotView | None, ...]

    @property
    def left(self) -> int:
        """Return how many seats are free over the whole day."""
        return sum(slot.left for slot in self.slots if slot is not None)


@dataclass(frozen=True, slots=True)
class BoothName:
    """A booth by its names alone."""

    reference: str
    organisation: str
    code: str
    name_ja: str
    name_en: str
    label: str


@dataclass(frozen=True, slots=True)
class FairOutline:
    """A session and the names of its booths, without the timetable."""

    fair: FairFacts
    booths: tuple[BoothName, ...]


@dataclass(frozen=True, slots=True)
class FairPage:
    """A session with its whole timetable."""

    fair: FairFacts
    rounds: tuple[RoundView, ...]
    booths: tuple[BoothView, ...]

    @property
    def seats_left(self) -> int:
        """Return how many talks can still be booked."""
        return sum(booth.left for booth in self.booths)


def upcoming(session: Session, now: datetime | None = None, *where: sa.ColumnElement[bool]) -> list[FairCard]:
    """Return the sessions still to come, soonest first, with places left; called-off ones stay visible."""
    at = now or clock.now()
    return cards(session, sa.select(Fair).where(coming(at), *where).order_by(Fair.starts_at, Fair.id), at)


def coming(at: datetime) -> sa.ColumnElement[bool]:
    """Say in SQL that a session is public and not over."""
    return sa.and_(Fair.state.in_(VISIBLE), Fair.ends_at >= at)


def over(at: datetime) -> sa.ColumnElement[bool]:
    """Say in SQL that a session was public, took place, and is over."""
    held = sa.and_(Fair.state.in_((*VISIBLE, FairState.ARCHIVED)), Fair.state != FairState.CANCELLED)
    return sa.and_(held, Fair.ends_at < at)


def past(session: Session, limit: int = 20) -> list[FairCard]:
    """Return the latest sessions that are over, newest first."""
    at = clock.now()
    return cards(session, sa.select(Fair).where(over(at)).order_by(Fair.starts_at.desc(), Fair.id).limit(limit), at)


def cards(session: Session, wanted: sa.Select[Fair], at: datetime) -> list[FairCard]:
    """Return the sessions of a question with the municipalities that take part (two statements)."""
    fairs = list(session.scalars(wanted))
    names = (
        sa.select(Booth.fair_id, Organisation.name_ja, Organisation.name_en)
        .join(Organisation, Organisation.id == Booth.organisation_id)
        .where(Booth.fair_id.in_([fair.id for fair in fairs]))
        .order_by(Booth.position, Booth.id)
    )
    towns: dict[int, list[tuple[str, str]]] = {}
    for fair_id, name_ja, name_en in session.execute(names):
        towns.setdefault(fair_id, []).append((name_ja, name_en))
    return [_card(fair, towns.get(fair.id, []), at) for fair in fairs]


def _card(fair: Fair, towns: list[tuple[str, str]], at: datetime) -> FairCard:
    return FairCard(FairFacts.of(fair, at), len(towns), tuple(ja for ja, _ in towns), tuple(en for _, en in towns))


def fair_page(session: Session, reference: str, *, drafts: bool = False) -> FairPage:
    """Return a session with its timetable, in four statements; raise `NoResultFound` (404) for none.

    `drafts` shows those that are not public yet (staff only).
    """
    return page_of(session, _visible(session, reference, drafts=drafts))


def outline(session: Session, reference: str) -> FairOutline:
    """Return a public session and the names of its booths, in two statements; raise `NoResultFound` (404).

    What signing up needs: thousands ask for it in the same minute, and the timetable is the dear part.
    """
    fair = _visible(session, reference, drafts=False)
    booths = tuple(BoothName(*row) for row in session.execute(_NAMES, {"fair": fair.id}))
    return FairOutline(FairFacts.of(fair, clock.now()), booths)


def _visible(session: Session, reference: str, *, drafts: bool) -> Fair:
    return session.scalars(_ANY if drafts else _PUBLIC, {"reference": reference}).one()


def page_of(session: Session, fair: Fair) -> FairPage:
    """Return the timetable of a session already at hand, in three statements."""
    rounds = list(session.scalars(sa.select(Round).where(Round.fair_id == fair.id).order_by(Round.position)))
    hours = {each.id: each for each in rounds}
    cells: dict[tuple[int, int], SlotView] = {}
    for slot in session.scalars(sa.select(TalkSlot).where(TalkSlot.fair_id == fair.id)):
        cells[slot.booth_id, slot.round_id] = _slot(slot, hours[slot.round_id])
    return FairPage(
        FairFacts.of(fair, clock.now()),
        tuple(RoundView(each.position, each.starts_at, each.ends_at) for each in rounds),
        tuple(
            _booth(booth, office, tuple(cells.get((booth.id, each.id)) for each in rounds))
            for booth, office in session.execute(_BOOTHS, {"fair": fair.id})
        ),
    )


def _slot(slot: TalkSlot, hours: Round) -> SlotView:
    where = (slot.reference, hours.position, hours.starts_at, hours.ends_at)
    return SlotView(*where, slot.capacity, slot.taken, slot.over, slot.walk_in)


def _booth(booth: Booth, office: Organisation, slots: tuple[SlotView | None, ...]) -> BoothView:
    return BoothView(
        reference=booth.reference,
        organisation=office.reference,
        code=office.code,
        name_ja=office.name_ja,
        name_en=office.name_en,
        label=booth.label,
        message_ja=booth.message_ja,
        message_en=booth.message_en,
        roles=booth.roles,
        exam_url=booth.exam_url,
        jobs_url=booth.jobs_url,
        staff=booth.staff,
        materials=booth.materials,
        version=booth.version,
        slots=slots,
    )
