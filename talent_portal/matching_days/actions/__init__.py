"""What people do with matching days. Each verb is one transaction: row, letter and audit together, or nothing."""

from talent_portal.matching_days.actions.applicants import (
    add_applicant,
    edit_applicant,
    import_applicants,
    read_list,
    remove_applicant,
)
from talent_portal.matching_days.actions.drafting import change_day, create_day
from talent_portal.matching_days.actions.drafts import DayDraft, SeatsDraft
from talent_portal.matching_days.actions.links import ask_for_link, send_link
from talent_portal.matching_days.actions.matching import match_day, publish_day
from talent_portal.matching_days.actions.moving import (
    cancel_day,
    close_day,
    close_due,
    close_wishes,
    give_second_chance,
    open_day,
)
from talent_portal.matching_days.actions.postponing import postpone
from talent_portal.matching_days.actions.rankings import save_ranking, submit_ranking
from talent_portal.matching_days.actions.reminding import remind_applicants, remind_towns
from talent_portal.matching_days.actions.telling import tell_applicants
from talent_portal.matching_days.actions.wishes import name_wishes, withdraw

__all__ = [
    "DayDraft",
    "SeatsDraft",
    "add_applicant",
    "ask_for_link",
    "cancel_day",
    "change_day",
    "close_day",
    "close_due",
    "close_wishes",
    "create_day",
    "edit_applicant",
    "give_second_chance",
    "import_applicants",
    "match_day",
    "name_wishes",
    "open_day",
    "postpone",
    "publish_day",
    "read_list",
    "remind_applicants",
    "remind_towns",
    "remove_applicant",
    "save_ranking",
    "send_link",
    "submit_ranking",
    "tell_applicants",
    "withdraw",
]
