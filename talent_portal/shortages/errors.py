"""Why something about the survey can be refused."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class StateForbids(Refusal):
    """The table of transitions has no such step. Params: `state`, `event`."""

    code = "state_forbids"
    message = _n("This step is not possible in the present state of the survey.")
    status = 409


class RoundClosed(Refusal):
    """Answers are taken only while the round is open."""

    code = "round_closed"
    message = _n("The survey is not open. Please call the prefecture if your numbers have changed.")
    status = 409


class PastYear(Refusal):
    """The figures of a past fiscal year stay as they are."""

    code = "past_year"
    message = _n(
        "The figures of a past fiscal year are not changed any longer. Answer the survey of this year instead."
    )
    status = 409


class NothingTold(Refusal):
    """A report without a single number."""

    code = "nothing_told"
    message = _n("Enter the numbers of at least one role. Where there are no specialists, enter 0.")


class DatesInDisorder(Refusal):
    """A survey that closes before it opens. Params: `field`."""

    code = "dates_in_disorder"
    message = _n("The deadline must not lie before the day on which the survey opens.")


class UnknownRole(Refusal):
    """A line about a role that does not exist. Params: `codes`."""

    code = "unknown_role"
    message = _n("A role on the form no longer exists. Please open the form again.")
