"""One plan over the requests of the story, so that the picture of coverage is there from the start."""

from collections.abc import Callable, Sequence

from talent_portal.core.actor import Actor
from talent_portal.core.references import new_reference
from talent_portal.matching import actions
from talent_portal.matching.actions.running import work_on_next
from talent_portal.matching.engine.allocate import Options, Progress, allocate
from talent_portal.matching.engine.model import Problem
from talent_portal.matching.engine.result import AllocationResult, Assignment
from talent_portal.matching.rules.runs import RunOptions


def make_plan(coordinator: Actor) -> None:
    """Ask for a run and finish it at once; a hundred people need no process of their own."""
    actions.ask(coordinator, RunOptions(), "", new_reference())
    work_on_next(_here)


def _here(
    problem: Problem, options: Options, previous: Sequence[Assignment], on_progress: Callable[[Progress], bool]
) -> AllocationResult:
    return allocate(problem, options, previous, on_progress)
