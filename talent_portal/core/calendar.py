"""Days as Japanese offices count them: fiscal years, working days, deadlines, eras, retirement ages. Pure."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday

JAPAN = ZoneInfo("Asia/Tokyo")
APRIL = 4
SATURDAY = 5
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
# First day, name, name in English. Source: 元号を改める政令.
ERAS = (
    (date(2019, 5, 1), "令和", "Reiwa"),
    (date(1989, 1, 8), "平成", "Heisei"),
    (date(1926, 12, 25), "昭和", "Showa"),
    (date(1912, 7, 30), "大正", "Taisho"),
    (date(1868, 1, 25), "明治", "Meiji"),
)
ERA_FIRST_DAYS = {mark: first for first, name, romaji in ERAS for mark in (name, name[0], romaji[0])}
EARLIEST_YEAR = ERAS[-1][0].year
LATEST_YEAR = 2199
# 地方公務員法28条の6, by the steps of 国家公務員法81条の6 as amended in 2021: one year more every two fiscal years.
RETIREMENT_STEPS = ((2031, 65), (2029, 64), (2027, 63), (2025, 62), (2023, 61))
RETIREMENT_AGE_BEFORE = 60
COMMON_TEST_FROM = (1, 13)
UNIVERSITY_EXAM_DAYS = frozenset({(2, 25), (2, 26)})
YEAR_END_DAYS = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})

ERA_MARK = "|".join(sorted(ERA_FIRST_DAYS, key=len, reverse=True))
YEAR = re.compile(rf"(?:(?P<era>{ERA_MARK})(?P<of_era>\d{{1,2}}|元)|(?P<western>\d{{4}}))年?", re.IGNORECASE)
COMPACT_DAY = re.compile(rf"(?P<year>\d{{4}}|(?:{ERA_MARK})\d{{2}})(?P<month>\d{{2}})(?P<day>\d{{2}})", re.IGNORECASE)
SPACED_DAY = re.compile(r"(?P<year>[^-/.]+?)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
DASHES = re.compile("[‐‑‒–—―−ー]")


def fiscal_year(day: date) -> int:
    """Return the fiscal year (April to March) that `day` belongs to (地方自治法208条)."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year."""
    return date(year, APRIL, 1), date(year + 1, APRIL, 1) - ONE_DAY


def is_holiday(day: date) -> bool:
    """Return whether `day` is a national holiday, substitutes included (祝日法)."""
    return bool(jpholiday.is_holiday(day))


