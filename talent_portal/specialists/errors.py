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
