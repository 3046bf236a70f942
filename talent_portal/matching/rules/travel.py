"""Whether and how somebody gets to the work: ships, flights, nights, minutes, or from home. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from talent_portal.matching.rules.case import Case, Failure, Rule, Ways
from talent_portal.municipalities.rules import SEA, Leg, TravelMode, Trip, day_trip_ok, matrix
from talent_portal.specialists.rules.choices import Remote
from talent_portal.specialists.rules.facts import PersonFacts, Travel

FULLY_REMOTE = 100
# Work that is at least half from home may lie twice as far for those who work from home willingly.
MOSTLY_REMOTE = 50
REMOTE_REACH = 2


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets to one place; `trip` is None where no way leads there without what the person refuses."""

    place: str
    trip: Trip | None
    # What would open a way: "boat", "air", "boat_air", or nothing where there is none at all.
    wants: str = ""

    @property
    def minutes(self) -> int:
        """Return the minutes one way; 0 where no way leads."""
        return 0 if self.trip is None else self.trip.minutes

    @property
    def overnight(self) -> bool:
        """Return whether a day is too short for there and back."""
        return self.trip is not None and not day_trip_ok(self.trip)


def every_way(towns: Sequence[str], legs: Sequence[Leg]) -> Ways:
    """Return the fastest trips between all towns for those who take ships and aeroplanes, only one of them, or none."""
    return {
        (boat, air): matrix(towns, [leg for leg in legs if _takes(leg, boat=boat, air=air)])
        for boat in (False, True)
        for air in (False, True)
    }


def _takes(leg: Leg, *, boat: bool, air: bool) -> bool:
    return (boat or leg.mode not in SEA) and (air or leg.mode is not TravelMode.AIR)


def from_home(case: Case, person: PersonFacts) -> bool:
    """Return whether the person can do all of the work from home."""
    return case.need.remote_percent >= FULLY_REMOTE and person.travel.remote is not Remote.NO


def limit_of(case: Case, person: PersonFacts) -> int:
    """Return the longest way in minutes that the person accepts for this work."""
    reaches = person.travel.remote is not Remote.NO and case.need.remote_percent >= MOSTLY_REMOTE
    return person.travel.max_minutes * (REMOTE_REACH if reaches else 1) + case.minutes_more


def ways_of(case: Case, person: PersonFacts) -> tuple[Way, ...]:
    """Return the way to every place of the request, worked out once for people who live and travel alike."""
    rule = person.travel
    return case.once(("ways", rule.base, rule.boat, rule.air), lambda: _ways(case, rule))


def _ways(case: Case, rule: Travel) -> tuple[Way, ...]:
    return tuple(_way(case, rule, place) for place in case.need.places if place)


def _way(case: Case, rule: Travel, place: str) -> Way:
    trip = _trip(case, rule.base, place, boat=rule.boat, air=rule.air)
    if trip is not None:
        return Way(place, trip)
    for wants, boat, air in (("boat", True, rule.air), ("air", rule.boat, True), ("boat_air", True, True)):
        if _trip(case, rule.base, place, boat=boat, air=air) is not None:
            return Way(place, None, wants)
    return Way(place, None)


def _trip(case: Case, start: str, end: str, *, boat: bool, air: bool) -> Trip | None:
    return case.ways[boat, air].get(start, {}).get(end)


def refused_place(case: Case, person: PersonFacts) -> Failure | None:
    """Return the first body of the request that the person never wants to work for."""
    if person.travel.never:
        for share in case.need.shares:
            if share.organisation_id in person.travel.never:
                return Failure(Rule.PLACE, "never_place", {"organisation_id": share.organisation_id})
    return None


def travel(case: Case, person: PersonFacts) -> Failure | None:
    """Return why the person cannot get to one of the places, or by how many minutes the farthest is too far."""
    if from_home(case, person):
        return None
    if person.travel.remote is Remote.ONLY:
        return Failure(Rule.TRAVEL, "remote_only", {"percent": case.need.remote_percent})
    ways = ways_of(case, person)
    for way in ways:
        if way.trip is None:
            return Failure(Rule.TRAVEL, f"no_{way.wants or 'way'}", {"place": way.place})
    return _too_far(ways, limit_of(case, person)) or _no_night(ways, person)


def _too_far(ways: tuple[Way, ...], limit: int) -> Failure | None:
    for way in sorted(ways, key=lambda one: -one.minutes):
        if way.minutes > limit:
            said = {"place": way.place, "over": way.minutes - limit, "minutes": way.minutes, "limit": limit}
            return Failure(Rule.TRAVEL, "too_far", said)
    return None


def _no_night(ways: tuple[Way, ...], person: PersonFacts) -> Failure | None:
    nights = [] if person.travel.overnight else [way.place for way in ways if way.overnight]
    return Failure(Rule.TRAVEL, "no_overnight", {"place": nights[0]}) if nights else None
