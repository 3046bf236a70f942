"""Applicants: the office's list, and what one of them sees behind their link."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.paging import PAGE_SIZE, Page
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound, Outcome, Programme, Wish
from talent_portal.matching_days.queries.days import rounds
from talent_portal.matching_days.queries.seats import Offer, offers
from talent_portal.matching_days.rules.markets import Refusal, matched_of, refused_of
from talent_portal.matching_days.rules.states import DayState
from talent_portal.professions.models import Profession


@dataclass(frozen=True, slots=True)
class Why:
    """Why one wish did not come true: the municipality, a code of `words.REFUSALS`, the area that was full."""

    offer: Offer
    reason: str
    area_ja: str = ""
    area_en: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a published round came to for one person; `offer` is None where it brought no place."""

    round: int
    offer: Offer | None
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One applicant with their day: what they may choose from, what they named, and what came of it."""

    person: Applicant
    day: MatchingDay
    round: MatchingRound
    profession: Profession | None
    offers: tuple[Offer, ...]
    wishes: tuple[Offer, ...]
    results: tuple[Result, ...]

    @property
    def can_wish(self) -> bool:
        """Return whether wishes are taken now (their time may have passed by a minute)."""
        return self.person.takes_part and self.day.state is DayState.WISHING

    @property
    def can_withdraw(self) -> bool:
        """Return whether they may still leave by themselves."""
        return self.person.takes_part and self.day.state in {DayState.WISHING, DayState.RANKING}

    @property
    def choices(self) -> list[Offer]:
        """Return the municipalities that can be named."""
        return [offer for offer in self.offers if offer.offered]


def page(session: Session, day: MatchingDay, number: int) -> Page[Applicant]:
    """Return applicants by their numbers, one page; every name shown is to be noted by the caller."""
    mine = Applicant.day_id == day.id
    total = session.scalar(sa.select(sa.func.count()).select_from(Applicant).where(mine)) or 0
    wanted = sa.select(Applicant).where(mine).order_by(Applicant.number)
    rows = list(session.scalars(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)))
    return Page(rows, number, total)


def by_reference(session: Session, reference: str) -> Applicant:
    """Return one applicant with their day; raise `NoResultFound` (404) where there is none."""
    wanted = sa.select(Applicant).options(sa.orm.joinedload(Applicant.day)).where(Applicant.reference == reference)
    return session.scalars(wanted).one()


def holder(session: Session, day_id: int, number: str, email: str) -> Applicant | None:
    """Return who has this number and this address in a day; addresses are sealed, so the number finds the row."""
    found = sa.select(Applicant).where(Applicant.day_id == day_id, Applicant.number == number)
    person = session.scalars(found).one_or_none()
    return person if person is not None and person.email == email else None


def mine(session: Session, person: Applicant) -> Mine:
    """Return everything about one applicant's day that is theirs to see."""
    day = session.scalars(sa.select(MatchingDay).where(MatchingDay.id == person.day_id)).one()
    offered = offers(session, day)
    by_id = {offer.programme_id: offer for offer in offered}
    return Mine(
        person=person,
        day=day,
        round=rounds(session, day)[-1],
        profession=session.scalars(sa.select(Profession).where(Profession.code == day.profession)).one_or_none(),
        offers=tuple(offered),
        wishes=tuple(by_id[programme] for programme in wishes_of(session, person, day.round)),
        results=tuple(results(session, day, person.number, offered)),
    )


def wishes_of(session: Session, person: Applicant, number: int) -> list[int]:
    """Return the ids of the programmes somebody named in a round, best first."""
    named = sa.select(Wish.programme_id).where(Wish.applicant_id == person.id, Wish.round == number)
    return list(session.scalars(named.order_by(Wish.position)))


def results(session: Session, day: MatchingDay, number: str, offered: list[Offer]) -> list[Result]:
    """Return what each published round came to for the person of this number, as it was kept."""
    published = (
        sa.select(Outcome)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == Outcome.day_id, MatchingRound.number == Outcome.round))
        .where(Outcome.day_id == day.id, MatchingRound.published_at.is_not(None))
        .order_by(Outcome.round)
    )
    return [found for kept in session.scalars(published) if (found := result_of(kept, number, offered))]


def result_of(kept: Outcome, number: str, offered: list[Offer]) -> Result | None:
    """Return what a round came to for one person; None for somebody who was not in it."""
    by_name = {offer.programme: offer for offer in offered}
    where = matched_of(kept.result).get(number)
    why = tuple(_why(one, by_name) for one in refused_of(kept.result, number))
    if where is None and not why:
        return None
    return Result(kept.round, by_name[where] if where else None, why)


def _why(one: Refusal, by_name: dict[str, Offer]) -> Why:
    offer = by_name[one.programme]
    area = offer.area if one.area else None
    return Why(offer, one.reason, area.name_ja if area else "", area.name_en if area else "")


def programme_references(session: Session, day_id: int) -> dict[str, Programme]:
    """Return the programmes of a day by reference."""
    return {one.reference: one for one in session.scalars(sa.select(Programme).where(Programme.day_id == day_id))}
