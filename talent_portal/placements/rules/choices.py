"""The lists people choose from and the words of codes. Codes are stored; words are translated at the edge."""

from talent_portal.core.marks import _n
from talent_portal.introductions.rules.reasons import DECLINE

OFFER_STATES: dict[str, tuple[str, str]] = {
    "draft": (_n("Terms being prepared"), "info"),
    "sent": (_n("Terms offered, waiting for answers"), "warn"),
    "conditions": (_n("Agreed, conditions open"), "info"),
    "ready": (_n("Ready to appoint"), "warn"),
    "appointed": (_n("Appointed"), "ok"),
    "declined": (_n("Declined"), "stop"),
    "lapsed": (_n("Lapsed"), "stop"),
    "rescinded": (_n("Taken back"), "stop"),
    "failed": (_n("Ended before the appointment"), "stop"),
    "superseded": (_n("Ended, the days are taken elsewhere"), "stop"),
    "discarded": (_n("Draft given up"), "plain"),
}
PLACEMENT_STATES: dict[str, tuple[str, str]] = {
    "scheduled": (_n("Appointed, not begun"), "info"),
    "active": (_n("Active"), "ok"),
    "ended": (_n("Ended"), "plain"),
    "ended_early": (_n("Ended early"), "plain"),
    "cancelled": (_n("Called off before the start"), "stop"),
}
WHOSE_TURN: dict[str, str] = {
    "person": _n("the specialist"),
    "member": _n("the municipality"),
    "approver": _n("the municipality's approver"),
    "checker": _n("the municipality's personnel office"),
    "both": _n("both sides"),
    "prefecture": _n("the prefecture"),
    "clock": _n("nobody; it happens by date"),
    "nobody": _n("nobody"),
}
NEXT_STEPS: dict[str, str] = {
    "write_terms": _n("Write the terms"),
    "check_form": _n("Check the appointment form"),
    "send_terms": _n("Send the terms"),
    "answer_terms": _n("Answer the terms"),
    "confirm_answer": _n("Confirm an answer given by telephone or on paper"),
    "settle_conditions": _n("Settle what is open before the start"),
    "record_appointment": _n("Record the appointment"),
    "placed": _n("The appointment is recorded"),
    "over": _n("Nothing more to do"),
    "begin": _n("The work begins"),
    "finish": _n("The work ends"),
    "answer_request": _n("Answer a request for a change"),
    "report": _n("Write the work report"),
}
ANSWERS: dict[str, str] = {"yes": _n("Accepts"), "no": _n("Declines")}
CHANNELS: dict[str, str] = {
    "link": _n("link in the e-mail"),
    "code": _n("code"),
    "sign_in": _n("signed in"),
    "phone": _n("telephone"),
    "paper": _n("paper"),
    "office": _n("the municipality itself"),
}
# Why a municipality says no, takes terms back, or gives a draft up.
TOWN_REASONS: dict[str, str] = {
    "not_approved": _n("Not approved inside the municipality"),
    "budget": _n("No budget"),
    "need_gone": _n("The work is no longer needed"),
    "filled": _n("Filled in another way"),
    "error": _n("The terms had a mistake"),
    "other": _n("Other"),
}
FAIL_REASONS: dict[str, str] = {
    "person_withdrew": _n("The specialist withdrew"),
    "no_permission": _n("The present employer gave no permission"),
    "papers": _n("Papers were missing or did not fit"),
    **{code: TOWN_REASONS[code] for code in ("not_approved", "budget", "need_gone")},
    "other": _n("Other"),
}
END_REASONS: dict[str, str] = {
    "person_asked": _n("At the wish of the specialist"),
    "work_done": _n("The work was finished earlier"),
    "need_gone": _n("The work is no longer needed"),
    "budget": _n("No budget"),
    "illness": _n("Illness or accident"),
    "moved": _n("Change of work or move"),
    "other": _n("Other"),
}
SYSTEM_REASONS: dict[str, str] = {
    "lapsed": _n("No answer by the last day"),
    "taken": _n("The days were agreed with another municipality"),
    "erased": _n("The specialist left the register"),
}
REASONS: dict[str, str] = {**DECLINE, **TOWN_REASONS, **FAIL_REASONS, **END_REASONS, **SYSTEM_REASONS}
# Of the person: would work there again; of the municipality: would ask the person again.
AGAIN: dict[str, str] = {"yes": _n("Yes"), "no": _n("No"), "unsure": _n("Not sure")}
ASKS: dict[str, str] = {
    "end_earlier": _n("I would like to end earlier"),
    "other_days": _n("I would like to change the days"),
    "longer": _n("I would like to go on longer"),
    "talk": _n("I would like to talk about the work"),
}
DUTIES: dict[str, str] = {
    "advice": _n("Advice"),
    "survey": _n("Survey"),
    "diagnosis": _n("Diagnosis"),
    "teaching": _n("Teaching"),
    "line": _n("Work under orders (supervision, design, decisions, counter)"),
}
EVERY_WEEKS: dict[str, str] = {
    "1": _n("Every week"),
    "2": _n("Every second week"),
    "3": _n("Every third week"),
    "4": _n("Every fourth week"),
}
CONDITIONS: dict[str, str] = {
    "documents": _n("The specialist's papers are complete"),
    "appointment_decision": _n("The appointment is decided (決裁), or the contract ready"),
    "insurance": _n("Insurance is arranged"),
    "asked_personnel": _n("The personnel office has looked into it: the table has no answer for this case"),
}
CHECK_STATES: dict[str, tuple[str, str]] = {
    "pending": (_n("Waiting for the check"), "warn"),
    "passed": (_n("Checked"), "ok"),
    "stopped": (_n("Stopped by the check"), "stop"),
}
VERDICTS: dict[str, tuple[str, str]] = {
    "allowed": (_n("Possible"), "ok"),
    "conditions": (_n("Possible under conditions"), "warn"),
    "ask": (_n("To be looked into"), "warn"),
    "unlawful": (_n("Not possible"), "stop"),
}
PROBLEMS: dict[str, str] = {
    "starts_in_the_past": _n("The first day must lie in the future."),
    "ends_before_start": _n("The last day must not be before the first day."),
    "longer_than_any_law": _n("No appointment form lasts longer than five years."),
    "no_half_day": _n("Choose at least one half-day that falls into the period."),
    "weeks_between": _n("Choose how often the week repeats."),
    "hours_impossible": _n("Enter the hours a week, such as 15:30."),
    "no_part": _n("A half-day can only be given to a municipality that has a part in the request."),
    "two_towns": _n("A half-day can only be worked at one municipality. Please take it out of the other."),
    "half_day_without_town": _n("Please choose a municipality for every half-day."),
    "part_differs": _n("The half-days of a municipality must be exactly its part in the request, or none."),
}
# The five steps of a case on screen; the finer states live in its history.
FIVE_STEPS = (_n("Request"), _n("Candidate"), _n("Interest asked"), _n("Interview and selection"), _n("Appointment"))

