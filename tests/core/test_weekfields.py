"""Fourteen boxes, one number."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from talent_portal.core.forms import BaseForm
from talent_portal.core.weekfields import WeekField


class WeekForm(BaseForm):
    halves = WeekField("Days available", [InputRequired("Choose at least one half-day")])


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def sent(*values):
    return WeekForm(MultiDict([("halves", value) for value in values]), meta={"csrf": False})


def test_ticked_halves_become_one_number():
    form = sent("2", "6", "13")

    assert form.validate()
    assert form.halves.data == 1 << 2 | 1 << 6 | 1 << 13


def test_the_same_half_twice_counts_once():
    assert sent("2", "2").halves.data == 1 << 2


def test_nothing_ticked_is_nothing():
    form = sent()

    assert not form.validate()
    assert form.halves.data == 0
    assert form.problems == [("halves-0", "Choose at least one half-day")]


@pytest.mark.parametrize("value", ["14", "-1", "1-am", "", "²", "９", "9" * 5000])
def test_what_is_no_half_day_is_refused_and_the_rest_is_kept(value):
    form = sent("2", value)

    assert not form.validate()
    assert form.halves.chosen == 1 << 2


def test_boxes_show_what_is_stored():
    assert WeekForm(None, meta={"csrf": False}, halves=5).halves.chosen == 5
