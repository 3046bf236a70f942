"""Who must act next, and by when. Days are working days, ends are 23:59:59 in Japan. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from talent_portal.core import calendar
from talent_portal.introductions.rules.states import ProposalState

# A retired person on an island opens letters once a week; a shorter limit makes silence, not answers.
ANSWER_DAYS = 7
LAST_REMINDER_DAYS = 2
COORDINATOR_DAYS = 5
CALL_DAYS = 3
CONSENT_DAYS = 5
SELECTION_DAYS = 10
RESULT_DAYS = 5
TERMS_DAYS = 5
# A name stays visible to the municipality this long after the case has ended.
VISIBLE_AFTER_END = timedelta(days=30)
MOST_A_WEEK = 2
WEEK = timedelta(days=7)
# Nobody is written to at night.
FIRST_HOUR, LAST_HOUR = time(7, 0), time(21, 0)


class Party(StrEnum):
    """Who must act next."""

    COORDINATOR = "coordinator"
    SECOND = "second"  # another coordinator, who checks what was written down from a call or from paper
    PERSON = "person"
    MUNICIPALITY = "municipality"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and until when (None where nobody's)."""

    party: Party
    due_at: datetime | None


NOBODY = Turn(Party.NOBODY, None)


def in_working_days(day: date, count: int) -> datetime:
    """Return the end of the `count`-th working day after `day`, as aware UTC."""
    return calendar.deadline(calendar.add_working_days(day, count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides whose turn it is, besides the state."""

    answer_due_at: datetime | None = None
    unchecked: bool = False
    consented: bool = False
    interview_on: date | None = None


def turn(state: ProposalState, today: date, facts: Facts) -> Turn:
    """Return who must act next and by when."""
    if state is ProposalState.SOUNDED:
        return Turn(Party.PERSON, facts.answer_due_at)
    if facts.unchecked:
        return Turn(Party.SECOND, in_working_days(today, CALL_DAYS))
    if state is ProposalState.INTERESTED and not facts.consented:
        return Turn(Party.PERSON, in_working_days(today, CONSENT_DAYS))
    if state is ProposalState.REFERRED:
        after, days = (facts.interview_on, RESULT_DAYS) if facts.interview_on else (today, SELECTION_DAYS)
        return Turn(Party.MUNICIPALITY, in_working_days(max(after, today), days))
    if state in DAYS:
        party, days = DAYS[state]
        return Turn(party, in_working_days(today, days))
    return NOBODY


DAYS: dict[ProposalState, tuple[Party, int]] = {
    ProposalState.SUGGESTED: (Party.COORDINATOR, COORDINATOR_DAYS),
    ProposalState.SHORTLISTED: (Party.COORDINATOR, COORDINATOR_DAYS),
    ProposalState.NO_ANSWER: (Party.COORDINATOR, CALL_DAYS),
    ProposalState.INTERESTED: (Party.COORDINATOR, COORDINATOR_DAYS),
    ProposalState.SELECTED: (Party.MUNICIPALITY, TERMS_DAYS),
}


def reminders(sent_on: date, last_day: date) -> tuple[date, ...]:
    """Return the days on which an unanswered letter is followed by another: at half time, and two days before."""
    days = [day for day in _days_between(sent_on, last_day) if calendar.is_working_day(day)]
    if not days:
        return ()
    half = days[max(len(days) // 2 - 1, 0)]
    last = calendar.add_working_days(last_day, -LAST_REMINDER_DAYS)
    return tuple(sorted({day for day in (half, last) if sent_on < day < last_day}))


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]


def may_write(moment: datetime) -> bool:
    """Return whether letters that nobody waits for may go out now (7:00 to 21:00 in Japan)."""
    return FIRST_HOUR <= moment.astimezone(calendar.JAPAN).time() < LAST_HOUR


def first_hour(day: date) -> datetime:
    """Return the earliest moment of `day` at which somebody may be written to."""
    return datetime.combine(day, FIRST_HOUR, calendar.JAPAN)
