"""Small random worlds for the engine: few people, few needs, every rule in play, told in rows as the feature would."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from talent_portal.matching.engine.encode import problem
from talent_portal.matching.engine.model import WEEK, AreaCap, Geography, Problem, Rules
from talent_portal.matching.engine.rows import NeedRow, PinRow, Settings, SpecialistRow

ROLES = ("engineer", "nurse")
FORMS = ("part_time", "special", "full_time")
WEEKDAYS = (1 << 10) - 1
PATTERNS = (WEEKDAYS, WEEKDAYS, 0b1111, 0b11_0011, 0b0101_0101, 0b1100, WEEK)


@dataclass(frozen=True)
class World:
    people: tuple[SpecialistRow, ...]
    needs: tuple[NeedRow, ...]
    geography: Geography
    settings: Settings

    def problem(self) -> Problem:
        return problem(self.people, self.needs, self.geography, self.settings)

    def told(self, **changes: Any) -> "World":
        return replace(self, settings=replace(self.settings, **changes))


def geography(size: int, rng: random.Random) -> Geography:
    minutes = np.array([[rng.choice([10, 40, 70, 130]) for _ in range(size)] for _ in range(size)], np.uint16)
    np.fill_diagonal(minutes, 10)
    return Geography(
        ids=np.array([f"p{k}" for k in range(size)]),
        minutes=minutes,
        modes=np.array([[int(a != b and rng.random() < 0.2) for b in range(size)] for a in range(size)], np.uint8),
        island=np.array([k % 2 == 1 for k in range(size)]),
        area=np.array([k // 2 for k in range(size)], np.int16),
    )


def world(seed: int, people: int = 5, needs: int = 4, terms: int = 1, places: int = 3) -> World:
    rng = random.Random(seed)
    settings = Settings(
        terms=terms,
        roles=ROLES,
        forms=FORMS,
        exclusive_forms=frozenset({"full_time"}),
        reports={f"p{k}": (rng.randint(2, 6), rng.randint(0, 4)) for k in range(places) if rng.random() < 0.8},
    )
    return World(
        tuple(_person(k, rng, terms, places) for k in range(people)),
        tuple(_need(k, rng, terms, places) for k in range(needs)),
        geography(places, rng),
        settings,
    )


def any_world(seed: int) -> World:
    """Return a world with everything at once: terms, pins that may clash, forbidden pairs, caps of areas."""
    rng = random.Random(-seed - 1)
    places = rng.randint(2, 5)
    told = world(seed, rng.randint(3, 14), rng.randint(2, 9), rng.randint(1, 3), places)
    caps = (AreaCap("east", tuple(range(places - 1)), rng.randint(4, 30)),) if rng.random() < 0.3 else ()
    pairs = [(person.id, need.id) for person in told.people for need in told.needs]
    shuffled = rng.sample(pairs, min(8, len(pairs)))
    pins = tuple(pin(*pair, halves=rng.choice([0, 0, 2])) for pair in shuffled[: rng.choice([0, 0, 1, 3])])
    told = replace(told, geography=replace(told.geography, caps=caps))
    # Runs over all requests ask for every term of a need, other callers for half of them.
    rules = Rules(overlap_share=(50, 100)[seed % 2])
    return told.told(pins=pins, forbidden=frozenset(shuffled[3:]), rules=rules)


def without(told: World, person: str) -> World:
    """Return the world after somebody withdrew, with the pins on them."""
    people = tuple(row for row in told.people if row.id != person)
    settings = told.settings
    return replace(told, people=people).told(
        pins=tuple(each for each in settings.pins if each.specialist != person),
        forbidden=frozenset(pair for pair in settings.forbidden if pair[0] != person),
    )


def _some(rng: random.Random, codes: Iterable[str], share: float) -> frozenset[str]:
    return frozenset(code for code in codes if rng.random() < share)


def _person(k: int, rng: random.Random, terms: int, places: int) -> SpecialistRow:
    halves = rng.choice(PATTERNS)
    return SpecialistRow(
        id=f"s{k:02d}",
        home=f"p{rng.randrange(places)}",
        roles=_some(rng, ROLES, 0.5) | {rng.choice(ROLES)},
        halves=tuple(halves if rng.random() < 0.85 else rng.choice([0, 0b11_1111]) for _ in range(terms)),
        limit=tuple(rng.choice([2, 3, 4, 6]) for _ in range(terms)),
        taken=tuple(rng.choice([0, 0, 0, 0b100]) for _ in range(terms)),
        verified=_some(rng, ("licence", "lead"), 0.7),
        claimed=_some(rng, ("licence", "lead", "drone"), 0.4),
        forms=_some(rng, FORMS[:2], 0.8) | {"full_time"},
        forms_former=frozenset(FORMS),
        former=rng.choice([None, "p0"]),
        years=rng.randrange(15),
        minutes=rng.choice([40, 70, 140]),
        modes=rng.choice([0, 1]),
        remote=rng.random() < 0.4,
        known=rng.choice([None, "p0", "p1"]),
        places=rng.choice([1, 2]),
        budget=rng.choice([None, None, None, 200]),
        hidden_from=_some(rng, ("p1",), 0.1),
        never_places=_some(rng, ("p2",) if places > 2 else (), 0.1),
    )


def _need(k: int, rng: random.Random, terms: int, places: int) -> NeedRow:
    place = f"p{rng.randrange(places)}"
    unit = rng.choice([1, 2, 2])
    asked = unit * rng.randint(1, 3)
    return NeedRow(
        id=f"n{k:02d}",
        place=place,
        owner=place,
        role=rng.choice(ROLES),
        asked=asked,
        least=min(asked, rng.choice([1, 2, 3])),
        unit=unit,
        whole=rng.random() < 0.2,
        people=rng.choice([1, 2, 3]),
        halves=rng.choice(PATTERNS),
        forms=_some(rng, FORMS, 0.7) | {rng.choice(FORMS)},
        musts=_some(rng, ("licence", "lead"), 0.15),
        helpful=_some(rng, ("lead", "drone"), 0.4),
        years=rng.choice([0, 0, 3]),
        terms=frozenset(rng.sample(range(terms), rng.randint(1, terms))),
        remote=rng.choice([0, 0, 50, 100]),
    )


def pin(specialist: str, need: str, halves: int = 0, *, exact: bool = False) -> PinRow:
    return PinRow(specialist, need, halves, exact)
