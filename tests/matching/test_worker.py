"""The worker's side of a run: progress, a stop, a time limit, a death, and what is kept in the end."""

from datetime import timedelta

import pytest

from talent_portal.core import clock
from talent_portal.matching import actions, jobs
from talent_portal.matching.engine.allocate import Options, Progress, allocate
from talent_portal.matching.engine.rows import Mistake, UnusableRowsError
from talent_portal.matching.errors import NothingToPublish
from talent_portal.matching.rules.runs import Mode, RunState
from tests.matching.looking import somebody
from tests.matching.makers import solve_here


def test_it_keeps_plan_coverage_figures_and_digest(make, towns, bridge):
    person = somebody(make, towns)
    run = make.run()

    assert make.work() == 1

    run = make.whole_run(run)
    assert run.state is RunState.DONE
    assert [(one["specialist"], one["need"]) for one in run.result["plan"]] == [(person.reference, bridge.id)]
    assert (run.summary["asked"], run.summary["covered"], run.summary["share"]) == (4, 4, 1_000_000)
    assert len(run.digest) == 64
    assert run.ended_at == clock.now()
    assert make.work() == 0


def test_nothing_open_and_nobody_registered_end_in_words(make, towns):
    first = make.done()
    make.need(organisation=towns["hasami"].organisation)
    second = make.done()

    assert [(one.state, one.reason_code) for one in (first, second)] == [
        (RunState.FAILED, "no_requests"),
        (RunState.FAILED, "no_people"),
    ]


def test_progress_is_written_about_once_a_second_and_a_stop_is_heard(make, towns, bridge, clock_at):
    somebody(make, towns)
    run, heard = make.run(), []

    def solve(problem, options, previous, on_progress):
        for step in range(8):
            clock_at(clock.now() + timedelta(milliseconds=400))
            if step == 5:
                actions.stop(make.officer(), run.reference, make.whole_run(run).version)
            heard.append(on_progress(Progress("fit", 400 * step, 10.0 * step, 100.0)))
        return solve_here(problem, options, previous, lambda _: True)

    make.work(solve)

    run = make.whole_run(run)
    assert heard[:5] == [True] * 5
    assert False in heard[5:]
    assert (run.phase, run.incumbent in {50.0, 60.0, 70.0}, run.bound) == ("fit", True, 100.0)
    assert run.state is RunState.STOPPED
    assert len(run.result["plan"]) == 1


def test_a_run_that_waits_is_stopped_at_once_and_has_no_plan(make, planned):
    run = make.run()

    actions.stop(make.officer(), run.reference, run.version)

    assert make.work() == 0
    assert make.whole_run(run).state is RunState.STOPPED
    with pytest.raises(NothingToPublish):
        actions.publish(make.officer(), run.reference, make.whole_run(run).version)


@pytest.mark.parametrize(
    ("error", "code"),
    [(UnusableRowsError([Mistake("need", "x", "bad_asked")]), "unusable_rows"), (RuntimeError("broken"), "broken")],
)
def test_whatever_goes_wrong_ends_in_words(make, planned, error, code):
    def solve(*_):
        raise error

    run = make.run()
    make.work(solve)

    assert (make.whole_run(run).state, make.whole_run(run).reason_code) == (RunState.FAILED, code)


def test_a_run_whose_worker_died_is_taken_up_again_and_given_up_after_the_second(make, planned, clock_at):
    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    run = make.run()
    for attempt in (1, 2):
        with pytest.raises(Killed):
            make.work(die)
        assert (make.whole_run(run).state, make.whole_run(run).attempts) == (RunState.RUNNING, attempt)
        assert make.work() == 0  # somebody may still be at it
        clock_at(clock.now() + timedelta(minutes=2))

    assert make.work() == 0
    assert (make.whole_run(run).state, make.whole_run(run).reason_code) == (RunState.FAILED, "worker_died")


def test_a_worker_that_was_thought_dead_does_not_overwrite_the_second(make, planned, clock_at):
    run = make.run()

    def slow(problem, options, previous, on_progress):
        clock_at(clock.now() + timedelta(minutes=2))
        make.work()
        return solve_here(problem, options, previous, on_progress)

    make.work(slow)

    ended = [entry for entry in make.entries() if entry.subject == f"match-run:{run.reference}"]
    assert [entry.deed for entry in ended][-1] == "match-run.finish"
    assert sum(entry.deed == "match-run.finish" for entry in ended) == 1


