"""Verbs of requests."""

from talent_portal.needs.actions.drafts import ContactDraft, NeedDraft, QualificationDraft, ShareDraft
from talent_portal.needs.actions.joint import answer_share
from talent_portal.needs.actions.preview import preview
from talent_portal.needs.actions.reminders import remind
from talent_portal.needs.actions.requests import copy_need, create_need, draft_of, edit_need
from talent_portal.needs.actions.states import (
    close_unfilled,
    discard,
    expire,
    open_need,
    reopen,
    return_need,
    submit,
    take_back,
    withdraw,
)
from talent_portal.needs.actions.system import placement_ended, placement_made, proposal_made

__all__ = [
    "ContactDraft",
    "NeedDraft",
    "QualificationDraft",
    "ShareDraft",
    "answer_share",
    "close_unfilled",
    "copy_need",
    "create_need",
    "discard",
    "draft_of",
    "edit_need",
    "expire",
    "open_need",
    "placement_ended",
    "placement_made",
    "preview",
    "proposal_made",
    "remind",
    "reopen",
    "return_need",
    "submit",
    "take_back",
    "withdraw",
]
