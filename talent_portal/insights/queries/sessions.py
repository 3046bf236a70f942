"""What joint recruitment sessions ask of the coordinator and of each municipality."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.fairs.models import Booking, Booth, Fair, FairState, Registration, RegistrationState
from talent_portal.fairs.models.fair import RUNNING
from talent_portal.insights.queries.rows import SOON, Waiting


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
