"""Deferred acceptance beside the `matching` library, on the same made-up market without caps of areas.

    .venv/bin/python -m bench.deferred --size 300x120|3000x1000 [--rounds 5]

All are timed turn and turn about, in CPU time; medians are compared. The last line is JSON.

- `ours_ms` and `library_ms` go from the same plain lists to a matching: making ranks or objects of them counts.
- `compiled_ms` goes from what the compiled day reads, columns of numbers, to columns that say who is held where, as
  the library goes from the lists that it reads to a matching. Making columns of the lists, and names of the columns, is
  told apart: with that, it is `compiled_lists_ms`. `compile_s` is the first call: compiling, or reading what was kept.
- `library_solve_ms` leaves out what the library makes of the lists: its solving alone, as strict a rival as there is.

The library copies linked objects recursively, so it gets a deep stack; ours needs none.
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
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from matching.games import HospitalResident

from talent_portal.matching.engine import proposals
from talent_portal.matching.engine.books import Books, Ended, books_of, matched_of
from talent_portal.matching.engine.deferred import plain
from talent_portal.matching.engine.market import Market

WISHES = 10
STACK = 1 << 29
REPEATS = 5
Work = Callable[[], tuple[float, dict[str, str]]]


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
    began = time.thread_time()
    play = proposals.compiled()
    books = books_of(told, told.seats, (), {})
    if play:
        play(books)
    first = time.thread_time() - began
    times: dict[str, list[float]] = {}
    found = []
    for _ in range(rounds):
        for name, work in _works(told, books, play):
            seconds, answer = work()
            times.setdefault(name, []).append(seconds)
            found.append(answer)
    middle = {name: 1000 * statistics.median(each) for name, each in times.items()}
    return _figures(middle, same=all(each == found[0] for each in found)) | {"compile_s": round(first, 3)}


def _works(told: Market, books: Books, play: proposals.Play | None) -> Iterator[tuple[str, Work]]:
    """Yield each thing to be timed; all find the same."""
    yield "ours", lambda: _timed(lambda: plain(told, compiled=False), lambda ended: ended.matched)
    yield "library", lambda: _timed(lambda: _created(told).solve(optimal="resident"), _by_name)
    yield "library_solve", lambda: _timed(HospitalResident.solve, _by_name, lambda: _created(told))
    if play:
        yield "compiled", lambda: _timed(lambda: play(books), lambda ended: matched_of(told, books, Ended(*ended)))
        yield "compiled_lists", lambda: _timed(lambda: plain(told, compiled=True), lambda ended: ended.matched)


def _figures(middle: dict[str, float], *, same: bool) -> dict[str, object]:
    figures: dict[str, object] = {
        "ours_ms": round(middle["ours"], 3),
        "library_ms": round(middle["library"], 3),
        "ratio": round(middle["library"] / middle["ours"], 1),
        "identical": same,
    }
    if "compiled" in middle:
        figures |= {
            "compiled_ms": round(middle["compiled"], 4),
            "compiled_ratio": round(middle["library"] / middle["compiled"]),
            "library_solve_ms": round(middle["library_solve"], 3),
            "compiled_solve_ratio": round(middle["library_solve"] / middle["compiled"]),
            "compiled_lists_ms": round(middle["compiled_lists"], 3),
        }
    return figures


def _created(told: Market) -> Any:
    lists = ({key: list(value) for key, value in each.items()} for each in (told.people, told.programmes))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return HospitalResident.create_from_dictionaries(*lists, dict(told.seats))


def _by_name(solved: Any) -> dict[str, str]:
    return {str(person): str(place) for place, held in solved.items() for person in held}


def _timed(
    work: Callable[..., Any], read: Callable[[Any], dict[str, str]], prepare: Callable[[], Any] | None = None
) -> tuple[float, dict[str, str]]:
    """Return CPU seconds (the best of a few in a row) and the outcome: a busy machine and garbage disturb nothing."""
    gc.collect()
    gc.disable()
    times = []
    for _ in range(REPEATS):
        ready = [prepare()] if prepare else []
        began = time.thread_time()
        found = work(*ready)
        times.append(time.thread_time() - began)
    gc.enable()
    return min(times), read(found)


if __name__ == "__main__":
    sys.exit(main())
