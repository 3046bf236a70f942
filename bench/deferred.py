"""Deferred acceptance beside the `matching` library, on the same made-up market without caps of areas.

    .venv/bin/python -m bench.deferred --size 300x120|3000x1000 [--rounds 5]

Both are timed from plain lists to a matching, turn and turn about; medians are compared. The last line is JSON. The
library copies linked objects recursively, so it gets a deep stack; ours needs none.
"""

import argparse
import gc
import json
import random
import statistics
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence

from matching.games import HospitalResident

from talent_portal.matching.engine.deferred import plain
from talent_portal.matching.engine.market import Market

WISHES = 10
STACK = 1 << 29
REPEATS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="300x120", choices=["300x120", "3000x1000"])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    people, programmes = (int(part) for part in asked.size.split("x"))
    threading.stack_size(STACK)
    sys.setrecursionlimit(10_000_000)
    figures: dict[str, object] = {}
    thread = threading.Thread(target=lambda: figures.update(_compare(market(people, programmes), asked.rounds)))
    thread.start()
    thread.join()
    print(json.dumps(figures))
    return 0


def market(people: int, programmes: int) -> Market:
    """Return a market in which everybody names ten programmes and every programme ranks all who named it."""
    rng = random.Random(people)
    places = [f"h{k:04d}" for k in range(programmes)]
    wishes = {f"d{k:04d}": rng.sample(places, WISHES) for k in range(people)}
    named: dict[str, list[str]] = {place: [] for place in places}
    for person, wished in wishes.items():
        for place in wished:
            named[place].append(person)
    lists = {place: rng.sample(those, len(those)) for place, those in named.items() if those}
    wishes = {person: [place for place in wished if place in lists] for person, wished in wishes.items()}
    return Market(wishes, lists, {place: rng.randint(1, 4) for place in lists})


def _compare(told: Market, rounds: int) -> dict[str, object]:
    ours, library = [], []
    for _ in range(rounds):
        seconds, mine = _timed(lambda: plain(told).matched)
        ours.append(seconds)
        seconds, theirs = _timed(lambda: _library(told))
        library.append(seconds)
    middle = [1000 * statistics.median(times) for times in (ours, library)]
    return {
        "ours_ms": round(middle[0], 3),
        "library_ms": round(middle[1], 3),
        "ratio": round(middle[1] / middle[0], 1),
        "identical": mine == theirs,
    }


def _library(told: Market) -> dict[str, str]:
    lists = ({key: list(value) for key, value in each.items()} for each in (told.people, told.programmes))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solved = HospitalResident.create_from_dictionaries(*lists, dict(told.seats)).solve(optimal="resident")
    return {str(person): str(place) for place, held in solved.items() for person in held}


def _timed(work: Callable[[], dict[str, str]]) -> tuple[float, dict[str, str]]:
    """Return CPU seconds (the best of a few in a row) and the outcome: a busy machine and garbage disturb nothing."""
    gc.collect()
    gc.disable()
    times = []
    for _ in range(REPEATS):
        began = time.thread_time()
        found = work()
        times.append(time.thread_time() - began)
    gc.enable()
    return min(times), found


if __name__ == "__main__":
    sys.exit(main())
