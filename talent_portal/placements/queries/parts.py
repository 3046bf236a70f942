"""The parts of a joint request, and whose half-days some terms give to whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.accounts.models import Organisation
from talent_portal.needs.models import NeedShare, ShareState
from talent_portal.placements.rules.parts import Part

TownPart = tuple[Organisation, int]


def shares(session: Session, need_id: int) -> Sequence[NeedShare]:
    """Return the confirmed parts with their municipalities, in the order of the request; none for one alone."""
    wanted = sa.select(NeedShare).where(NeedShare.need_id == need_id, NeedShare.state == ShareState.CONFIRMED)
    ordered = wanted.order_by(NeedShare.position, NeedShare.id).options(selectinload(NeedShare.organisation))
    return session.scalars(ordered).all()


def agreed_parts(session: Session, need_id: int) -> dict[int, int]:
    """Return the agreed half-days (a week; a month for a monthly pattern) by organisation, in the same order."""
    return {share.organisation_id: share.half_days for share in shares(session, need_id)}


def named(agreed: Sequence[NeedShare], parts: Sequence[Part]) -> list[TownPart]:
    """Return (municipality, half-days of the week) for the parts of some terms, in the order of the request."""
    masks = dict(parts)
    return [(share.organisation, masks[share.organisation_id]) for share in agreed if share.organisation_id in masks]
