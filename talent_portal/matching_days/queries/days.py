"""Matching days as the office sees them."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.paging import PAGE_SIZE, Page
from talent_portal.matching_days.models import (
    Applicant,
    MatchingDay,
    MatchingRound,
    Programme,
    RankingSheet,
    Telling,
    Wish,
)
from talent_portal.matching_days.queries.seats import Area, Offer, areas, offers
from talent_portal.matching_days.rules.states import TAKING_PART, ApplicantState, DayState
from talent_portal.professions.models import Profession


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day in the list, with its present round and who takes part."""

    day: MatchingDay
    round: MatchingRound
    people: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """One municipality on the desk: how many named it in the present round, and how far its sheet is."""

    offer: Offer
    named: int
    sheet: RankingSheet | None

    @property
    def waits(self) -> bool:
        """Return whether somebody named it and its sheet is not in."""
        return self.named > 0 and (self.sheet is None or self.sheet.submitted_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """One day with all that the office decides by; `rounds` are in order, the last one being the present."""

    day: MatchingDay
    rounds: tuple[MatchingRound, ...]
    profession: Profession | None
    programmes: tuple[ProgrammeRow, ...]
    counts: Mapping[ApplicantState, int]
    # How many letters a job has still to write.
    untold: int

    @property
    def round(self) -> MatchingRound:
        """Return the present round."""
        return self.rounds[-1]

    @property
    def areas(self) -> list[Area]:
        """Return the areas that take part, with their limits."""
        return areas([row.offer for row in self.programmes])

    @property
    def people(self) -> int:
        """Return how many applicants there are, withdrawn ones included."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Return how many still look for a place."""
        return sum(self.counts[state] for state in TAKING_PART)

    @property
    def waiting(self) -> list[ProgrammeRow]:
        """Return the municipalities whose sheet is missing."""
        return [row for row in self.programmes if row.waits] if self.day.state is DayState.RANKING else []

    @property
    def second_chance(self) -> bool:
        """Return whether somebody is left and so is a seat."""
        return self.day.round == 1 and self.left > 0 and any(row.offer.offered for row in self.programmes)


def by_reference(session: Session, reference: str) -> MatchingDay:
    """Return one day; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(MatchingDay).where(MatchingDay.reference == reference)).one()


def book(session: Session, page: int = 1) -> Page[DayRow]:
    """Return the days, the newest first, one page."""
    total = session.scalar(sa.select(sa.func.count()).select_from(MatchingDay)) or 0
    people = (
        sa.select(sa.func.count())
        .where(Applicant.day_id == MatchingDay.id, Applicant.state != ApplicantState.WITHDRAWN)
        .scalar_subquery()
    )
    seats = (
        sa.select(sa.func.coalesce(sa.func.sum(Programme.seats), 0))
        .where(Programme.day_id == MatchingDay.id)
        .scalar_subquery()
    )
    wanted = (
        sa.select(MatchingDay, MatchingRound, people, seats)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == MatchingDay.id, MatchingRound.number == MatchingDay.round))
        .order_by(MatchingDay.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    rows = [
        DayRow(day=day, round=now, people=count, seats=offered) for day, now, count, offered in session.execute(wanted)
    ]
    return Page(rows, page, total)


def one(session: Session, reference: str) -> DayPage:
    """Return one day as the desk shows it; raise `NoResultFound` (404) where there is none."""
    day = by_reference(session, reference)
    named, sheets = _named(session, day), _sheets(session, day)
    return DayPage(
        day=day,
        rounds=tuple(rounds(session, day)),
        profession=session.scalars(sa.select(Profession).where(Profession.code == day.profession)).one_or_none(),
        programmes=tuple(
            ProgrammeRow(offer=offer, named=named.get(offer.programme_id, 0), sheet=sheets.get(offer.programme_id))
            for offer in offers(session, day)
        ),
        counts=counts(session, day),
        untold=_untold(session, day),
    )


def rounds(session: Session, day: MatchingDay) -> list[MatchingRound]:
    """Return the rounds of a day in order."""
    wanted = sa.select(MatchingRound).where(MatchingRound.day_id == day.id).order_by(MatchingRound.number)
    return list(session.scalars(wanted))


def counts(session: Session, day: MatchingDay) -> dict[ApplicantState, int]:
    """Return how many applicants stand where."""
    counted = sa.select(Applicant.state, sa.func.count()).where(Applicant.day_id == day.id).group_by(Applicant.state)
    found = dict(session.execute(counted).all())
    return {state: found.get(state, 0) for state in ApplicantState}


def _untold(session: Session, day: MatchingDay) -> int:
    waiting = sa.select(sa.func.count(Telling.id)).join(Applicant).where(Applicant.day_id == day.id)
    return session.scalar(waiting) or 0


def _named(session: Session, day: MatchingDay) -> dict[int, int]:
    """Return how many people who still look for a place named each programme in the present round."""
    counted = (
        sa.select(Wish.programme_id, sa.func.count())
        .join(Applicant, Applicant.id == Wish.applicant_id)
        .where(Applicant.day_id == day.id, Applicant.state != ApplicantState.WITHDRAWN, Wish.round == day.round)
        .group_by(Wish.programme_id)
    )
    return dict(session.execute(counted).all())


def _sheets(session: Session, day: MatchingDay) -> dict[int, RankingSheet]:
    wanted = (
        sa.select(RankingSheet)
        .join(Programme, Programme.id == RankingSheet.programme_id)
        .where(Programme.day_id == day.id, RankingSheet.round == day.round)
    )
    return {sheet.programme_id: sheet for sheet in session.scalars(wanted)}
