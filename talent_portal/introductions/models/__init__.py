"""The tables of introductions, and the rules one row can keep alone."""

from talent_portal.introductions.models.facts import (
    BY_STAFF,
    Answer,
    Channel,
    Enquiry,
    Meeting,
    Referral,
    Result,
    Selection,
)
from talent_portal.introductions.models.notes import ContactNote, Outcome, Partner, Way
from talent_portal.introductions.models.proposal import Proposal, ProposalStep

__all__ = [
    "BY_STAFF",
    "Answer",
    "Channel",
    "ContactNote",
    "Enquiry",
    "Meeting",
    "Outcome",
    "Partner",
    "Proposal",
    "ProposalStep",
    "Referral",
    "Result",
    "Selection",
    "Way",
]
