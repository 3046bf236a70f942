"""Give people more time: later dates while wishes or rankings are taken, told to everybody whom they concern."""

from datetime import datetime

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.steps import must_be_fresh, must_run, noting
from talent_portal.matching_days.errors import DatesInDisorder, DayStepImpossible
from talent_portal.matching_days.models import MatchingDay, MatchingRound
from talent_portal.matching_days.queries import about, changing, days, telling
from talent_portal.matching_days.rules.states import DayState


def postpone(
    actor: Actor, reference: str, wishes_until: datetime, ranks_until: datetime, expected_version: int
) -> MatchingDay:  # fmt: skip
    """Set later dates while wishes or rankings are taken; what has ended stays ended.

    Dates that stay as they are change nothing. Raises `DayForbidden`, `StaleDay`, `DatesInDisorder`, or
    `DayStepImpossible` in any other state.
    """
    subject = f"matching-day:{reference}"
    must_run(actor, "matching-day.postponed", subject)
    with noting(actor, "matching-day.postponed", subject, DayStepImpossible), transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        if day.state not in {DayState.WISHING, DayState.RANKING}:
            raise DayStepImpossible(state=day.state.value, event="postpone")
        now = changing.round_of(session, day)
        before = (now.wishes_until, now.ranks_until)
        after = (now.wishes_until if day.state is DayState.RANKING else wishes_until, ranks_until)
        if before == after:
            return day
        _must_be_later(day, before, after)
        now.wishes_until, now.ranks_until = after
        day.version += 1
        session.flush()
        _tell(session, day, now)
        audit.record(session, actor, "matching-day.postponed", about(day), version=day.version)
    return day


def _must_be_later(day: MatchingDay, before: tuple[datetime, datetime], after: tuple[datetime, datetime]) -> None:
    """Raise unless nobody loses time: people rely on a date once they have been told."""
    if after[0] < before[0] or (day.state is DayState.WISHING and after[0] <= clock.now()):
        raise DatesInDisorder(field="wishes_until")
    if after[1] < before[1] or after[1] <= after[0] or after[1] <= clock.now():
        raise DatesInDisorder(field="ranks_until")


def _tell(session: Session, day: MatchingDay, now: MatchingRound) -> None:
    """Tell applicants while they are asked, municipalities while they are (under the lock, docs/adr/0016)."""
    if day.state is DayState.WISHING:
        telling.tell_later(session, day, letters.POSTPONED.template)
    else:
        page = days.one(session, day.reference)
        asked = [row.offer for row in page.waiting]
        letters.post_to_towns(session, letters.compose_to_towns(session, "town_postponed", day, now, asked, {}))
