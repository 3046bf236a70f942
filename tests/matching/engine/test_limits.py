"""A run keeps the limit that it was given: no step begins that could not end in time, and judging has its share."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from talent_portal.matching.engine import allocate as allocating
from talent_portal.matching.engine import guided
from talent_portal.matching.engine.allocate import Run, allocate, case_of
from talent_portal.matching.engine.flow import usable
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.verify import verify
from tests.matching.engine.ways import QUICK
from tests.matching.engine.worlds import any_world, world

GUIDED = replace(QUICK, route="guided", limits=Limits(seconds=10), focus=(5,))


@pytest.fixture
def clock(monkeypatch):
    """Let the seconds of runs pass only where a test says so."""
    hands = SimpleNamespace(now=100.0)
    monkeypatch.setattr(allocating, "time", SimpleNamespace(monotonic=lambda: hands.now))

    def lasts(seconds, function):
        def slow(*arguments):
            hands.now += seconds
            return function(*arguments)

        return slow

    hands.lasts = lasts
    return hands


def stages(result):
    return {line.partition(":")[0] for line in result.log}


def test_without_time_the_first_plan_stands_with_a_bound():
    problem = world(5, people=30, needs=16, places=5).problem()
    result = allocate(problem, replace(GUIDED, limits=Limits(seconds=0)))

    assert result.assignments
    assert verify(problem, result.assignments) == []
    assert result.tiers[0].value <= result.tiers[0].bound
    assert not {"relaxation", "focus 5", "polish"} & stages(result)


def test_what_judging_takes_is_kept_back(clock, monkeypatch):
    case, _ = case_of(world(5).problem())
    run = Run(case, GUIDED, lambda _: True)
    assert run.left() == pytest.approx(10)

    monkeypatch.setattr(allocating, "verify", clock.lasts(2, verify))
    run.offer("empty", run.x)

    assert run.left() == pytest.approx(10 - 2 - 2 * 2)
    assert run.watch().left().seconds == pytest.approx(4)
    assert run.watch(0.5).left().seconds == pytest.approx(2)


@pytest.mark.parametrize(("seconds", "begins"), [(0.1, True), (1.0, False)])
def test_branch_and_bound_over_everything_begins_only_where_its_start_fits(clock, monkeypatch, seconds, begins):
    monkeypatch.setattr(guided, "guide", clock.lasts(seconds, guided.guide))
    result = allocate(world(5, people=30, needs=16, places=5).problem(), GUIDED)

    assert "focus 5" in stages(result)
    assert ("polish" in stages(result)) == begins


def test_out_of_time_a_listener_is_told_and_nothing_goes_on(clock):
    told = []
    case, _ = case_of(world(5).problem())
    run = Run(case, GUIDED, lambda progress: told.append(progress.phase) or True)
    assert run.go_on("moves", 0, 0)
    clock.now += 11

    assert not run.go_on("polish", 0, 0)
    assert told == ["moves", "polish"]


def test_nobody_works_more_than_the_network_lets_them():
    tightened = 0
    for seed in range(40):
        problem = any_world(seed).problem()
        case, _ = case_of(problem)
        most = usable(problem, case.pairs)
        result = allocate(problem, replace(QUICK, solver=False, flow="sums"))
        given = dict.fromkeys(problem.specialists.ids.tolist(), 0)
        for one in result.assignments:
            given[one.specialist] += one.halves * one.terms.bit_count()
        assert (np.array(list(given.values())) <= most).all()
        rich = np.isin(np.arange(len(most)), case.pairs.specialist)
        tightened += int((most < problem.specialists.limit.sum(axis=1, dtype=np.int64))[rich].sum())
    assert tightened >= 20
