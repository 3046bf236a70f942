"""Who may be introduced to whom: open requests, active people, hidden from none of those who ask."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from talent_portal.introductions.models import Proposal
from talent_portal.needs.models import SEEKING, Need, NeedShare, ShareState
from talent_portal.specialists import queries as specialists
from talent_portal.specialists.models import HideFrom, Specialist, SpecialistState

Key = sa.ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
# A pause is no farewell.
THERE = frozenset({SpecialistState.ACTIVE, SpecialistState.PAUSED})


def is_asking(session: Session, need_id: int) -> bool:
    """Return whether candidates may be kept for a request."""
    open_need = sa.select(Need.id).where(Need.id == need_id, Need.state.in_(SEEKING))
    return session.scalar(open_need) is not None


def people_ids(session: Session, references: Collection[str]) -> list[int]:
    """Return the ids of the people named, in a stable order; unknown names are nobody."""
    return list(
        session.scalars(sa.select(Specialist.id).where(Specialist.reference.in_(references)).order_by(Specialist.id))
    )


def open_pairs(session: Session, need_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return the (request, person) pairs that have an open case already."""
    known = sa.select(Proposal.need_id, Proposal.specialist_id)
    known = known.where(
        Proposal.need_id.in_(need_ids), Proposal.ended_at.is_(None), Proposal.specialist_id.is_not(None)
    )
    return {(row.need_id, row.specialist_id) for row in session.execute(known)}


def is_candidate(session: Session, need_id: int, specialist_id: int) -> bool:
    """Return whether the person has an open case for this request."""
    known = sa.select(Proposal.id).where(
        Proposal.need_id == need_id, Proposal.specialist_id == specialist_id, Proposal.ended_at.is_(None)
    )
    return session.scalar(known) is not None


def may_be_introduced(session: Session, specialist_id: int, need_id: int) -> bool:
    """Return whether a person is active and hidden from none of those who ask."""
    fit = sa.and_(_is_active(), sa.not_(_hidden(Specialist.id, sa.literal(need_id))))
    return session.scalar(sa.select(Specialist.id).where(Specialist.id == specialist_id, fit)) is not None


def is_hidden(session: Session, specialist_id: int, need_id: int) -> bool:
    """Return whether a person does not want to be seen by one of those who ask."""
    return bool(session.scalar(sa.select(_hidden(sa.literal(specialist_id), sa.literal(need_id)))))


def not_hidden() -> sa.ColumnElement[bool]:
    """Return, as a condition on `Proposal`, that the person is hidden from none of those who ask."""
    return sa.not_(_hidden(Proposal.specialist_id, Proposal.need_id))


def is_active() -> sa.ColumnElement[bool]:
    """Return, as a condition on `Proposal`, that the person is active in the register."""
    person = sa.select(Specialist.id).where(Specialist.id == Proposal.specialist_id, _is_active())
    return person.correlate(Proposal).exists()


def is_there() -> sa.ColumnElement[bool]:
    """Return, as a condition on `Proposal`, that the person has not left the register (a pause does not count)."""
    person = sa.select(Specialist.id).where(Specialist.id == Proposal.specialist_id, Specialist.state.in_(THERE))
    return person.correlate(Proposal).exists()


def is_partner(organisation_id: int | None) -> sa.ColumnElement[bool]:
    """Return, as a condition on `Need`, that this body takes part in its joint request."""
    part = sa.select(NeedShare.id).where(
        NeedShare.need_id == Need.id,
        NeedShare.organisation_id == organisation_id,
        NeedShare.state != ShareState.DECLINED,
    )
    return part.correlate(Need).exists()


def _is_active() -> sa.ColumnElement[bool]:
    """Return that somebody is active and willing to be shown unnamed."""
    return Specialist.id.in_(specialists.referable())


def _hidden(specialist_id: Key, need_id: Key) -> sa.ColumnElement[bool]:
    """Return that somebody is hidden from the asking body or from any partner of its request."""
    asks = sa.select(Need.organisation_id).where(Need.id == need_id)
    joins = sa.select(NeedShare.organisation_id).where(
        NeedShare.need_id == need_id, NeedShare.state != ShareState.DECLINED
    )
    hidden = sa.select(HideFrom.id).where(
        HideFrom.specialist_id == specialist_id,
        sa.or_(HideFrom.organisation_id.in_(asks), HideFrom.organisation_id.in_(joins)),
    )
    return hidden.exists()
