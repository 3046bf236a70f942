"""Remind applicants of their wishes and municipalities of their rankings, once in each round."""

from datetime import timedelta

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.letters import Circle
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.queries import about, applicants, changing, days, subject
from talent_portal.matching_days.rules.states import ApplicantState, DayState

REMIND_BEFORE = timedelta(days=2)


def remind_applicants() -> int:
    """Write to everybody without wishes two days before their time ends; return how many. Safe to run twice."""
    now = clock.now()
    return sum(_remind(reference) for reference in changing.ending(reading(), now, now + REMIND_BEFORE))


def _remind(reference: str) -> bool:
    known = applicants.by_reference(reading(), reference)
    circle = Circle(letters.REMINDER, known.day, changing.round_of(reading(), known.day))
    written = circle.compose_all([known])
    with transaction() as session:
        day = changing.day_to_write_in(session, known.day_id)
        person = changing.applicant_to_change(session, reference)
        if day.state is not DayState.WISHING or person.state is not ApplicantState.INVITED:
            return False
        if person.reminded_round >= day.round:
            return False
        person.reminded_round = day.round
        circle.tell(session, [person], written)
        audit.record(session, WORKER, "matching-applicant.reminded", subject(person), round=day.round)
    return True


def remind_towns() -> int:
    """Write to every municipality whose sheet is missing two days before rankings end; return how many days."""
    now = clock.now()
    return sum(_chase(reference) for reference in changing.rankings_ending(reading(), now, now + REMIND_BEFORE))


def _chase(reference: str) -> bool:
    with transaction() as session:
        day: MatchingDay = changing.day_to_change(session, reference)
        now = changing.round_of(session, day)
        if day.state is not DayState.RANKING or now.towns_reminded_at is not None:
            return False
        now.towns_reminded_at = clock.now()
        waiting = days.one(session, reference).waiting
        said = {row.offer.programme_id: {"named": row.named} for row in waiting}
        towns = [row.offer for row in waiting]
        # Whose sheet is missing is known only under the lock (docs/adr/0016).
        written = letters.compose_to_towns(session, "town_reminder", day, now, towns, said)
        letters.post_to_towns(session, written)
        audit.record(session, WORKER, "matching-day.towns-reminded", about(day), towns=len(towns))
    return True
