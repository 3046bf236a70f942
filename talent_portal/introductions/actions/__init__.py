"""What people do with cases. Each verb is one transaction: row, letter and audit together, or nothing."""

from talent_portal.introductions.actions.answering import Said, agree, answer, check, dispute, open_by_code
from talent_portal.introductions.actions.asking import AskDraft, ask, remind, time_out
from talent_portal.introductions.actions.closing import chase, close
from talent_portal.introductions.actions.noting import NoteDraft, note
from talent_portal.introductions.actions.placing import ended, offer_made, placement_made
from talent_portal.introductions.actions.proposing import Pick, propose, propose_from, propose_planned
from talent_portal.introductions.actions.referring import refer
from talent_portal.introductions.actions.selecting import InviteDraft, invite, record
from talent_portal.introductions.actions.shortlisting import drop, shortlist, show

__all__ = [
    "AskDraft",
    "InviteDraft",
    "NoteDraft",
    "Pick",
    "Said",
    "agree",
    "answer",
    "ask",
    "chase",
    "check",
    "close",
    "dispute",
    "drop",
    "ended",
    "invite",
    "note",
    "offer_made",
    "open_by_code",
    "placement_made",
    "propose",
    "propose_from",
    "propose_planned",
    "record",
    "refer",
    "remind",
    "shortlist",
    "show",
    "time_out",
]
