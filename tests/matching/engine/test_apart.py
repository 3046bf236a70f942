"""A run in its own process: the same answer, and a verified plan with a bound whenever it is ended."""

import os
import signal
from dataclasses import replace

import pytest

from bench.instances import instance
from talent_portal.matching.engine.allocate import Options, allocate
from talent_portal.matching.engine.apart import allocate_apart
from talent_portal.matching.engine.highs import Limits
from talent_portal.matching.engine.verify import verify
from tests.matching.engine.worlds import world

# These wait for a real process.
pytestmark = pytest.mark.realtime
QUICK = Options(limits=Limits(seconds=20))


def test_a_process_of_its_own_gives_the_same_answer():
    problem = world(3, people=25, needs=14, places=5).problem()

    assert allocate_apart(problem, QUICK).canonical() == allocate(problem, QUICK).canonical()


def test_processes_with_one_and_two_threads_answer_with_the_same_bytes():
    problem = instance("prefecture", 3)
    answers = [allocate_apart(problem, replace(QUICK, threads=threads)) for threads in (1, 2)]

    assert answers[0].status == "optimal"
    assert answers[0].canonical() == answers[1].canonical()


@pytest.mark.parametrize("phase", ["start", "fill", "fairness", "fit"])
def test_a_process_that_is_killed_leaves_its_last_verified_plan_with_a_bound(phase):
    problem = instance("prefecture", 3)
    pids, phases = [], []

    def kill_in_phase(progress):
        phases.append(progress.phase)
        if progress.phase == phase and pids:
            os.kill(pids.pop(), signal.SIGKILL)
        return True

    result = allocate_apart(problem, QUICK, on_progress=kill_in_phase, on_start=pids.append)

    assert verify(problem, result.assignments) == []
    assert (result.status, phase in phases) in {("feasible", True), ("optimal", False)}
    assert result.tiers[0].value <= result.tiers[0].bound
    if result.status == "feasible" and phase != "start":
        assert result.assignments
        assert "process ended: -9" in result.log


def test_a_run_that_is_told_to_stop_returns_what_it_has():
    problem = instance("prefecture", 3)
    result = allocate_apart(problem, QUICK, on_progress=lambda progress: progress.phase != "fit")

    assert result.assignments
    assert verify(problem, result.assignments) == []
