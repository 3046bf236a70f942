"""A municipality's side: which days it takes part in, and who named it. At which place nobody is told."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.matching_days.models import (
    Applicant,
    MatchingDay,
    MatchingRound,
    Outcome,
    Programme,
    Ranking,
    RankingSheet,
    Wish,
)
from talent_portal.matching_days.rules.markets import matched_of
from talent_portal.matching_days.rules.states import PUBLIC, SHEETS_SHOWN, ApplicantState, DayState


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who named this municipality; `place` is what the sheet says so far, None for nobody one would take."""

    person: Applicant
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one municipality sees of the present round. Candidates are in the order of their numbers."""

    day: MatchingDay
    round: MatchingRound
    programme: Programme
    sheet: RankingSheet | None
    candidates: tuple[Candidate, ...]

    @property
    def version(self) -> int:
        """Return the version to send back; 0 before anything was saved."""
        return self.sheet.version if self.sheet else 0

    @property
    def can_change(self) -> bool:
        """Return whether rankings are taken now."""
        return self.day.state is DayState.RANKING

    @property
    def submitted(self) -> bool:
        """Return whether the sheet counts."""
        return self.sheet is not None and self.sheet.submitted_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class TownRow:
    """One day in a municipality's list, with the present round and how far its own sheet is."""

    day: MatchingDay
    round: MatchingRound
    programme: Programme
    sheet: RankingSheet | None

    @property
    def waits(self) -> bool:
        """Return whether the municipality has to act now."""
        done = self.sheet is not None and self.sheet.submitted_at is not None
        return self.day.state is DayState.RANKING and not done


def days_of(session: Session, organisation_id: int) -> list[TownRow]:
    """Return the days that a municipality takes part in, the newest first; drafts are not told."""
    wanted = (
        sa.select(MatchingDay, MatchingRound, Programme, RankingSheet)
        .join(Programme, Programme.day_id == MatchingDay.id)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == MatchingDay.id, MatchingRound.number == MatchingDay.round))
        .outerjoin(
            RankingSheet,
            sa.and_(RankingSheet.programme_id == Programme.id, RankingSheet.round == MatchingDay.round),
        )
        .where(Programme.organisation_id == organisation_id, MatchingDay.state.in_(PUBLIC))
        .order_by(MatchingDay.id.desc())
    )
    return [
        TownRow(day=day, round=now, programme=programme, sheet=sheet)
        for day, now, programme, sheet in session.execute(wanted)
    ]


def sheet(session: Session, reference: str, organisation_id: int) -> Sheet:
    """Return a municipality's sheet of the present round; raise `NoResultFound` (404) where it takes no part.

    Who named it is told from the end of the wishes until the outcome is published. Wishes are asked for whether they
    are there, never for their place.
    """
    wanted = (
        sa.select(MatchingDay, MatchingRound, Programme)
        .join(Programme, Programme.day_id == MatchingDay.id)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == MatchingDay.id, MatchingRound.number == MatchingDay.round))
        .where(
            MatchingDay.reference == reference,
            Programme.organisation_id == organisation_id,
            MatchingDay.state.in_(PUBLIC),
        )
    )
    day, now, programme = session.execute(wanted).one()
    saved = session.scalars(
        sa.select(RankingSheet).where(RankingSheet.programme_id == programme.id, RankingSheet.round == day.round)
    ).one_or_none()
    people = candidates(session, programme.id, day.round) if day.state in SHEETS_SHOWN else []
    places = _places(session, saved)
    lines = tuple(Candidate(person, places.get(person.id)) for person in people)
    return Sheet(day=day, round=now, programme=programme, sheet=saved, candidates=lines)


def candidates(session: Session, programme_id: int, number: int) -> list[Applicant]:
    """Return who named a programme in a round and has not withdrawn, by number."""
    named = sa.exists().where(
        Wish.applicant_id == Applicant.id, Wish.programme_id == programme_id, Wish.round == number
    )
    wanted = sa.select(Applicant).where(named, Applicant.state != ApplicantState.WITHDRAWN)
    return list(session.scalars(wanted.order_by(Applicant.number)))


def _places(session: Session, saved: RankingSheet | None) -> dict[int, int]:
    if saved is None:
        return {}
    given = sa.select(Ranking.applicant_id, Ranking.place).where(Ranking.sheet_id == saved.id)
    return dict(session.execute(given).all())


def brought(session: Session, day: MatchingDay, programme: Programme) -> list[Applicant]:
    """Return whom the published rounds bring to a municipality, by number."""
    published = (
        sa.select(Outcome)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == Outcome.day_id, MatchingRound.number == Outcome.round))
        .where(Outcome.day_id == day.id, MatchingRound.published_at.is_not(None))
    )
    numbers = [
        number
        for kept in session.scalars(published)
        for number, where in matched_of(kept.result).items()
        if where == programme.reference
    ]
    wanted = sa.select(Applicant).where(Applicant.day_id == day.id, Applicant.number.in_(numbers))
    return list(session.scalars(wanted.order_by(Applicant.number)))
