"""The map of the engine: towns, and homes told apart by whether somebody takes ships and aeroplanes."""

from collections.abc import Iterable, Sequence

import numpy as np

from talent_portal.matching.engine.model import UNREACHABLE, Geography
from talent_portal.matching.queries.planning.reading import Known
from talent_portal.matching.rules.case import Case, Ways
from talent_portal.municipalities.rules import day_trip_ok
from talent_portal.specialists.rules.facts import PersonFacts, Travel

__all__ = ["OVERNIGHT", "Geography", "geography", "home", "place"]

OVERNIGHT = 4
# A body that is on no map (the prefecture, a union): everybody gets there, as on the pages.
NOWHERE = "-"


def place(slug: str) -> str:
    """Return the id of a place of work."""
    return slug or NOWHERE


def home(travel: Travel) -> str:
    """Return the id of a home: the fastest way depends on what somebody takes."""
    return f"{travel.base or NOWHERE} {int(travel.boat)}{int(travel.air)}"


def geography(known: Known, cases: Sequence[Case], people: Iterable[PersonFacts]) -> Geography:
    """Return places and homes with the ways from every home; nobody lives at a place of work."""
    homes = {home(one.travel): one.travel for one in people}
    towns = {*known.towns.values(), *(place(case.need.place) for case in cases)}
    ids = sorted(towns | homes.keys())
    size = len(ids)
    minutes = np.full((size, size), UNREACHABLE, np.uint16)
    modes = np.zeros((size, size), np.uint8)
    for start, travel in homes.items():
        for end in towns:
            at = ids.index(start), ids.index(end)
            minutes[at], modes[at] = _trip(cases[0].ways, travel, end)
    isles = {known.towns[key] for key in known.islands}
    return Geography(
        ids=np.array(ids),
        minutes=minutes,
        modes=modes,
        island=np.array([one in isles for one in ids], dtype=bool),
        area=np.arange(size, dtype=np.int16),
    )


def _trip(ways: Ways, travel: Travel, end: str) -> tuple[int, int]:
    if end == NOWHERE:
        return 0, 0
    trip = ways[travel.boat, travel.air].get(travel.base, {}).get(end)
    if trip is None:
        return UNREACHABLE, 0
    return min(trip.minutes, UNREACHABLE - 1), 0 if day_trip_ok(trip) else OVERNIGHT
