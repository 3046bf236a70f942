"""The rows that the engine is told, in codes, and what can be wrong with them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from talent_portal.matching.engine.model import SLOTS, WEEK, WHOLE_DAY, Rules, Weights

MOST_TERMS = 8
MOST_ROLES = 32_767
MOST_FORMS = 32
MOST_QUALIFICATIONS = 64
MOST_BYTE = 255
MOST_MINUTES = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistRow:
    """One person in codes. `halves` and `limit` have one entry per term; what is taken elsewhere is in `taken`."""

    id: str
    home: str
    roles: frozenset[str]
    halves: tuple[int, ...]
    limit: tuple[int, ...]
    verified: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    forms_former: frozenset[str] = frozenset()
    former: str | None = None
    years: int = 0
    minutes: int = 60
    modes: int = 0
    remote: bool = False
    known: str | None = None
    places: int = 3
    budget: int | None = None
    taken: tuple[int, ...] = ()
    hidden_from: frozenset[str] = frozenset()
    never_places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One need in codes; half-days a week. A need shared by several municipalities enters as one row for each share."""

    id: str
    place: str
    owner: str
    role: str
    asked: int
    forms: frozenset[str]
    terms: frozenset[int]
    musts: frozenset[str] = frozenset()
    helpful: frozenset[str] = frozenset()
    years: int = 0
    halves: int = WEEK
    least: int = 1
    unit: int = 2
    whole: bool = False
    people: int = 3
    remote: int = 0
    priority: int = 1


@dataclass(frozen=True, slots=True)
class PinRow:
    """A pair that a coordinator keeps; `halves` 0 leaves the number open."""

    specialist: str
    need: str
    halves: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that is not a person, a need or a place."""

    terms: int = 1
    roles: tuple[str, ...]
    forms: tuple[str, ...]
    exclusive_forms: frozenset[str] = frozenset()
    reports: dict[str, tuple[int, int]] = field(default_factory=dict)
    pins: tuple[PinRow, ...] = ()
    forbidden: frozenset[tuple[str, str]] = frozenset()
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong with which row, as a code."""

    kind: str
    id: str
    code: str


class UnusableRowsError(ValueError):
    """Some rows cannot be encoded; all of them are named."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__(", ".join(f"{each.kind} {each.id}: {each.code}" for each in self.mistakes))


@dataclass(frozen=True, slots=True)
class Codes:
    """Which number stands for which code."""

    places: dict[str, int]
    owners: dict[str, int]
    roles: dict[str, int]
    forms: dict[str, int]
    qualifications: dict[str, int]


def refuse_mistakes(
    people: Sequence[SpecialistRow], works: Sequence[NeedRow], settings: Settings, codes: Codes
) -> None:
    """Raise with every mistake at once, so that a clerk mends a list and not one line after another."""
    found = [*_settings(settings, codes)]
    for row in people:
        found += [Mistake("specialist", row.id, code) for code in _person(row, settings, codes)]
    for work in works:
        found += [Mistake("need", work.id, code) for code in _work(work, settings, codes)]
    for kind, ids in (("specialist", [row.id for row in people]), ("need", [row.id for row in works])):
        found += [Mistake(kind, each, "twice") for each, count in Counter(ids).items() if count > 1]
    known = {row.id for row in people}, {row.id for row in works}
    pinned = [(pin.specialist, pin.need) for pin in settings.pins]
    for kind, pairs in (("pin", pinned), ("forbidden", settings.forbidden)):
        found += [Mistake(kind, "/".join(pair), "unknown") for pair in pairs if not _knows(known, pair)]
    found += [Mistake("pin", "/".join(pair), "twice") for pair, count in Counter(pinned).items() if count > 1]
    if found:
        raise UnusableRowsError(found)


def _knows(known: tuple[set[str], set[str]], pair: tuple[str, str]) -> bool:
    return pair[0] in known[0] and pair[1] in known[1]


def _settings(settings: Settings, codes: Codes) -> Iterator[Mistake]:
    limits = (
        ("terms", 1 <= settings.terms <= MOST_TERMS),
        ("roles", len(codes.roles) <= MOST_ROLES),
        ("forms", len(codes.forms) <= MOST_FORMS),
        ("qualifications", len(codes.qualifications) <= MOST_QUALIFICATIONS),
        ("exclusive_forms", settings.exclusive_forms <= set(codes.forms)),
        ("reports", set(settings.reports) <= set(codes.places)),
    )
    yield from (Mistake("settings", name, "out_of_range") for name, fine in limits if not fine)


def _person(row: SpecialistRow, settings: Settings, codes: Codes) -> Iterator[str]:
    places = {row.home, *row.never_places} | ({row.known} if row.known else set())
    weeks = (*row.halves, *row.taken)
    tests = (
        ("unknown_place", places <= set(codes.places)),
        ("unknown_role", row.roles <= set(settings.roles)),
        ("unknown_form", row.forms | row.forms_former <= set(codes.forms)),
        ("bad_halves", all(0 <= week <= WEEK for week in weeks)),
        ("bad_terms", {len(row.halves), len(row.limit)} == {settings.terms}),
        ("bad_terms", len(row.taken) in {0, settings.terms}),
        ("bad_limit", all(0 <= each <= SLOTS for each in row.limit)),
        ("bad_years", 0 <= row.years <= MOST_BYTE),
        ("bad_minutes", 0 <= row.minutes <= MOST_MINUTES),
        ("bad_minutes", row.budget is None or 0 <= row.budget <= MOST_MINUTES),
        ("bad_places", 1 <= row.places <= MOST_BYTE),
        ("bad_modes", 0 <= row.modes <= MOST_BYTE),
    )
    return (code for code, fine in tests if not fine)


def _work(row: NeedRow, settings: Settings, codes: Codes) -> Iterator[str]:
    tests = (
        ("unknown_place", row.place in codes.places),
        ("unknown_role", row.role in codes.roles),
        ("unknown_form", row.forms <= set(codes.forms)),
        ("bad_halves", 0 <= row.halves <= WEEK),
        ("bad_terms", bool(row.terms) and row.terms <= set(range(settings.terms))),
        ("bad_asked", 1 <= row.asked <= SLOTS),
        ("bad_least", 1 <= row.least <= max(row.asked, 1)),
        ("bad_unit", row.unit in {1, WHOLE_DAY}),
        ("half_of_a_day", row.unit in {1, WHOLE_DAY} and row.asked % row.unit == 0),
        ("bad_years", 0 <= row.years <= MOST_BYTE),
        ("bad_people", 1 <= row.people <= MOST_BYTE),
        ("bad_remote", 0 <= row.remote <= 100),  # noqa: PLR2004 per cent
        ("bad_priority", 1 <= row.priority <= 9),  # noqa: PLR2004 one figure
    )
    return (code for code, fine in tests if not fine)
