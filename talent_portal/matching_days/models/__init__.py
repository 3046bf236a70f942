"""The tables of matching days, and the rules one row can keep alone."""

from talent_portal.matching_days.models.applicant import Applicant, Ranking, RankingSheet, Telling, Wish
from talent_portal.matching_days.models.day import AreaCap, MatchingDay, MatchingRound, Outcome, Programme

__all__ = [
    "Applicant",
    "AreaCap",
    "MatchingDay",
    "MatchingRound",
    "Outcome",
    "Programme",
    "Ranking",
    "RankingSheet",
    "Telling",
    "Wish",
]
