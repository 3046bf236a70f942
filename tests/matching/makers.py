"""Runs over all requests in every state, made through the actions and the worker's own hand."""

from talent_portal.accounts.permissions import Role
from talent_portal.core.references import new_reference
from talent_portal.matching import actions
from talent_portal.matching.actions import running
from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.models import MatchRun, PairDecision
from talent_portal.matching.queries import runs as queries
from talent_portal.matching.rules.runs import DecisionKind, RunOptions
from tests.makers import Makers


def run(make: Makers, *, actor=None, previous: MatchRun | None = None, **options) -> MatchRun:
    """A run that waits for a worker; `options` are those of `RunOptions`."""
    wish = RunOptions(**options)
    return actions.ask(actor or make.officer(), wish, previous.reference if previous else "", new_reference())


def solve_here(problem, options, previous, on_progress):
    """The engine without a process of its own."""
    return allocate(problem, options, previous, on_progress)


def work(make: Makers, solve=solve_here) -> int:
    """Let a worker take up the next run."""
    return running.work_on_next(solve)


def done(make: Makers, **given) -> MatchRun:
    """A run that a worker has finished, with all that waited before it."""
    asked = make.run(**given)
    while make.whole_run(asked).moving and make.work():
        pass
    return make.whole_run(asked)


def whole_run(make: Makers, run: MatchRun) -> MatchRun:
    """The run as the database has it now, with its result."""
    make.session.expire_all()
    return queries.run(make.session, run.reference, whole=True)


def decision(make: Makers, need, person, kind=DecisionKind.FORBID, *, actor=None, reason="相談の結果") -> PairDecision:
    return actions.decide(actor or make.officer(Role.COORDINATOR), kind, need.reference, person.reference, reason)
