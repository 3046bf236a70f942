"""Write the result to everybody who took part in a published round: a job, since they may be thousands."""

from itertools import groupby

from talent_portal.audit import actions as audit
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.letters import Circle, Said
from talent_portal.matching_days.models import Applicant
from talent_portal.matching_days.queries import about, changing
from talent_portal.matching_days.queries.applicants import result_of
from talent_portal.matching_days.queries.changing import Waiting
from talent_portal.matching_days.queries.seats import offers

BATCH = 50


def tell_results() -> int:
    """Write to everybody who has not been told what a published round came to; return how many.

    Letters land together with the note that they were written, a few people at a time: a worker that is killed leaves
    whole batches behind, and whoever comes next goes on with the others.
    """
    told = 0
    for (day_id, number), group in groupby(changing.untold(reading()), key=lambda one: (one.day_id, one.round)):
        waiting = list(group)
        told += sum(_tell(day_id, number, waiting[at : at + BATCH]) for at in range(0, len(waiting), BATCH))
    return told


def _tell(day_id: int, number: int, waiting: list[Waiting]) -> int:
    ids = [one.applicant_id for one in waiting]
    circle = _circle(day_id, number)
    written = circle.compose_all(changing.untold_people(reading(), ids, number))
    with transaction() as session:
        day = changing.day_to_write_in(session, day_id)
        people = changing.untold_people(session, ids, number, lock=True)
        circle.tell(session, people, written)
        for person in people:
            person.untold = None
        if people:
            audit.record(session, WORKER, "matching-day.results-told", about(day), round=number, people=len(people))
    return len(people)


def _circle(day_id: int, number: int) -> Circle:
    """Return what everybody is told, as it was kept: an outcome never changes."""
    session = reading()
    day = changing.day(session, day_id)
    kept, offered = changing.kept(session, day_id, number), offers(session, day)

    def said(person: Applicant) -> Said:
        return {"result": result_of(kept, person.number, offered)}

    return Circle(letters.RESULT, day, changing.round_of(session, day, number), said)
