"""Why something about the register can be refused."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class StateForbids(Refusal):
    """The state of the registration does not allow the step. Params: `state`, `event`."""

    code = "specialist_state_forbids"
    message = _n("This step is not possible while the registration stands as it does now.")
    status = 409


class NotYours(Refusal):
    """The step belongs to somebody else. Params: `event`."""

    code = "specialist_step_of_others"
    message = _n("This step belongs to somebody else.")
    status = 403


class HalfDayTaken(Refusal):
    """Half-days are claimed already. Params: `days`, the (day, half) pairs in question."""

    code = "half_day_taken"
    message = _n("Some of these half-days are no longer free.")
    status = 409


class ContactMissing(Refusal):
    """Neither an address nor a telephone number was given."""

    code = "contact_missing"
    message = _n("Enter an e-mail address or a telephone number, so that we can reach you.")


class WrongCode(Refusal):
    """The code is wrong, too old, used, or was tried too often; which one is not told."""

    code = "wrong_registration_code"
    message = _n("This code is not right or no longer valid. Please check the digits, or ask for a new code.")


class AddressOfStaff(Refusal):
    """The address already signs a member of staff in."""

    code = "address_of_staff"
    message = _n("This address signs in a member of staff. Please register with a private address.")
    status = 409


class AddressTaken(Refusal):
    """Another registration has this address."""

    code = "address_taken"
    message = _n("Somebody is registered with this address already.")
    status = 409


class PartsMissing(Refusal):
    """Parts of the card are not saved yet. Params: `parts`, their codes."""

    code = "parts_missing"
    message = _n("Some parts are not filled in yet. Please complete them first.")


class NotEditable(Refusal):
    """The registration cannot be changed as it stands."""

    code = "not_editable"
    message = _n("This registration cannot be changed any more.")
    status = 409


class WitnessMissing(Refusal):
    """Staff must say how and when the person told them, and who witnessed it."""

    code = "witness_missing"
    message = _n("Say how and on which day the person told you, and who can confirm it.")


class PaperNeeded(Refusal):
    """A consent and a wish to be hidden may only be recorded from a signed paper."""

    code = "paper_needed"
    message = _n("Consents and the list of bodies to hide from can only be recorded from a signed paper.")


class EntriesUnchecked(Refusal):
    """What staff entered has not been checked by a second person."""

    code = "entries_unchecked"
    message = _n("A second person must check what was entered by staff before the registration can start.")
    status = 409


class OwnEntry(Refusal):
    """Somebody tried to check or verify what they entered themselves."""

    code = "own_entry"
    message = _n("You entered this yourself. A second person must check it.")
    status = 409


class ReasonMissing(Refusal):
    """The step needs a reason."""

    code = "reason_missing"
    message = _n("Choose a reason.")


class DayPassed(Refusal):
    """A pause must end in the future."""

    code = "day_passed"
    message = _n("Choose a day in the future.")


class EvidenceMissing(Refusal):
    """A qualification can only be verified once somebody has seen the document."""

    code = "evidence_missing"
    message = _n("Say on which day you saw the document, or its copy.")


class Obligations(Refusal):
    """Half-days lie ahead that are held or taken."""

    code = "obligations"
    message = _n("There is still work agreed on or offered. Please call us first; then your data can be deleted.")
    status = 409


class TooMany(Refusal):
    """More than the card takes. Params: `most`."""

    code = "too_many"
    message = _n("Choose up to %(most)s")


class UnknownChoice(Refusal):
    """Something was chosen that is not offered."""

    code = "unknown_choice"
    message = _n("Choose from the list.")


class DaysOutOfOrder(Refusal):
    """The last day lies before the first."""

    code = "days_out_of_order"
    message = _n("The last day lies before the first.")


class TooManyRows(Refusal):
    """A file would hold more people than one person may take out alone. Params: `most`."""

    code = "too_many_rows"
    message = _n("The file would hold more than %(most)s people. Narrow the list, or ask a lead to make it.")
