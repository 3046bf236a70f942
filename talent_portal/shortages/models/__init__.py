"""The tables of the staffing survey."""

from talent_portal.shortages.models.report import (
    COUNTED,
    TRANSITIONS,
    ReportEvent,
    ReportState,
    ShortageLine,
    ShortageReport,
)
from talent_portal.shortages.models.round import RoundState, SurveyRound

__all__ = [
    "COUNTED",
    "TRANSITIONS",
    "ReportEvent",
    "ReportState",
    "RoundState",
    "ShortageLine",
    "ShortageReport",
    "SurveyRound",
]
