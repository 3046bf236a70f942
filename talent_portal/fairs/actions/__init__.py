"""What people do with sessions. Each verb is one transaction: row, letter and audit together, or nothing."""

from talent_portal.fairs.actions.booths import edit_booth
from talent_portal.fairs.actions.desk import (
    Arrival,
    check_in_number,
    check_in_person,
    check_in_ticket,
    undo_check_in,
)
from talent_portal.fairs.actions.drafts import BoothDraft, FairDraft, GridDraft, RegisterDraft, SignUp
from talent_portal.fairs.actions.fairs import (
    add_booth,
    change_capacity,
    create_fair,
    edit_fair,
    preview_rounds,
    set_seats,
)
from talent_portal.fairs.actions.holding import cancel, change_plan, confirm, expire, prove
from talent_portal.fairs.actions.letters import ticket_text
from talent_portal.fairs.actions.links import give_follow_up, resend_link, rotate_link, withdraw_follow_up
from talent_portal.fairs.actions.notices import Told, cancel_fair, move_online, remind_of_fair, remind_of_hold
from talent_portal.fairs.actions.sign_up import register
from talent_portal.fairs.actions.staff import register_for
from talent_portal.fairs.actions.states import archive, close_sign_up, mark_held, move_on, open_sign_up, publish

__all__ = [
    "Arrival",
    "BoothDraft",
    "FairDraft",
    "GridDraft",
    "RegisterDraft",
    "SignUp",
    "Told",
    "add_booth",
    "archive",
    "cancel",
    "cancel_fair",
    "change_capacity",
    "change_plan",
    "check_in_number",
    "check_in_person",
    "check_in_ticket",
    "close_sign_up",
    "confirm",
    "create_fair",
    "edit_booth",
    "edit_fair",
    "expire",
    "give_follow_up",
    "mark_held",
    "move_on",
    "move_online",
    "open_sign_up",
    "preview_rounds",
    "prove",
    "publish",
    "register",
    "register_for",
    "remind_of_fair",
    "remind_of_hold",
    "resend_link",
    "rotate_link",
    "set_seats",
    "ticket_text",
    "undo_check_in",
    "withdraw_follow_up",
]
