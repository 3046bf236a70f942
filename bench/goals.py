"""Figures of the engine beside those of `bench.matching`: joins, ranks, reasons, strict fairness, plans made again.

    .venv/bin/python -m bench.goals [--size prefecture|large|nation] [--seeds 20] [--extra] [--apart]

Milliseconds and seconds are CPU time, which a busy machine disturbs less. `prefecture` prints all, `large` leaves out
what needs a proven plan, `nation` leaves out plans. The last line is JSON: the mean over the seeds, of `max_` and
`least_` keys the extreme.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import TypeVar

import numpy as np

from bench import baselines
from bench.instances import SIZES, instance
from talent_portal.matching.engine import explain, flow, guided, highs
from talent_portal.matching.engine.allocate import Options, allocate, case_of
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.model import Array, Pins, Problem
from talent_portal.matching.engine.plans import MULTIPLIER, Case, Worth
from talent_portal.matching.engine.rank import rank_candidates
from talent_portal.matching.engine.replan import replan
from talent_portal.matching.engine.result import AllocationResult
from talent_portal.matching.engine.scoring import score

SEEDS = {"prefecture": 20, "large": 1, "nation": 1}
RANKED = 20
HELPED = 10
PINNED = 10
WITHDRAWN_SHARE = 40
Answer = TypeVar("Answer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the seeds and print the figures, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="prefecture", choices=sorted(SIZES))
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--extra", action="store_true", help="use ortools and numba")
    parser.add_argument("--apart", action="store_true", help="draw the reports of shortage apart from the needs")
    asked = parser.parse_args(arguments)
    options = Options() if asked.extra else Options(compiled=False, flow="highs")
    rows = []
    for seed in range(asked.seeds or SEEDS[asked.size]):
        rows.append(dict(_figures(instance(asked.size, seed, apart=asked.apart), asked.size, options)))
        print({key: round(value, 4) for key, value in rows[-1].items()}, flush=True)
    print(json.dumps({key: round(_joined(key, [row[key] for row in rows]), 4) for key in rows[0]}))
    return 0


def _joined(key: str, values: list[float]) -> float:
    if key.startswith("max_"):
        return max(values)
    return min(values) if key.startswith("least_") else statistics.fmean(values)


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.process_time()
    answer = work()
    return time.process_time() - began, answer


def _figures(p: Problem, size: str, options: Options) -> Iterator[tuple[str, float]]:
    seconds, _ = _timed(lambda: score(p, eligible_pairs(p)))
    yield "max_join_and_fit_s", seconds
    yield "max_join_and_fit_peak_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ranks = [1000 * _timed(partial(rank_candidates, p, n))[0] for n in range(RANKED)]
    yield "rank_ms", statistics.median(ranks)
    if size == "nation":
        return
    case, _ = case_of(p)
    seconds, first = _timed(lambda: allocate(p, options))
    yield "plan_s", seconds
    yield from _core(case, options.flow)
    yield "least_bounds_in_order", float(_ordered(case, first, options.flow))
    yield from _clash(p, case)
    yield from _reasons(case, first)
    if size == "prefecture":
        yield from _strict(p, options, first, seconds)
    yield from _again(p, options, first, proven=size == "prefecture")


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
    plan = _worth(case.p, first)
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
    seconds, (_, conflicts) = _timed(partial(case_of, replace(p, pins=pins)))
    yield "max_pins_settled_s", seconds
    yield "pins_named", len(conflicts)


def _reasons(case: Case, first: AllocationResult) -> Iterator[tuple[str, float]]:
    """Time a need's funnel, and one change that could help it."""
    needs = {str(each): n for n, each in enumerate(case.p.needs.ids.tolist())}
    funnels, helps, reasons = [], [], []
    base = explain.coverage(case.p, case.pairs)
    for k, unmet in enumerate(first.unmet):
        need = needs[unmet.need]
        seconds, why = _timed(partial(explain.why_unmet, case, first.assignments, need))
        funnels.append(1000 * seconds)
        reasons.append(bool(why.reason))
        if k < HELPED:
            seconds, found = _timed(partial(explain.what_would_help, case.p, case.pairs, need, base))
            helps += [1000 * seconds / max(len(found), 1)] * len(found)
    yield "funnel_ms", statistics.median(funnels)
    yield "counterfactual_ms", statistics.median(helps) if helps else 0.0
    yield "least_share_with_a_reason", sum(reasons) / len(reasons)


