"""States, aims and reasons of runs in words; translated at the edge."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from talent_portal.core.marks import _n
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Book
from talent_portal.matching.rules.runs import GAINS, MILLION, Mode, RunState
from talent_portal.matching.rules.stored import restore
from talent_portal.matching.views import sentences

STATES: dict[RunState, tuple[str, str]] = {
    RunState.QUEUED: (_n("Waits for the worker"), "info"),
    RunState.RUNNING: (_n("Being worked out"), "info"),
    RunState.DONE: (_n("Worked out"), "ok"),
    RunState.STOPPED: (_n("Stopped early"), "warn"),
    RunState.FAILED: (_n("Did not succeed"), "stop"),
    RunState.PUBLISHED: (_n("Made into candidates"), "ok"),
}
MODES: dict[Mode, str] = {
    Mode.SCRATCH: _n("Planned afresh"),
    Mode.TIERED: _n("With few changes"),
    Mode.REPAIR: _n("Holes filled only"),
}
PHASES: dict[str, str] = {
    "reading": _n("Reading people and requests"),
    "start": _n("Reading people and requests"),
    "fill": _n("Making a first plan"),
    "moves": _n("Making a first plan"),
    "fairness": _n("Serving the worst shortages first"),
    "strict": _n("Serving the worst shortages first"),
    "coverage": _n("Covering as many days as possible"),
    "fit": _n("Finding the people who fit best"),
    "changes": _n("Changing as little as possible"),
    "travel": _n("Keeping ways short"),
    GAINS: _n("The plan is there. Trying what would cover more (%(done)s changes tried, at most %(most)s)"),
}
SEARCHING = _n("Looking for a better plan")
FAILED: dict[str, str] = {
    "worker_died": _n("The worker was ended twice while it was at this. Ask whoever runs the system to look."),
    "no_requests": _n("There is no open request with a period that has not passed. Open one, then start again."),
    "no_people": _n("Nobody in the register may be found at the moment. Once people have agreed, start again."),
    "unusable_rows": _n("Some requests or people are outside of what can be planned. Ask whoever runs the system."),
    "broken": _n("Something went wrong on our side. Please start again, and tell whoever runs the system if it stays."),
}
UNMET: dict[str, str] = {
    "contention": _n("The people who could do it are needed more elsewhere"),
    "several": _n("Everybody fails several conditions at once"),
    "nobody": _n("Nobody in the register works in this role"),
    "no_weeks": _n("The request has no period yet"),
}
AIMS: dict[str, str] = {
    "fairness": _n("Worst shortage first"),
    "coverage": _n("Days covered"),
    "fit": _n("How well people fit"),
    "changes": _n("Few changes"),
    "travel": _n("Short ways"),
    "combined": _n("Shortage and fit together"),
}
PARTS: dict[str, str] = {
    "helpful": _n("Helpful licences"),
    "travel": _n("Way"),
    "days": _n("Days to spare"),
    "years": _n("Years in the role"),
    "ties": _n("Ties with the place"),
    "form": _n("Appointment form"),
}
CONFLICTS = _n("These pairs cannot be kept together with the others")

RULES: dict[str, str] = {rule.value: name for rule, name in sentences.RULE_NAMES.items()}


# What is told instead of gains; %(left)s conditions were not tried through.
NO_GAINS: dict[str, str] = {
    "not_proven": _n("What would cover more is told only where a plan is proven to be the best."),
    "too_large": _n("This plan is too large to try what would cover more. Plan fewer roles at once to learn it."),
    "stopped": _n("The run was stopped before it was tried what would cover more."),
    "broken": _n("What would cover more could not be worked out. The plan is not touched by that."),
}


def phase(run: MatchRun) -> str:
    """Return what the engine is at."""
    said = {"done": round(run.incumbent), "most": round(run.bound)}
    return str(gettext(PHASES.get(run.phase, SEARCHING), **said))


def trying(run: MatchRun) -> bool:
    """Return whether the plan is there and its gains are being worked out: numbers are no points then."""
    return run.phase == GAINS


def percent(millionths: int, digits: int = 1) -> str:
    """Return 98.7."""
    return f"{100 * millionths / MILLION:.{digits}f}"


def headline(run: MatchRun) -> str:
    """Return the one sentence that a coordinator reads first."""
    told = figures(run)
    said = {
        "covered": sentences.days(told["covered"]),
        "asked": sentences.days(told["asked"]),
        "share": percent(told["share"]),
    }
    return str(
        gettext(
            "This plan covers %(covered)s a week of the %(asked)s asked for: %(share)s %% of what is possible at all.",
            **said,
        )
    )


def figures(run: MatchRun) -> Mapping[str, int]:
    """Return the figures of a run as numbers; what is no number is left out."""
    return {key: value for key, value in run.summary.items() if isinstance(value, int)}


def part(code: str) -> str:
    """Return what a part of the score is called."""
    return str(gettext(PARTS[code]))


def rule(code: str) -> str:
    """Return what a hard rule is called."""
    return str(gettext(RULES[code]))


def unmet_reason(code: str) -> str:
    """Return why a request is unmet: a condition that most fail alone, or what else."""
    if code in UNMET:
        return str(gettext(UNMET[code]))
    return str(gettext("Most fail only this: %(rule)s", rule=rule(code)))


def failure(book: Book, one: Mapping[str, Any]) -> str:
    """Return a failure that was kept with a run, in words."""
    if one["code"] not in sentences.FAILURES:
        return str(gettext(CONFLICTS))
    return str(gettext(sentences.FAILURES[one["code"]], **sentences.named(book, restore(one["params"]))))
