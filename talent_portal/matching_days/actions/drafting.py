"""Prepare a matching day: its seats, limits and dates, until it opens."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days.actions.drafts import DayDraft
from talent_portal.matching_days.actions.steps import must_be_fresh, must_run, noting
from talent_portal.matching_days.errors import (
    AreaUnknown,
    DatesInDisorder,
    DayStepImpossible,
    NoProgrammes,
    SeatsUnfit,
)
from talent_portal.matching_days.models import AreaCap, MatchingDay, MatchingRound, Programme
from talent_portal.matching_days.queries import about, changing
from talent_portal.matching_days.rules.states import DayState
from talent_portal.municipalities import queries as municipalities
from talent_portal.professions import queries as professions

MOST_WISHES = 3
MOST_SEATS = 999


def create_day(actor: Actor, draft: DayDraft, key: str) -> MatchingDay:
    """Keep a draft that nobody is told of yet; the same form sent twice makes one.

    Raises `DayForbidden`, `NoProgrammes`, `SeatsUnfit`, `AreaUnknown` or `DatesInDisorder`.
    """
    must_run(actor, "matching-day.created", "matching-day:new")
    _check(draft)
    try:
        with transaction() as session:
            return changing.day_by_key(session, key) or _keep(session, actor, draft, key)
    except IntegrityError:
        found = changing.day_by_key(reading(), key)
        if found is None:
            raise
        return found


def _keep(session: Session, actor: Actor, draft: DayDraft, key: str) -> MatchingDay:
    day = MatchingDay(idempotency_key=key, **_facts(session, draft))
    session.add(day)
    session.flush()
    dates = {"wishes_until": draft.wishes_until, "ranks_until": draft.ranks_until}
    session.add(MatchingRound(day_id=day.id, number=1, **dates))
    _lay_out(session, day, draft)
    audit.record(session, actor, "matching-day.created", about(day), programmes=len(draft.programmes))
    return day


def change_day(actor: Actor, reference: str, draft: DayDraft, expected_version: int) -> MatchingDay:
    """Replace everything about a draft but its applicants.

    Raises what `create_day` does, `StaleDay`, or `DayStepImpossible` once it has opened.
    """
    must_run(actor, "matching-day.changed", f"matching-day:{reference}")
    _check(draft)
    subject = f"matching-day:{reference}"
    with noting(actor, "matching-day.changed", subject, DayStepImpossible), transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        if day.state is not DayState.DRAFT:
            raise DayStepImpossible(state=day.state.value, event="change")
        for name, value in _facts(session, draft).items():
            setattr(day, name, value)
        now = changing.round_of(session, day)
        now.wishes_until, now.ranks_until = draft.wishes_until, draft.ranks_until
        for table in (Programme, AreaCap):
            session.execute(sa.delete(table).where(table.day_id == day.id))
        _lay_out(session, day, draft)
        day.version += 1
        audit.record(session, actor, "matching-day.changed", about(day), version=day.version)
    return day


def _check(draft: DayDraft) -> None:
    """Raise for a draft that makes no sense whatever the database says."""
    if not draft.programmes:
        raise NoProgrammes(field="programmes")
    counts = [one.seats for one in draft.programmes]
    repeated = len({one.organisation for one in draft.programmes}) < len(counts)
    if repeated or not all(0 < count <= MOST_SEATS for count in (*counts, *draft.caps.values())):
        raise SeatsUnfit(field="programmes")
    if not 0 < draft.most_wishes <= MOST_WISHES:
        raise SeatsUnfit(field="most_wishes")
    if draft.wishes_until >= draft.ranks_until:
        raise DatesInDisorder(field="ranks_until")


def _facts(session: Session, draft: DayDraft) -> dict[str, object]:
    return {
        "title_ja": draft.title_ja,
        "title_en": draft.title_en,
        "profession": professions.profession(session, draft.profession).code,
        "most_wishes": draft.most_wishes,
    }


def _lay_out(session: Session, day: MatchingDay, draft: DayDraft) -> None:
    """Add programmes and limits; a reference that is no municipality is not found (404)."""
    offices = _offices(session, [one.organisation for one in draft.programmes])
    regions = _regions(session)
    for one in draft.programmes:
        office = offices[one.organisation]
        region = regions.get(office.id, "")
        session.add(Programme(day_id=day.id, organisation_id=office.id, seats=one.seats, region=region))
    inside = {regions.get(office.id, "") for office in offices.values()}
    if not draft.caps.keys() <= inside - {""}:
        raise AreaUnknown(field="caps")
    session.add_all(AreaCap(day_id=day.id, region=code, at_most=limit) for code, limit in sorted(draft.caps.items()))
    session.flush()


def _offices(session: Session, references: list[str]) -> dict[str, Organisation]:
    wanted = sa.select(Organisation).where(
        Organisation.reference.in_(references), Organisation.kind == OrganisationKind.MUNICIPALITY
    )
    found = {office.reference: office for office in session.scalars(wanted)}
    if len(found) < len(references):
        raise NoResultFound
    return found


def _regions(session: Session) -> dict[int, str]:
    """Return the code of the area of each municipality, by its organisation, as drawn today."""
    drawn = municipalities.region_of(session, clock.today())
    return {
        town.organisation_id: drawn[town.id].code for town in municipalities.municipalities(session) if town.id in drawn
    }
