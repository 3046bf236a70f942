"""How fast people can sign up for a popular session, over HTTP, from the form page to the committed rows.

    .venv/bin/python -m bench.rush --database sqlite|postgresql --guests 300 --capacity 30 --workers 2 --concurrency 16

Starts the real server on a database of its own, makes a session through the actions, sends guests (cookies, CSRF, form
page, a plan of two talks) and asks the database what came of it. `--open` lifts the capacity. The last line is JSON:
`p50_s` and `p95_s` are over whole visits (form page and submit), `submit_p95_s` over the submit alone. `oversold` and
`undersold` count people and seats together. SQLite is served as in real life: one process with threads.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import guests, server
from bench.server import House
from tests import databases

SHARE = 0.95
# Threads of each process. More of them wait for each other inside Python; SQLite's also wait for the disk.
THREADS = {"sqlite": 8, "postgresql": 2}


@dataclass(frozen=True, slots=True)
class Visit:
    """What one guest met: how it ended, how long it all took, how long the submit took, and when it was over."""

    ending: str
    seconds: float
    submit: float
    at: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one rush and print its figures; return 1 only when it could not be run."""
    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(_folder()))
        url = stack.enter_context(_database(asked.database, folder))
        house = server.build(url, folder, None if asked.open else asked.capacity)
        processes = 1 if asked.database == "sqlite" else asked.workers
        if processes != asked.workers:
            print(f"SQLite: one process with threads instead of {asked.workers} (see docs/operations.md).")
        stack.enter_context(server.running(house, processes, asked.threads or THREADS[asked.database]))
        _warm_up(house, 4 * processes)
        visits, elapsed = _rush(house, asked.guests, asked.concurrency)
        figures = _figures(house, visits, elapsed, processes)
    print(f"{asked.guests} guests, {asked.concurrency} at once: {dict(Counter(visit.ending for visit in visits))}")
    print(json.dumps(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.rush", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--guests", type=int, default=300)
    parser.add_argument("--capacity", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--threads", type=int, help="of each process")
    parser.add_argument("--open", action="store_true", help="more places than guests")
    return parser


@contextmanager
def _folder() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="rush-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/rush.sqlite3"
    else:
        with databases.postgresql(folder) as url:
            yield url


def _warm_up(house: House, count: int) -> None:
    """Ask for the form page until every process has compiled its templates; nobody signs up."""
    plan = house.plan(random.Random(0))
    with ThreadPoolExecutor(count) as crowd:
        list(crowd.map(lambda n: guests.visit(house.port, house.fair, n, plan, submit=False), range(count)))


def _rush(house: House, count: int, concurrency: int) -> tuple[list[Visit], float]:
    """Send all guests, `concurrency` at a time; return their visits and the seconds until the last one completed."""
    dice = random.Random(1)
    plans = [house.plan(dice) for _ in range(count)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(concurrency) as crowd:
        visits = list(crowd.map(lambda n: _visit(house, n, plans[n]), range(count)))
    last = max((visit.at for visit in visits if visit.ending == "completed"), default=begun)
    return visits, last - begun


def _visit(house: House, number: int, plan: tuple[str, str]) -> Visit:
    begun = time.perf_counter()
    ending, submit = guests.visit(house.port, house.fair, number, plan)
    now = time.perf_counter()
    return Visit(ending, now - begun, submit, now)


def _figures(house: House, visits: Sequence[Visit], elapsed: float, processes: int) -> dict[str, object]:
    completed = sum(visit.ending == "completed" for visit in visits)
    errors = [visit.ending for visit in visits if visit.ending not in {"completed", "sold out"}]
    kept = server.kept(house)
    wanted = min(len(visits), kept.places)
    wrong = abs(kept.people - completed) + abs(kept.letters - completed) + abs(kept.talks - 2 * completed)
    return {
        "completed": completed,
        "completed_per_s": round(completed / elapsed, 1) if elapsed else 0.0,
        "p50_s": round(statistics.median(visit.seconds for visit in visits), 3),
        "p95_s": _percentile([visit.seconds for visit in visits]),
        "submit_p95_s": _percentile([visit.submit for visit in visits]),
        "errors": len(errors) + wrong,
        "oversold": max(0, kept.people - kept.places) + kept.seats_oversold,
        "undersold": max(0, wanted - kept.people),
        "processes": processes,
        "cores": os.cpu_count(),
    }


def _percentile(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * SHARE))], 3)


if __name__ == "__main__":
    sys.exit(main())
