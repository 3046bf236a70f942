"""Pins are kept or named, and a new plan keeps the old one as far as it can."""

from dataclasses import fields, replace

import numpy as np
import pytest

from bench import again
from bench.again import free, worth
from bench.instances import instance
from talent_portal.matching.engine.allocate import Options, allocate, case_of
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.replan import replan
from talent_portal.matching.engine.result import changes
from talent_portal.matching.engine.verify import verify
from tests.matching.engine import exhaustive
from tests.matching.engine.test_allocate import fits, tiers
from tests.matching.engine.worlds import pin, without, world

QUICK = Options(limits=Limits(seconds=20))


@pytest.mark.parametrize("mode", ["repair", "tiered", "scratch"])
def test_after_a_withdrawal_the_new_plan_is_lawful_and_names_its_changes(mode):
    for seed in range(4):
        told = world(seed, people=25, needs=14, places=5)
        first = allocate(told.problem(), QUICK)
        gone = first.assignments[0].specialist
        problem = without(told, gone).problem()
        again = replan(problem, first.assignments, mode, QUICK)

        assert verify(problem, again.assignments) == []
        assert gone in {change.specialist for change in again.changes if change.after == 0}
        assert {(a.specialist, a.need) for a in again.assignments} == (
            {(a.specialist, a.need) for a in first.assignments}
            - {(c.specialist, c.need) for c in again.changes if not c.after}
        ) | {(c.specialist, c.need) for c in again.changes if not c.before}


def test_tiered_keeps_the_level_of_scratch_and_changes_no_more_nor_than_a_scratch_with_ties_left_to_the_solver():
    compared = 0
    for seed in range(5):
        told = world(seed, people=25, needs=14, places=5)
        first = allocate(told.problem(), QUICK)
        problem = without(told, first.assignments[0].specialist).problem()
        tiered, scratch = (replan(problem, first.assignments, mode, QUICK) for mode in ("tiered", "scratch"))

        assert tiers(tiered)["fairness"].value == tiers(scratch)["fairness"].value
        assert tiers(tiered)["coverage"].value == tiers(scratch)["coverage"].value
        assert len(tiered.changes) <= len(scratch.changes)
        assert tiered.status == "optimal"

        untied = free(problem)
        level, ours = worth(problem, untied), worth(problem, scratch.assignments)
        assert level.combined >= ours.combined
        if (level.fairness, level.coverage) == (ours.fairness, ours.coverage):
            assert len(tiered.changes) <= len(changes(first.assignments, untied))
            compared += 1
    assert compared >= 3


def test_tiered_changes_as_little_as_any_plan_of_the_same_level_could(monkeypatch):
    monkeypatch.setattr(exhaustive, "MOST", 2_000)
    compared = moved = 0
    for seed in range(40):
        told = world(seed, people=5, needs=4)
        first = allocate(told.problem(), QUICK)
        if not first.assignments:
            continue
        told = without(told, first.assignments[0].specialist)
        kept = {
            (a.specialist, a.need): a.halves for a in first.assignments if a.specialist in {p.id for p in told.people}
        }
        try:
            wanted, _ = exhaustive.best(told, fits(told.problem()), previous=kept)
        except exhaustive.TooLargeError:
            continue
        again = replan(told.problem(), first.assignments, "tiered", QUICK)
        found = [tiers(again)[name].value for name in ("fairness", "coverage", "fit")]
        changed = sum((c.specialist, c.need) in kept or c.before == 0 for c in again.changes)
        assert (*found[:2], -changed, found[2]) == wanted, seed
        compared += 1
        moved += changed > 0
    assert compared >= 20
    assert moved >= 5


