"""Days as Japanese offices count them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_portal.core import calendar as cal
from talent_portal.core.clock import JAPAN

days = st.dates(date(1950, 1, 1), date(2098, 12, 31))
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 3, 31), 2026), (date(2028, 2, 29), 2027)],
)
def test_a_fiscal_year_begins_in_april(day, year):
    assert cal.fiscal_year(day) == year


@given(days)
def test_every_day_lies_inside_its_fiscal_year(day):
    first, last = cal.fiscal_year_days(cal.fiscal_year(day))

    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 23),  # 勤労感謝の日
        date(2026, 9, 22),  # 国民の休日, between two holidays
        date(2027, 3, 22),  # a substitute
        date(2026, 12, 29),
        date(2027, 1, 3),
        date(2026, 6, 6),  # a Saturday
    ],
)
def test_offices_are_closed(day):
    assert not cal.is_working_day(day)


def test_working_days_step_over_the_turn_of_the_year():
    assert cal.add_working_days(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert cal.add_working_days(date(2027, 1, 4), -1) == date(2026, 12, 28)
    assert cal.add_working_days(date(2026, 6, 6), 0) == date(2026, 6, 8)


@given(days, st.integers(-30, 30))
def test_adding_working_days_counts_exactly_the_open_days(day, count):
    there = cal.add_working_days(day, count)

    between = [min(day, there) + timedelta(days=n) for n in range(abs((there - day).days) + 1)]
    opened = [d for d in between if d != day and cal.is_working_day(d)]
    assert cal.is_working_day(there)
    assert len(opened) == (abs(count) or int(there != day))


def test_a_deadline_is_the_last_second_in_japan():
    closes = cal.deadline(date(2027, 1, 23))

    assert closes == datetime(2027, 1, 23, 14, 59, 59, tzinfo=UTC)
    assert not cal.is_over(closes, datetime(2027, 1, 23, 14, 59, 59, 999_999, tzinfo=UTC))
    assert cal.is_over(closes, datetime(2027, 1, 23, 15, 0, 0, tzinfo=UTC))


@given(days)
def test_a_day_is_over_exactly_when_the_next_begins(day):
    closes, next_day = cal.deadline(day), cal.start_of(day + timedelta(days=1))

    assert closes.astimezone(JAPAN).date() == day
    assert not cal.is_over(closes, next_day - timedelta(microseconds=1))
    assert cal.is_over(closes, next_day)


@pytest.mark.parametrize(
    ("year", "age"),
    [(2022, 60), (2023, 61), (2024, 61), (2026, 62), (2028, 63), (2030, 64), (2031, 65), (2040, 65)],
)
def test_the_retirement_age_rises_by_steps(year, age):
    assert cal.retirement_age(year) == age


@pytest.mark.parametrize(("reached", "leaves"), [(2022, 2022), (2023, 2024), (2024, 2026), (2025, 2028), (2028, 2033)])
def test_who_turns_sixty_in_a_year_leaves_at_the_end_of_another(reached, leaves):
    assert cal.retires_on(date(reached - 60, 7, 7)) == date(leaves + 1, 3, 31)


def test_who_is_born_on_the_first_of_april_belongs_to_the_year_before():
    assert cal.retires_on(date(1963, 4, 1)) == date(2023, 3, 31)
    assert cal.retires_on(date(1963, 4, 2)) == date(2025, 3, 31)


def test_nobody_leaves_by_age_limit_in_the_years_of_a_step():
    assert [year for year in range(2020, 2040) if not cal.somebody_retires(year)] == [2023, 2025, 2027, 2029, 2031]


@given(st.dates(date(1940, 1, 1), date(2000, 12, 31)))
def test_nobody_is_ever_sent_home_in_a_gap_year(born):
    assert cal.somebody_retires(cal.fiscal_year(cal.retires_on(born)))


@pytest.mark.parametrize(
    "text",
    [
        "R8/11/23", "r8.11.23", "令和8年11月23日", "令和 8 年 11 月 23 日", "令8-11-23", "㋿8年11月23日",
        "2026-11-23", "20261123", "2026/11/23", "２０２６／１１／２３", "2026年11月23日", "R081123", " 2026.11.23\n",
        "2026ー11ー23", "2026−11−23", "平成38年11月23日",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(text):
    assert cal.parse_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [("令和元年5月1日", date(2019, 5, 1)), ("S64.1.7", date(1989, 1, 7)), ("大正元年7月30日", date(1912, 7, 30))],
)
def test_the_first_year_of_an_era_has_a_name(text, day):
    assert cal.parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "令和", "2026-13-01", "2026-02-29", "令和元年4月30日", "令和0年1月1日", "26/11/23", "X8/11/23", "11/23",
        "0001-01-01", "9999-12-31", "2026-11-23T00:00", "二〇二六年", "2026--11-23", "²026-11-23x", "R100/1/1",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text):
    assert cal.parse_day(text) is None


@given(st.dates(date(1868, 1, 25), date(2199, 12, 31)), st.sampled_from("-/."), st.booleans())
def test_every_day_is_read_back(day, mark, wide):
    text = f"{day.year}{mark}{day.month}{mark}{day.day}"

    assert cal.parse_day(text.translate(FULL_WIDTH) if wide else text) == day
    assert cal.parse_day(f"{day:%Y%m%d}") == day


@given(st.dates(date(1868, 1, 25), date(2098, 12, 31)), st.booleans())
def test_every_day_is_read_back_from_its_era(day, short):
    first, name, romaji = next(era for era in cal.ERAS if day >= era[0])
    year = day.year - first.year + 1
    if short:
        text = f"{romaji[0]}{year}/{day.month}/{day.day}"
    else:
        text = f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"

    assert cal.parse_day(text) == day


@given(st.text())
def test_any_text_is_a_day_or_none(text):
    found = cal.parse_day(text)

    assert found is None or cal.parse_day(found.isoformat()) == found
    assert cal.parse_year(text) is None or cal.EARLIEST_YEAR <= cal.parse_year(text) <= cal.LATEST_YEAR
    assert cal.parse_time(text) is None or isinstance(cal.parse_time(text), time)


@pytest.mark.parametrize(
    ("text", "moment"),
    [("13:20", time(13, 20)), ("１３：２０", time(13, 20)), ("1320", time(13, 20)), ("9時5分", time(9, 5)),
     ("13時", time(13)), ("9:05", time(9, 5)), ("24:00", None), ("9:5", None), ("12:60", None), ("930", None)],
)  # fmt: skip
def test_a_time_of_day_is_understood(text, moment):
    assert cal.parse_time(text) == moment


@pytest.mark.parametrize(
    ("after", "saturday"),
    [
        (date(2027, 1, 9), date(2027, 1, 23)),  # 16 January is the common test
        (date(2024, 1, 6), date(2024, 1, 20)),  # 13 January itself is one
        (date(2026, 12, 26), date(2027, 1, 9)),  # 2 January
        (date(2028, 2, 19), date(2028, 3, 4)),  # 26 February
        (date(2028, 4, 22), date(2028, 5, 6)),  # 29 April, a holiday
        (date(2026, 6, 5), date(2026, 6, 6)),
        (date(2026, 6, 6), date(2026, 6, 13)),
    ],
)
def test_a_saturday_for_a_fair_keeps_clear_of_what_visitors_do(after, saturday):
    assert cal.suggest_saturday(after) == saturday


@given(days)
def test_a_suggested_day_is_a_saturday_soon(day):
    found = cal.suggest_saturday(day)

    assert found.weekday() == 5
    assert timedelta() < found - day <= timedelta(days=28)
    assert cal.fair_obstacles(found) == ()
