"""The picture the newest figures of all municipalities make together."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.shortages.models import COUNTED, ShortageLine, ShortageReport, SurveyRound


@dataclass(frozen=True, slots=True)
class Figure:
    """The newest numbers of one municipality and role."""

    required: int
    actual: int
    vacant: int


def newest(session: Session) -> dict[tuple[int, str], Figure]:
    """Return the figures of every municipality's newest answered report, by organisation id and role."""
    rank = sa.func.row_number().over(
        partition_by=ShortageReport.organisation_id, order_by=(SurveyRound.as_of.desc(), SurveyRound.id.desc())
    )
    ranked = (
        sa.select(ShortageReport.id, ShortageReport.organisation_id, rank.label("rank"))
        .join(SurveyRound, SurveyRound.id == ShortageReport.round_id)
        .where(ShortageReport.state.in_(COUNTED))
        .subquery()
    )
    wanted = (
        sa.select(ranked.c.organisation_id, ShortageLine)
        .join(ShortageLine, ShortageLine.report_id == ranked.c.id)
        .where(ranked.c.rank == 1)
    )
    return {
        (organisation_id, line.profession): Figure(line.required, line.actual, line.vacant)
        for organisation_id, line in session.execute(wanted)
    }
