"""Which pins can be kept together. All other rules are upper bounds, so pins fit exactly when they fit alone."""

from dataclasses import replace

import numpy as np

from talent_portal.matching.engine import highs, mip
from talent_portal.matching.engine.highs import Limits, SolverError
from talent_portal.matching.engine.model import Array, Pairs, Pins, Problem
from talent_portal.matching.engine.pins import pairs_at, pins_of
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.result import PinConflict
from talent_portal.matching.engine.scoring import Scores
from talent_portal.matching.engine.verify import verify


def settled_pins(p: Problem, pairs: Pairs, scores: Scores) -> tuple[Problem, list[PinConflict]]:
    """Return the problem with the most pins that can be kept, and each other pin with the rule that it breaks."""
    pins = {e: pin.halves for e, pin in pins_of(p, pairs).items()}
    lost = _ineligible(p, pairs)
    case = Case(_without_pins(p), pairs, scores, np.zeros(0, np.int16))
    kept = sorted(pins) if _broken(case, pins) == "" else _most(case, pins)
    for e in sorted(set(pins) - set(kept)):
        code = _broken(case, {f: pins[f] for f in [*_beside(case, kept, e), e]}) or "together"
        lost.append(PinConflict(str(p.specialists.ids[pairs.specialist[e]]), str(p.needs.ids[pairs.need[e]]), code))
    return (p if not lost else _with_pins(p, pairs, np.array(kept, np.int64))), sorted(lost)


def _beside(case: Case, kept: list[int], e: int) -> list[int]:
    """Return the kept pins that could stand in the way of another: of its person, its need, or any under caps."""
    if case.p.geography.caps:
        return kept
    who, what = case.pairs.specialist, case.pairs.need
    return [f for f in kept if who[f] == who[e] or what[f] == what[e]]


def _ineligible(p: Problem, pairs: Pairs) -> list[PinConflict]:
    found = pairs_at(pairs, p.pins.specialist, p.pins.need, len(p.needs.ids))
    return [
        PinConflict(str(p.specialists.ids[s]), str(p.needs.ids[n]), "ineligible")
        for s, n in zip(p.pins.specialist[found < 0].tolist(), p.pins.need[found < 0].tolist(), strict=True)
    ]


def _broken(case: Case, pins: dict[int, int]) -> str:
    """Return the code of a rule that these pins break together, or nothing."""
    x = np.zeros(len(case.pairs), np.int16)
    for e, halves in pins.items():
        if halves > case.pairs.upper[e]:
            return "size"
        x[e] = halves
    if case.unrealisable(x):
        limited = _judged(case, case.trimmed(x))
        return limited or "half_days"
    return _judged(case, x)


def _judged(case: Case, x: Array) -> str:
    found = verify(case.p, case.assignments(x))
    return found[0].code if found else ""


def _most(case: Case, pins: dict[int, int]) -> list[int]:
    """Keep as many pins as possible: a small programme where a solver is at hand, else one after another."""
    fitting = sorted(e for e in pins if _broken(case, {e: pins[e]}) == "")
    try:
        kept = _solved(case, fitting, pins)
    except SolverError:
        kept = []
    return kept if kept and _broken(case, {e: pins[e] for e in kept}) == "" else _one_by_one(case, fitting, pins)


def _solved(case: Case, fitting: list[int], pins: dict[int, int]) -> list[int]:
    chosen = np.array(fitting, np.int64)
    size = np.array([pins[e] for e in fitting], np.uint8)
    few = narrowed(case.pairs, chosen, len(case.p.specialists.ids))
    few = replace(few, lower=size, upper=size, unit=size)
    model = mip.build(case.p, few)
    found = model.zeros()
    found[model.step] = 1
    outcome = highs.maximise(model.matrix, found, Limits())
    return [] if outcome.x is None else chosen[np.rint(outcome.x[model.step]) > 0].tolist()


def _one_by_one(case: Case, fitting: list[int], pins: dict[int, int]) -> list[int]:
    kept: list[int] = []
    for e in fitting:
        if _broken(case, {f: pins[f] for f in [*kept, e]}) == "":
            kept.append(e)
    return kept


def narrowed(pairs: Pairs, chosen: Array, people: int) -> Pairs:
    """Return only the chosen pairs, which must be ascending."""
    columns = {name: getattr(pairs, name)[chosen] for name in pairs.__slots__ if name != "first"}
    first = np.searchsorted(columns["specialist"], np.arange(people + 1)).astype(np.int32)
    return Pairs(**columns, first=first)


def _without_pins(p: Problem) -> Problem:
    return _with_rows(p, np.zeros(0, np.int64))


def _with_pins(p: Problem, pairs: Pairs, kept: Array) -> Problem:
    wanted = set(zip(pairs.specialist[kept].tolist(), pairs.need[kept].tolist(), strict=True))
    pinned = zip(p.pins.specialist.tolist(), p.pins.need.tolist(), strict=True)
    return _with_rows(p, np.array([k for k, pair in enumerate(pinned) if pair in wanted], np.int64))


def _with_rows(p: Problem, rows: Array) -> Problem:
    pins = p.pins
    return replace(p, pins=Pins(pins.specialist[rows], pins.need[rows], pins.halves[rows], pins.exact[rows]))
