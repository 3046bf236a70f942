"""Rows fetched to be changed: locked, and as the database has them now rather than as the page read them.

The day is always locked first: shared by people who only write what is theirs, alone by whoever moves the day on.
"""

from datetime import datetime

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
from talent_portal.matching_days.rules.states import TAKING_PART, ApplicantState, DayState

FRESH = {"populate_existing": True}


def day_to_change(session: Session, reference: str) -> MatchingDay:
    """Return the day, locked; raise `NoResultFound` (404) where there is none."""
    locked = sa.select(MatchingDay).where(MatchingDay.reference == reference).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one()


def day_to_write_in(session: Session, day_id: int) -> MatchingDay:
    """Return the day, locked against steps but not against others who write what is theirs."""
    locked = sa.select(MatchingDay).where(MatchingDay.id == day_id).with_for_update(read=True)
    return session.scalars(locked, execution_options=FRESH).one()


def day(session: Session, day_id: int) -> MatchingDay:
    """Return a day, unlocked."""
    return session.scalars(sa.select(MatchingDay).where(MatchingDay.id == day_id), execution_options=FRESH).one()


def round_of(session: Session, day: MatchingDay, number: int | None = None) -> MatchingRound:
    """Return a round of the day, by default the present one."""
    wanted = sa.select(MatchingRound).where(
        MatchingRound.day_id == day.id, MatchingRound.number == (day.round if number is None else number)
    )
    return session.scalars(wanted, execution_options=FRESH).one()


def applicant(session: Session, reference: str) -> Applicant:
    """Return one applicant, unlocked; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(Applicant).where(Applicant.reference == reference)).one()


def applicant_to_change(session: Session, reference: str) -> Applicant:
    """Return one applicant, locked (after the day)."""
    locked = sa.select(Applicant).where(Applicant.reference == reference).with_for_update()
    return session.scalars(locked, execution_options=FRESH).one()


def applicants(session: Session, day_id: int, *, only_taking_part: bool = False) -> list[Applicant]:
    """Return the applicants of a day whose lock is held, by number."""
    wanted = sa.select(Applicant).where(Applicant.day_id == day_id, Applicant.erased_at.is_(None))
    if only_taking_part:
        wanted = wanted.where(Applicant.state.in_(TAKING_PART))
    return list(session.scalars(wanted.order_by(Applicant.number), execution_options=FRESH))


def numbers(session: Session, day_id: int) -> set[str]:
    """Return the numbers that take part already."""
    return set(session.scalars(sa.select(Applicant.number).where(Applicant.day_id == day_id)))


def programmes(session: Session, day_id: int) -> list[Programme]:
    """Return the programmes of a day, in the order of their entry."""
    wanted = sa.select(Programme).where(Programme.day_id == day_id).order_by(Programme.id)
    return list(session.scalars(wanted, execution_options=FRESH))


def wishes(session: Session, day_id: int, number: int) -> list[Wish]:
    """Return the wishes of everybody who still looks for a place, in the order of each list."""
    wanted = (
        sa.select(Wish)
        .join(Applicant, Applicant.id == Wish.applicant_id)
        .where(Applicant.day_id == day_id, Applicant.state.in_(TAKING_PART), Wish.round == number)
    )
    return list(session.scalars(wanted.order_by(Wish.applicant_id, Wish.position), execution_options=FRESH))


def sheets(session: Session, day_id: int, number: int) -> list[RankingSheet]:
    """Return the sheets of a round that were submitted."""
    wanted = (
        sa.select(RankingSheet)
        .join(Programme, Programme.id == RankingSheet.programme_id)
        .where(Programme.day_id == day_id, RankingSheet.round == number, RankingSheet.submitted_at.is_not(None))
    )
    return list(session.scalars(wanted.order_by(RankingSheet.id), execution_options=FRESH))


def rankings(session: Session, sheet_ids: list[int]) -> list[Ranking]:
    """Return the places on these sheets."""
    wanted = sa.select(Ranking).where(Ranking.sheet_id.in_(sheet_ids)).order_by(Ranking.id)
    return list(session.scalars(wanted, execution_options=FRESH))


def programme_of(session: Session, day_id: int, organisation_id: int) -> Programme:
    """Return the programme of a municipality; raise `NoResultFound` (404) where it does not take part."""
    wanted = sa.select(Programme).where(Programme.day_id == day_id, Programme.organisation_id == organisation_id)
    return session.scalars(wanted).one()


def sheet_to_change(session: Session, programme_id: int, number: int) -> RankingSheet | None:
    """Return a municipality's sheet, locked; None before its first line."""
    locked = sa.select(RankingSheet).where(RankingSheet.programme_id == programme_id, RankingSheet.round == number)
    return session.scalars(locked.with_for_update(), execution_options=FRESH).one_or_none()


def outcome(session: Session, day_id: int, number: int) -> Outcome | None:
    """Return what a round came to, if it has been matched."""
    wanted = sa.select(Outcome).where(Outcome.day_id == day_id, Outcome.round == number)
    return session.scalars(wanted).one_or_none()


def kept(session: Session, day_id: int, number: int) -> Outcome:
    """Return what a round came to; raise `NoResultFound` when it was not matched."""
    return session.scalars(sa.select(Outcome).where(Outcome.day_id == day_id, Outcome.round == number)).one()


def day_by_key(session: Session, key: str) -> MatchingDay | None:
    """Return the day that a form has made already."""
    return session.scalars(sa.select(MatchingDay).where(MatchingDay.idempotency_key == key)).one_or_none()


def wishes_over(session: Session, now: datetime) -> list[str]:
    """Return the days whose time for wishes has passed."""
    wanted = _running(DayState.WISHING).where(MatchingRound.wishes_until < now)
    return list(session.scalars(wanted))


def ending(session: Session, now: datetime, until: datetime, limit: int = 200) -> list[str]:
    """Return applicants without wishes in rounds that end between `now` and `until`, not reminded in the round."""
    wanted = (
        sa.select(Applicant.reference)
        .join(MatchingDay, MatchingDay.id == Applicant.day_id)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == MatchingDay.id, MatchingRound.number == MatchingDay.round))
        .where(
            MatchingDay.state == DayState.WISHING,
            MatchingRound.wishes_until.between(now, until),
            Applicant.state == ApplicantState.INVITED,
            Applicant.erased_at.is_(None),
            Applicant.reminded_round < MatchingDay.round,
        )
    )
    return list(session.scalars(wanted.order_by(Applicant.id).limit(limit)))


def rankings_ending(session: Session, now: datetime, until: datetime) -> list[str]:
    """Return days whose rankings end between `now` and `until` and whose municipalities were not reminded yet."""
    soon = MatchingRound.ranks_until.between(now, until)
    wanted = _running(DayState.RANKING).where(soon, MatchingRound.towns_reminded_at.is_(None))
    return list(session.scalars(wanted))


def _running(state: DayState) -> sa.Select[str]:
    return (
        sa.select(MatchingDay.reference)
        .join(MatchingRound, sa.and_(MatchingRound.day_id == MatchingDay.id, MatchingRound.number == MatchingDay.round))
        .where(MatchingDay.state == state)
        .order_by(MatchingDay.id)
    )
