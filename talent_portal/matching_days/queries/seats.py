"""What is offered in the present round: seats less the places already given, inside what each area still lets in."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.matching_days.models import Applicant, AreaCap, MatchingDay, Programme
from talent_portal.municipalities.models import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area in which municipalities take part; `at_most` and `left` are None where it has no limit."""

    code: str
    name_ja: str
    name_en: str
    at_most: int | None
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One municipality with its seats; `left` is what it can still give in the present round, its area allowing."""

    programme: str
    programme_id: int
    organisation_id: int
    organisation: str
    # The code of the municipality (全国地方公共団体コード), as everybody can look it up.
    code: str
    name_ja: str
    name_en: str
    seats: int
    # Of its own seats, whatever the area says.
    free: int
    left: int
    area: Area | None

    @property
    def offered(self) -> bool:
        """Return whether anybody can still be placed here."""
        return self.left > 0


def offers(session: Session, day: MatchingDay) -> list[Offer]:
    """Return every municipality of a day in official order (行政順)."""
    placed = _placed(session, day.id)
    rows = list(session.execute(_programmes(day.id)))
    inside: Counter[str] = Counter()
    for programme, _ in rows:
        inside[programme.region] += placed[programme.id]
    known = {area.code: area for area in _areas(session, day.id, inside)}
    return [_offer(programme, office, placed[programme.id], known.get(programme.region)) for programme, office in rows]


def areas(found: list[Offer]) -> list[Area]:
    """Return the areas of these municipalities, each once, in their order."""
    return list({offer.area.code: offer.area for offer in found if offer.area}.values())


def _programmes(day_id: int) -> sa.Select[Programme, Organisation]:
    return (
        sa.select(Programme, Organisation)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(Programme.day_id == day_id)
        .order_by(Organisation.position, Organisation.code)
    )


def _placed(session: Session, day_id: int) -> Counter[int | None]:
    counted = sa.select(Applicant.placed_id, sa.func.count()).where(
        Applicant.day_id == day_id, Applicant.placed_id.is_not(None)
    )
    return Counter(dict(session.execute(counted.group_by(Applicant.placed_id)).all()))


def _areas(session: Session, day_id: int, inside: Counter[str]) -> list[Area]:
    limits = dict(session.execute(sa.select(AreaCap.region, AreaCap.at_most).where(AreaCap.day_id == day_id)).all())
    drawn = sa.select(Region).where(Region.code.in_(list(inside))).order_by(Region.position, Region.code)
    return [
        Area(
            code=region.code,
            name_ja=region.name_ja,
            name_en=region.name_en,
            at_most=limits.get(region.code),
            left=limits[region.code] - inside[region.code] if region.code in limits else None,
        )
        for region in session.scalars(drawn)
    ]


def _offer(programme: Programme, office: Organisation, placed: int, area: Area | None) -> Offer:
    free = programme.seats - placed
    return Offer(
        programme=programme.reference,
        programme_id=programme.id,
        organisation_id=office.id,
        organisation=office.reference,
        code=office.code,
        name_ja=office.name_ja,
        name_en=office.name_en,
        seats=programme.seats,
        free=free,
        left=free if area is None or area.left is None else min(free, area.left),
        area=area,
    )
