"""Figures of the engine beside those of `bench.matching`: joins, ranks, reasons, strict fairness, plans made again.

    .venv/bin/python -m bench.goals [--size prefecture|large|nation] [--seeds 20] [--withdrawals 1] [--extra] [--apart]

Milliseconds and seconds are CPU time, which a busy machine disturbs less. `prefecture` prints all, `large` leaves out
what needs a proven plan, `nation` leaves out plans. The last line is JSON: the mean over the seeds, of `max_` and
`least_` keys the extreme, of `share_` keys the ratio of two such means. What is told of `one` withdrawal is so of
`--withdrawals` draws, each from the plan as it was published (`bench.again`).
"""

import argparse
import json
import resource
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from bench import again, baselines
from bench.instances import SIZES, instance
from bench.measuring import joined, timed
from talent_portal.matching.engine import explain, flow, guided, highs
from talent_portal.matching.engine.allocate import Options, allocate, case_of
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.model import Pins, Problem
from talent_portal.matching.engine.plans import MULTIPLIER, Case
from talent_portal.matching.engine.rank import rank_candidates
from talent_portal.matching.engine.result import AllocationResult
from talent_portal.matching.engine.scoring import score

SEEDS = {"prefecture": 20, "large": 1, "nation": 1}
RANKED = 20
HELPED = 10
PINNED = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the seeds and print the figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="prefecture", choices=sorted(SIZES))
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--withdrawals", type=int, default=1, help="how many people withdraw, one at a time")
    parser.add_argument("--extra", action="store_true", help="use ortools and numba")
    parser.add_argument("--apart", action="store_true", help="draw the reports of shortage apart from the needs")
    asked = parser.parse_args(arguments)
    options = Options() if asked.extra else Options(compiled=False, flow="highs")
    rows = []
    for seed in range(asked.seeds or SEEDS[asked.size]):
        problem = instance(asked.size, seed, apart=asked.apart)
        rows.append(dict(_figures(problem, asked.size, options, asked.withdrawals)))
        print({key: round(value, 4) for key, value in rows[-1].items()}, flush=True)
    found = joined(rows)
    print(json.dumps({key: round(value, 4) for key, value in (found | again.shares(found)).items()}))
    return 0


def _figures(p: Problem, size: str, options: Options, withdrawals: int) -> Iterator[tuple[str, float]]:
    seconds, _ = timed(lambda: score(p, eligible_pairs(p)))
    yield "max_join_and_fit_s", seconds
    yield "max_join_and_fit_peak_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ranks = [1000 * timed(partial(rank_candidates, p, n))[0] for n in range(RANKED)]
    yield "rank_ms", statistics.median(ranks)
    if size == "nation":
        return
    case, _ = case_of(p)
    seconds, first = timed(lambda: allocate(p, options))
    yield "plan_s", seconds
    yield from _core(case, options.flow)
    yield "least_bounds_in_order", float(_ordered(case, first, options.flow))
    yield from _clash(p, case)
    yield from _reasons(case, first)
    if size == "prefecture":
        yield from _strict(p, options, first, seconds)
    yield from again.figures(p, options, first, withdrawals, proven=size == "prefecture")


def _core(case: Case, backend: str) -> Iterator[tuple[str, float]]:
    """Without side constraints: half-days that fairness leaves uncovered; by the theory none."""
    p, pairs = case.p, case.pairs
    fair = flow.core_flow(p, pairs, np.zeros(len(pairs), np.int64), 1, backend).amount.sum()
    most = flow.core_flow(p, pairs, np.ones(len(pairs), np.int64), 0, backend).bound
    yield "max_core_price_half_days", float(most - fair)


def _ordered(case: Case, first: AllocationResult, backend: str) -> bool:
    """Say whether flow bound >= relaxation >= plan, and the plan is worth no less than greedy by score."""
    network = flow.core_flow(case.p, case.pairs, case.scores.total, MULTIPLIER, backend).bound
    model = guided.rebuilt(case)
    relaxed = highs.relax(model.matrix, guided.combined(case, model))
    plan = again.worth(case.p, first.assignments)
    greedy = case.worth(baselines.plan(case, "greedy", 0))
    return network + 1 >= (relaxed.value if relaxed else 0) >= plan.combined - 1 and plan >= greedy


def _clash(p: Problem, case: Case) -> Iterator[tuple[str, float]]:
    """Pin every pair of the people who have most: time until the most pins are kept and the others named."""
    busiest = np.argsort(-np.bincount(case.pairs.specialist), kind="stable")[:PINNED]
    chosen = np.flatnonzero(np.isin(case.pairs.specialist, busiest))
    pins = Pins(
        case.pairs.specialist[chosen],
        case.pairs.need[chosen],
        np.zeros(len(chosen), np.int16),
        np.zeros(len(chosen), bool),
    )
    seconds, (_, conflicts) = timed(partial(case_of, replace(p, pins=pins)))
    yield "max_pins_settled_s", seconds
    yield "pins_named", len(conflicts)


def _reasons(case: Case, first: AllocationResult) -> Iterator[tuple[str, float]]:
    """Time a need's funnel, and one change that could help it."""
    needs = {str(each): n for n, each in enumerate(case.p.needs.ids.tolist())}
    funnels, helps, reasons = [], [], []
    base = explain.coverage(case.p, case.pairs)
    for k, unmet in enumerate(first.unmet):
        need = needs[unmet.need]
        seconds, why = timed(partial(explain.why_unmet, case, first.assignments, need))
        funnels.append(1000 * seconds)
        reasons.append(bool(why.reason))
        if k < HELPED:
            seconds, found = timed(partial(explain.what_would_help, case.p, case.pairs, need, base))
            helps += [1000 * seconds / max(len(found), 1)] * len(found)
    yield "funnel_ms", statistics.median(funnels)
    yield "counterfactual_ms", statistics.median(helps) if helps else 0.0
    yield "least_share_with_a_reason", sum(reasons) / len(reasons)


def _strict(p: Problem, options: Options, levels: AllocationResult, usual: float) -> Iterator[tuple[str, float]]:
    """Leximin by thresholds beside levels: its worst place, its time, and covered half-days."""
    seconds, strict = timed(lambda: allocate(p, replace(options, strict=True)))
    yield "max_strict_s", seconds
    yield "strict_extra_s", seconds - usual
    yield "max_strict_worst_minus_levels", strict.after.worst - levels.after.worst
    yield "strict_covered_share", _covered(strict) / _covered(levels)


def _covered(result: AllocationResult) -> int:
    return sum(a.halves * a.terms.bit_count() for a in result.assignments)


if __name__ == "__main__":
    sys.exit(main())
