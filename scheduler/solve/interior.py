"""A bound for large models: the linear relaxation by interior point, in a process of its own.

Every variable has bounds, so that any dual values give a bound: each row adds its side times its value, each variable
the side that is cheaper by its reduced cost. Nothing is lost when the interior point method stops short of a vertex,
which takes longer than all the rest.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from scheduler.solve.beside import Beside, Say
from scheduler.solve.twin import LinearTwin, to_math_opt


def dual_bound(twin: LinearTwin, duals: NDArray[np.float64]) -> float:
    """A cost that no solution of the twin goes below, by any dual values of the rows."""
    duals = np.where(
        (duals > 0) & np.isinf(twin.row_lower) | (duals < 0) & np.isinf(twin.row_upper) | ~np.isfinite(duals),
        0.0,
        duals,
    )
    side = np.where(duals > 0, twin.row_lower, np.where(duals < 0, twin.row_upper, 0.0))
    reduced = twin.cost - twin.matrix.T @ duals
    cheaper = np.where(reduced > 0, twin.lower, np.where(reduced < 0, twin.upper, 0.0))
    return float(duals @ side + reduced @ cheaper + twin.offset)


class InteriorPoint:
    """The relaxation at work; what it proves is there once it ends."""

    def __init__(self, twin: LinearTwin, time_limit_seconds: float) -> None:
        self._beside = Beside(_relax, twin, time_limit_seconds)
        self.bound = -np.inf

    def listen(self) -> None:
        """Take in what the process has said since."""
        self.bound = max([self.bound, *self._beside.words()])

    @property
    def is_running(self) -> bool:
        """Whether the process is still at work."""
        return self._beside.is_running

    def close(self) -> None:
        """End the process."""
        self._beside.close()


def _relax(say: Say, twin: LinearTwin, time_limit_seconds: float) -> None:
    """Solve the relaxation and send the bound; runs in the process of its own."""
    model = to_math_opt(twin, whole=False)
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            lp_algorithm=mathopt.LPAlgorithm.BARRIER,
            time_limit=timedelta(seconds=time_limit_seconds),
            highs=highs_pb2.HighsOptionsProto(string_options={"run_crossover": "off"}),
        ),
    )
    if result.solutions and result.solutions[0].dual_solution is not None:
        values = result.solutions[0].dual_solution.dual_values
        say(dual_bound(twin, np.array([values[row] for row in model.linear_constraints()])))
