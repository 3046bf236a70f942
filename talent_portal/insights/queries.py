"""What waits on whom, counted over all features. A constant number of statements per page; nothing is changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute as Column
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.fairs.models import Booking, Booth, Fair, FairState, Registration, RegistrationState
from talent_portal.fairs.models.fair import RUNNING
from talent_portal.outbox.models import Letter, PhoneTask
from talent_portal.outbox.rules import UNSENT, LetterState

STUCK_AFTER = timedelta(minutes=5)
SOON = timedelta(days=7)
NEW = timedelta(days=7)
FAILED = (LetterState.FAILED, LetterState.BOUNCED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of a queue: what kind of thing, which one, how many, since when, and by when."""

    kind: str
    reference: str = ""
    title_ja: str = ""
    title_en: str = ""
    count: int = 0
    total: int = 0
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts on top of a coordinator's home."""

    unanswered: int
    due_soon: int
    calls: int
    new_sign_ups: int


def booths_by_code(session: Session, now: datetime) -> dict[str, int]:
    """Return how many booths each organisation (by code) has at the sessions still to come."""
    wanted = (
        sa.select(Organisation.code, sa.func.count())
        .join(Booth, Booth.organisation_id == Organisation.id)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(Fair.state.in_(RUNNING), Fair.ends_at >= now)
        .group_by(Organisation.code)
    )
    return dict(session.execute(wanted).all())


def letters_waiting(session: Session, now: datetime) -> list[Waiting]:
    """Return one row for the letters that should have left, and one for those that came back this week."""
    late = _count_and_first(
        session, Letter.id, Letter.due_at, Letter.state.in_(UNSENT), Letter.next_at < now - STUCK_AFTER
    )
    back = _count_and_first(
        session, Letter.id, Letter.settled_at, Letter.state.in_(FAILED), Letter.settled_at >= now - NEW
    )
    found = (("letters_late", *late), ("letters_back", *back))
    return [Waiting(kind, count=count, since=since) for kind, count, since in found if count]


def calls_waiting(session: Session) -> list[Waiting]:
    """Return one row for the people to be called, with the earliest deadline."""
    count, due = _count_and_first(session, PhoneTask.id, PhoneTask.due_at, PhoneTask.done_at.is_(None))
    return [Waiting("calls", count=count, due=due)] if count else []


def _count_and_first(
    session: Session, counted: Column[int], moment: Column[Any], *where: sa.ColumnElement[bool]
) -> tuple[int, datetime | None]:
    wanted = sa.select(sa.func.count(counted), sa.func.min(moment)).where(*where)
    count, first = session.execute(wanted).one()
    return count, first


def fairs_waiting(session: Session, now: datetime) -> list[Waiting]:
    """Return what sessions ask of the coordinator, soonest first."""
    pending = _registrations(RegistrationState.PENDING)
    silent = sa.select(sa.func.count()).where(Booth.fair_id == Fair.id, Booth.message_ja == "").scalar_subquery()
    open_states = (FairState.DRAFT, *RUNNING)
    first_end = (
        sa.select(sa.func.min(Registration.held_until))
        .where(Registration.fair_id == Fair.id, Registration.state == RegistrationState.PENDING)
        .scalar_subquery()
    )
    wanted = sa.select(Fair, pending, first_end, silent).where(Fair.state.in_(open_states))
    found = session.execute(wanted.order_by(Fair.starts_at, Fair.id))
    return [row for fair, held, until, booths in found for row in _of_fair(fair, held, until, booths, now)]


def _registrations(state: RegistrationState) -> sa.ScalarSelect[int]:
    of_fair = sa.select(sa.func.count()).where(Registration.fair_id == Fair.id, Registration.state == state)
    return of_fair.scalar_subquery()


def _of_fair(fair: Fair, pending: int, until: datetime | None, silent: int, now: datetime) -> list[Waiting]:
    def row(kind: str, count: int = 0, total: int = 0, due: datetime | None = None) -> Waiting:
        return Waiting(kind, fair.reference, fair.title_ja, fair.title_en, count, total, None, due)

    if fair.state is FairState.DRAFT:
        return [row("fair_draft", due=fair.sign_up_opens_at)]
    if fair.ends_at < now:
        return [row("fair_over")]
    rows = []
    if now <= fair.sign_up_closes_at <= now + SOON:
        rows.append(row("fair_closing", fair.taken, fair.places, fair.sign_up_closes_at))
    if pending:
        rows.append(row("fair_pending", pending, due=until))
    if silent:
        rows.append(row("fair_silent", silent, due=fair.starts_at))
    return rows


def booths_waiting(session: Session, now: datetime, organisation_id: int) -> list[Waiting]:
    """Return what the coming sessions ask of one municipality: a message to write, or a day to prepare."""
    talks = sa.select(sa.func.count()).where(Booking.booth_id == Booth.id, Booking.active).scalar_subquery()
    wanted = (
        sa.select(Booth, Fair, talks)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(Booth.organisation_id == organisation_id, Fair.state.in_((FairState.DRAFT, *RUNNING)))
        .where(Fair.ends_at >= now)
        .order_by(Fair.starts_at, Fair.id)
    )
    return [_of_booth(booth, fair, count) for booth, fair, count in session.execute(wanted)]


def _of_booth(booth: Booth, fair: Fair, talks: int) -> Waiting:
    kind, reference = ("booth_ready", fair.reference) if booth.message_ja else ("booth_silent", booth.reference)
    return Waiting(kind, reference, fair.title_ja, fair.title_en, talks, due=fair.starts_at)


def figures(session: Session, now: datetime, rows: list[Waiting]) -> Figures:
    """Return the counts over a coordinator's rows, and the sign-ups of the last seven days."""
    confirmed = (Registration.state == RegistrationState.CONFIRMED, Registration.created_at >= now - NEW)
    return Figures(
        unanswered=sum(row.count for row in rows if row.kind in {"fair_pending", "fair_silent"}),
        due_soon=sum(1 for row in rows if row.due is not None and row.due <= now + SOON),
        calls=sum(row.count for row in rows if row.kind == "calls"),
        new_sign_ups=session.scalar(sa.select(sa.func.count(Registration.id)).where(*confirmed)) or 0,
    )