def is_working_day(day: date) -> bool:
    """Return whether offices are open: no weekend, no holiday, not 29 December to 3 January (地方自治法4条の2)."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in YEAR_END_DAYS and not is_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """Return the `count`-th working day after `day` (before it, when negative).

    Zero gives `day` itself, or the next working day when offices are closed on it. `day` itself never counts.
    """
    step = -ONE_DAY if count < 0 else ONE_DAY
    found = day
    for _ in range(abs(count)):
        found = _next_working(found + step, step)
    return _next_working(found, step)


def _next_working(day: date, step: timedelta) -> date:
    while not is_working_day(day):
        day += step
    return day


def deadline(day: date) -> datetime:
    """Return the last second of `day` in Japan (23:59:59 JST), as aware UTC. Ask `is_over` about it."""
    return datetime.combine(day, LAST_SECOND, JAPAN).astimezone(UTC)


def is_over(closes_at: datetime, moment: datetime) -> bool:
    """Return whether `moment` is too late. The whole second of the deadline is still in time."""
    return moment.replace(microsecond=0) > closes_at


def start_of(day: date) -> datetime:
    """Return midnight at the start of `day` in Japan, as aware UTC."""
    return datetime.combine(day, time(), JAPAN).astimezone(UTC)


def retirement_age(year: int) -> int:
    """Return the age limit of general posts in local government in a fiscal year.

    Physicians, and posts for which an ordinance sets another age, differ: ask the body.
    """
    return next((age for since, age in RETIREMENT_STEPS if year >= since), RETIREMENT_AGE_BEFORE)


def retires_on(born: date) -> date:
    """Return the 31 March on which somebody born then reaches the age limit of general posts."""
    year = _year_of_reaching(born, RETIREMENT_AGE_BEFORE)
    while _year_of_reaching(born, retirement_age(year)) > year:
        year += 1
    return fiscal_year_days(year)[1]


def _year_of_reaching(born: date, age: int) -> int:
    """Return the fiscal year of the day before the birthday, when the law counts the age (年齢計算ニ関スル法律)."""
    on_leap_day = (born.month, born.day) == (2, 29)
    birthday = date(born.year + age, 3, 1) if on_leap_day else born.replace(year=born.year + age)
    return fiscal_year(birthday - ONE_DAY)


def somebody_retires(year: int) -> bool:
    """Return whether anyone leaves by age limit at the end of a fiscal year; nobody does in a year of a step."""
    return retirement_age(year) == retirement_age(year - 1)


def _plain(text: str) -> str:
    """Return the text in half width, without blanks, with one kind of hyphen."""
    return DASHES.sub("-", "".join(unicodedata.normalize("NFKC", text).split()))


def parse_year(text: str) -> int | None:
    """Return the western year of `2027`, `R9`, `令和9年`, `令和元`; None for anything else."""
    found = YEAR.fullmatch(_plain(text))
    if found is None:
        return None
    if found["western"]:
        year = int(found["western"])
    else:
        of_era = 1 if found["of_era"] == "元" else int(found["of_era"])
        if of_era == 0:
            return None
        year = ERA_FIRST_DAYS[found["era"].upper()].year + of_era - 1
    return year if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def parse_day(text: str) -> date | None:
    """Return the day meant by `2026-11-23`, `20261123`, `2026年11月23日`, `R8/11/23`, `令和8年11月23日`; else None.

    Any width, any of - / . between the parts. A day before its era began is refused; a year after an era ended is
    understood, because old papers still say 平成33年.
    """
    plain = _plain(text)
    found = COMPACT_DAY.fullmatch(plain) or SPACED_DAY.fullmatch(plain)
    if found is None:
        return None
    year = parse_year(found["year"])
    day = None if year is None else day_or_none(year, int(found["month"]), int(found["day"]))
    return None if day is None or _before_its_era(found["year"], day) else day


def _before_its_era(year: str, day: date) -> bool:
    found = YEAR.fullmatch(year)
    return bool(found and found["era"] and day < ERA_FIRST_DAYS[found["era"].upper()])


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return the day, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Return the time of day meant by `13:20`, `1320`, `9時5分`, `13時`, in any width; else None."""
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分)?)|(\d{2})(\d{2})", _plain(text))
    if found is None:
        return None
    hour, minute = found[1] or found[4], found[2] or found[3] or found[5] or "0"
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None  # noqa: PLR2004 - the clock


def fair_obstacles(day: date) -> tuple[str, ...]:
    """Return codes of what speaks against a fair on `day`: `holiday`, `year_end`, `common_test`, `university_exam`."""
    found = {
        "holiday": is_holiday(day),
        "year_end": (day.month, day.day) in YEAR_END_DAYS,
        "common_test": day in _common_test(day.year),
        "university_exam": (day.month, day.day) in UNIVERSITY_EXAM_DAYS,
    }
    return tuple(code for code, applies in found.items() if applies)


def _common_test(year: int) -> tuple[date, date]:
    """Return the weekend of 大学入学共通テスト: the first Saturday from 13 January on, and its Sunday."""
    first = date(year, *COMMON_TEST_FROM)
    saturday = first + timedelta(days=(SATURDAY - first.weekday()) % 7)
    return saturday, saturday + ONE_DAY


def suggest_saturday(after: date) -> date:
    """Return the first Saturday after `after` against which nothing speaks."""
    day = after + timedelta(days=(SATURDAY - after.weekday()) % 7 or 7)
    while fair_obstacles(day):
        day += WEEK
    return day
