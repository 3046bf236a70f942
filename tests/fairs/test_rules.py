"""Grids, plans and names: arithmetic only."""

from datetime import UTC, datetime, timedelta

import pytest

from talent_portal.fairs.rules import grid, names, plan
from talent_portal.fairs.rules.grid import Break, Hours
from talent_portal.fairs.rules.plan import Seat

NOON = datetime(2026, 8, 1, 3, 0, tzinfo=UTC)


def minutes(hours):
    return [int((each.starts_at - NOON).total_seconds() // 60) for each in hours]


def test_a_break_takes_the_place_of_the_gap_after_its_round():
    hours = grid.rounds(NOON, talk_minutes=20, gap_minutes=5, count=6, breaks=[Break(3, 20)])

    assert minutes(hours) == [0, 25, 50, 90, 115, 140]


@pytest.mark.parametrize(("gap", "apart"), [(5, True), (4, False), (0, False)])
def test_rounds_need_five_minutes_between_them(gap, apart):
    assert grid.apart(grid.rounds(NOON, 20, gap, 3)) is apart


def test_rounds_out_of_order_are_compared_by_their_time():
    late = Hours(NOON + timedelta(minutes=30), NOON + timedelta(minutes=50))

    assert grid.apart([late, Hours(NOON, NOON + timedelta(minutes=20))])
    assert not grid.apart([late, Hours(NOON, NOON + timedelta(minutes=29))])


@pytest.mark.parametrize(
    ("capacity", "percent", "places"), [(100, 100, 100), (100, 120, 120), (33, 110, 36), (1, 199, 1)]
)
def test_overbooking_rounds_down(capacity, percent, places):
    assert grid.places(capacity, percent) == places


def test_two_talks_in_one_round_clash():
    seats = [Seat("a", 1, 1, 1), Seat("b", 2, 1, 1), Seat("c", 3, 2, 1)]

    assert plan.clash(seats) == ("a", "b")
    assert plan.same_booth(seats) == ()


def test_two_talks_at_one_booth_are_found():
    seats = [Seat("a", 1, 1, 1), Seat("b", 1, 2, 1)]

    assert plan.same_booth(seats) == ("a", "b")


def whole_grid(full=()):
    return [Seat(f"{b}{r}", b, r, 0 if f"{b}{r}" in full else 1) for b in range(1, 5) for r in range(1, 5)]


def test_alternatives_name_the_same_booth_and_the_nearest_neighbours():
    wanted = Seat("11", 1, 1, 0)

    found = plan.alternatives(wanted, [], whole_grid({"11"}), {(1, 3): 20, (1, 2): 60, (1, 4): 90})

    assert [seat.slot for seat in found] == ["12", "13", "31", "21"]


def test_alternatives_never_clash_with_the_rest_of_the_plan():
    wanted, kept = Seat("11", 1, 1, 0), Seat("22", 2, 2, 1)

    found = plan.alternatives(wanted, [kept], whole_grid({"11", "12"}), {})

    assert len(found) >= 3
    assert all(seat.round != 2 and seat.booth != 2 for seat in found)


def test_a_lonely_booth_still_offers_its_other_rounds():
    grid_of_one = [seat for seat in whole_grid({"11"}) if seat.booth == 1]

    found = plan.alternatives(Seat("11", 1, 1, 0), [], grid_of_one, {})

    assert [seat.slot for seat in found] == ["12", "13", "14"]


def test_a_key_always_gives_the_same_reference():
    assert names.reference_of("abc") == names.reference_of("abc")
    assert names.reference_of("abc") != names.reference_of("abd")
    assert len(names.reference_of("x" * 500)) == 12


def test_numbers_are_read_in_any_grouping():
    assert names.folded_number("123 456") == "123456"
    assert names.folded_number("12-34-56") == "123456"
