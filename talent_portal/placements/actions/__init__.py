"""What people do with offers and placements. Each verb is one transaction: row, letter, audit together, or nothing."""

from talent_portal.placements.actions.answering import Note, Said, answer, confirm, note
from talent_portal.placements.actions.appointing import Order, appoint, fail, settle
from talent_portal.placements.actions.checking import CheckDraft, check, comment
from talent_portal.placements.actions.codes import by_code
from talent_portal.placements.actions.course import ask, cancel, end_early, finish, hear, start
from talent_portal.placements.actions.drafting import begin, edit
from talent_portal.placements.actions.ordinances import OrdinanceDraft, record_ordinance
from talent_portal.placements.actions.reminding import announce, due_reminders, lapse, recheck_offer, remind
from talent_portal.placements.actions.reviewing import ReportDraft, release, report
from talent_portal.placements.actions.sending import change, discard, extend, rescind, send

__all__ = [
    "CheckDraft",
    "Note",
    "Order",
    "OrdinanceDraft",
    "ReportDraft",
    "Said",
    "announce",
    "answer",
    "appoint",
    "ask",
    "begin",
    "by_code",
    "cancel",
    "change",
    "check",
    "comment",
    "confirm",
    "discard",
    "due_reminders",
    "edit",
    "end_early",
    "extend",
    "fail",
    "finish",
    "hear",
    "lapse",
    "note",
    "recheck_offer",
    "record_ordinance",
    "release",
    "remind",
    "report",
    "rescind",
    "send",
    "settle",
    "start",
]
