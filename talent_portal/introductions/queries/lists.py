"""Lists of cases: what the coordinator looks after, the candidates of one request, what a municipality may see."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core.actor import Actor
from talent_portal.core.paging import FULL_ROWS, Page
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries import asking
from talent_portal.introductions.rules.choices import spoken
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import NAMED, SHOWABLE, ProposalState
from talent_portal.needs.models import Need
from talent_portal.specialists.models import NeedAlias, Specialist


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list. `name` is empty wherever the reader must not know it."""

    reference: str
    version: int
    state: ProposalState
    waits_on: Party
    since: datetime
    due_at: datetime | None
    need_reference: str
    need_number: str
    title_ja: str
    title_en: str
    office_ja: str
    office_en: str
    number: str
    shown: bool
    name: str = ""
    subject: str = ""
    specialist_reference: str = ""


def cases(session: Session, waits_on: Party | None, page: int) -> Page[Row]:
    """Return the prefecture's open cases, the longest wait first; narrowed to whose turn it is."""
    wanted = _rows().where(Proposal.ended_at.is_(None), Proposal.specialist_id.is_not(None))
    if waits_on is not None:
        wanted = wanted.where(Proposal.waits_on == waits_on)
    in_order = wanted.order_by(Proposal.due_at.is_(None), Proposal.due_at, Proposal.id)
    return _page(session, in_order, page, named=True)


def counts(session: Session) -> dict[Party, int]:
    """Return how many open cases wait on whom."""
    wanted = (
        sa.select(Proposal.waits_on, sa.func.count())
        .where(Proposal.ended_at.is_(None), Proposal.specialist_id.is_not(None))
        .group_by(Proposal.waits_on)
    )
    return dict(session.execute(wanted).all())


def candidates(session: Session, need_id: int) -> list[Row]:
    """Return every candidate of one request for the coordinator, open ones first, in the order they were kept."""
    wanted = _rows().where(Proposal.need_id == need_id, Proposal.specialist_id.is_not(None))
    in_order = wanted.order_by(Proposal.ended_at.is_not(None), Proposal.id)
    return [_row(*row, named=True) for row in session.execute(in_order)]


def shown_to(session: Session, actor: Actor, page: int) -> Page[Row]:
    """Return what a municipality may see: cards shown to it and people introduced to it, never a name.

    The order is that of the random numbers, so that it says nothing about who is better.
    """
    shown = sa.and_(Proposal.shown_at.is_not(None), Proposal.state.in_(SHOWABLE))
    mine = sa.or_(Need.organisation_id == actor.organisation_id, asking.is_partner(actor.organisation_id))
    seen = sa.and_(mine, sa.or_(shown, Proposal.state.in_(NAMED)), asking.not_hidden())
    wanted = _rows().where(seen, Proposal.specialist_id.is_not(None))
    return _page(session, wanted.order_by(Need.id.desc(), NeedAlias.reference, Proposal.id), page, named=False)


def running(session: Session, specialist_id: int) -> list[str]:
    """Return the references of somebody's cases that have not ended, in the order they began."""
    theirs = sa.select(Proposal.reference).where(Proposal.specialist_id == specialist_id, Proposal.ended_at.is_(None))
    return list(session.scalars(theirs.order_by(Proposal.id)))


Selected = sa.Select[Proposal, Need, Organisation, Specialist, str]


def _rows() -> Selected:
    return (
        sa.select(Proposal, Need, Organisation, Specialist, NeedAlias.reference)
        .join(Need, Need.id == Proposal.need_id)
        .join(Organisation, Organisation.id == Need.organisation_id)
        .join(Specialist, Specialist.id == Proposal.specialist_id)
        .outerjoin(
            NeedAlias,
            sa.and_(NeedAlias.need_reference == Need.reference, NeedAlias.specialist_id == Proposal.specialist_id),
        )
    )


def _page(session: Session, wanted: Selected, page: int, *, named: bool) -> Page[Row]:
    ids = wanted.order_by(None).with_only_columns(Proposal.id)
    total = session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0
    found = session.execute(wanted.limit(FULL_ROWS).offset((page - 1) * FULL_ROWS))
    return Page([_row(*row, named=named) for row in found], page, total, FULL_ROWS)


def _row(  # noqa: PLR0913 - one argument for each table
    proposal: Proposal, need: Need, office: Organisation, person: Specialist, alias: str | None, *, named: bool
) -> Row:
    return Row(
        reference=proposal.reference,
        version=proposal.version,
        state=proposal.state,
        waits_on=proposal.waits_on,
        since=proposal.since,
        due_at=proposal.due_at,
        need_reference=need.reference,
        need_number=need.number,
        title_ja=need.title_ja,
        title_en=need.title_en,
        office_ja=office.name_ja,
        office_en=office.name_en,
        number=spoken(alias or proposal.reference),
        shown=proposal.shown_at is not None,
        name=person.name if named else "",
        subject=f"specialist:{person.reference}" if named else "",
        specialist_reference=person.reference if named else "",
    )
