"""Fourteen bits are a week."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from talent_portal.specialists.rules import week
from talent_portal.specialists.rules.week import Half

MASKS = st.integers(0, week.EVERY_HALF)


def test_bit_0_is_monday_morning_and_bit_13_sunday_afternoon():
    assert week.halves_of(0b1) == [(0, Half.AM)]
    assert week.halves_of(1 << 13) == [(6, Half.PM)]
    assert week.mask_of((day, half) for day in range(5) for half in Half) == week.WEEKDAYS


@given(MASKS)
def test_a_mask_survives_its_list(mask):
    assert week.mask_of(week.halves_of(mask)) == mask


@given(MASKS)
def test_calendar_and_week_agree(mask):
    slots = list(week.slots_between(mask, date(2026, 6, 1), date(2026, 6, 7)))

    assert [(day.weekday(), half) for day, half in slots] == week.halves_of(mask)
    assert all(week.holds(mask, slot) for slot in slots)
    assert len({day for day, _ in slots}) == week.days_in(mask)
