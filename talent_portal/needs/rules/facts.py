"""A request as matching reads it: plain values, no database behind them. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from talent_portal.professions.rules import Duty

# Bit 0 is Monday morning, bit 1 Monday afternoon … bit 13 Sunday afternoon, as in the availability of people.
HALVES_A_WEEK = 14
WEEKS_A_MONTH = 52 / 12


class PatternKind(StrEnum):
    """How the work repeats: some days a week, certain half-days of the week, or some days a month."""

    DAYS = "days"
    HALVES = "halves"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFacts:
    """What one municipality takes of a request: half-days a week (a month, for a monthly pattern) at its place.

    `place` is the slug of the municipality; empty for a body that is on no map (the prefecture, a union).
    """

    organisation_id: int
    place: str
    half_days: int


@dataclass(frozen=True, slots=True)
class Must:
    """A licence that must be held and checked; any one of `any_of` will do."""

    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Helpful:
    """A licence that helps; `weight` from 1 (a little) to 3 (a lot)."""

    qualification: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """Everything matching needs about one request.

    `half_days` counts a week (a month, where `pattern` is monthly); `halves` is the mask of the half-days wanted and 0
    when any will do. `forms` are codes of appointment forms, empty when the municipality left them to the law.
    `weekly_minutes` None means not told. `shares` has at least one entry; the first is the asking municipality.
    `last_day` is the day after which the request is no longer open. `open_posts` is how many people are still wanted.
    """

    need_id: int
    reference: str
    version: int
    organisation_id: int
    profession: str
    tasks: frozenset[str]
    duties: frozenset[Duty]
    pattern: PatternKind
    half_days: int
    halves: int
    starts_on: date
    ends_on: date
    last_day: date
    place: str
    remote_percent: int
    shares: tuple[ShareFacts, ...]
    forms: tuple[str, ...]
    musts: tuple[Must, ...]
    helpfuls: tuple[Helpful, ...]
    weekly_minutes: int | None
    open_posts: int
    child_contact: bool = False
    law_required: bool = False
    single_holder_leaving: bool = False
    housing: bool = False
    mentoring: bool = False
    daily_orders: bool = False

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Return every body that the person would work for."""
        return frozenset(share.organisation_id for share in self.shares)

    @property
    def places(self) -> tuple[str, ...]:
        """Return every place the person would travel to, the asking municipality's first."""
        return tuple(dict.fromkeys((self.place, *(share.place for share in self.shares))))

    @property
    def is_joint(self) -> bool:
        """Return whether several bodies ask together."""
        return len(self.shares) > 1

    @property
    def half_days_a_week(self) -> float:
        """Return the half-days of an average week."""
        return self.half_days / WEEKS_A_MONTH if self.pattern is PatternKind.MONTHLY else float(self.half_days)

    @property
    def days_a_week(self) -> float:
        """Return the days of an average week, two halves to a day."""
        return self.half_days_a_week / 2


def halves_of(mask: int) -> tuple[int, ...]:
    """Return the bits set in a mask of half-days, Monday morning first."""
    return tuple(bit for bit in range(HALVES_A_WEEK) if mask >> bit & 1)


def mask_of(halves: tuple[int, ...] | list[int]) -> int:
    """Return the mask with these bits set; raise `ValueError` for a bit outside the week."""
    if any(not 0 <= bit < HALVES_A_WEEK for bit in halves):
        raise ValueError("a half-day outside the week")
    return sum(1 << bit for bit in set(halves))
