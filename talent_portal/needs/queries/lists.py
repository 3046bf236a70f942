"""Lists of requests: what a reader may see, narrowed by state and role, with the counts of what could be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.paging import FULL_ROWS, Page
from talent_portal.needs.models import SEEKING, Audience, Need, NeedShare, NeedState

OWN, OTHERS, ALL = "own", "others", "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFilter:
    """What a list is narrowed to; empty means everything the reader may see."""

    whose: str = ALL
    state: str = ""
    profession: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests each choice would leave."""

    whose: Mapping[str, int]
    states: Mapping[str, int]
    professions: Mapping[str, int]


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition under which a row may be shown; says in SQL what `policies.may_read` says of one row."""
    grant = actor.grant(Permission.NEED_READ)
    if grant.scope is not Scope.ALL:
        return sa.false()
    told = sa.and_(
        Need.state != NeedState.DRAFT, sa.or_(Need.state != NeedState.WITHDRAWN, Need.submitted_at.is_not(None))
    )
    if not grant.condition:
        return sa.or_(told, Need.organisation_id == actor.organisation_id)
    theirs_open = sa.and_(Need.state.in_(SEEKING), Need.audience != Audience.PREFECTURE)
    return sa.or_(Need.organisation_id == actor.organisation_id, sa.and_(told, _is_partner(actor)), theirs_open)


def _is_partner(actor: Actor) -> sa.ColumnElement[bool]:
    partner = sa.select(NeedShare.need_id).where(NeedShare.organisation_id == actor.organisation_id)
    return Need.id.in_(partner)


def _whose(actor: Actor, whose: str) -> sa.ColumnElement[bool]:
    own = sa.or_(Need.organisation_id == actor.organisation_id, _is_partner(actor))
    return {OWN: own, OTHERS: sa.not_(own)}.get(whose, sa.true())


def _narrowed(actor: Actor, wanted: NeedFilter) -> list[sa.ColumnElement[bool]]:
    conditions = [visible(actor), _whose(actor, wanted.whose)]
    if wanted.state:
        conditions.append(Need.state == NeedState(wanted.state))
    if wanted.profession:
        conditions.append(Need.profession == wanted.profession)
    return conditions


def page(session: Session, actor: Actor, wanted: NeedFilter, number: int) -> Page[Need]:
    """Return one page, what waits longest in its state first among those still running, ended ones last."""
    where = _narrowed(actor, wanted)
    total = session.scalar(sa.select(sa.func.count()).select_from(Need).where(*where)) or 0
    rows = session.scalars(_ordered(where).limit(FULL_ROWS).offset((number - 1) * FULL_ROWS))
    return Page(list(rows), number, total, FULL_ROWS)


def everything(session: Session, actor: Actor, wanted: NeedFilter) -> list[Need]:
    """Return the whole list, for a file."""
    return list(session.scalars(_ordered(_narrowed(actor, wanted))))


def _ordered(where: list[sa.ColumnElement[bool]]) -> sa.Select[Need]:
    running = sa.case((Need.ended_at.is_(None), 0), else_=1)
    return _shown().where(*where).order_by(running, sa.desc(Need.ended_at), Need.state_since, Need.id)


def counts(session: Session, actor: Actor, wanted: NeedFilter) -> Counts:
    """Return how many rows each chip would leave, the other chips kept."""
    mine = _count(session, visible(actor), _whose(actor, OWN))
    seen = _count(session, visible(actor))
    without_state = _narrowed(actor, NeedFilter(whose=wanted.whose, profession=wanted.profession))
    without_role = _narrowed(actor, NeedFilter(whose=wanted.whose, state=wanted.state))
    states = session.execute(sa.select(Need.state, sa.func.count()).where(*without_state).group_by(Need.state))
    roles = session.execute(sa.select(Need.profession, sa.func.count()).where(*without_role).group_by(Need.profession))
    return Counts(
        whose={ALL: seen, OWN: mine, OTHERS: seen - mine},
        states={row[0].value: row[1] for row in states},
        professions={row[0]: row[1] for row in roles},
    )


def _count(session: Session, *where: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Need).where(*where)) or 0


def public(session: Session, profession: str = "") -> list[Need]:
    """Return the work that municipalities show to everybody, newest first."""
    where = [Need.state.in_(SEEKING), Need.audience == Audience.PUBLIC]
    if profession:
        where.append(Need.profession == profession)
    return list(session.scalars(_shown().where(*where).order_by(Need.opened_at.desc(), Need.id.desc())))


def public_one(session: Session, reference: str) -> Need:
    """Return one piece of public work; raise `NoResultFound` (404) for anything else."""
    where = (Need.reference == reference, Need.state.in_(SEEKING), Need.audience == Audience.PUBLIC)
    return session.scalars(_shown().where(*where)).one()


def _shown() -> sa.Select[Need]:
    return sa.select(Need).options(
        joinedload(Need.organisation),
        selectinload(Need.shares).joinedload(NeedShare.organisation),
        selectinload(Need.qualifications),
    )


def to_expire(session: Session, today: date) -> list[str]:
    """Return the references of requests whose last day has passed."""
    running = (NeedState.SUBMITTED, *SEEKING)
    over = sa.func.coalesce(Need.closes_on, Need.ends_on) < today
    return list(session.scalars(sa.select(Need.reference).where(Need.state.in_(running), over).order_by(Need.id)))


def without_proposal(session: Session, opened_before: datetime, days: int) -> list[str]:
    """Return the open requests nobody was proposed for since `opened_before`, not reminded for these `days` yet."""
    quiet = sa.and_(Need.state == NeedState.OPEN, Need.first_proposal_at.is_(None), Need.reminded_days < days)
    wanted = sa.select(Need.reference).where(quiet, Need.opened_at <= opened_before).order_by(Need.id)
    return list(session.scalars(wanted))
