"""Questions about rounds, reports and the picture they make together."""

from talent_portal.shortages.queries.rounds import (
    answers,
    organisation,
    own_reports,
    report_of,
    report_to_change,
    round_to_change,
    rounds,
    survey_round,
    to_carry_over,
)

__all__ = [
    "answers",
    "organisation",
    "own_reports",
    "report_of",
    "report_to_change",
    "round_to_change",
    "rounds",
    "survey_round",
    "to_carry_over",
]
