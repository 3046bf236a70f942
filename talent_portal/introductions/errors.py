"""Why a step of a case can be refused."""

from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.marks import _n


class StepImpossible(Refusal):
    """The table of transitions has no such step from here. Params: `state`, `event`."""

    code = "step_impossible"
    message = _n("This step is not possible at this point of the case.")
    status = 409


class StepForbidden(Refusal):
    """The step exists, but not for this role. Params: `event`."""

    code = "step_forbidden"
    message = _n("This step belongs to somebody else.")
    status = 403


class StaleCase(Stale):
    """Somebody else has moved the case on since the page was made. Params: none; the page shows both."""

    code = "stale_case"
    message = _n("Somebody else has moved this case on in the meantime. What you entered is kept below.")


class AlreadyProposed(Refusal):
    """The person is a candidate for this request already."""

    code = "already_proposed"
    message = _n("This person is already a candidate for this request.")
    status = 409


class NeedNotOpen(Refusal):
    """Candidates are only kept for requests that are open."""

    code = "need_not_open"
    message = _n("This request is not open, so no candidates can be added.")
    status = 409


class PersonNotAvailable(Refusal):
    """The person is paused, has left the register, or must not be shown to this municipality (which is not told)."""

    code = "person_not_available"
    message = _n("This person cannot be introduced for this request right now.")
    status = 409


class ReasonNeeded(Refusal):
    """A step of an office without a reason, or with one that is not on its list."""

    code = "reason_needed"
    message = _n("Choose a reason from the list.")


class TooManyEnquiries(Refusal):
    """The person has been asked twice within seven days. Params: `most`, `day` (from when it is possible again)."""

    code = "too_many_enquiries"
    message = _n("This person has already been asked %(most)s times within seven days. Please ask again later.")
    status = 409


class ConsentMissing(Refusal):
    """Without the person's consent for this request no name is passed on."""

    code = "consent_missing"
    message = _n("The person has not yet agreed that their name is passed on for this request.")
    status = 409


class CheckMissing(Refusal):
    """What came by phone or on paper has not been checked by a second person."""

    code = "check_missing"
    message = _n("An answer by phone or on paper must first be checked by a second person.")
    status = 409


class OwnEntry(Refusal):
    """The second person must be another person."""

    code = "own_entry"
    message = _n("You wrote this down yourself. Please let somebody else check it.")
    status = 409


class NothingToCheck(Refusal):
    """No answer waits for a second person."""

    code = "nothing_to_check"
    message = _n("There is nothing to check here.")
    status = 409


class WrongCode(Refusal):
    """Number and code do not fit together, or the code was tried too often: one answer for all of it."""

    code = "wrong_enquiry_code"
    message = _n("The number and the code do not fit together, or can no longer be used. Please check the letter.")


class NotCredential(Refusal):
    """A qualification that this request demands has not been checked."""

    code = "credential_unchecked"
    message = _n("A qualification that this request demands has not been checked yet.")
    status = 409
