"""Write to everybody whom a step of a matching day concerns: a job, since they may be thousands.

A step notes in its own transaction who is to be told what (`queries.telling.tell_later`).
"""

from itertools import groupby

from talent_portal.audit import actions as audit
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.letters import Circle, Said
from talent_portal.matching_days.models import Applicant, MatchingDay
from talent_portal.matching_days.queries import about, changing, telling
from talent_portal.matching_days.queries.applicants import result_of
from talent_portal.matching_days.queries.seats import offers
from talent_portal.matching_days.queries.telling import Waiting

BATCH = 50


def tell_applicants() -> int:
    """Write to everybody who is still to be told something; return how many.

    Letters land together with the note that they were written, a few people at a time: a worker that is killed leaves
    whole batches behind, and whoever comes next goes on with the others.
    """
    told = 0
    for _, group in groupby(telling.waiting(reading()), key=lambda one: one.about):
        waiting = list(group)
        told += sum(_tell(waiting[at : at + BATCH]) for at in range(0, len(waiting), BATCH))
    return told


def _tell(waiting: list[Waiting]) -> int:
    first, ids = waiting[0], [one.id for one in waiting]
    circle = _circle(first)
    written = circle.compose_all(person for _, person in telling.people(reading(), ids))
    with transaction() as session:
        day = changing.day_to_write_in(session, first.day_id)
        lines = telling.people(session, ids, lock=True)
        circle.tell(session, [person for _, person in lines], written)
        for line, _ in lines:
            session.delete(line)
        if lines:
            told = {"notice": first.notice, "round": first.round, "people": len(lines)}
            audit.record(session, WORKER, "matching-day.told", about(day), **told)
    return len(lines)


def _circle(waiting: Waiting) -> Circle:
    """Return what everybody is told, as things stand now."""
    day = changing.day(reading(), waiting.day_id)
    now = changing.round_of(reading(), day, waiting.round)
    notice = letters.NOTICES[waiting.notice]
    of = f":{waiting.version}" if notice is letters.POSTPONED else ""
    said = _results(day, waiting.round) if notice is letters.RESULT else _plain(day)
    return Circle(notice, day, now, said, of)


def _plain(day: MatchingDay) -> letters.Saying:
    # A second round is called off, a first one is closed; only then is there a letter about the end.
    return lambda _: {"called_off": day.round > 1}


def _results(day: MatchingDay, number: int) -> letters.Saying:
    """Return how the result is told to each, as it was kept: an outcome never changes."""
    kept, offered = changing.kept(reading(), day.id, number), offers(reading(), day)

    def said(person: Applicant) -> Said:
        return {"result": result_of(kept, person.number, offered)}

    return said
