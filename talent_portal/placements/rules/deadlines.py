"""When an answer is due, when to remind, when reports are read. Days are Japan's, working days the offices'. Pure."""

from datetime import date, datetime, time, timedelta

from talent_portal.core.calendar import JAPAN, ONE_DAY, add_working_days, deadline

MIN_WORKING_DAYS = 7
LAST_REMINDER_WORKING_DAYS = 2
LONGEST_EXTENSION_WORKING_DAYS = 20
REPORT_DAYS = 7
RELEASE_DAYS = 30
STARTING_SOON = (14, 3)
ENDING_SOON = (90, 60, 30)
# Letters go in the hours in which people read them.
MORNING, EVENING = time(9, 0), time(21, 0)


def earliest_last_day(sent_on: date) -> date:
    """Return the first day that may be the last one for an answer: the seventh working day after the sending."""
    return add_working_days(sent_on, MIN_WORKING_DAYS)


def latest_extension(last_day: date, starts_on: date) -> date:
    """Return the furthest day to which an answer may be put off, once: always before the first day of work."""
    return min(add_working_days(last_day, LONGEST_EXTENSION_WORKING_DAYS), starts_on - ONE_DAY)


def respond_by(last_day: date) -> datetime:
    """Return the moment after which an answer is too late: the end of that day in Japan."""
    return deadline(last_day)


def half_time(sent_at: datetime, closes_at: datetime) -> datetime:
    """Return when to remind first: half-way, or the next moment after it at which letters go."""
    return in_letter_hours(sent_at + (closes_at - sent_at) / 2)


def last_call(closes_at: datetime) -> datetime:
    """Return when to remind for the last time: in the morning, two working days before the last day."""
    day = add_working_days(closes_at.astimezone(JAPAN).date(), -LAST_REMINDER_WORKING_DAYS)
    return datetime.combine(day, MORNING, JAPAN)


def in_letter_hours(moment: datetime) -> datetime:
    """Return `moment`, or nine in the morning after a night it falls into (21:00–9:00)."""
    local = moment.astimezone(JAPAN)
    if local.time() < MORNING:
        return datetime.combine(local.date(), MORNING, JAPAN)
    if local.time() >= EVENING:
        return datetime.combine(local.date() + timedelta(days=1), MORNING, JAPAN)
    return moment


def report_due(ended_on: date) -> datetime:
    """Return by when both sides should have reported: a week after the last day."""
    return deadline(ended_on + timedelta(days=REPORT_DAYS))


def release_on(ended_on: date) -> date:
    """Return the day on which whatever was written is released, if only one side wrote: the 30th after the last."""
    return ended_on + timedelta(days=RELEASE_DAYS)
