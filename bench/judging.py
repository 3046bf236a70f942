"""Does the judge find anything wrong? Random worlds by every way to a plan.

    .venv/bin/python -m bench.judging [--worlds 500] [--first 0]

Prints each fault with its world and way, so that it can be repeated; the last line is JSON, the exit status 1 where
anything was found. The test suite plays a few worlds by each way; this plays every world by every way.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence

from tests.matching.engine.ways import WAYS, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the worlds and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args(arguments)
    found = 0
    for seed in range(asked.first, asked.first + asked.worlds):
        for way in WAYS:
            for fault in faults(way, seed):
                found += 1
                print(f"world {seed}, {way}: {fault}")
    plans = asked.worlds * len(WAYS)
    figures = {"worlds": asked.worlds, "ways": len(WAYS), "plans": plans, "violations": found}
    print(json.dumps(figures | {"cpu_seconds": round(time.process_time(), 1)}))
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
