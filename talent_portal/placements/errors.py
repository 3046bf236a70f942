"""Why a step of an offer or a placement can be refused."""

from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.marks import _n


class StepImpossible(Refusal):
    """The table of transitions has no such step from here. Params: `state`, `event`."""

    code = "offer_step_impossible"
    message = _n("This step is not possible now. Please look at how the case stands.")
    status = 409


class StaleTerms(Stale):
    """Somebody else changed the offer or the placement since the page was made."""

    code = "stale_terms"
    message = _n("Somebody else has changed this case in the meantime. What you entered is kept below.")


class NotSelected(Refusal):
    """Terms are prepared for people whom the municipality has selected."""

    code = "not_selected"
    message = _n("Terms can be prepared once the selection has been recorded.")
    status = 409


class OfferStands(Refusal):
    """The candidate already has an open offer."""

    code = "offer_stands"
    message = _n("Terms for this candidate are already being prepared.")
    status = 409


class TermsImpossible(Refusal):
    """The terms contradict the calendar or themselves. Params: `problem`, `field`."""

    code = "terms_impossible"
    message = _n("Please check the period, the days and the hours.")


class OrdinanceIncomplete(Refusal):
    """An ordinance was said to exist without its article or its first day. Params: `field`."""

    code = "ordinance_incomplete"
    message = _n("Please tell the article of the ordinance and since when it counts.")


class UnknownForm(Refusal):
    """The appointment form is not in the rules."""

    code = "unknown_form"
    message = _n("Choose an appointment form from the list.")


class Unlawful(Refusal):
    """The rules forbid this form for this person and post. Params: `conditions`, `article`, `version`."""

    code = "unlawful"
    message = _n("This appointment form is not possible for this person and post. Please choose another form.")
    status = 409


class NotChecked(Refusal):
    """The municipality's own personnel office has not passed the terms, or the rules have changed since."""

    code = "not_checked"
    message = _n("The personnel office of the municipality must check the appointment form first.")
    status = 409


class TickMissing(Refusal):
    """A check that passes leaves no line open. Params: `open`."""

    code = "tick_missing"
    message = _n("Say for every line whether it is settled or will be settled before the start.")


class NoteMissing(Refusal):
    """A check that stops the terms says why."""

    code = "note_missing"
    message = _n("Write what has to change.")


class DeadlineTooEarly(Refusal):
    """Seven working days at least, and before the first day. Params: `earliest`, `latest`."""

    code = "deadline_too_early"
    message = _n("The last day for answers must leave at least seven working days, and come before the first day.")


class ExtendedAlready(Refusal):
    """An answer can be put off once."""

    code = "extended_already"
    message = _n("The last day for answers has already been put off once.")
    status = 409


class TooLate(Refusal):
    """The last day for answers is over."""

    code = "too_late"
    message = _n("The last day for answers is over. Please call the office; we will look for a way.")
    status = 409


class TermsChanged(Refusal):
    """The answer was meant for an older version of the terms."""

    code = "terms_changed"
    message = _n("The terms have changed since this page was opened. Please read them again before you answer.")
    status = 409


class ReasonNeeded(Refusal):
    """A step of an office without a reason, or with one that is not on its list."""

    code = "offer_reason_needed"
    message = _n("Choose the reason from the list.")


class NoteIncomplete(Refusal):
    """An answer by telephone or paper needs the day (within the time for answers) and a witness. Params: `field`."""

    code = "note_incomplete"
    message = _n("Enter the day on which the answer came, within the time for answers, and who else was there.")


class NoteWaits(Refusal):
    """An answer that staff wrote down waits for a second person already."""

    code = "note_waits"
    message = _n("An answer that was written down is waiting to be confirmed.")
    status = 409


class OwnNote(Refusal):
    """The second person must be another person."""

    code = "own_note"
    message = _n("You wrote this answer down yourself. Another person must confirm it.")
    status = 409


class NothingWaits(Refusal):
    """No such answer waits for a second person."""

    code = "nothing_waits"
    message = _n("No answer is waiting to be confirmed.")
    status = 409


class UnknownCondition(Refusal):
    """The condition does not belong to this offer."""

    code = "unknown_condition"
    message = _n("This condition does not belong to the case.")


class OrderIncomplete(Refusal):
    """An appointment needs its number and its day, not after the first day of work. Params: `field`."""

    code = "order_incomplete"
    message = _n("Enter the number of the order and its date, no later than the first day.")


class LastDayImpossible(Refusal):
    """An early end lies between today and the day before the agreed end. Params: `earliest`, `latest`."""

    code = "last_day_impossible"
    message = _n("The last day must lie between today and the day before the agreed end.")


class ReportStands(Refusal):
    """One report per side; what was released is not rewritten."""

    code = "report_stands"
    message = _n("The report of your side has already been written.")
    status = 409


class DaysImpossible(Refusal):
    """More days than the placement had. Params: `most`."""

    code = "days_impossible"
    message = _n("Enter the days worked, from 0 to %(most)s.")


class WrongOfferCode(Refusal):
    """Number and code do not fit together, or the code was tried too often: one answer for all of it."""

    code = "wrong_offer_code"
    message = _n("The number and the code do not fit together, or cannot be used any more. Please check the letter.")
