"""What matching days ask of the coordinators, and of the municipalities that were named."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.insights.queries.rows import Waiting
from talent_portal.matching_days.models import (
    Applicant,
    MatchingDay,
    MatchingRound,
    Programme,
    RankingSheet,
    Wish,
)
from talent_portal.matching_days.rules.states import ApplicantState, DayState

KINDS = {
    DayState.DRAFT: "day_draft",
    DayState.RANKING: "day_rankings",
    DayState.MATCHED: "day_publish",
    DayState.PUBLISHED: "day_published",
}
PRESENT = sa.and_(MatchingRound.day_id == MatchingDay.id, MatchingRound.number == MatchingDay.round)
# People who named a programme in the present round and have not withdrawn.
NAMED = (
    sa.select(sa.func.count())
    .select_from(Wish)
    .join(Applicant, Applicant.id == Wish.applicant_id)
    .where(
        Wish.programme_id == Programme.id,
        Wish.round == MatchingDay.round,
        Applicant.state != ApplicantState.WITHDRAWN,
    )
    .correlate(Programme, MatchingDay)
    .scalar_subquery()
)
SENT = sa.exists().where(
    RankingSheet.programme_id == Programme.id,
    RankingSheet.round == MatchingDay.round,
    RankingSheet.submitted_at.is_not(None),
)


def days_waiting(session: Session) -> list[Waiting]:
    """Return the matching days on which the office has to act, or to wait for municipalities."""
    missing = (
        sa.select(sa.func.count(Programme.id))
        .where(Programme.day_id == MatchingDay.id, NAMED > 0, ~SENT)
        .correlate(MatchingDay)
        .scalar_subquery()
    )
    wanted = (
        sa.select(MatchingDay, MatchingRound, missing)
        .join(MatchingRound, PRESENT)
        .where(MatchingDay.state.in_(KINDS))
        .order_by(MatchingDay.id)
    )
    return [_row(day, now, lacking) for day, now, lacking in session.execute(wanted)]


def _row(day: MatchingDay, now: MatchingRound, lacking: int) -> Waiting:
    ranking = day.state is DayState.RANKING
    kind = "day_match" if ranking and not lacking else KINDS[day.state]
    count = lacking if kind == "day_rankings" else 0
    due = now.ranks_until if kind == "day_rankings" else None
    return Waiting(kind, day.reference, day.title_ja, day.title_en, count=count, since=_since(day, now), due=due)


def _since(day: MatchingDay, now: MatchingRound) -> datetime | None:
    moments = {
        DayState.DRAFT: day.created_at,
        DayState.RANKING: now.wishes_closed_at,
        DayState.MATCHED: now.matched_at,
        DayState.PUBLISHED: now.published_at,
    }
    return moments[day.state]


def rankings_waiting(session: Session, organisation_id: int) -> list[Waiting]:
    """Return the matching days for which a municipality still has to rank somebody."""
    wanted = (
        sa.select(MatchingDay, MatchingRound, NAMED)
        .join(MatchingRound, PRESENT)
        .join(Programme, Programme.day_id == MatchingDay.id)
        .where(Programme.organisation_id == organisation_id, MatchingDay.state == DayState.RANKING, NAMED > 0, ~SENT)
        .order_by(MatchingDay.id)
    )
    return [
        Waiting(
            "town_ranking", day.reference, day.title_ja, day.title_en,
            count=named, since=now.wishes_closed_at, due=now.ranks_until,
        )
        for day, now, named in session.execute(wanted)
    ]  # fmt: skip
