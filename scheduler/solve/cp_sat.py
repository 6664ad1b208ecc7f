"""The one call of CP-SAT by the searches: a model and its limits go in, an answer comes out, and no error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.log import logger
from scheduler.solve.linear.mip import SolverStatus

_log = logger(__name__)

# Each of some twenty strategies that take turns has the limit for itself.
_DETERMINISTIC_SHARE = 0.05
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class CpSatLimits:
    """How CP-SAT searches, and how long.

    Attributes
    ----------
    seconds
        Nominal ones where work is counted.
    least_seconds
        Where less is left: a search that is about to end may still find its first roster.
    by_work
        Count CP-SAT's deterministic time, its strategies taking turns in one thread, and not seconds. With several
        threads the first of two that find solutions of one cost is heard, which the clock decides.
    gap
        Relative gap at which a solution is good enough.
    workers, seed
        Threads, and the seed of all of them.
    any_solution
        The first solution is good enough.
    near_hint
        Only by solving parts of the hint again, which has to be a solution.
    """

    seconds: float
    least_seconds: float = 0.5
    by_work: bool = False
    gap: float = 0.0
    workers: int = 8
    seed: int = 1
    any_solution: bool = False
    near_hint: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CpSatAnswer:
    """What came of it: the values of all variables (None: none were found), and a bound of the objective."""

    status: SolverStatus
    values: list[int] | None = None
    bound: float = float("-inf")


_ENDS = {
    cp_model.OPTIMAL: SolverStatus.OPTIMAL,
    cp_model.FEASIBLE: SolverStatus.FEASIBLE,
    cp_model.INFEASIBLE: SolverStatus.INFEASIBLE,
}


class _Told(cp_model.CpSolverSolutionCallback):
    """Tells of each solution (its objective and the values of all variables), and ends the search where that is enough.

    Asked right after a solution, and not by the clock, the answer is the same in every search.
    """

    def __init__(self, on_solution: Callable[[int, list[int]], None] | None, is_over: Callable[[], bool]) -> None:
        super().__init__()
        self._on_solution = on_solution
        self._is_over = is_over

    def on_solution_callback(self) -> None:
        if self._on_solution is not None:
            self._on_solution(round(self.objective_value), list(self.response_proto.solution))
        if self._is_over():
            self.stop_search()


def solve(
    model: cp_model.CpModel,
    limits: CpSatLimits,
    *,
    hint: Sequence[int] | None = None,
    on_solution: Callable[[int, list[int]], None] | None = None,
    is_over: Callable[[], bool] = lambda: False,
    is_interrupted: Callable[[], bool] = lambda: False,
) -> CpSatAnswer:
    """Solve a model within limits.

    Parameters
    ----------
    model
        Its hint is replaced where one is given.
    limits
        How, and how long.
    hint
        Values of all variables to begin with.
    on_solution
        Told of the objective and values of each solution, from another thread.
    is_over
        Asked after each solution where work is counted, else every now and then; the search ends once it says so.
    is_interrupted
        Asked every now and then in any case: whether somebody wants it to end.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    seconds = max(limits.least_seconds, limits.seconds)
    if limits.by_work:
        parameters.max_deterministic_time = _DETERMINISTIC_SHARE * seconds
        parameters.interleave_search = True
    else:
        parameters.max_time_in_seconds = seconds
    parameters.num_workers = 1 if limits.by_work else limits.workers
    parameters.random_seed = limits.seed
    parameters.relative_gap_limit = limits.gap
    parameters.stop_after_first_solution = limits.any_solution
    parameters.use_lns_only = limits.near_hint
    parameters.catch_sigint_signal = False
    if hint is not None:
        model.proto.solution_hint.vars.clear()
        model.proto.solution_hint.values.clear()
        for index, value in enumerate(hint):
            model.add_hint(model.get_int_var_from_proto_index(index), value)
    told = _Told(on_solution, is_over if limits.by_work else lambda: False)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model, told)
        while wait([running], timeout=_POLL_SECONDS).not_done:
            if is_interrupted() or (not limits.by_work and is_over()):
                solver.stop_search()
        try:
            status = running.result()
        except (RuntimeError, ValueError, MemoryError) as error:
            _log.warning("CP-SAT gave no answer to a model of %d variables: %s", len(model.proto.variables), error)
            return CpSatAnswer(SolverStatus.NO_ANSWER)
    if status == cp_model.MODEL_INVALID:
        _log.warning("CP-SAT refuses a model of %d variables: %s", len(model.proto.variables), model.validate())
    known = _ENDS.get(status, SolverStatus.NO_ANSWER)
    if known in (SolverStatus.OPTIMAL, SolverStatus.FEASIBLE):
        return CpSatAnswer(known, list(solver.response_proto.solution), solver.best_objective_bound)
    return CpSatAnswer(known)
