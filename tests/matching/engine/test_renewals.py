"""Renewals: a few people at a time put back in another order; nothing is lost, and every plan is lawful."""

import numpy as np
import pytest

from bench.instances import instance
from talent_portal.matching.engine import kernels, moves, players, renewals, starts
from talent_portal.matching.engine.allocate import case_of
from talent_portal.matching.engine.pins import pins_of
from talent_portal.matching.engine.verify import verify
from tests.matching.engine.worlds import any_world, world

TRIES = 150


def begun(problem, *, compiled=False):
    """Return the case, and a table where moves find nothing more."""
    case, _ = case_of(problem)
    table = starts.table_of(case, compiled)
    table.fill_rest()
    table.improve(20)
    return case, table


def test_nothing_is_lost_pins_stay_and_every_plan_is_lawful():
    better = 0
    for seed in range(60):
        problem = any_world(seed).problem()
        case, table = begun(problem)
        before = case.worth(table.x)
        table.renew(TRIES)
        after = case.worth(table.x)

        assert (after.fairness, after.fit) >= (before.fairness, before.fit)
        assert after.pins == before.pins
        assert all(table.x[e] >= pin.halves for e, pin in pins_of(case.p, case.pairs).items())
        assert verify(case.p, case.assignments(case.trimmed(table.x))) == []
        better += after > before
    assert better >= 5


def test_they_find_what_moves_of_two_or_three_contracts_do_not():
    before = after = 0
    for seed in range(3):
        case, table = begun(instance("prefecture", seed))
        before += case.worth(table.x).fairness
        table.renew(1_000)
        after += case.worth(table.x).fairness

    assert after > 1.01 * before


@pytest.mark.parametrize("seed", [3, 5])
def test_compiled_they_take_the_very_same_course(seed):
    problem = world(seed, people=30, needs=24, terms=2, places=5).problem()
    plans = []
    for compiled in (False, True):
        _, table = begun(problem, compiled=compiled)
        start = table.x
        table.renew(TRIES)
        plans.append(table.x)

    assert table.fast
    assert (start != plans[0]).any()
    assert (plans[0] == plans[1]).all()


def test_as_many_are_tried_as_asked_for_unless_they_are_stopped():
    _, table = begun(instance("prefecture", 0))
    tried, asked = [], []
    play = table._play
    table._play = lambda name, tray, needs, fixed: tried.append(len(needs)) or play(name, tray, needs, fixed)
    table.renew(150)
    assert sum(tried) == 150

    tried.clear()
    table.renew(1_000, lambda: asked.append(1) or len(asked) < 2)
    assert len(tried) == 2


def test_a_need_that_nobody_can_serve_and_a_plan_with_nothing_open_are_left_alone():
    told = world(3, people=25, needs=14, places=5)
    nobody = told.told(forbidden=frozenset((person.id, need.id) for person in told.people for need in told.needs))
    _, table = begun(nobody.problem())
    table.renew(TRIES)
    assert not table.x.any()

    case, table = begun(instance("prefecture", 0))
    table._problem.needs.asked[:] = np.bincount(case.pairs.need, table.x, minlength=len(case.p.needs.ids))
    before = table.x
    table.renew(TRIES)
    assert (table.x == before).all()


def test_kept_machine_code_goes_by_a_name_that_follows_all_that_it_holds(monkeypatch):
    space = vars(kernels) | vars(moves) | vars(renewals)
    first = players.stamp(space)
    assert players.stamp(space) == first
    assert players.stamp(space | {"WIDTH": renewals.WIDTH + 1}) != first

    monkeypatch.setattr(players, "PLAYED", (moves.refill, *players.PLAYED[1:]))
    assert players.stamp(space) != first
