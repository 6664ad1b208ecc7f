"""What dual values prove.

Every variable has bounds, so that any dual values give a bound: each row adds its side times its value, each variable
the side that is cheaper by its reduced cost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.program import LinearProgram


def valid_duals(program: LinearProgram, duals: NDArray[np.float64]) -> NDArray[np.float64]:
    """These dual values, zero where one would price a side that a row does not have."""
    is_open = (
        (duals > 0) & np.isinf(program.row_lower) | (duals < 0) & np.isinf(program.row_upper) | ~np.isfinite(duals)
    )
    return np.where(is_open, 0.0, duals)


def priced_sides(program: LinearProgram, duals: NDArray[np.float64]) -> NDArray[np.float64]:
    """The side of each row that its dual value prices; zero where it has none."""
    return np.where(duals > 0, program.row_lower, np.where(duals < 0, program.row_upper, 0.0))


def dual_bound(program: LinearProgram, duals: NDArray[np.float64]) -> float:
    """A cost that no solution of the program goes below, by any dual values of the rows."""
    duals = valid_duals(program, duals)
    reduced = program.cost - program.matrix.T @ duals
    cheaper = np.where(reduced > 0, program.lower, np.where(reduced < 0, program.upper, 0.0))
    return float(duals @ priced_sides(program, duals) + reduced @ cheaper + program.offset)
