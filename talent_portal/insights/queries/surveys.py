"""Which surveys a municipality has not answered yet."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import calendar
from talent_portal.insights.queries.rows import Waiting
from talent_portal.shortages.models import ReportState, RoundState, ShortageReport, SurveyRound


def surveys_waiting(session: Session, organisation_id: int) -> list[Waiting]:
    """Return the open surveys for which this municipality has not reported, the earliest deadline first."""
    answered = sa.exists().where(
        ShortageReport.round_id == SurveyRound.id,
        ShortageReport.organisation_id == organisation_id,
        ShortageReport.state != ReportState.DRAFT,
    )
    wanted = sa.select(SurveyRound).where(SurveyRound.state == RoundState.OPEN, sa.not_(answered))
    return [
        Waiting(
            "survey_open", survey.reference, survey.title_ja, survey.title_en, due=calendar.deadline(survey.closes_on)
        )
        for survey in session.scalars(wanted.order_by(SurveyRound.closes_on, SurveyRound.id))
    ]
