"""Ask once a year whether the registration still stands: two months and two weeks before it lapses."""

from datetime import date, timedelta

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.specialists import queries
from talent_portal.specialists.actions import letters
from talent_portal.specialists.models import Specialist, SpecialistState
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words

# Days before the lapse, first warning and last.
WARNINGS = (60, 14)


def lapses_on(person: Specialist) -> date | None:
    """Return the day from which an unconfirmed registration is hidden: a year after the last confirmation."""
    last = person.last_confirmed_on
    if last is None:
        return None
    day = min(last.day, 28) if last.month == 2 else last.day  # noqa: PLR2004 - February
    return last.replace(year=last.year + 1, day=day) + timedelta(days=1)


def warn_due() -> int:
    """Send the warnings that are due, each once, and only the newest where one was missed; return how many."""
    today, sent = clock.today(), 0
    for number, days_before in reversed(list(enumerate(WARNINGS, 1))):
        before = people.year_ago(today + timedelta(days=days_before))
        for reference in people.to_warn(reading(), before, number):
            sent += _warn(reference, number)
    return sent


def _warn(reference: str, number: int) -> bool:
    person = queries.specialist(reading(), reference)
    letter = letters.renewal(person, left="last" if number == len(WARNINGS) else "first", last_day=lapses_on(person))
    with transaction() as session:
        held = queries.specialist_to_change(session, reference)
        if held.state is not SpecialistState.ACTIVE or held.warnings >= number:
            return False
        held.warnings, held.warned_on = number, clock.today()
        letters.post_or_call(session, held, letter, words.RENEWAL)
        audit.record(session, WORKER, "specialist.warned", queries.subject(held), number=number)
    return True
