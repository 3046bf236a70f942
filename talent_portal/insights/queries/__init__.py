"""What waits on whom, counted over all features. A constant number of statements per page; nothing is changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor, ActorKind
from talent_portal.insights.queries.cases import cases_waiting, introductions_waiting
from talent_portal.insights.queries.letters import calls_waiting, letters_waiting
from talent_portal.insights.queries.matching_days import days_waiting, rankings_waiting
from talent_portal.insights.queries.people import new_people, people_waiting
from talent_portal.insights.queries.persons import person_waiting
from talent_portal.insights.queries.requests import new_requests, requests_of, requests_to_open
from talent_portal.insights.queries.rows import SOON, Waiting
from talent_portal.insights.queries.runs import runs_waiting
from talent_portal.insights.queries.sessions import booths_by_code, booths_waiting, fairs_waiting
from talent_portal.insights.queries.surveys import surveys_waiting
from talent_portal.insights.queries.terms import terms_waiting
from talent_portal.insights.rules.kinds import KINDS
from talent_portal.matching_days.current import switched_on

__all__ = ["Figures", "Waiting", "booths_by_code", "figures", "queue"]

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figures:
    """The four counts on top of a coordinator's home."""

    unanswered: int
    due_soon: int
    new_requests: int
    new_people: int


def queue(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits on this person under this membership, soonest first."""
    if actor.kind is ActorKind.SPECIALIST:
        return _soonest(person_waiting(session, actor.account_id) if actor.account_id is not None else [], now)
    rows: list[Waiting] = []
    if actor.may("letter:read"):
        rows += letters_waiting(session, now)
    if actor.may("phone-task:do"):
        rows += calls_waiting(session)
    if actor.may("fair:manage"):
        rows += fairs_waiting(session, now)
    elif actor.may("booth:edit") and actor.organisation_id is not None:
        rows += booths_waiting(session, now, actor.organisation_id)
    if actor.may("match:run"):
        rows += [*cases_waiting(session, actor), *runs_waiting(session, actor, now)]
    elif actor.may("selection:prepare") and actor.organisation_id is not None:
        rows += introductions_waiting(session, actor.organisation_id)
    if actor.may("form-check:read"):
        rows += terms_waiting(session, actor)
    rows += [*_requests(session, actor, now), *_matching_days(session, actor)]
    return _soonest(rows, now)


def _soonest(rows: list[Waiting], now: datetime) -> list[Waiting]:
    return sorted(rows, key=lambda row: row.since or row.due or now + A_YEAR)


def _matching_days(session: Session, actor: Actor) -> list[Waiting]:
    """Return what matching days ask of this person, where there are any in use."""
    if not switched_on():
        return []
    if actor.may("match:run"):
        return days_waiting(session)
    if actor.may("selection:prepare") and actor.organisation_id is not None:
        return rankings_waiting(session, actor.organisation_id)
    return []


def _requests(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what requests, surveys and the register ask of this person."""
    rows: list[Waiting] = []
    if actor.may("provisional:confirm"):
        rows += people_waiting(session)
    if actor.may("need:open"):
        rows += requests_to_open(session, now)
    if actor.may("need:edit") and actor.organisation_id is not None:
        rows += requests_of(session, actor.organisation_id)
        rows += surveys_waiting(session, actor.organisation_id)
    return rows


def figures(session: Session, now: datetime, rows: list[Waiting]) -> Figures:
    """Return the counts over a coordinator's rows, and what came in during the last seven days."""
    answers = [row for row in rows if KINDS[row.kind].counts_as == "answer"]
    return Figures(
        unanswered=sum(row.count or 1 for row in answers),
        due_soon=sum(1 for row in rows if row.due is not None and row.due <= now + SOON),
        new_requests=new_requests(session, now),
        new_people=new_people(session, now),
    )