def _strict(p: Problem, options: Options, levels: AllocationResult, usual: float) -> Iterator[tuple[str, float]]:
    """Leximin by thresholds beside levels: its worst place, its time, and covered half-days."""
    seconds, strict = _timed(lambda: allocate(p, replace(options, strict=True)))
    yield "max_strict_s", seconds
    yield "strict_extra_s", seconds - usual
    yield "max_strict_worst_minus_levels", strict.after.worst - levels.after.worst
    yield "strict_covered_share", _covered(strict) / _covered(levels)


def _again(p: Problem, options: Options, first: AllocationResult, *, proven: bool) -> Iterator[tuple[str, float]]:
    """Plan again: after one withdrawal, after one in forty people, and after nothing."""
    busy = [a.specialist for a in first.assignments]
    crowd = np.random.default_rng(0).choice(p.specialists.ids, len(p.specialists.ids) // WITHDRAWN_SHARE, replace=False)
    for name, gone in (("one", np.array(busy[len(busy) // 2 :][:1])), ("many", crowd)):
        left = _without(p, gone)
        seconds, repaired = _timed(partial(replan, left, first.assignments, "repair", options))
        scratch_s, scratch = _timed(partial(replan, left, first.assignments, "scratch", options))
        worth = [_worth(left, result).combined for result in (repaired, scratch)]
        yield f"lost_{name}_contracts", sum(a.specialist in set(gone.tolist()) for a in first.assignments)
        yield f"max_repair_{name}_s", seconds
        yield f"least_repair_{name}_value", worth[0] / worth[1]
        yield f"repair_{name}_changes", len(repaired.changes)
        yield f"scratch_{name}_changes", len(scratch.changes)
        yield f"repair_{name}_changes_of_others", _of_others(repaired, gone)
        yield f"scratch_{name}_changes_of_others", _of_others(scratch, gone)
        yield f"scratch_{name}_s", scratch_s
        if proven:
            seconds, tiered = _timed(partial(replan, left, first.assignments, "tiered", options))
            yield f"tiered_{name}_changes", len(tiered.changes)
            yield f"tiered_{name}_changes_of_others", _of_others(tiered, gone)
            yield f"tiered_{name}_s", seconds
            yield f"least_tiered_{name}_keeps_the_tiers", float(_tops(tiered) == _tops(scratch))
    modes = ("repair", "tiered", "scratch") if proven else ("repair",)
    yield "max_changes_after_nothing", max(len(replan(p, first.assignments, mode, options).changes) for mode in modes)


def _of_others(result: AllocationResult, gone: Array) -> int:
    """Count changed pairs of those who stay: the contracts of those who have gone change by any way."""
    left = set(gone.tolist())
    return sum(each.specialist not in left for each in result.changes)


def _without(p: Problem, gone: Array) -> Problem:
    people = p.specialists
    kept = ~np.isin(people.ids, gone)
    return replace(
        p, specialists=replace(people, **{each.name: getattr(people, each.name)[kept] for each in fields(people)})
    )


def _covered(result: AllocationResult) -> int:
    return sum(a.halves * a.terms.bit_count() for a in result.assignments)


def _tops(result: AllocationResult) -> list[int]:
    return [tier.value for tier in result.tiers if tier.name in {"fairness", "coverage"}]


def _worth(p: Problem, result: AllocationResult) -> Worth:
    case, _ = case_of(p, result.assignments)
    return case.worth(case.previous)


if __name__ == "__main__":
    sys.exit(main())
