"""Why something about a run can be refused."""

from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.marks import _n


class RunStepImpossible(Refusal):
    """The table of transitions has no such step from here. Params: `state`, `event`."""

    code = "run_step_impossible"
    message = _n("This step is not possible in the present state of the run.")
    status = 409


class RunForbidden(Refusal):
    """The step exists, but not for this role."""

    code = "run_forbidden"
    message = _n("Runs over all requests belong to the coordinators of the prefecture.")
    status = 403


class StaleRun(Stale):
    """Somebody else has moved the run on since the page was made."""

    code = "stale_run"
    message = _n("Somebody else has moved this run on in the meantime. The page below shows how it stands now.")


class NothingToPublish(Refusal):
    """The plan is empty, or nothing of it still holds."""

    code = "nothing_to_publish"
    message = _n("Nothing of this plan can be made a candidate any longer. Start a new run.")
    status = 409


class NoPlanToKeep(Refusal):
    """The run that is to be kept has no plan."""

    code = "no_plan_to_keep"
    message = _n("The earlier run has no plan that could be kept. Choose another, or start afresh.")


class DecidedAlready(Refusal):
    """There is a decision in force about this pair."""

    code = "decided_already"
    message = _n("There is a decision about this person and this request already. Lift it first.")
    status = 409


class ReasonMissing(Refusal):
    """A decision without a reason."""

    code = "reason_missing"
    message = _n("Write down why, so that colleagues understand the decision later.")
