"""The one door to HiGHS: programme in, outcome out, with everything that went wrong before guarded here.

- highspy from 1.15 clashes with ortools in one process (symbols of two libhighs), so another version is refused.
- `threads` changed between two solves makes the second one return "Not Set" without raising: the scheduler is reset
  whenever the number changes.
- Any status but an optimum, or a limit with a plan in hand, is an error and never an empty plan.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import numpy as np

from talent_portal.matching.engine.matrix import Matrix
from talent_portal.matching.engine.model import Array

NEWEST = (1, 15)
OLDEST = (1, 11)
SEED = 0
# Objectives are whole numbers: a bound less than one above the incumbent proves it.
WHOLE_GAP = 0.999
ASIDE = (
    "mip_allow_restart",
    "mip_heuristic_run_feasibility_jump",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_root_reduced_cost",
)


class SolverError(Exception):
    """HiGHS is missing, of another version, or ended in a way that means nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop a search that is not proven yet: branch-and-bound nodes first, seconds as a safety net."""

    nodes: int = 100_000
    seconds: float = 60.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a solve; `x` is None where no solution is known, `bound` is proven."""

    status: str  # optimal | infeasible | limit
    ended_by: str  # proof | nodes | seconds | stopped
    value: float
    bound: float
    x: Array | None
    nodes: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The linear programme without integrality: its value is a bound, `price` is per row, `reduced` per column."""

    value: float
    x: Array
    reduced: Array
    price: Array


_last_threads = [0]
Progress = Callable[[float, float], bool]  # incumbent, bound; False stops


def available() -> bool:
    """Say whether HiGHS can be used here."""
    try:
        _module()
    except SolverError:
        return False
    return True


def maximise(  # noqa: PLR0913, PLR0917 one call, one solve
    matrix: Matrix,
    objective: Array,
    limits: Limits,
    start: tuple[Array, Array] | None = None,
    threads: int = 1,
    on_progress: Progress | None = None,
    *,
    small: bool = False,
) -> Outcome:
    """Maximise a mixed-integer programme with whole-numbered objective values.

    Small programmes that begin from a good plan are proven sooner, by half, where the search neither begins anew nor
    solves smaller programmes on the way to look for plans (`small`).
    """
    module = _module()
    solver = _loaded(module, matrix, objective, threads)
    solver.setOptionValue("mip_rel_gap", limits.gap)
    solver.setOptionValue("mip_abs_gap", WHOLE_GAP)
    solver.setOptionValue("mip_max_nodes", limits.nodes)
    solver.setOptionValue("time_limit", float(limits.seconds))
    for aside in ASIDE if small else ():
        solver.setOptionValue(aside, False)  # noqa: FBT003 an option by name
    if start is not None:
        columns, values = start
        solver.setSolution(len(columns), columns.astype(np.int32), values.astype(np.float64))
    if on_progress is not None:
        _listen(solver, on_progress)
    solver.run()
    return _outcome(module, solver, matrix)


def relax(matrix: Matrix, objective: Array, threads: int = 1, *, presolve: bool = True) -> Relaxation | None:
    """Solve the linear relaxation by the dual simplex; None if even that is infeasible.

    A pure network has nothing to presolve away: without it, it takes half the time and half the memory.
    """
    module = _module()
    plain = Matrix(
        matrix.lower,
        matrix.upper,
        np.zeros_like(matrix.integer),
        matrix.row_lower,
        matrix.row_upper,
        matrix.start,
        matrix.index,
        matrix.value,
    )
    solver = _loaded(module, plain, objective, threads)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("presolve", "choose" if presolve else "off")
    solver.run()
    status = solver.getModelStatus()
    if status in {module.HighsModelStatus.kInfeasible, module.HighsModelStatus.kUnboundedOrInfeasible}:
        return None
    if status not in {module.HighsModelStatus.kOptimal, module.HighsModelStatus.kModelEmpty}:
        raise SolverError(solver.modelStatusToString(status))
    found = solver.getSolution()
    return Relaxation(
        float(solver.getInfo().objective_function_value),
        np.array(found.col_value),
        np.array(found.col_dual),
        np.array(found.row_dual),
    )


def conflict(matrix: Matrix) -> tuple[Array, Array] | None:
    """Return rows and columns of one irreducible conflict of the linear relaxation, or None if it is feasible."""
    if relax(matrix, np.zeros(len(matrix.lower))) is not None:
        return None
    module = _module()
    plain = Matrix(
        matrix.lower,
        matrix.upper,
        np.zeros_like(matrix.integer),
        matrix.row_lower,
        matrix.row_upper,
        matrix.start,
        matrix.index,
        matrix.value,
    )
    solver = _loaded(module, plain, np.zeros(len(matrix.lower)), 1)
    solver.setOptionValue("iis_strategy", 6)
    _, found = solver.getIis()
    return np.array(found.row_index_, np.int64), np.array(found.col_index_, np.int64)


def _module() -> Any:
    try:
        import highspy  # noqa: PLC0415 a page that solves nothing does not load it

        version = metadata.version("highspy")
    except ImportError as missing:
        raise SolverError("highspy is not installed") from missing
    if not OLDEST <= tuple(int(part) for part in version.split(".")[:2]) < NEWEST:
        raise SolverError(f"highspy {version} is outside 1.11 to 1.14")
    return highspy


def _loaded(module: Any, matrix: Matrix, objective: Array, threads: int) -> Any:
    if threads != _last_threads[0]:
        module.Highs.resetGlobalScheduler(True)  # noqa: FBT003 wait for its threads
        _last_threads[0] = threads
    solver = module.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 an option by name
    solver.setOptionValue("threads", threads)
    solver.setOptionValue("random_seed", SEED)
    kinds = matrix.integer.astype(np.int32)
    solver.passModel(
        len(matrix.lower),
        len(matrix.row_lower),
        len(matrix.index),
        int(module.MatrixFormat.kRowwise),
        int(module.ObjSense.kMaximize),
        0.0,
        objective.astype(np.float64),
        matrix.lower,
        matrix.upper,
        matrix.row_lower,
        matrix.row_upper,
        matrix.start,
        matrix.index,
        matrix.value,
        kinds,
    )
    return solver


def _listen(solver: Any, on_progress: Progress) -> None:
    def stop_if_told(event: Any) -> None:
        if not on_progress(-event.data_out.mip_primal_bound, event.data_out.mip_dual_bound):
            event.interrupt()

    solver.cbMipInterrupt += stop_if_told


def _outcome(module: Any, solver: Any, matrix: Matrix) -> Outcome:
    status, info = solver.getModelStatus(), solver.getInfo()
    known = module.HighsModelStatus
    if status in {known.kInfeasible, known.kUnboundedOrInfeasible}:
        return Outcome("infeasible", "proof", -np.inf, -np.inf, None, 0)
    ends = {
        known.kOptimal: "proof",
        known.kModelEmpty: "proof",
        known.kTimeLimit: "seconds",
        known.kSolutionLimit: "nodes",
        known.kIterationLimit: "nodes",
        known.kInterrupt: "stopped",
    }
    if status not in ends:
        raise SolverError(solver.modelStatusToString(status))
    x = np.array(solver.getSolution().col_value)
    found = info.primal_solution_status == module.SolutionStatus.kSolutionStatusFeasible
    if not found and status not in {known.kOptimal, known.kModelEmpty}:
        return Outcome("limit", ends[status], -np.inf, float(info.mip_dual_bound), None, int(info.mip_node_count))
    settled = np.where(matrix.integer, np.rint(x), x)
    proven = ends[status] == "proof"
    bound = float(info.mip_dual_bound) if matrix.integer.any() else float(info.objective_function_value)
    return Outcome(
        "optimal" if proven else "limit",
        ends[status],
        float(info.objective_function_value),
        bound,
        settled,
        int(info.mip_node_count),
    )
