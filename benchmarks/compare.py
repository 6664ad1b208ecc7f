"""Our search beside plain solvers, each in a process of its own, on one and the same model.

The model is the one that ``scheduler model`` exports: plain CP-SAT gets it as it is, plain HiGHS its linear program.
Each of the three is run twice, once until the gap is small enough and once for a fixed time, because HiGHS tells
nothing while it runs. The cost that no roster can avoid is in nobody's objective.
"""

from __future__ import annotations

import math
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from benchmarks.centre import Centre, build_centre
from scheduler.config import Solving
from scheduler.model import build
from scheduler.solve import solve
from scheduler.solve.linear.program import linear_program, to_math_opt

Solver = Literal["ours", "CP-SAT", "HiGHS"]
SOLVERS: tuple[Solver, ...] = ("ours", "CP-SAT", "HiGHS")
WORKERS = 8


@dataclass(frozen=True, slots=True)
class SolverRun:
    """How one run of one solver ended.

    Attributes
    ----------
    seconds
        Time in the solver, building the model left out.
    cost, bound
        Points that a roster can influence; None where none was found.
    """

    seconds: float
    cost: float | None
    bound: float | None

    @property
    def gap(self) -> float:
        """(cost - bound) / cost; infinite without a roster or a bound."""
        if self.cost is None or self.bound is None:
            return math.inf
        return max(0.0, self.cost - self.bound) / max(abs(self.cost), 1.0)


def run_alone(
    solver: Solver, people: int, weeks: int, *, gap: float, time_limit_seconds: float, seed: int
) -> SolverRun:
    """Run one solver in a new process, so that it has its own libraries, threads and memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, solver, people, weeks, gap, time_limit_seconds, seed).result()


def _run(solver: Solver, people: int, weeks: int, gap: float, time_limit_seconds: float, seed: int) -> SolverRun:
    centre = build_centre(people, weeks)
    run = {"ours": _ours, "CP-SAT": _cp_sat, "HiGHS": _highs}[solver]
    return run(centre, gap, time_limit_seconds, seed)


def _ours(centre: Centre, gap: float, time_limit_seconds: float, seed: int) -> SolverRun:
    options = Solving(time_limit_seconds=time_limit_seconds, relative_gap=gap, workers=WORKERS, seed=seed)
    result = solve(centre.problem, centre.rules, options=options)
    return SolverRun(result.solve_seconds, result.objective, result.best_bound)


def _cp_sat(centre: Centre, gap: float, time_limit_seconds: float, seed: int) -> SolverRun:
    model = build(centre.problem, centre.rules).model
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit_seconds
    solver.parameters.relative_gap_limit = gap
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = seed
    began = time.monotonic()
    status = solver.solve(model)
    seconds = time.monotonic() - began
    has_roster = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return SolverRun(seconds, solver.objective_value if has_roster else None, solver.best_objective_bound)


def _highs(centre: Centre, gap: float, time_limit_seconds: float, seed: int) -> SolverRun:
    program = linear_program(build(centre.problem, centre.rules).model)
    model = mathopt.Model.from_model_proto(to_math_opt(program))
    parameters = mathopt.SolveParameters(
        time_limit=timedelta(seconds=time_limit_seconds), relative_gap_tolerance=gap, random_seed=seed
    )
    began = time.monotonic()
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    seconds = time.monotonic() - began
    bound = result.termination.objective_bounds.dual_bound
    return SolverRun(
        seconds,
        result.objective_value() if result.has_primal_feasible_solution() else None,
        bound if math.isfinite(bound) else None,
    )
