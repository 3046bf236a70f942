"""Everything that matching, offers and cards need to know about one person, as plain values. Pure.

Nothing here says who somebody is: no name, no contact, no free text. `id` is the row, `reference` the register's own
(for staff only; municipalities see an alias per need).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from talent_portal.core.calendar import fiscal_year, fiscal_year_days
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.rules.choices import (
    AvailableWhen,
    EmployerSector,
    Level,
    Remote,
    SideJobState,
    SpecialistKind,
    WorkingWay,
)
from talent_portal.specialists.rules.week import WEEKDAYS, Half, Slot, holds

__all__ = [
    "Away",
    "Half",
    "Licence",
    "Pattern",
    "PersonFacts",
    "Practice",
    "SideJob",
    "Skill",
    "Slot",
    "Travel",
]
AGE_OF_RECKONING = 60


@dataclass(frozen=True, slots=True)
class Licence:
    """One qualification, by its code. Only a verified one counts for a must-have, up to its last day."""

    qualification: str
    verified: bool
    expires_on: date | None = None

    def counts_on(self, day: date) -> bool:
        """Return whether a must-have is met by it on `day` (its last day included)."""
        return self.verified and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True, slots=True)
class Practice:
    """One role somebody works in, and for how many years."""

    profession: str
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """One piece of work (code of a task tag) and how well it is known."""

    task: str
    level: Level


@dataclass(frozen=True, slots=True)
class Pattern:
    """A week that repeats: which half-days are possible (14 bits) and on how many days at most."""

    valid_from: date
    valid_to: date | None = None
    halves: int = WEEKDAYS
    days_a_week: int = 5

    def in_force(self, day: date) -> bool:
        """Return whether the pattern speaks about `day` (first and last included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody cannot work at all, first and last included; why is nobody's business."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """How far somebody goes. `base` is the slug of a municipality, empty for a home outside the prefecture.

    `max_minutes` are one way, door to door. `never` are organisation ids; they stay between person and coordinator.
    """

    base: str = ""
    max_minutes: int = 90
    boat: bool = False
    air: bool = False
    overnight: bool = False
    drives: bool = False
    remote: Remote = Remote.NO
    never: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SideJob:
    """What the present employer says about other work; `weekly_minutes` is its cap, where it set one."""

    state: SideJobState = SideJobState.NOT_NEEDED
    valid_to: date | None = None
    weekly_minutes: int | None = None

    def allows_on(self, day: date) -> bool:
        """Return whether nothing stands in the way on `day`."""
        if self.state is SideJobState.NOT_NEEDED:
            return True
        return self.state is SideJobState.GRANTED and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """One person of the register.

    `former_organisation_id` is the last employer of somebody retired and the present one of somebody serving, where
    it is a local government we know. `turns_60_in` is a fiscal year; no birth date is ever kept. `taken` holds every
    half-day that is held by an offer or taken by a placement. `weekly_minutes_elsewhere` are posts outside this house.
    """

    id: int
    reference: str
    kind: SpecialistKind
    candidate_kind: CandidateKind
    professions: tuple[Practice, ...]
    licences: tuple[Licence, ...] = ()
    skills: tuple[Skill, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    away: tuple[Away, ...] = ()
    taken: frozenset[Slot] = frozenset()
    travel: Travel = Travel()
    regions: frozenset[str] = frozenset()
    ways: frozenset[WorkingWay] = frozenset()
    available: AvailableWhen = AvailableWhen.NOW
    available_from: date | None = None
    disaster_call: bool = False
    employer_sector: EmployerSector = EmployerSector.OTHER
    former_organisation_id: int | None = None
    left_on: date | None = None
    turns_60_in: int | None = None
    side_job: SideJob = SideJob()
    weekly_minutes_elsewhere: int = 0
    hidden_from: frozenset[int] = frozenset()
    last_confirmed_on: date | None = None

    @property
    def leaving_age(self) -> int | None:
        """Return the age at leaving, as far as a fiscal year tells it.

        Whoever left on 31 March had had the birthday of that fiscal year; for any other day the lower age is assumed,
        so that nothing is allowed that the true age would forbid.
        """
        if self.left_on is None or self.turns_60_in is None:
            return None
        left_in = fiscal_year(self.left_on)
        age = AGE_OF_RECKONING + left_in - self.turns_60_in
        return age if self.left_on == fiscal_year_days(left_in)[1] else age - 1

    def age_at_end_of(self, year: int) -> int | None:
        """Return the age on the last day of a fiscal year; None while the person has not told."""
        return None if self.turns_60_in is None else AGE_OF_RECKONING + year - self.turns_60_in

    def licence(self, qualification: str) -> Licence | None:
        """Return the qualification of that code, verified before claimed, lasting before ending."""
        held = [one for one in self.licences if one.qualification == qualification]
        return max(held, key=lambda one: (one.verified, one.expires_on or date.max), default=None)

    def years_in(self, profession: str) -> int | None:
        """Return the years in a role; None where the role or the years were not given."""
        return next((one.years for one in self.professions if one.profession == profession), None)

    def pattern_on(self, day: date) -> Pattern | None:
        """Return the pattern in force on `day`: the one that began last."""
        lasting = [one for one in self.patterns if one.in_force(day)]
        return max(lasting, key=lambda one: one.valid_from, default=None)

    def is_away(self, day: date) -> bool:
        """Return whether somebody cannot work at all on `day`."""
        return any(one.first_day <= day <= one.last_day for one in self.away)

    def is_free(self, slot: Slot) -> bool:
        """Return whether a half-day is in the pattern, not away, and not claimed yet."""
        day, _ = slot
        pattern = self.pattern_on(day)
        return pattern is not None and holds(pattern.halves, slot) and not self.is_away(day) and slot not in self.taken

    def days_taken_in_week_of(self, day: date) -> int:
        """Return on how many days of the week (Monday to Sunday) of `day` something is claimed already."""
        monday = day - timedelta(days=day.weekday())
        return len({taken for taken, _ in self.taken if monday <= taken < monday + timedelta(days=7)})
