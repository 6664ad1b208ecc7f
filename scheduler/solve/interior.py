"""Bounds of large models: the linear relaxation by interior point, and what any dual values prove.

Every variable has bounds, so that any dual values give a bound: each row adds its side times its value, each variable
the side that is cheaper by its reduced cost. Nothing is lost when the interior point method stops short of a vertex,
which takes longer than all the rest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from scheduler.solve.twin import LinearTwin, to_math_opt

# Between its value and its bound, relative: what a bound loses by it is far below what whole days gain.
_TOLERANCE = 1e-5


def valid_duals(twin: LinearTwin, duals: NDArray[np.float64]) -> NDArray[np.float64]:
    """These dual values, zero where one would price a side that a row does not have."""
    is_open = (duals > 0) & np.isinf(twin.row_lower) | (duals < 0) & np.isinf(twin.row_upper) | ~np.isfinite(duals)
    return np.where(is_open, 0.0, duals)


def priced_sides(twin: LinearTwin, duals: NDArray[np.float64]) -> NDArray[np.float64]:
    """The side of each row that its dual value prices; zero where it has none."""
    return np.where(duals > 0, twin.row_lower, np.where(duals < 0, twin.row_upper, 0.0))


def dual_bound(twin: LinearTwin, duals: NDArray[np.float64]) -> float:
    """A cost that no solution of the twin goes below, by any dual values of the rows."""
    duals = valid_duals(twin, duals)
    reduced = twin.cost - twin.matrix.T @ duals
    cheaper = np.where(reduced > 0, twin.lower, np.where(reduced < 0, twin.upper, 0.0))
    return float(duals @ priced_sides(twin, duals) + reduced @ cheaper + twin.offset)


def interior_duals(twin: LinearTwin) -> NDArray[np.float64] | None:
    """Dual values of all rows in the relaxation, nearly optimal; None where HiGHS finds none."""
    model = to_math_opt(twin, whole=False)
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            lp_algorithm=mathopt.LPAlgorithm.BARRIER,
            highs=highs_pb2.HighsOptionsProto(
                string_options={"run_crossover": "off"}, double_options={"ipm_optimality_tolerance": _TOLERANCE}
            ),
        ),
    )
    if not result.solutions or result.solutions[0].dual_solution is None:
        return None
    values = result.solutions[0].dual_solution.dual_values
    return np.array([values[row] for row in model.linear_constraints()])
