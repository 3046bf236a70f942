"""What the worker does for offers and placements. Every job may run twice, or be killed half-way."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlalchemy.exc import NoResultFound

from talent_portal.core import clock
from talent_portal.core.db import close_reading, reading
from talent_portal.core.jobs import Job
from talent_portal.placements import actions
from talent_portal.placements.errors import StepImpossible
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import deadlines
from talent_portal.professions import queries as professions


def lapse_offers() -> int:
    """End offers that nobody answered in time."""
    return _each(changing.lapsed(reading(), clock.now()), actions.lapse)


def remind_offers() -> int:
    """Remind whoever has not answered yet, at half time and two working days before."""
    now = clock.now()
    if deadlines.in_letter_hours(now) != now:
        return 0
    due = [
        each.reference for each in changing.unanswered(reading()) if actions.due_reminders(each, now) > each.reminded
    ]
    return _each(due, actions.remind)


def move_placements_on() -> int:
    """Begin and end placements by date."""
    today = clock.today()
    begun = _each(changing.starting(reading(), today), actions.start)
    return begun + _each(changing.ending(reading(), today), actions.finish)


def release_reports() -> int:
    """Release reports of placements that ended thirty days ago."""
    last = clock.today() - timedelta(days=deadlines.RELEASE_DAYS)
    return _each(changing.unreleased(reading(), last), actions.release)


def announce_placements() -> int:
    """Tell everybody that work begins or ends soon."""
    today = clock.today()
    start_by = today + timedelta(days=max(deadlines.STARTING_SOON))
    end_by = today + timedelta(days=max(deadlines.ENDING_SOON))
    near = changing.announced(reading(), start_by, end_by, today)
    return _each([each.reference for each in near], actions.announce)


def recheck_terms() -> int:
    """Ask the rules in force today about open terms that were checked under others."""
    try:
        table = professions.rule_table(reading(), clock.today())
    except NoResultFound:
        return 0
    return _each(changing.to_recheck(reading(), table.version), actions.recheck_offer)


def _each(references: Iterable[str], act: Callable[[str], bool]) -> int:
    close_reading()
    return sum(_once(act, reference) for reference in references)


def _once(act: Callable[[str], bool], reference: str) -> bool:
    """Do one; another worker, or the person, may have been faster."""
    try:
        return act(reference)
    except StepImpossible:
        return False


JOBS = (
    Job("lapse_offers", timedelta(minutes=1), lapse_offers),
    Job("remind_offers", timedelta(minutes=10), remind_offers),
    Job("move_placements_on", timedelta(minutes=10), move_placements_on),
    Job("announce_placements", timedelta(hours=1), announce_placements),
    Job("release_reports", timedelta(hours=1), release_reports),
    Job("recheck_terms", timedelta(hours=1), recheck_terms),
)
