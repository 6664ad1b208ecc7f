"""The one way to cut a part out of a linear program, and the way back.

A submodel has some of the variables and the rows that they touch, so that its size is its own and not the whole's.
What is left out stands somewhere: at its values in a roster, which makes the submodel an exact part of the whole, or
anywhere between two limits, which makes it a relaxation: its rows then ask no more than the most favourable rest would
leave to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from scheduler.solve.linear.program import LinearProgram


@dataclass(frozen=True, slots=True, eq=False)
class Submodel:
    """A part of a linear program.

    Attributes
    ----------
    columns, rows
        Numbers of its variables and rows in the whole program.
    program
        These variables and rows alone. Its cost is that of its own variables, without the rest's.
    """

    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    program: LinearProgram

    def placed(self, values: NDArray[np.int64], found: NDArray[np.float64]) -> NDArray[np.int64]:
        """The values of all variables of the whole program, with those found for the submodel in their places."""
        result = values.copy()
        result[self.columns] = np.round(found)
        return result


def cut(
    program: LinearProgram,
    columns: NDArray[np.int64],
    lower: NDArray[np.float64] | NDArray[np.int64] | float = 0.0,
    upper: NDArray[np.float64] | NDArray[np.int64] | None = None,
    *,
    rows: NDArray[np.int64] | None = None,
) -> Submodel:
    """Cut some variables out, with the rows that they touch.

    Parameters
    ----------
    program
        The whole.
    columns
        Numbers of the variables, which are numbered anew in this order.
    lower, upper
        Between which limits the variables stand that are left out, shape (n_variables,) each, or one number for all; no
        `upper`: at `lower`.
    rows
        Numbers of the rows, in the order that they get; None: all that touch the columns and ask for something.
    """
    are_named = rows is not None
    if rows is None:
        rows = np.unique(program.columns[:, columns].indices).astype(np.int64)
    matrix: csr_matrix = program.matrix[rows]
    is_out = np.ones(program.n_variables, dtype=bool)
    is_out[columns] = False
    least = np.where(is_out, lower, 0.0)
    if upper is None:
        given_least = given_most = matrix @ least
    else:
        most = np.where(is_out, upper, 0.0)
        rises, falls = matrix.maximum(0), matrix.minimum(0)
        given_least, given_most = rises @ least + falls @ most, rises @ most + falls @ least
    row_lower, row_upper = program.row_lower[rows] - given_most, program.row_upper[rows] - given_least
    asks = are_named | np.isfinite(row_lower) | np.isfinite(row_upper)
    return Submodel(
        columns,
        rows[asks],
        LinearProgram(
            program.lower[columns],
            program.upper[columns],
            program.cost[columns],
            0.0,
            csr_matrix(matrix[asks][:, columns]),
            row_lower[asks],
            row_upper[asks],
        ),
    )
