"""Codes and tiles: pure arithmetic."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_portal.municipalities import rules
from tests.municipalities.makers import SHIPPED


def shipped(name):
    with (SHIPPED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "code", [row["code"] for row in shipped("municipalities.csv")] + ["420000", "131016", "016951"]
)
def test_real_codes_carry_the_right_check_digit(code):
    assert rules.is_code(code)


@pytest.mark.parametrize("code", ["422012", "42201", "4220111", "42201a", "４２２０１１", "", "422o11"])
def test_anything_else_is_no_code(code):
    assert not rules.is_code(code)


@given(st.text("0123456789", min_size=5, max_size=5))
def test_exactly_one_sixth_digit_is_right(digits):
    assert sum(rules.is_code(f"{digits}{last}") for last in range(10)) == 1


coordinates = st.tuples(st.floats(24, 45), st.floats(123, 145))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=4), coordinates, min_size=1, max_size=80))
def test_no_two_municipalities_share_a_tile(points):
    laid = rules.tiles(points)

    assert set(laid) == set(points)
    assert len(set(laid.values())) == len(points)
    assert all(col >= 0 and row >= 0 for col, row in laid.values())


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=4), coordinates, min_size=1, max_size=30))
def test_the_same_points_always_give_the_same_tiles(points):
    backwards = dict(reversed(points.items()))

    assert rules.tiles(points) == rules.tiles(backwards)


def test_tiles_keep_north_up_and_west_left():
    points = {row["slug"]: (float(row["lat"]), float(row["lon"])) for row in shipped("municipalities.csv")}

    laid = rules.tiles(points)

    assert laid["tsushima"][1] < laid["iki"][1] < laid["nagasaki"][1]
    assert laid["goto"][0] < laid["nagasaki"][0] < laid["shimabara"][0]


def test_one_municipality_stands_alone_and_none_is_fine():
    assert rules.tiles({"only": (35.0, 139.0)}) == {"only": (0, 0)}
    assert rules.tiles({}) == {}
