"""A run in a process that can be ended: HiGHS may take seconds to hear a stop, and nothing may take the worker along.

The child sends every verified plan as soon as it has one. If it is stopped, ends or is killed, the last plan is judged
again here and returned with a bound that needs no solver.
"""

import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

import numpy as np

from talent_portal.matching.engine import flow
from talent_portal.matching.engine.allocate import Options, Progress, Run, answer, case_of
from talent_portal.matching.engine.model import Problem
from talent_portal.matching.engine.plans import MULTIPLIER, Case
from talent_portal.matching.engine.result import AllocationResult, Assignment

# A run keeps its limit by itself; one that hangs in a step that nothing can stop is ended this much later.
GRACE = 10.0
PULSE = 0.2
END = ("end", None)
Message = tuple[str, Any]


def allocate_apart(
    p: Problem,
    options: Options | None = None,
    previous: Sequence[Assignment] = (),
    on_progress: Callable[[Progress], bool] = lambda _: True,
    on_start: Callable[[int], None] = lambda _: None,
) -> AllocationResult:
    """Run in a child process; `on_start` gets its id, `on_progress` is asked at least five times a second."""
    options = options or Options()
    plan: tuple[Assignment, ...] = ()
    said: queue.Queue[Message] = queue.Queue()
    command = [sys.executable, "-m", "talent_portal.matching.engine"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 ourselves
        listener = threading.Thread(target=_listen, args=(child.stdout, said), daemon=True)
        try:
            on_start(child.pid)
            listener.start()
            _ask(child.stdin, (p, options, tuple(previous)))
            for kind, thing in _news(said, options, on_progress):
                if kind == "result" and isinstance(thing, AllocationResult):
                    return thing
                if kind == "plan":
                    plan = thing
        finally:
            child.kill()
            listener.join()
    return _rescued(p, options, previous, plan, child.returncode)


def _ask(pipe: IO[bytes] | None, question: object) -> None:
    try:
        if pipe is not None:
            pickle.dump(question, pipe)
            pipe.close()
    except BrokenPipeError:
        pass  # The child is gone already; its plans so far, none, are what is left.


def _news(said: "queue.Queue[Message]", options: Options, on_progress: Callable[[Progress], bool]) -> Iterator[Message]:
    """Yield what the child says until it ends, is told to stop, or overstays its time."""
    began, latest = time.monotonic(), Progress("start", 0, 0, 0)
    while True:
        try:
            kind, thing = said.get(timeout=PULSE)
        except queue.Empty:
            kind, thing = "pulse", None
        if kind == "end":
            return
        if kind == "progress":
            latest = thing
        yield kind, thing
        if not on_progress(latest) or time.monotonic() - began > options.limits.seconds + GRACE:
            return


def _listen(pipe: IO[bytes] | None, said: "queue.Queue[Message]") -> None:
    try:
        while pipe is not None:
            said.put(pickle.load(pipe))  # noqa: S301 our own child wrote it
    except (EOFError, pickle.UnpicklingError, ValueError):
        said.put(END)


def _rescued(
    p: Problem, options: Options, previous: Sequence[Assignment], plan: Sequence[Assignment], code: int
) -> AllocationResult:
    """Answer with the last plan that arrived, judged again, and a bound by sums."""
    case, conflicts = case_of(p, previous)
    run = Run(case, options, lambda _: True)
    run.log.append(f"process ended: {code}")
    run.offer("rescued", _halves(case, plan))
    run.bound = flow.core_flow(case.p, case.pairs, case.scores.total, MULTIPLIER, "sums").bound
    return answer(run, conflicts, previous)


def _halves(case: Case, plan: Sequence[Assignment]) -> Any:
    given = {(a.specialist, a.need): a.halves for a in plan}
    people, needs = case.p.specialists.ids[case.pairs.specialist], case.p.needs.ids[case.pairs.need]
    return np.array([given.get(pair, 0) for pair in zip(people.tolist(), needs.tolist(), strict=True)], np.int16)
