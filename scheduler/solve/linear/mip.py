"""The one call of a solver of linear and mixed-integer programs: a job and its limits go in, an answer comes out.

A solver in trouble (numbers it does not get over, a fault of its own, no memory) has no answer, and that is all: the
caller goes on with what it has. The log says what the trouble was.

MathOpt is called as its own Python functions call it, in protos: an object for each variable and row takes as long as
solving a small program.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import callback_pb2, model_parameters_pb2, result_pb2, solution_pb2, sparse_containers_pb2
from ortools.math_opt.core.python import solver as math_opt
from ortools.math_opt.python.init_arguments import StreamableSolverInitArguments
from ortools.math_opt.python.parameters import LPAlgorithm, SolveParameters, SolverType
from ortools.math_opt.python.result import TerminationReason
from ortools.math_opt.solvers import highs_pb2
from pybind11_abseil.status import StatusNotOk

from scheduler.log import logger
from scheduler.solve.linear.program import LinearProgram, to_math_opt

_log = logger(__name__)

_NODES_A_SECOND = 150
_WHOLE_POINTS = 0.5
_SHORTEST_SECONDS = 0.1
# A simplex that goes on after so many iterations for each row and column is not about to end, nor is an interior point
# after so many in all: they need some dozens, whatever the size.
_ITERATIONS_EACH = 50
_FEWEST_ITERATIONS = 100_000
_INTERIOR_ITERATIONS = 1000


class Solver(StrEnum):
    """Who solves: SCIP where the difficulty is in the counts of a day, HiGHS where it is in choosing weeks."""

    HIGHS = "HiGHS"
    SCIP = "SCIP"


class Method(StrEnum):
    """How a linear program is solved.

    ``SIMPLEX`` ends at a vertex, where most values are whole. ``BARRIER`` goes there by an interior point.
    ``INTERIOR`` stays at the interior point, among all optimal solutions, and ``ROUGH_INTERIOR`` ends a little before
    it: its dual values are worth a bound all the same.
    """

    SIMPLEX = "simplex"
    BARRIER = "barrier"
    INTERIOR = "interior"
    ROUGH_INTERIOR = "rough interior"


# Between value and bound, relative: what a bound loses by it is far below what whole days gain.
_ROUGH_TOLERANCE = 1e-5


class SolverStatus(StrEnum):
    """What is known after the call.

    ``OPTIMAL``: the values are the best, within the gap. ``FEASIBLE``: there are values, better ones may exist.
    ``INFEASIBLE``: it is proven that there are none. ``NO_ANSWER``: the limits came first, or the solver was in
    trouble.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A program to solve.

    Attributes
    ----------
    program
        Minimise its cost within its rows and bounds.
    integer
        Which variables must be whole, shape (n_variables,): True for all, False for the linear relaxation.
    solver, method
        Who solves it, and how where nothing has to be whole.
    hint
        A solution to begin with, shape (n_variables,); NaN where nothing is known. MathOpt passes it to SCIP only.
    seed
        Of the solver; None: its own.
    """

    program: LinearProgram
    integer: NDArray[np.bool_] | bool = True
    solver: Solver = Solver.HIGHS
    method: Method = Method.SIMPLEX
    hint: NDArray[np.float64] | NDArray[np.int64] | None = None
    seed: int | None = None

    @property
    def is_linear(self) -> bool:
        """Whether nothing has to be whole."""
        return not np.any(self.integer)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one call may take, and which gap is good enough.

    Attributes
    ----------
    seconds
        Nominal seconds. Where `by_work`, so many nodes as a solver does in about that time: the same on any machine.
        Infinite: no limit but that of iterations, beyond which a solver goes round in circles.
    by_work
        Count nodes, not seconds.
    gap, absolute_gap
        Relative gap, and the one in points, at which a solution is good enough; None: the solver's own.
    nodes
        Of branch and bound, at most, beside the seconds; None: any number.
    """

    seconds: float = math.inf
    by_work: bool = False
    gap: float | None = 1e-4
    absolute_gap: float | None = _WHOLE_POINTS
    nodes: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came of a job.

    Attributes
    ----------
    status
        What is known now.
    values
        The best solution, shape (n_variables,); None: none was found.
    cost, bound
        What it costs (infinite: none was found), and what no solution costs less than (minus infinity: unknown).
    duals
        Dual values of the rows, shape (n_rows,), of a linear program; None where the solver has none.
    processor_seconds
        What this process took; less than what passed where others use the machine as well.
    """

    status: SolverStatus
    values: NDArray[np.float64] | None = None
    cost: float = np.inf
    bound: float = -np.inf
    duals: NDArray[np.float64] | None = None
    processor_seconds: float = 0.0

    @property
    def is_done(self) -> bool:
        """Whether the solver came to its end instead of to a limit."""
        return self.status in (SolverStatus.OPTIMAL, SolverStatus.INFEASIBLE)


NO_ANSWER = Answer(SolverStatus.NO_ANSWER)

_SOLVERS = {Solver.HIGHS: SolverType.HIGHS, Solver.SCIP: SolverType.GSCIP}
_ENDS = {
    TerminationReason.OPTIMAL: SolverStatus.OPTIMAL,
    TerminationReason.INFEASIBLE: SolverStatus.INFEASIBLE,
    # All costs are bounded by the bounds of their variables: it can only be the former.
    TerminationReason.INFEASIBLE_OR_UNBOUNDED: SolverStatus.INFEASIBLE,
}
# What MathOpt raises for what its solvers return as errors; memory that is not to be had is trouble of the same kind.
_TROUBLE = (StatusNotOk, RuntimeError, ValueError, AssertionError, NotImplementedError, MemoryError)


def solve(job: Job, limits: Limits = Limits(), *, on_lines: Callable[[list[str]], None] | None = None) -> Answer:
    """Solve a program within limits; whatever happens to the solver, there is an answer."""
    began = time.process_time()
    try:
        result = math_opt.solve(
            to_math_opt(job.program, integer=job.integer),
            _SOLVERS[job.solver].value,
            StreamableSolverInitArguments().to_proto(),
            _parameters(job, limits).to_proto(),
            model_parameters_pb2.ModelSolveParametersProto(solution_hints=_hints(job)),
            on_lines,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
    except _TROUBLE as error:
        return _no_answer(job, error)
    return _answer(job, result, time.process_time() - began)


def _no_answer(job: Job, trouble: BaseException) -> Answer:
    _log.warning(
        "%s gave no answer to a program of %d variables and %d rows: %s",
        job.solver,
        job.program.n_variables,
        job.program.n_rows,
        trouble,
    )
    return NO_ANSWER


def _hints(job: Job) -> list[model_parameters_pb2.SolutionHintProto]:
    if job.hint is None or job.solver is not Solver.SCIP:
        return []
    known = np.flatnonzero(~np.isnan(job.hint))
    hint = model_parameters_pb2.SolutionHintProto()
    hint.variable_values.ids.extend(known.tolist())
    hint.variable_values.values.extend(job.hint[known].tolist())
    return [hint]


def _parameters(job: Job, limits: Limits) -> SolveParameters:
    """What MathOpt is given."""
    seconds, nodes = limits.seconds, limits.nodes
    if limits.by_work:
        nodes, seconds = max(1, round(_NODES_A_SECOND * seconds)), math.inf
    is_barrier = job.is_linear and job.method in (Method.BARRIER, Method.ROUGH_INTERIOR)
    return SolveParameters(
        time_limit=None if math.isinf(seconds) else timedelta(seconds=max(_SHORTEST_SECONDS, seconds)),
        node_limit=None if job.is_linear else nodes,
        iteration_limit=_most_iterations(job),
        relative_gap_tolerance=None if job.is_linear else limits.gap,
        absolute_gap_tolerance=None if job.is_linear else limits.absolute_gap,
        random_seed=job.seed,
        lp_algorithm=LPAlgorithm.BARRIER if is_barrier else None,
        highs=_highs(job),
    )


def _most_iterations(job: Job) -> int | None:
    if not job.is_linear or job.solver is not Solver.HIGHS:  # SCIP knows no such limit
        return None
    if job.method in (Method.INTERIOR, Method.ROUGH_INTERIOR):
        return _INTERIOR_ITERATIONS
    return max(_FEWEST_ITERATIONS, _ITERATIONS_EACH * (job.program.n_variables + job.program.n_rows))


def _highs(job: Job) -> highs_pb2.HighsOptionsProto:
    options = highs_pb2.HighsOptionsProto()
    if job.is_linear and job.method is Method.INTERIOR:
        options.string_options["solver"] = "ipm"
        options.string_options["run_crossover"] = "off"
    elif job.is_linear and job.method is Method.ROUGH_INTERIOR:
        options.string_options["run_crossover"] = "off"
        options.double_options["ipm_optimality_tolerance"] = _ROUGH_TOLERANCE
    return options


def _answer(job: Job, result: result_pb2.SolveResultProto, processor_seconds: float) -> Answer:
    """What a result says, if it says it in numbers."""
    status = _ENDS.get(TerminationReason(result.termination.reason), SolverStatus.NO_ANSWER)
    bound = float(result.termination.objective_bounds.dual_bound)
    values, cost, duals = None, np.inf, None
    best = result.solutions[0] if result.solutions else solution_pb2.SolutionProto()
    primal, dual = best.primal_solution, best.dual_solution
    if primal.feasibility_status == solution_pb2.SOLUTION_STATUS_FEASIBLE:
        found = _dense(primal.variable_values, job.program.n_variables)
        if np.isfinite(found).all():
            values, cost = found, float(primal.objective_value)
    is_rough = job.method is Method.ROUGH_INTERIOR
    is_feasible = dual.feasibility_status == solution_pb2.SOLUTION_STATUS_FEASIBLE
    if job.is_linear and best.HasField("dual_solution") and (is_rough or is_feasible):
        duals = _dense(dual.dual_values, job.program.n_rows)
    if values is None and status is SolverStatus.OPTIMAL:
        status = SolverStatus.NO_ANSWER
    elif values is not None and status is not SolverStatus.OPTIMAL:
        status = SolverStatus.FEASIBLE
    return Answer(status, values, cost, bound if not np.isnan(bound) else -np.inf, duals, processor_seconds)


def _dense(sparse: sparse_containers_pb2.SparseDoubleVectorProto, size: int) -> NDArray[np.float64]:
    """All values of a vector of which MathOpt may leave out zeros."""
    found = np.zeros(size)
    found[np.array(sparse.ids, dtype=np.int64)] = sparse.values
    return found