# What people without e-mail are told by telephone or on paper; the rest they need not be told one by one.
CALLS: dict[str, str] = {
    "offer_sent": _n("Read the terms to them and send the sheet by post"),
    "offer_reminder": _n("Ask for their answer to the terms"),
    "offer_extended": _n("Tell them the new last day for answers"),
    "terms_changing": _n("Tell them that the terms are being changed"),
    "offer_agreed": _n("Tell them that both sides have agreed, and what comes next"),
    "offer_ended": _n("Tell them that the terms have ended, and why"),
    "answer_noted": _n("Send them a copy of the answer that was written down"),
    "answer_struck": _n("Ask them for their answer once more"),
    "placement_made": _n("Tell them that the appointment is recorded, and the first day"),
    "placement_starting": _n("Remind them of the first day"),
    "placement_ending": _n("Tell them when the work ends, and ask whether it should go on"),
    "placement_ended": _n("Ask them for their work report"),
    "placement_shortened": _n("Tell them that the work ends earlier, and why"),
    "placement_cancelled": _n("Tell them that the appointment has been called off, and why"),
    "placement_asked": _n("Tell them that a change is asked for"),
    "placement_heard": _n("Tell them that their wish has been talked over"),
    "report_waits": _n("Ask for their work report: the other side has written"),
    "reports_released": _n("Tell them what both sides reported"),
}
PHONE_REASONS: dict[str, str] = {f"placements.{name}": words for name, words in CALLS.items()}
# What the outbox calls the letters on its page.
LETTER_NAMES: dict[str, str] = {
    "placements/form_to_check": _n("Appointment form to be checked"),
    "placements/form_checked": _n("Result of the check of the form"),
    "placements/form_commented": _n("Comment of the prefecture on the form"),
    "placements/rules_changed": _n("Changed rules touch open terms"),
    "placements/offer_sent": _n("Terms offered"),
    "placements/offer_reminder": _n("Reminder to answer the terms"),
    "placements/offer_extended": _n("Last day for answers put off"),
    "placements/terms_changing": _n("Terms being changed"),
    "placements/offer_answered": _n("One side has agreed to the terms"),
    "placements/answer_noted": _n("Copy of an answer that was written down"),
    "placements/answer_struck": _n("Noted answer struck out"),
    "placements/offer_agreed": _n("Both sides have agreed to the terms"),
    "placements/offer_ready": _n("Ready to appoint"),
    "placements/offer_not_ready": _n("Not ready to appoint after all"),
    "placements/offer_ended": _n("Terms ended"),
    "placements/placement_made": _n("Appointment recorded"),
    "placements/placement_starting": _n("Work begins soon"),
    "placements/placement_begun": _n("Work has begun"),
    "placements/placement_ending": _n("Work ends soon"),
    "placements/placement_ended": _n("Work ended, report wanted"),
    "placements/placement_shortened": _n("Work ends earlier"),
    "placements/placement_cancelled": _n("Appointment called off"),
    "placements/placement_asked": _n("Change of a placement asked for"),
    "placements/placement_heard": _n("Wish talked over"),
    "placements/report_waits": _n("Other side has reported"),
    "placements/reports_released": _n("Reports released"),
}
