"""Arithmetic of the map, pure: codes with their check digit, ways through the legs, day trips, tiles."""

import heapq
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

CODE = re.compile(r"[0-9]{6}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
CODE_WEIGHTS = (6, 5, 4, 3, 2)
# A grid with some air, so that the outline of the coast can be told.
CELLS_PER_TILE = 1.6
# A working day away from home: see docs/prefecture-folder.md.
DAY_TRIP_MINUTES = 150
DAY_TRIP_DEPARTURES = 2
DAY_TRIP_ON_SITE_MINUTES = 240


class PlaceKind(StrEnum):
    """What a node is that is no municipality."""

    PORT = "port"
    AIRPORT = "airport"
    STATION = "station"


class TravelMode(StrEnum):
    """How a leg is travelled."""

    CAR = "car"
    ACCESS = "access"
    BUS = "bus"
    RAIL = "rail"
    RAIL_BUS = "rail+bus"
    FERRY = "ferry"
    NIGHT_FERRY = "ferry(night)"
    FAST_FERRY = "ferry/highspeed"
    HIGHSPEED = "highspeed"
    JETFOIL = "jetfoil"
    AIR = "air"


SEA = frozenset(
    {TravelMode.FERRY, TravelMode.NIGHT_FERRY, TravelMode.FAST_FERRY, TravelMode.HIGHSPEED, TravelMode.JETFOIL}
)
BOARDED = SEA | {TravelMode.AIR}


@dataclass(frozen=True, slots=True)
class Leg:
    """One way between two nodes, the same in both directions; minutes and buffer in minutes, departures a day."""

    from_node: str
    to_node: str
    minutes: int
    mode: TravelMode
    boarding_buffer: int = 0
    departures: int | None = None

    @property
    def cost(self) -> int:
        """Return the minutes with the wait before boarding."""
        return self.minutes + self.boarding_buffer


@dataclass(frozen=True, slots=True)
class Trip:
    """The fastest way between two nodes, door to door; one night away where `by_day` cannot hold."""

    minutes: int
    legs: tuple[Leg, ...] = ()

    @property
    def boardings(self) -> int:
        """Return how often one boards a ship or an aeroplane."""
        return sum(leg.mode in BOARDED for leg in self.legs)

    @property
    def departures(self) -> int | None:
        """Return the departures a day of the rarest ship or flight on the way; None where none is counted."""
        counted = [leg.departures for leg in self.legs if leg.mode in BOARDED]
        known = [number for number in counted if number is not None]
        if not counted:
            return None
        return min(known) if len(known) == len(counted) else 0


NOWHERE = Trip(0)


def check_digit(digits: str) -> int:
    """Return the sixth digit for the five of 全国地方公共団体コード (JIS X 0401/0402).

    11 minus the weighted sum modulo 11, of which the last digit counts; for a sum below 11 the same formula.
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, CODE_WEIGHTS, strict=True))
    return (11 - total % 11) % 10


def is_code(code: str) -> bool:
    """Return whether `code` is six digits with the right check digit."""
    return CODE.fullmatch(code) is not None and check_digit(code[:5]) == int(code[5])


def trips_from(start: str, legs: Iterable[Leg]) -> dict[str, Trip]:
    """Return the fastest trip to every node that can be reached (Dijkstra; ties go to fewer boardings)."""
    return _trips(start, _neighbours(legs))


def matrix(nodes: Sequence[str], legs: Iterable[Leg]) -> dict[str, dict[str, Trip]]:
    """Return the fastest trip between every two of `nodes` that are joined; a node to itself takes 0 minutes."""
    beside = _neighbours(legs)
    wanted = set(nodes)
    return {start: {end: trip for end, trip in _trips(start, beside).items() if end in wanted} for start in nodes}


def day_trip_ok(trip: Trip, on_site_minutes: int | None = None) -> bool:
    """Return whether somebody can go, do a morning's work and be back the same day.

    `on_site_minutes` is the time between the first arrival and the last departure; leave it out where no timetable
    says so, and the departures a day decide.
    """
    departures = trip.departures
    return (
        trip.minutes <= DAY_TRIP_MINUTES
        and (departures is None or departures >= DAY_TRIP_DEPARTURES)
        and (on_site_minutes is None or on_site_minutes >= DAY_TRIP_ON_SITE_MINUTES)
    )


def tiles(points: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Return (column, row) per key of `points` (lat, lon): neighbours stay neighbours, nobody shares a tile.

    For a prefecture that ships no `tiles.csv`. West is left, north is up; the grid has about 1.6 cells per tile; a
    taken cell moves its second comer to the nearest free one. The same points always give the same tiles.
    """
    if not points:
        return {}
    side = math.ceil(math.sqrt(len(points) * CELLS_PER_TILE))
    lats = [lat for lat, _ in points.values()]
    lons = [lon for _, lon in points.values()]
    taken: dict[tuple[int, int], str] = {}
    for key in sorted(points, key=lambda key: (-points[key][0], points[key][1], key)):
        lat, lon = points[key]
        wanted = (
            _cell(lon, min(lons), max(lons), side),
            side - 1 - _cell(lat, min(lats), max(lats), side),
        )
        taken[_nearest_free(wanted, taken, side)] = key
    left, top = min(col for col, _ in taken), min(row for _, row in taken)
    return {key: (col - left, row - top) for (col, row), key in taken.items()}


def _cell(value: float, low: float, high: float, side: int) -> int:
    return round((value - low) / (high - low) * (side - 1)) if high > low else 0


def _nearest_free(wanted: tuple[int, int], taken: Mapping[tuple[int, int], str], side: int) -> tuple[int, int]:
    free = ((col, row) for row in range(side) for col in range(side) if (col, row) not in taken)
    return min(free, key=lambda cell: ((cell[0] - wanted[0]) ** 2 + (cell[1] - wanted[1]) ** 2, cell[1], cell[0]))


def _neighbours(legs: Iterable[Leg]) -> dict[str, list[Leg]]:
    beside: dict[str, list[Leg]] = {}
    for leg in legs:
        back = Leg(leg.to_node, leg.from_node, leg.minutes, leg.mode, leg.boarding_buffer, leg.departures)
        beside.setdefault(leg.from_node, []).append(leg)
        beside.setdefault(leg.to_node, []).append(back)
    return beside


def _trips(start: str, beside: Mapping[str, Sequence[Leg]]) -> dict[str, Trip]:
    done: dict[str, Trip] = {}
    # (minutes, boardings, node, number): the number keeps the heap from comparing legs.
    waiting: list[tuple[int, int, str, int, tuple[Leg, ...]]] = [(0, 0, start, 0, ())]
    number = 0
    while waiting:
        minutes, boardings, node, _, way = heapq.heappop(waiting)
        if node in done:
            continue
        done[node] = Trip(minutes, way)
        for leg in beside.get(node, ()):
            if leg.to_node not in done:
                number += 1
                boards = boardings + (leg.mode in BOARDED)
                heapq.heappush(waiting, (minutes + leg.cost, boards, leg.to_node, number, (*way, leg)))
    return done
