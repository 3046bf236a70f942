"""Dates, times and numbers as templates write them, in both languages."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import Flask

from talent_portal.core import week
from talent_portal.core.calendar import ERAS
from talent_portal.core.clock import JAPAN
from talent_portal.core.i18n import gettext, language

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def japan(moment: date | datetime) -> date | datetime:
    """Return the moment on Japan's clock (a plain date stays as it is)."""
    return moment.astimezone(JAPAN) if isinstance(moment, datetime) else moment


def day(moment: date | datetime) -> str:
    """Return 2027年1月23日（土） / Sat 23 Jan 2027."""
    at = japan(moment)
    if language() == "ja":
        return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS_JA[at.weekday()]}）"
    return f"{at:%a} {at.day} {at:%b} {at.year}"


def short_day(moment: date | datetime) -> str:
    """Return 1月23日（土） / Sat 23 Jan."""
    at = japan(moment)
    if language() == "ja":
        return f"{at.month}月{at.day}日（{WEEKDAYS_JA[at.weekday()]}）"
    return f"{at:%a} {at.day} {at:%b}"


def month(moment: date | datetime) -> str:
    """Return 1月 / Jan."""
    at = japan(moment)
    return f"{at.month}月" if language() == "ja" else f"{at:%b}"


def iso_day(moment: date | datetime) -> str:
    """Return 2027-01-23, for machines."""
    return f"{japan(moment):%Y-%m-%d}"


def weekday(moment: date | datetime) -> str:
    """Return 土 / Sat."""
    at = japan(moment)
    return WEEKDAYS_JA[at.weekday()] if language() == "ja" else f"{at:%a}"


def clock_time(moment: datetime) -> str:
    """Return 13:20, on Japan's clock."""
    return f"{japan(moment):%H:%M}"


def day_time(moment: datetime) -> str:
    """Return the day and the time."""
    return f"{day(moment)} {clock_time(moment)}"


def wareki(moment: date | datetime) -> str:
    """Return 令和8年11月23日（2026年11月23日） / 23 Nov 2026 (Reiwa 8), for dates of law and contracts."""
    at = japan(moment)
    on = at.date() if isinstance(at, datetime) else at
    for first, name, romaji in ERAS:
        if on >= first:
            year = on.year - first.year + 1
            if language() == "ja":
                written = "元" if year == 1 else str(year)
                return f"{name}{written}年{on.month}月{on.day}日（{on.year}年{on.month}月{on.day}日）"
            return f"{on.day} {on:%b} {on.year} ({romaji} {year})"
    return on.isoformat()


def weekdays(days: Sequence[int]) -> str:
    """Return 火・木 / Tue, Thu for days counted from Monday = 0; three in a row are 月〜金 / Mon–Fri."""
    names, dash, dot = (WEEKDAYS_JA, "～", "・") if language() == "ja" else (WEEKDAYS_EN, "–", ", ")
    runs = week.runs(days)
    return dot.join(names[first] if first == last else f"{names[first]}{dash}{names[last]}" for first, last in runs)


def halves(mask: int) -> str:
    """Return 火・木の午前、金は終日 / mornings of Tue, Thu; all day Fri for a mask of half-days; nothing for none.

    The mask is that of `core.week`. js/week.js says the same while boxes are ticked.
    """
    found = week.halves(mask)
    parts = (
        (found.mornings, gettext("mornings of {days}")),
        (found.afternoons, gettext("afternoons of {days}")),
        (found.whole, gettext("all day {days}")),
    )
    said = [sentence.replace("{days}", weekdays(days)) for days, sentence in parts if days]
    return ("、" if language() == "ja" else "; ").join(said)


def number(value: float) -> str:
    """Return 1,234."""
    return f"{value:,}"


def init_app(app: Flask) -> None:
    """Register what templates write with: days, times, eras, numbers, halves of the week."""
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        month=month,
        iso_day=iso_day,
        weekday=weekday,
        time=clock_time,
        daytime=day_time,
        wareki=wareki,
        number=number,
        weekdays=weekdays,
        halves=halves,
        japan=japan,
    )
