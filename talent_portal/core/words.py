"""Dates, times and numbers as templates write them, in both languages."""

from datetime import date, datetime

from flask import Flask

from talent_portal.core.calendar import ERAS
from talent_portal.core.clock import JAPAN
from talent_portal.core.i18n import language

WEEKDAYS_JA = "月火水木金土日"


def japan(moment: date | datetime) -> date | datetime:
    """Return the moment on Japan's clock (a plain date stays as it is)."""
    return moment.astimezone(JAPAN) if isinstance(moment, datetime) else moment


def day(moment: date | datetime) -> str:
    """Return 2027年1月23日(土) / Sat 23 Jan 2027."""
    at = japan(moment)
    if language() == "ja":
        return f"{at.year}年{at.month}月{at.day}日({WEEKDAYS_JA[at.weekday()]})"
    return f"{at:%a} {at.day} {at:%b} {at.year}"


def short_day(moment: date | datetime) -> str:
    """Return 1月23日(土) / Sat 23 Jan."""
    at = japan(moment)
    if language() == "ja":
        return f"{at.month}月{at.day}日({WEEKDAYS_JA[at.weekday()]})"
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
    """Return 令和8年11月23日(2026年11月23日) / 23 Nov 2026 (Reiwa 8), for dates of law and contracts."""
    at = japan(moment)
    on = at.date() if isinstance(at, datetime) else at
    for first, name, romaji in ERAS:
        if on >= first:
            year = on.year - first.year + 1
            if language() == "ja":
                written = "元" if year == 1 else str(year)
                return f"{name}{written}年{on.month}月{on.day}日({on.year}年{on.month}月{on.day}日)"
            return f"{on.day} {on:%b} {on.year} ({romaji} {year})"
    return on.isoformat()


def number(value: float) -> str:
    """Return 1,234."""
    return f"{value:,}"


def init_app(app: Flask) -> None:
    """Register the filters `day`, `short_day`, `month`, `iso_day`, `weekday`, `time`, `daytime`, `wareki`, `number`."""
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
        japan=japan,
    )
