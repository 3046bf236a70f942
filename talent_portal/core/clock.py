"""The only place that asks what time it is."""

from datetime import UTC, date, datetime

from talent_portal.core import calendar

JAPAN = calendar.JAPAN


def now() -> datetime:
    """Return the current instant, always in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the calendar day as people in Japan see it."""
    return now().astimezone(JAPAN).date()
