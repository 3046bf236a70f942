"""Who has claimed which half-days of a week."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core.i18n import local
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.rules.week import Claim, Town, towns
from talent_portal.specialists.models import ClaimState, HalfDay


def claims(session: Session, specialist_ids: Collection[int], monday: date) -> dict[int, list[Claim]]:
    """Return the claimed half-days of the week that begins on `monday`, by person."""
    owner = sa.func.coalesce(Offer.organisation_id, Placement.organisation_id)
    wanted = (
        sa.select(HalfDay, owner, sa.func.coalesce(HalfDay.organisation_id, owner))
        .outerjoin(Offer, sa.and_(HalfDay.source == "offer", HalfDay.source_reference == Offer.reference))
        .outerjoin(Placement, sa.and_(HalfDay.source == "placement", HalfDay.source_reference == Placement.reference))
        .where(
            HalfDay.specialist_id.in_(specialist_ids),
            HalfDay.day.between(monday, monday + timedelta(days=6)),
        )
        .order_by(HalfDay.day, HalfDay.half)
    )
    found: dict[int, list[Claim]] = defaultdict(list)
    for row, owner_id, organisation_id in session.execute(wanted):
        decided = row.state is ClaimState.TAKEN
        found[row.specialist_id].append(
            Claim(day=row.day, half=row.half, organisation_id=organisation_id, owner_id=owner_id, decided=decided)
        )
    return found


def key(session: Session, organisation_ids: Collection[int | None]) -> dict[int, Town]:
    """Return the municipalities of a key, in official order, each with its colour."""
    wanted = sa.select(Organisation).where(Organisation.id.in_({one for one in organisation_ids if one is not None}))
    ordered = session.scalars(wanted.order_by(Organisation.position, Organisation.id))
    return towns({office.id: local(office, "name") for office in ordered})
