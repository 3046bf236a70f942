"""A municipality's sheet: prepared by its members, submitted by whoever speaks for it."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.matching_days import policies
from talent_portal.matching_days.actions.steps import noting
from talent_portal.matching_days.errors import RankingsClosed, RankingUnfit
from talent_portal.matching_days.models import MatchingDay, Programme, Ranking, RankingSheet
from talent_portal.matching_days.queries import about, changing, days, rankings
from talent_portal.matching_days.rules.states import DayState

MOST_PLACES = 9_999
Places = Mapping[str, int | None]


def save_ranking(
    actor: Actor, reference: str, organisation: str, places: Places, expected_version: int
) -> RankingSheet:  # fmt: skip
    """Keep a sheet that does not count yet (one that was submitted has to be submitted again).

    `places` are by number of the applicant; None, or no entry, is somebody the municipality would not take.
    Raises `NoResultFound` (404), `RankingsClosed`, `RankingUnfit` or `Stale`.
    """
    return _write(actor, reference, organisation, places, expected_version, submit=False)


def submit_ranking(
    actor: Actor, reference: str, organisation: str, places: Places, expected_version: int
) -> RankingSheet:  # fmt: skip
    """Say whom the municipality would take, in which order; equals are told apart by one lottery for everybody.

    It may be sent again until the round is matched. Raises as `save_ranking`.
    """
    return _write(actor, reference, organisation, places, expected_version, submit=True)


def _write(  # noqa: PLR0913 - one sheet, and whether it counts
    actor: Actor, reference: str, organisation: str, places: Places, expected_version: int, *, submit: bool
) -> RankingSheet:  # fmt: skip
    deed = "matching-sheet.submitted" if submit else "matching-sheet.saved"
    session = reading()
    known = days.by_reference(session, reference)
    office = session.scalars(sa.select(Organisation).where(Organisation.reference == organisation)).one()
    _must_be_theirs(actor, deed, known, office, submit=submit)
    with noting(actor, deed, about(known), RankingsClosed), transaction() as session:
        day = changing.day_to_write_in(session, known.id)
        if day.state is not DayState.RANKING:
            raise RankingsClosed
        programme = changing.programme_of(session, day.id, office.id)
        sheet = _sheet(session, actor, programme, day.round, expected_version)
        ranked = _fill(session, sheet, programme, places)
        sheet.saved_at, sheet.saved_by = clock.now(), actor.reference
        sheet.submitted_at = clock.now() if submit else None
        sheet.submitted_by = actor.reference if submit else ""
        audit.record(session, actor, deed, about(day), programme=programme.reference, round=day.round, ranked=ranked)
    return sheet


def _must_be_theirs(actor: Actor, deed: str, day: MatchingDay, office: Organisation, *, submit: bool) -> None:
    """Hide other municipalities' sheets; the attempt is noted. Whom a municipality would take it decides alone."""
    permission = Permission.SELECTION_RECORD if submit else Permission.SELECTION_PREPARE
    allowed = actor.scope(permission) is Scope.ORG and actor.organisation_id == office.id
    if not allowed:
        audit.note_denied(actor, deed, about(day))
    policies.must(allowed)


def _sheet(session: Session, actor: Actor, programme: Programme, number: int, expected_version: int) -> RankingSheet:
    """Return the sheet to write on, new where there was none; raise `Stale` for a page of another version."""
    sheet = changing.sheet_to_change(session, programme.id, number)
    if expected_version != (sheet.version if sheet else 0):
        raise Stale
    if sheet is None:
        sheet = RankingSheet(programme_id=programme.id, round=number, version=0, saved_by=actor.reference)
        session.add(sheet)
    sheet.version += 1
    session.flush()
    return sheet


def _fill(session: Session, sheet: RankingSheet, programme: Programme, places: Places) -> int:
    """Replace what the sheet says; return how many people are ranked."""
    people = {one.number: one.id for one in rankings.candidates(session, programme.id, sheet.round)}
    ranked = {number: place for number, place in places.items() if place is not None}
    for number, place in ranked.items():
        if number not in people or not 0 < place <= MOST_PLACES:
            raise RankingUnfit(field=number)
    session.execute(sa.delete(Ranking).where(Ranking.sheet_id == sheet.id))
    session.add_all(
        Ranking(sheet_id=sheet.id, applicant_id=people[number], place=place) for number, place in ranked.items()
    )
    return len(ranked)
