"""Everything a matching day holds about one applicant, as they may have it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.matching_days.models import Applicant, MatchingDay, Ranking, RankingSheet, Wish
from talent_portal.matching_days.queries import KIND
from talent_portal.matching_days.queries.applicants import Result, results
from talent_portal.matching_days.queries.seats import offers

# Keys of the machine that say nothing about the person.
INTERNAL = frozenset({"id", "day_id", "placed_id"})


def reference_in(subject: str) -> str | None:
    """Return the reference in `matching-applicant:<reference>`; None for the subjects of other features."""
    kind, _, reference = subject.partition(":")
    return reference if kind == KIND else None


def of(session: Session, subject: str) -> dict[str, object]:
    """Return what matching days hold about one applicant, ready for JSON; nothing for anyone else.

    Where a municipality placed them is told once the round is published, as its outcome is.
    """
    found = sa.select(Applicant).where(Applicant.reference == (reference_in(subject) or ""))
    person = session.scalars(found).one_or_none()
    if person is None:
        return {}
    day = session.scalars(sa.select(MatchingDay).where(MatchingDay.id == person.day_id)).one()
    offered = offers(session, day)
    names = {offer.programme_id: offer.name_ja for offer in offered}
    known = results(session, day, person.number, offered)
    said = {
        column.key: plain(getattr(person, column.key))
        for column in sa.inspect(Applicant).columns
        if column.key not in INTERNAL
    }
    return said | {
        "matching_day": day.title_ja,
        "wishes": _wishes(session, person, names),
        "places": _places(session, person, names, {one.round for one in known}),
        "results": [_result(one) for one in known],
    }


def _wishes(session: Session, person: Applicant, names: dict[int, str]) -> list[dict[str, object]]:
    mine = sa.select(Wish).where(Wish.applicant_id == person.id).order_by(Wish.round, Wish.position)
    return [
        {"round": one.round, "position": one.position, "municipality": names[one.programme_id]}
        for one in session.scalars(mine)
    ]


def _places(session: Session, person: Applicant, names: dict[int, str], told: set[int]) -> list[dict[str, object]]:
    given = (
        sa.select(RankingSheet.round, RankingSheet.programme_id, Ranking.place)
        .join(Ranking, Ranking.sheet_id == RankingSheet.id)
        .where(Ranking.applicant_id == person.id, RankingSheet.round.in_(told))
        .order_by(RankingSheet.round, RankingSheet.id)
    )
    return [
        {"round": number, "municipality": names[programme], "place": place}
        for number, programme, place in session.execute(given)
    ]


def _result(one: Result) -> dict[str, object]:
    return {
        "round": one.round,
        "municipality": one.offer.name_ja if one.offer else None,
        "not_there_because": [{"municipality": why.offer.name_ja, "reason": why.reason} for why in one.why],
    }


def plain(value: object) -> object:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of everybody matching days know and have not forgotten."""
    known = sa.select(Applicant.reference).where(Applicant.erased_at.is_(None)).order_by(Applicant.id)
    return [f"{KIND}:{reference}" for reference in session.scalars(known)]
