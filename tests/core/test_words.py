"""Dates, times and numbers as people read them, in both languages."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talent_portal.core import week, words
from talent_portal.core.i18n import use_language

NEW_YEAR_IN_UTC = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)


@pytest.fixture(params=["ja", "en"])
def language(request, app):
    with app.app_context(), use_language(request.param):
        yield request.param


def in_both(app, write):
    """Return what `write` says in Japanese and in English."""
    said = []
    for code in ("ja", "en"):
        with app.app_context(), use_language(code):
            said.append(write())
    return tuple(said)


@pytest.mark.parametrize(
    ("write", "japanese", "english"),
    [
        (words.day, "2027年1月1日（金）", "Fri 1 Jan 2027"),
        (words.short_day, "1月1日（金）", "Fri 1 Jan"),
        (words.weekday, "金", "Fri"),
        (words.month, "1月", "Jan"),
        (words.iso_day, "2027-01-01", "2027-01-01"),
        (words.clock_time, "00:30", "00:30"),
        (words.day_time, "2027年1月1日（金） 00:30", "Fri 1 Jan 2027 00:30"),
        (words.wareki, "令和9年1月1日（2027年1月1日）", "1 Jan 2027 (Reiwa 9)"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_moment_is_written_on_japans_clock(app, write, japanese, english):
    assert in_both(app, lambda: write(NEW_YEAR_IN_UTC)) == (japanese, english)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2019, 5, 1), "令和元年5月1日（2019年5月1日）"),
        (date(2019, 4, 30), "平成31年4月30日（2019年4月30日）"),
        (date(1989, 1, 8), "平成元年1月8日（1989年1月8日）"),
        (date(1989, 1, 7), "昭和64年1月7日（1989年1月7日）"),
        (date(1926, 12, 25), "昭和元年12月25日（1926年12月25日）"),
        (date(1926, 12, 24), "大正15年12月24日（1926年12月24日）"),
        (date(1912, 7, 29), "明治45年7月29日（1912年7月29日）"),
    ],
)
def test_eras_change_on_their_day(app, day, written):
    assert in_both(app, lambda: words.wareki(day))[0] == written


def test_before_the_eras_a_day_is_just_a_day(app):
    assert in_both(app, lambda: words.wareki(date(1600, 1, 1))) == ("1600-01-01", "1600-01-01")


@given(day=some.dates())
def test_every_day_can_be_written(app, day):
    for written in (words.day, words.short_day, words.wareki):
        assert all(in_both(app, lambda write=written: write(day)))


@pytest.mark.parametrize(("value", "written"), [(0, "0"), (1234, "1,234"), (1234567, "1,234,567")])
def test_numbers_are_grouped(value, written):
    assert words.number(value) == written


def test_templates_know_the_filters(app, language):
    every = "".join(
        f"{{{{ moment | {name} }}}}" for name in ("day", "short_day", "weekday", "time", "daytime", "wareki")
    )

    assert app.jinja_env.from_string(every).render(moment=NEW_YEAR_IN_UTC)


@pytest.mark.parametrize(
    ("mask", "japanese", "english"),
    [
        (0, "", ""),
        (0b1000100, "火・木の午前", "mornings of Tue, Thu"),
        (0b11_0000_0000, "金は終日", "all day Fri"),
        (0b1000_0101_0101, "月～木の午前、土の午後", "mornings of Mon–Thu; afternoons of Sat"),
        ((1 << 14) - 1, "月～日は終日", "all day Mon–Sun"),
        (0b0101, "月・火の午前", "mornings of Mon, Tue"),
    ],
)
def test_the_halves_of_a_week_are_read_back_as_a_sentence(app, mask, japanese, english):
    assert in_both(app, lambda: words.halves(mask)) == (japanese, english)


@given(some.integers(min_value=0, max_value=(1 << 14) - 1))
def test_every_half_of_a_week_is_named_exactly_once(mask):
    found = week.halves(mask)
    named = [week.bit(day, "am") for day in (*found.mornings, *found.whole)]
    named += [week.bit(day, "pm") for day in (*found.afternoons, *found.whole)]

    assert sum(1 << bit for bit in named) == mask
    assert len(set(named)) == len(named)
