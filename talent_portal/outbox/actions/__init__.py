"""Verbs of the outbox: write, stop and resend letters, deliver them, take receipts, ask for calls, forget."""

from talent_portal.outbox.actions.letters import LetterDraft, UnfitLetter, cancel, compose, post
from talent_portal.outbox.actions.phone import finish_phone_task, phone_task
from talent_portal.outbox.rules import Attachment, Priority

__all__ = [
    "Attachment",
    "LetterDraft",
    "Priority",
    "UnfitLetter",
    "cancel",
    "compose",
    "finish_phone_task",
    "phone_task",
    "post",
]
