"""What terms and appointments ask of a municipality's people, and of the prefecture."""

from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.insights.queries.rows import Waiting
from talent_portal.placements import queries as placements
from talent_portal.placements.models import Offer
from talent_portal.placements.queries import Row

KINDS = {
    "write_terms": "terms_write",
    "check_form": "terms_check",
    "send_terms": "terms_send",
    "answer_terms": "terms_answer",
    "confirm_answer": "terms_confirm",
    "settle_conditions": "terms_settle",
    "record_appointment": "terms_appoint",
    "answer_request": "work_asked",
    "report": "work_report",
}


def terms_waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Return the offers and placements whose next step is this actor's."""
    return [_row(row) for row in placements.waiting(session, actor)]


def _row(row: Row) -> Waiting:
    thing = row.thing
    ja, en = f"{thing.number} {thing.need.title_ja}", f"{thing.number} {thing.need.title_en}"
    since = thing.since if isinstance(thing, Offer) else thing.asked_at or thing.ended_at
    return Waiting(
        KINDS[row.step.what], thing.reference, ja, en if thing.need.title_en else "", 1, since=since, due=row.step.due
    )
