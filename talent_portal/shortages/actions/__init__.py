"""Verbs of the staffing survey."""

from talent_portal.shortages.actions.reports import LineDraft, save_report
from talent_portal.shortages.actions.rounds import RoundDraft, close_round, create_round, open_round, remind_round
from talent_portal.shortages.actions.states import (
    acknowledge,
    carry_over,
    plan,
    report_figures,
    resolve,
    revise,
)

__all__ = [
    "LineDraft",
    "RoundDraft",
    "acknowledge",
    "carry_over",
    "close_round",
    "create_round",
    "open_round",
    "plan",
    "remind_round",
    "report_figures",
    "resolve",
    "revise",
    "save_report",
]
