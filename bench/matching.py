"""How good and how fast the engine's plans are, on made-up prefectures, beside what an office would get otherwise.

    .venv/bin/python -m bench.matching --size prefecture|large|nation [--terms 4] [--seeds 20] [--extra] [--apart]

Without `--extra` the optional solvers stay unused even where they are installed. Seconds are wall-clock; `cpu_median`
and `cpu_p95` are CPU seconds, which a busy machine disturbs less. `gap_to_bound` is against the linear relaxation (the
flow for a nation), `proven_gap` against what the run proved itself; both are shares. Covered are days a week.
`compile_s` stands apart: a small plan before the first, by which the moves are compiled (once for an installation) or
what was kept of that is read.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench import baselines
from bench.instances import SIZES, instance
from talent_portal.matching.engine import flow, guided, highs, tiers
from talent_portal.matching.engine.allocate import Options, Run, allocate
from talent_portal.matching.engine.fairness import MILLION, report
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.model import Array, Problem
from talent_portal.matching.engine.plans import MULTIPLIER, Case
from talent_portal.matching.engine.result import AllocationResult
from talent_portal.matching.engine.tiers import Watch
from talent_portal.matching.engine.verify import verify

SEEDS = {"prefecture": 20, "large": 3, "nation": 1}
HALVES = 2
EARLY = 10.0
SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Measured:
    """One run on one seed."""

    wall: float
    cpu: float
    first: float
    early: int
    result: AllocationResult
    case: Case
    x: Array


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the seeds and print the figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="prefecture", choices=sorted(SIZES))
    parser.add_argument("--terms", type=int, default=1)
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--extra", action="store_true", help="use ortools and numba")
    parser.add_argument("--apart", action="store_true", help="draw the reports of shortage apart from the needs")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args(arguments)
    options = Options(limits=Limits(seconds=asked.seconds))
    if not asked.extra:
        options = replace(options, compiled=False, flow="highs")
    compile_s = _first_moves() if asked.extra else 0.0
    rows = []
    for seed in range(asked.seeds or SEEDS[asked.size]):
        measured = _measured(instance(asked.size, seed, asked.terms, apart=asked.apart), options)
        # Memory is that of the run; baselines and bounds come after.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows.append(_figures(measured, seed, asked.size) | {"peak_mb": peak})
        print({key: round(value, 5) for key, value in rows[-1].items()})
    print(json.dumps(_summary(rows) | {"compile_s": round(compile_s, 3)}))
    return 0


def _first_moves() -> float:
    """Make a small plan by the compiled moves; return its seconds, nearly all of them the compiler's."""
    began = time.monotonic()
    allocate(instance("prefecture", 0), Options(compiled=True, route="flow"))
    return time.monotonic() - began


def _measured(p: Problem, options: Options) -> Measured:
    plans: list[tuple[float, int]] = []
    began, cpu = time.monotonic(), time.process_time()
    kept: list[Run] = []

    def taken(run: Run) -> None:
        plans.append((time.process_time() - cpu, run.worth.combined))
        kept[:] = [run]

    result = allocate(p, options, on_plan=taken)
    wall, used = time.monotonic() - began, time.process_time() - cpu
    early = max((value for at, value in plans if at <= EARLY), default=0)
    return Measured(wall, used, plans[0][0], early, result, kept[0].case, kept[0].x)


def _figures(m: Measured, seed: int, size: str) -> dict[str, float]:
    case, value = m.case, m.case.worth(m.x).combined
    bound = _bound(case, size)
    plans = {order: baselines.plan(case, order, seed) for order in baselines.ORDERS}
    found = {order: _shape(case, x) for order, x in plans.items()} | {"engine": _shape(case, m.x)}
    return {
        "seconds": m.wall,
        "cpu": m.cpu,
        "first_plan_s": m.first,
        "gap_to_bound": 1 - value / bound,
        "gap_10s": 1 - m.early / bound,
        "proven_gap": max((tier.gap for tier in m.result.tiers), default=0) / MILLION,
        "optimal": float(m.result.status == "optimal"),
        "violations": len(verify(case.p, m.result.assignments)),
        "covered": found["engine"].covered,
        **{f"covered_{order}": found[order].covered for order in baselines.ORDERS},
        "worst_residual": found["engine"].worst,
        "worst_residual_fcfs": found["fcfs"].worst,
        "price_of_fairness": _price(case, m.x, size),
    }


def _shape(case: Case, x: Array) -> baselines.Figures:
    covered = case.covered(x)
    return baselines.Figures(float(covered.sum()) / HALVES / case.p.terms, report(case.p, covered).worst / MILLION)


def _bound(case: Case, size: str) -> float:
    if size == "nation":
        return float(flow.core_flow(case.p, case.pairs, case.scores.total, MULTIPLIER).bound)
    model = guided.rebuilt(case)
    found = highs.relax(model.matrix, guided.combined(case, model))
    return found.value if found else 0.0


def _price(case: Case, x: Array, size: str) -> float:
    """Return the share of covered days that fairness costs; for a nation at most so much, by the flow."""
    covered = int(case.covered(x).sum())
    if size == "nation":
        most = flow.core_flow(case.p, case.pairs, np.ones(len(case.pairs), np.int64), 0).bound
    else:
        began = time.monotonic()
        watch = Watch(Limits(seconds=30), lambda: time.monotonic() - began)
        _, reached = tiers.climb(case, x, ("coverage",), watch, strict=False)
        most = reached[0].value
    return 1 - covered / most


def _summary(rows: list[dict[str, float]]) -> dict[str, object]:
    def mean(key: str) -> float:
        return round(statistics.fmean(row[key] for row in rows), 5)

    def late(key: str) -> float:
        return round(sorted(row[key] for row in rows)[max(int(np.ceil(SHARE * len(rows))) - 1, 0)], 3)

    worst = ("first_plan_s", "gap_to_bound", "gap_10s", "proven_gap", "violations", "peak_mb")
    shown = [key for key in rows[0] if key not in {*worst, "seconds", "cpu"}]
    return {
        "seconds_median": round(statistics.median(row["seconds"] for row in rows), 3),
        "seconds_p95": late("seconds"),
        "cpu_median": round(statistics.median(row["cpu"] for row in rows), 3),
        "cpu_p95": late("cpu"),
        **{key: round(max(row[key] for row in rows), 6) for key in worst},
        **{key: mean(key) for key in shown},
    }


if __name__ == "__main__":
    sys.exit(main())
