"""What everybody may see of a matching day: dates, seats, digests of the seeds, and totals once they are published."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.matching_days.models import MatchingDay, MatchingRound, Outcome
from talent_portal.matching_days.queries.days import rounds
from talent_portal.matching_days.queries.seats import Area, Offer, areas, offers
from talent_portal.matching_days.rules.states import LAST, PUBLIC, RUNNING
from talent_portal.professions.models import Profession


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRound:
    """One round; seed, order and totals are empty before its outcome is published."""

    round: MatchingRound
    seed: str
    drawn: tuple[str, ...]
    people: int
    placed: int
    seats: int
    blocked: int

    @property
    def published(self) -> bool:
        """Return whether its outcome is out."""
        return self.round.published_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDay:
    """One matching day as everybody sees it."""

    day: MatchingDay
    profession: Profession | None
    offers: tuple[Offer, ...]
    rounds: tuple[PublicRound, ...]

    @property
    def left_counts(self) -> bool:
        """Return whether a second round runs, over the seats that the first one left."""
        return self.day.round == LAST and self.day.state in RUNNING

    @property
    def areas(self) -> list[Area]:
        """Return the areas with a common limit."""
        return [area for area in areas(list(self.offers)) if area.at_most is not None]


def public_day(session: Session, reference: str) -> PublicDay:
    """Return one day; raise `NoResultFound` (404) for a draft or for none."""
    known = sa.select(MatchingDay).where(MatchingDay.reference == reference, MatchingDay.state.in_(PUBLIC))
    day = session.scalars(known).one()
    kept = {one.round: one for one in session.scalars(sa.select(Outcome).where(Outcome.day_id == day.id))}
    return PublicDay(
        day=day,
        profession=session.scalars(sa.select(Profession).where(Profession.code == day.profession)).one_or_none(),
        offers=tuple(offers(session, day)),
        rounds=tuple(
            _round(one, kept.get(one.number) if one.published_at else None)
            for one in rounds(session, day)
            if one.opened_at
        ),
    )


def _round(one: MatchingRound, kept: Outcome | None) -> PublicRound:
    if kept is None:
        return PublicRound(round=one, seed="", drawn=(), people=0, placed=0, seats=0, blocked=0)
    explained = kept.stability.get("explained", [])
    return PublicRound(
        round=one,
        seed=one.seed or "",
        drawn=tuple(kept.drawn),
        people=kept.people,
        placed=kept.placed,
        seats=kept.seats,
        blocked=len(explained) if isinstance(explained, list) else 0,
    )
