"""Why the outbox says no."""

from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import _n


class AddressRests(Refusal):
    """The address bounced before; the person is called instead."""

    code = "address_rests"
    message = _n("Mail to this address came back before. Call the person, or allow mail to this address again first.")


class LetterWiped(Refusal):
    """The text was erased after its time; there is nothing left to send."""

    code = "letter_wiped"
    message = _n("The text of this letter has been erased after its retention time, so it cannot be sent again.")


class LetterSealed(Refusal):
    """The key it was sealed with is no longer there; what cannot be opened cannot be sent."""

    code = "letter_sealed"
    message = _n("This letter is sealed with a key that is no longer there, so it cannot be sent again.")


class LetterOnItsWay(Refusal):
    """The letter has not finished its own way yet."""

    code = "letter_on_its_way"
    message = _n("This letter is still on its way. It can be sent again once it has arrived, come back or failed.")


class TaskDone(Refusal):
    """Somebody else made the call."""

    code = "task_done"
    message = _n("Somebody has already finished this call.")
    status = 409
