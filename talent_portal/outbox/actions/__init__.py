"""Verbs of the outbox: write, stop and resend letters, deliver them, take receipts, ask for calls, forget."""

from talent_portal.outbox.actions.desk import allow_again, read_letter, read_task, resend
from talent_portal.outbox.actions.letters import LetterDraft, UnfitLetter, cancel, compose, post, pretend
from talent_portal.outbox.actions.phone import finish_phone_task, phone_task
from talent_portal.outbox.actions.queue import resume_queue
from talent_portal.outbox.actions.receipts import take_receipts
from talent_portal.outbox.actions.wiping import drop_letters, erase, wipe_texts
from talent_portal.outbox.rules import Attachment, Priority

__all__ = [
    "Attachment",
    "LetterDraft",
    "Priority",
    "UnfitLetter",
    "allow_again",
    "cancel",
    "compose",
    "drop_letters",
    "erase",
    "finish_phone_task",
    "phone_task",
    "post",
    "pretend",
    "read_letter",
    "read_task",
    "resend",
    "resume_queue",
    "take_receipts",
    "wipe_texts",
]