@pytest.mark.realtime
def test_the_time_limit_and_the_ways_of_planning_again_reach_the_engines_own_process(make, towns):
    begins = clock.today() + timedelta(days=30)
    period = {"starts_on": begins, "ends_on": begins + timedelta(days=90)}
    make.need(organisation=towns["hasami"].organisation, profession="civil_engineer", place="hasami", **period)
    person = make.specialist(base=towns["isahaya"])
    first = make.run(seconds=5)

    assert jobs.work() == 1
    second = make.run(mode=Mode.REPAIR, previous=make.whole_run(first))
    assert jobs.work() == 1

    second = make.whole_run(second)
    assert second.state is RunState.DONE
    assert second.summary["status"] == "repaired"
    assert [one["specialist"] for one in second.result["plan"]] == [person.reference]
    assert second.summary["changes"] == 0


@pytest.mark.parametrize(
    ("mode", "order"), [(Mode.SCRATCH, "fit"), (Mode.TIERED, "changes")], ids=["scratch", "tiered"]
)
def test_what_is_kept_decides_the_order_of_the_aims(make, planned, mode, order):
    asked = []

    def solve(problem, options, previous, on_progress):
        asked.append((options, len(previous)))
        return allocate(problem, options, previous, on_progress)

    make.run(mode=mode, previous=planned[1], strict=True, seconds=7)
    make.work(solve)

    ((options, count),) = asked
    assert isinstance(options, Options)
    assert options.order[2] == order
    assert (options.strict, options.limits.seconds) == (True, 7.0)
    assert count == (mode is Mode.TIERED)


class TestWhatWouldCoverMore:
    """Somebody a little too far away, so that one change is there to be tried after the plan."""

    @pytest.fixture
    def too_far(self, make, towns, bridge):
        return somebody(make, towns, max_minutes=30)

    def test_it_is_a_phase_of_its_own_after_the_plan(self, make, too_far, clock_at):
        run = make.run()

        def solve(problem, options, previous, on_progress):
            clock_at(clock.now() + timedelta(seconds=2))
            return solve_here(problem, options, previous, on_progress)

        make.work(solve)

        run = make.whole_run(run)
        assert (run.state, run.phase, run.incumbent, run.bound) == (RunState.DONE, "gains", 0.0, 24.0)
        assert [one["code"] for one in run.result["gains"]["rows"]] == ["more_minutes"]
        assert run.result["plan"] == []

    @pytest.mark.realtime
    def test_the_engines_own_process_comes_to_the_same(self, make, towns):
        begins = clock.today() + timedelta(days=30)
        period = {"starts_on": begins, "ends_on": begins + timedelta(days=90)}
        make.need(organisation=towns["hasami"].organisation, profession="civil_engineer", place="hasami", **period)
        make.specialist(base=towns["isahaya"], max_minutes=30)
        apart, here = make.run(), make.run()

        assert (jobs.work(), make.work()) == (1, 1)

        apart, here = (make.whole_run(one).result["gains"] for one in (apart, here))
        assert apart == here
        assert [one["code"] for one in apart["rows"]] == ["more_minutes"]

    def test_a_stop_there_keeps_the_plan_and_tells_nothing(self, make, too_far, clock_at):
        run, plans = make.run(), []

        def solve(problem, options, previous, on_progress):
            clock_at(clock.now() + timedelta(seconds=2))
            if plans:
                actions.stop(make.officer(), run.reference, make.whole_run(run).version)
            plans.append(allocate(problem, options, previous, on_progress))
            return plans[-1]

        make.work(solve)

        run = make.whole_run(run)
        assert len(plans) == 2
        assert (run.state, run.summary["status"]) == (RunState.STOPPED, "optimal")
        assert run.result["gains"] == {"state": "stopped", "tried": 0, "left": 0, "rows": []}

    def test_a_machine_too_slow_for_it_says_what_was_left(self, make, towns, too_far, clock_at):
        make.need(organisation=towns["kawatana"].organisation, profession="civil_engineer", place="kawatana")
        run = make.run()

        def solve(*question):
            clock_at(clock.now() + timedelta(minutes=4))
            return solve_here(*question)

        make.work(solve)

        run = make.whole_run(run)
        told = run.result["gains"]
        assert run.state is RunState.DONE
        assert (told["state"], told["tried"], len(told["rows"])) == ("told", 1, 1)
        assert told["left"] >= 1

    def test_whatever_goes_wrong_there_costs_no_plan(self, make, too_far):
        run, plans = make.run(), []

        def solve(*question):
            if plans:
                raise RuntimeError("broken")
            plans.append(solve_here(*question))
            return plans[-1]

        make.work(solve)

        run = make.whole_run(run)
        assert (run.state, run.summary["status"]) == (RunState.DONE, "optimal")
        assert run.result["gains"]["state"] == "broken"
