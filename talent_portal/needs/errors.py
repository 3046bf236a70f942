"""Why something about a request can be refused."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class StateForbids(Refusal):
    """The table of transitions has no such step. Params: `state`, `event`."""

    code = "state_forbids"
    message = _n("This step is not possible in the present state of the request.")
    status = 409


class NotEditable(Refusal):
    """A request that has been submitted is changed only after it was taken back or returned. Params: `state`."""

    code = "not_editable"
    message = _n("The request has been submitted and cannot be changed. Take it back first.")
    status = 409


class ConditionsMissing(Refusal):
    """What must be told before people can be asked. Params: `missing` (codes of fields and conditions)."""

    code = "conditions_missing"
    message = _n("Some particulars that must be told before the request can open are still missing.")


class SharesUnconfirmed(Refusal):
    """Partners of a joint request have not confirmed their part. Params: `names`."""

    code = "shares_unconfirmed"
    message = _n("Not every municipality of the joint request has confirmed its part yet: %(names)s")
    status = 409


class SharesDoNotAddUp(Refusal):
    """The parts of a joint request are not the whole. Params: `given`, `whole`."""

    code = "shares_do_not_add_up"
    message = _n("The days of all municipalities must add up to the days of the request.")


class CostsDoNotAddUp(Refusal):
    """The costs of a joint request are not the whole. Params: `given`."""

    code = "costs_do_not_add_up"
    message = _n("The shares of the cost add up to %(given)s %%; they must add up to 100 %%.")


class PeriodInDisorder(Refusal):
    """The work ends before it begins, or the search ends after the work. Params: `field`."""

    code = "period_in_disorder"
    message = _n("Check the order of the dates: the work ends after it begins, and the search ends before the work.")


class PeriodOver(Refusal):
    """The last day of the search has passed."""

    code = "period_over"
    message = _n("The last day for introductions has passed. Enter a later one.")


class ReasonMissing(Refusal):
    """A return, withdrawal or closing without a known reason."""

    code = "reason_missing"
    message = _n("Choose a reason.")


class ReopenTooLate(Refusal):
    """A request can be reopened for 30 days, and only if it has been open. Copy it instead."""

    code = "reopen_too_late"
    message = _n("A request can be reopened within %(days)s days of its end. Copy it into a new one instead.")
    status = 409


class UnknownChoice(Refusal):
    """A role, task, licence, form or municipality that does not exist. Params: `field`."""

    code = "unknown_choice"
    message = _n("Something you chose no longer exists. Please choose again.")


class AlreadyAnswered(Refusal):
    """A partner answered its part already."""

    code = "already_answered"
    message = _n("Your municipality has already answered.")
    status = 409
