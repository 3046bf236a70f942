"""A run over all requests: its states, what may happen to it, and what a coordinator may choose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MILLION = 1_000_000
# The phase after the plan: what would cover more. Its values are plans made, and the most that are.
GAINS = "gains"


class RunState(StrEnum):
    """From being asked for to being published."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    PUBLISHED = "published"


class RunEvent(StrEnum):
    """What can happen to a run."""

    START = "start"
    STOP = "stop"
    FINISH = "finish"
    HALT = "halt"
    FAIL = "fail"
    PUBLISH = "publish"


_S, _E = RunState, RunEvent
TRANSITIONS: dict[tuple[RunState, RunEvent], RunState] = {
    (_S.QUEUED, _E.START): _S.RUNNING,
    # Nobody works on it yet: there is no plan to keep.
    (_S.QUEUED, _E.STOP): _S.STOPPED,
    # Taken up again after the worker that had it died.
    (_S.RUNNING, _E.START): _S.RUNNING,
    # A wish: the worker hears it within a second and keeps the best plan so far.
    (_S.RUNNING, _E.STOP): _S.RUNNING,
    (_S.RUNNING, _E.HALT): _S.STOPPED,
    (_S.RUNNING, _E.FINISH): _S.DONE,
    (_S.RUNNING, _E.FAIL): _S.FAILED,
    (_S.DONE, _E.PUBLISH): _S.PUBLISHED,
    (_S.STOPPED, _E.PUBLISH): _S.PUBLISHED,
}
BY_COORDINATOR = frozenset({RunEvent.STOP, RunEvent.PUBLISH})
# Something still happens by itself.
MOVING = frozenset({RunState.QUEUED, RunState.RUNNING})


def after(state: RunState, event: RunEvent) -> RunState | None:
    """Return the state that an event leads to; None where the table has no such step."""
    return TRANSITIONS.get((state, event))


class Mode(StrEnum):
    """How much of an earlier plan is kept."""

    SCRATCH = "scratch"
    TIERED = "tiered"
    REPAIR = "repair"


LEAST_SECONDS, MOST_SECONDS, USUAL_SECONDS = 5, 300, 60
MOST_PLACES, USUAL_PLACES = 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a coordinator chose.

    `strict` serves the worst shortage first whatever it costs. `ask` admits forms that the checker has to look at.
    `places` is how many municipalities one person may work for; `professions` are all roles where empty.
    """

    mode: Mode = Mode.SCRATCH
    strict: bool = False
    seconds: int = USUAL_SECONDS
    ask: bool = True
    places: int = USUAL_PLACES
    professions: tuple[str, ...] = ()

    def stored(self) -> dict[str, object]:
        """Return the options as they are kept with the run."""
        return {
            "mode": self.mode.value,
            "strict": self.strict,
            "seconds": self.seconds,
            "ask": self.ask,
            "places": self.places,
            "professions": list(self.professions),
        }


def options_of(stored: Mapping[str, object]) -> RunOptions:
    """Return the options as they were kept."""
    roles = stored["professions"]
    return RunOptions(
        mode=Mode(str(stored["mode"])),
        strict=bool(stored["strict"]),
        seconds=int(str(stored["seconds"])),
        ask=bool(stored["ask"]),
        places=int(str(stored["places"])),
        professions=tuple(map(str, roles)) if isinstance(roles, list) else (),
    )


class DecisionKind(StrEnum):
    """What a coordinator decided about a person and a request."""

    KEEP = "keep"
    FORBID = "forbid"
