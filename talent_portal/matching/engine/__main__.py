"""A run in a process of its own: the question comes in on stdin, news and the answer go out on stdout, pickled.

Only `apart.allocate_apart` starts it; whoever can write to these pipes is the process that started it.
"""

import pickle
import sys

from talent_portal.matching.engine.allocate import Progress, Run, allocate
from talent_portal.matching.engine.replan import replan


def main() -> None:
    """Answer one question."""
    problem, options, previous = pickle.load(sys.stdin.buffer)  # noqa: S301 our own parent wrote it

    def say(kind: str, thing: object) -> None:
        pickle.dump((kind, thing), sys.stdout.buffer)
        sys.stdout.buffer.flush()

    def tell(progress: Progress) -> bool:
        say("progress", progress)
        return True

    def keep(run: Run) -> None:
        say("plan", run.assignments)

    if options.repair:
        say("result", replan(problem, previous, "repair", options, tell))
    else:
        say("result", allocate(problem, options, previous, tell, keep))


if __name__ == "__main__":
    main()
