"""Made-up prefectures to measure the engine on: islands, scarce roles, terms. The same seed gives the same instance."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine import model
from talent_portal.matching.engine.fairness import HALVES_OF_A_POST
from talent_portal.matching.engine.model import NO_BUDGET, NOBODY, Array, Problem

ROLES = 21
QUALIFICATIONS = 24
FORMS = ("part_time", "short_hours", "special", "outsourced", "full_time")
WORKDAYS = (1 << 10) - 1
BOAT = 1
MOST_FILLED = 0.5
# A quarter wants one person for as many days as that person can give: what the portal's own requests ask for.
SHARED_BY = (1, 3, 3, 3)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything: prefectures side by side, each with so many places."""

    specialists: int
    needs: int
    prefectures: int
    places: int
    kilometres: float  # half the width of one prefecture


SIZES = {
    "prefecture": Size(300, 120, 1, 21, 42.0),
    "large": Size(3_000, 1_000, 1, 60, 50.0),
    "nation": Size(100_000, 20_000, 47, 37, 50.0),
}


def instance(size: str, seed: int, terms: int = 1, *, apart: bool = False) -> Problem:
    """Return one instance; needs are a little scarcer than people in some roles and much scarcer in others.

    Reports of shortage tell the posts that the needs ask for, unless they are drawn `apart` from them.
    """
    wanted, random = SIZES[size], np.random.default_rng([seed, terms, len(size)])
    geography = _geography(wanted, random)
    popular = _popularity(random)
    specialists = _specialists(wanted, random, geography, popular, terms)
    needs = _needs(wanted, random, geography, terms)
    places = len(geography.ids)
    empty = np.zeros((0, 2), np.int32)
    return Problem(
        terms=terms,
        specialists=specialists,
        needs=needs,
        geography=geography,
        shortage=_reported(random, places) if apart else _as_needed(random, needs, places, terms),
        pins=model.Pins(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int16), np.zeros(0, bool)),
        forbidden=model.Forbidden(empty, empty, empty),
        names=model.Names(
            roles=tuple(f"r{k:02d}" for k in range(ROLES)),
            qualifications=tuple(f"q{k:02d}" for k in range(QUALIFICATIONS)),
            forms=FORMS,
            owners=tuple(str(place) for place in geography.ids),
        ),
        rules=model.Rules(exclusive_forms=1 << FORMS.index("full_time")),
    )


