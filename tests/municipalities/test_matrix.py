"""The matrix computed from the legs equals the published one."""

import csv
from pathlib import Path

from talent_portal.municipalities import queries, rules
from talent_portal.municipalities.rules import Leg, TravelMode, Trip

PUBLISHED = Path(__file__).parent / "data" / "travel_matrix.csv"


def published() -> dict[str, dict[str, int]]:
    with PUBLISHED.open(encoding="utf-8") as file:
        return {row.pop("slug"): {slug: int(minutes) for slug, minutes in row.items()} for row in csv.DictReader(file)}


def test_the_matrix_of_nagasaki_is_the_published_one(make, session):
    make.nagasaki()

    matrix = queries.matrix(session)

    found = {start: {end: trip.minutes for end, trip in row.items()} for start, row in matrix.trips.items()}
    assert found == published()


def test_the_matrix_is_the_same_both_ways(make, session):
    make.nagasaki()

    rows = queries.matrix(session).rows

    assert rows == [list(column) for column in zip(*rows, strict=True)]
    assert all(row[at] == 0 for at, row in enumerate(rows))


def test_the_matrix_is_computed_once_per_revision(make, session, statements):
    make.nagasaki()
    first = queries.matrix(session)
    statements.clear()

    again = queries.matrix(session)

    assert again is first
    assert len(statements) == 1


def test_boardings_count_ships_and_flights_on_the_fastest_way(make, session):
    make.nagasaki()

    matrix = queries.matrix(session)

    assert matrix.trip("nagasaki", "isahaya").boardings == 0
    assert matrix.trip("nagasaki", "goto").boardings == 1
    assert matrix.trip("goto", "iki").boardings == 2


def test_a_day_trip_to_most_islands_is_possible_but_not_to_ojika(make, session):
    make.nagasaki()
    matrix = queries.matrix(session)

    possible = {
        start: {end for end in ("goto", "shinkamigoto", "iki", "tsushima", "ojika")
                if rules.day_trip_ok(matrix.trip(start, end))}
        for start in ("nagasaki", "omura", "sasebo")
    }  # fmt: skip

    assert possible["nagasaki"] == {"goto", "iki", "tsushima"}
    assert possible["omura"] == {"goto", "iki", "tsushima"}
    assert "ojika" in possible["sasebo"]
    assert "shinkamigoto" in possible["sasebo"]


def test_a_day_trip_needs_time_on_site_where_the_timetable_is_known():
    trip = Trip(140, (Leg("a", "b", 120, TravelMode.FERRY, 20, departures=2),))

    assert rules.day_trip_ok(trip)
    assert rules.day_trip_ok(trip, on_site_minutes=240)
    assert not rules.day_trip_ok(trip, on_site_minutes=239)


def test_a_ship_without_known_departures_is_no_day_trip():
    assert not rules.day_trip_ok(Trip(60, (Leg("a", "b", 40, TravelMode.FERRY, 20),)))


def test_a_day_trip_ends_at_150_minutes():
    assert rules.day_trip_ok(Trip(150, (Leg("a", "b", 150, TravelMode.CAR),)))
    assert not rules.day_trip_ok(Trip(151, (Leg("a", "b", 151, TravelMode.CAR),)))


def test_of_two_equally_fast_ways_the_one_with_fewer_boardings_is_taken():
    legs = [
        Leg("a", "p", 10, TravelMode.ACCESS),
        Leg("p", "b", 30, TravelMode.FERRY, 20),
        Leg("a", "b", 60, TravelMode.CAR),
    ]

    trip = rules.trips_from("a", legs)["b"]

    assert (trip.minutes, trip.boardings) == (60, 0)


def test_what_no_leg_reaches_has_no_trip():
    legs = [Leg("a", "b", 10, TravelMode.CAR), Leg("c", "d", 10, TravelMode.CAR)]

    matrix = queries.Matrix("", rules.matrix(["a", "b", "c"], legs))

    assert matrix.minutes("a", "b") == 10
    assert matrix.minutes("a", "c") is None