@pytest.fixture(scope="module")
def prefecture():
    """Return a prefecture's proven plan, and the same prefecture after somebody with a contract has withdrawn."""
    problem = instance("prefecture", 3)
    first = allocate(problem, QUICK)
    people = problem.specialists
    kept = people.ids != first.assignments[len(first.assignments) // 2].specialist
    fewer = {each.name: getattr(people, each.name)[kept] for each in fields(people)}
    return problem, first, replace(problem, specialists=replace(people, **fewer))


def test_a_prefecture_planned_again_keeps_its_level_and_a_repair_nearly_all_of_its_value(prefecture):
    _, first, left = prefecture
    tiered, scratch, repaired = (
        replan(left, first.assignments, mode, QUICK) for mode in ("tiered", "scratch", "repair")
    )
    worth = [case_of(left, each.assignments)[0] for each in (repaired, scratch)]
    value = [case.worth(case.previous).combined for case in worth]

    assert (tiered.status, scratch.status, repaired.status) == ("optimal", "optimal", "repaired")
    assert all(tiers(tiered)[name].value == tiers(scratch)[name].value for name in ("fairness", "coverage"))
    assert 0 < len(tiered.changes) <= len(scratch.changes)
    assert value[0] >= 0.995 * value[1]
    assert verify(left, repaired.assignments) == []


def test_a_repair_moves_several_people_at_once_where_moving_one_after_the_other_falls_short(monkeypatch):
    problem = instance("prefecture", 17)
    first = allocate(problem, QUICK)
    left = again.without(problem, np.array(["s000059"]))
    scratch = worth(left, replan(left, first.assignments, "scratch", QUICK).assignments).combined

    repaired = replan(left, first.assignments, "repair", QUICK)
    monkeypatch.setattr("talent_portal.matching.engine.replan.RENEWALS", 0)
    by_moves = replan(left, first.assignments, "repair", QUICK)

    assert worth(left, by_moves.assignments).combined < 0.995 * scratch
    assert worth(left, repaired.assignments).combined >= 0.995 * scratch
    assert verify(left, repaired.assignments) == []


def test_no_change_in_no_change_out(prefecture):
    small = world(3, people=25, needs=14, places=5).problem()
    for problem, first in ((small, allocate(small, QUICK)), prefecture[:2]):
        for mode in ("repair", "tiered", "scratch"):
            assert replan(problem, first.assignments, mode, QUICK).changes == ()
    # A week of half-days and whole days, which the moves' stricter checks would not have allowed.
    mixed = world(7, people=14, needs=9, places=4).problem()
    first = allocate(mixed, QUICK)
    assert replan(mixed, first.assignments, "repair", QUICK).changes == ()


def test_an_unknown_way_to_plan_again_is_refused():
    with pytest.raises(ValueError, match="sideways"):
        replan(world(1).problem(), (), "sideways")


def test_a_pinned_plan_is_the_best_among_those_that_keep_the_pin():
    compared = 0
    for seed in range(40):
        told = world(seed, people=5, needs=4)
        free = told.problem()
        scores = fits(free)
        chosen = {(a.specialist, a.need) for a in allocate(free, QUICK).assignments}
        others = sorted(set(scores) - chosen)
        if not others:
            continue
        pinned = told.told(pins=(pin(*others[0]),))
        try:
            wanted, _ = exhaustive.best(pinned, scores, pins=((others[0], 1),))
        except exhaustive.TooLargeError:
            continue
        result = allocate(pinned.problem(), QUICK)
        if wanted is None:
            assert [(each.specialist, each.need) for each in result.conflicts] == [others[0]]
            continue
        assert tuple(tiers(result)[name].value for name in ("fairness", "coverage", "fit")) == wanted
        assert others[0] in {(a.specialist, a.need) for a in result.assignments}
        compared += 1
    assert compared >= 10


def test_pins_that_cannot_hold_together_are_named_and_the_most_are_kept():
    told = world(3, people=25, needs=14, places=5)
    scores = sorted(fits(told.problem()))
    busiest = max({s for s, _ in scores}, key=lambda s: sum(a == s for a, _ in scores))
    pins = tuple(pin(s, n) for s, n in scores if s == busiest)
    problem = told.told(pins=pins).problem()
    result = allocate(problem, QUICK)
    kept = {(a.specialist, a.need) for a in result.assignments}

    assert len(pins) >= 4
    assert result.conflicts
    assert all(each.code for each in result.conflicts)
    assert {(each.specialist, each.need) for each in pins} <= kept | {(c.specialist, c.need) for c in result.conflicts}
    assert verify(problem, result.assignments) == []


def test_a_pin_on_a_pair_that_is_not_lawful_is_named():
    told = world(3, people=25, needs=14, places=5)
    scores = fits(told.problem())
    unlawful = next((s.id, n.id) for s in told.people for n in told.needs if (s.id, n.id) not in scores)
    result = allocate(told.told(pins=(pin(*unlawful),)).problem(), QUICK)

    assert [(c.specialist, c.need, c.code) for c in result.conflicts] == [(*unlawful, "ineligible")]
    assert result.status == "optimal"


def test_forbidden_pairs_are_never_used():
    told = world(3, people=25, needs=14, places=5)
    first = allocate(told.problem(), QUICK)
    forbidden = frozenset((a.specialist, a.need) for a in first.assignments[:3])
    again = allocate(told.told(forbidden=forbidden).problem(), QUICK)

    assert not forbidden & {(a.specialist, a.need) for a in again.assignments}
    assert tiers(again)["fairness"].value <= tiers(first)["fairness"].value