def _geography(size: Size, random: np.random.Generator) -> model.Geography:
    """Scatter places; a quarter are islands that only a boat reaches, with a wait at the harbour."""
    side = int(np.ceil(np.sqrt(size.prefectures)))
    block = np.repeat(np.arange(size.prefectures), size.places)
    centre = np.stack([block % side, block // side], axis=1) * 2.2 * size.kilometres
    at = centre + random.uniform(-size.kilometres, size.kilometres, (len(block), 2))
    island = random.random(len(block)) < 0.25
    apart = np.sqrt(((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2))
    sea = (island[:, None] | island[None, :]) & ~np.eye(len(block), dtype=bool)
    minutes = np.where(sea, 45 + 1.6 * apart, 8 + 1.25 * apart)
    np.fill_diagonal(minutes, 10)
    area = block * 4 + (at[:, 0] > centre[:, 0]) * 2 + (at[:, 1] > centre[:, 1])
    return model.Geography(
        ids=_ids("p", len(block)),
        minutes=np.minimum(minutes, 60_000).astype(np.uint16),
        modes=np.where(sea, BOAT, 0).astype(np.uint8),
        island=island,
        area=area.astype(np.int16),
    )


def _ids(letter: str, count: int) -> Array:
    return np.array([f"{letter}{k:06d}" for k in range(count)])


def _popularity(random: np.random.Generator) -> Array:
    """Return how common each role is among people: a few common ones, a long tail of scarce ones."""
    weights = 1 / np.arange(1, ROLES + 1) ** 1.0
    return np.asarray(random.permutation(weights / weights.sum()))


def _specialists(
    size: Size, random: np.random.Generator, geography: model.Geography, popular: Array, terms: int
) -> model.Specialists:
    count, places = size.specialists, len(geography.ids)
    town = random.gamma(0.8, 1, places) * np.where(geography.island, 0.35, 1)
    home = random.choice(places, count, p=town / town.sum()).astype(np.int16)
    roles = np.uint32(1) << random.choice(ROLES, count, p=popular).astype(np.uint32)
    second = np.uint32(1) << random.choice(ROLES, count, p=popular).astype(np.uint32)
    roles = np.where(random.random(count) < 0.4, roles | second, roles)
    verified = _masks(random, count, QUALIFICATIONS, 0.4, np.uint64)
    former = np.where(random.random(count) < 0.4, home, NOBODY).astype(np.int16)
    forms = np.where(random.random(count) < 0.2, 0b01000, 0b11101).astype(np.uint32)
    days = random.choice([1, 2, 3, 4, 5], count, p=[0.45, 0.3, 0.15, 0.05, 0.05])
    halves = np.where(random.random(count) < 0.6, WORKDAYS, _week(random, count, 0.7))
    limit = (2 * days - (random.random(count) < 0.12)).astype(np.uint8)
    seasons = random.random((count, terms)) < (0.85 if terms > 1 else 1)
    seasons[:, 0] |= ~seasons.any(axis=1)
    return model.Specialists(
        ids=_ids("s", count),
        home=home,
        roles=roles.astype(np.uint64)[:, None],
        verified=verified,
        claimed=verified | _masks(random, count, QUALIFICATIONS, 0.2, np.uint64),
        forms=forms,
        forms_former=(forms | 0b00010).astype(np.uint32),
        former=former,
        years=random.integers(0, 40, count).astype(np.uint8),
        minutes=random.choice([30, 45, 60, 90, 120, 180], count, p=[0.15, 0.2, 0.25, 0.2, 0.1, 0.1]).astype(np.uint16),
        modes=(random.random(count) < 0.5).astype(np.uint8) | (geography.island[home].astype(np.uint8)),
        remote=random.random(count) < 0.3,
        known=np.where(random.random(count) < 0.3, random.integers(0, places, count), NOBODY).astype(np.int16),
        halves=np.where(seasons, halves[:, None], 0).astype(np.uint16),
        limit=np.where(seasons, limit[:, None], 0).astype(np.uint8),
        places=random.choice([1, 2, 3], count, p=[0.25, 0.45, 0.3]).astype(np.uint8),
        budget=np.where(random.random(count) < 0.1, 600, NO_BUDGET).astype(np.uint16),
    )


def _needs(size: Size, random: np.random.Generator, geography: model.Geography, terms: int) -> model.Needs:
    count, places = size.needs, len(geography.ids)
    place = random.integers(0, places, count).astype(np.int16)
    asked = 2 * random.choice([1, 2, 3, 4, 5], count, p=[0.2, 0.25, 0.25, 0.1, 0.2])
    single = random.random(count) < 0.08
    asked = np.where(single, random.integers(1, 4, count), asked).astype(np.uint8)
    whole = random.random(count) < 0.15
    least = np.where(single, 1, np.where((asked >= 4) & (random.random(count) < 0.25), 4, 2))
    span = np.uint8((1 << terms) - 1)
    start = random.integers(0, terms, count)
    some = (span >> start.astype(np.uint8)) << start.astype(np.uint8)
    return model.Needs(
        ids=_ids("n", count),
        place=place,
        owner=place.copy(),
        role=random.integers(0, ROLES, count).astype(np.int16),
        musts=_masks(random, count, QUALIFICATIONS, 0.03, np.uint64),
        helpful=_masks(random, count, QUALIFICATIONS, 0.1, np.uint64),
        forms=random.choice([0b00101, 0b01101, 0b11111, 0b10010], count, p=[0.3, 0.3, 0.3, 0.1]).astype(np.uint32),
        years=random.choice([0, 3, 5, 10], count).astype(np.uint8),
        halves=np.where(random.random(count) < 0.75, WORKDAYS, _week(random, count, 0.8)).astype(np.uint16),
        asked=asked,
        least=np.minimum(least, asked).astype(np.uint8),
        unit=np.where(single, 1, 2).astype(np.uint8),
        whole=whole,
        people=random.choice(SHARED_BY, count).astype(np.uint8),
        terms=np.where(random.random(count) < 0.5, span, some).astype(np.uint8),
        remote=random.choice([0, 50, 100], count, p=[0.8, 0.15, 0.05]).astype(np.uint8),
        priority=np.ones(count, np.uint8),
    )


def _reported(random: np.random.Generator, places: int) -> model.Shortage:
    authorised = random.integers(4, 25, places).astype(np.int32)
    filled = np.maximum(authorised - random.integers(1, 9, places), 0).astype(np.int32)
    return model.Shortage(authorised, filled)


def _as_needed(random: np.random.Generator, needs: model.Needs, places: int, terms: int) -> model.Shortage:
    """Report as vacant the posts that the needs ask for, and up to as many that are filled.

    A place asks for help because posts are vacant, so both are the same shortage, told twice. The share that is vacant
    is three quarters on average, as in the instances that the goals were measured on; many places have nobody at all.
    """
    spans = needs.asked.astype(np.int64) * model.popcount(needs.terms)
    asked = np.bincount(needs.place, spans, minlength=places) / terms
    vacant = np.maximum(np.rint(asked / HALVES_OF_A_POST), asked > 0)
    share = random.uniform(0, MOST_FILLED, places)
    filled = np.rint(vacant * share / (1 - share))
    return model.Shortage((vacant + filled).astype(np.int32), filled.astype(np.int32))


def _masks(random: np.random.Generator, count: int, bits: int, share: float, kind: type) -> Array:
    """Return masks whose bits are set independently."""
    drawn = random.random((count, bits)) < share
    masks: Array = (drawn * (1 << np.arange(bits, dtype=np.uint64))).sum(axis=1).astype(kind)
    return masks


def _week(random: np.random.Generator, count: int, share: float) -> Array:
    """Return weeks of workdays of which each whole day is free with the same chance, at least Monday."""
    days = random.random((count, 5)) < share
    days[:, 0] |= ~days.any(axis=1)
    weeks: Array = (days * (0b11 << np.arange(0, 10, 2))).sum(axis=1).astype(np.uint16)
    return weeks
