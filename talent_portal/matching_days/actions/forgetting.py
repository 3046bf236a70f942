"""Forget applicants: at their wish, and when the time for keeping is over. Counts stay, nobody stays in them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.calendar import fiscal_year, fiscal_year_days, start_of
from talent_portal.core.marks import _n
from talent_portal.matching_days.models import (
    Applicant,
    MatchingDay,
    MatchingRound,
    Outcome,
    Programme,
    Ranking,
    RankingSheet,
    Telling,
    Wish,
)
from talent_portal.matching_days.queries import changing, own_data, telling
from talent_portal.matching_days.rules.states import BEFORE_MATCH, ApplicantEvent
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule

LOOSE = {"synchronize_session": False}


def erase(session: Session, subject: str) -> None:
    """Forget `matching-applicant:<reference>` inside the caller's transaction.

    Name and contact go at once, and so do wishes that nothing was decided by. What was decided stays by number, or the
    places of everybody else could no longer be accounted for; it goes with the day.
    """
    reference = own_data.reference_in(subject)
    found = sa.select(Applicant).where(Applicant.reference == (reference or ""))
    known = session.scalars(found).one_or_none()
    if known is None:
        return
    day = changing.day_to_write_in(session, known.day_id)
    person = changing.applicant_to_change(session, known.reference)
    telling.tell_no_more(session, Applicant.id == person.id)
    if day.state in BEFORE_MATCH:
        _drop(session, person, day.round)
        if person.may(ApplicantEvent.WITHDRAW):
            person.move(ApplicantEvent.WITHDRAW)
    person.name, person.email, person.phone = "", None, None
    person.erased_at = clock.now()
    person.token_version += 1


def _drop(session: Session, person: Applicant, number: int) -> None:
    """Forget what somebody named in a round, and where sheets put them."""
    sheets = sa.select(RankingSheet.id).where(RankingSheet.round == number).scalar_subquery()
    session.execute(
        sa.delete(Ranking).where(Ranking.applicant_id == person.id, Ranking.sheet_id.in_(sheets)),
        execution_options=LOOSE,
    )
    mine = sa.delete(Wish).where(Wish.applicant_id == person.id, Wish.round == number)
    session.execute(mine, execution_options=LOOSE)


def forget_days(session: Session, before: date) -> int:
    """Leave only the figures of days over before `before`: nobody's number, name, wishes or places."""
    references = list(session.scalars(_over(before)))
    for reference in references:
        _forget(session, changing.day_to_change(session, reference))
    return len(references)


def _over(before: date) -> sa.Select[str]:
    """Return days that came to their end, were last published, or should have been matched before `before`."""
    last = (
        sa.select(
            sa.func.max(
                sa.func.coalesce(MatchingRound.published_at, MatchingRound.matched_at, MatchingRound.ranks_until)
            )
        )
        .where(MatchingRound.day_id == MatchingDay.id)
        .scalar_subquery()
    )
    done = sa.func.coalesce(MatchingDay.ended_at, last)
    return (
        sa.select(MatchingDay.reference)
        .where(done < start_of(before), MatchingDay.erased_at.is_(None))
        .order_by(MatchingDay.id)
    )


def _forget(session: Session, day: MatchingDay) -> None:
    sheets = sa.select(RankingSheet.id).join(Programme).where(Programme.day_id == day.id).scalar_subquery()
    people = sa.select(Applicant.id).where(Applicant.day_id == day.id).scalar_subquery()
    for gone in (
        sa.delete(Ranking).where(Ranking.sheet_id.in_(sheets)),
        sa.delete(RankingSheet).where(RankingSheet.id.in_(sheets)),
        sa.delete(Wish).where(Wish.applicant_id.in_(people)),
        sa.delete(Telling).where(Telling.applicant_id.in_(people)),
        sa.delete(Applicant).where(Applicant.day_id == day.id),
    ):
        session.execute(gone, execution_options=LOOSE)
    for kept in session.scalars(sa.select(Outcome).where(Outcome.day_id == day.id)):
        kept.market, kept.drawn, kept.result, kept.stability = {}, [], {}, {}
    day.erased_at = clock.now()


def _year_after(today: date) -> date:
    """Return the first day still kept: days of this and of the last fiscal year."""
    return fiscal_year_days(fiscal_year(today) - 1)[0]


RETENTION = (
    RetentionRule(
        name="matching-day",
        tables=(
            "matching_applicant",
            "matching_telling",
            "matching_wish",
            "matching_sheet",
            "matching_ranking",
            "matching_outcome",
        ),
        what=_n("Applicants of a matching day, their wishes, the rankings of municipalities, and the outcome"),
        period=_year_after,
        kept=_n("Until the end of the fiscal year after the outcome was published or the day was called off"),
        then=_n("Everything about single people is deleted; counts stay"),
        basis=_n("Accountability for how seats were given, and questions about a result"),
        run=forget_days,
    ),
)
HOLDER = Holder(name="matching_days", read=own_data.of, erase=erase, subjects=own_data.subjects)
