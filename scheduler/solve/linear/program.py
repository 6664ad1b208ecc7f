"""The linear program: the CP-SAT model as a mixed-integer linear program, row for row.

The rules only add linear rows and clauses over Booleans, so nothing is lost: a bound of the program is a bound of the
model, and a solution of the program is one of the model.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import ConstraintProto
from scipy.sparse import csc_matrix, csr_matrix

_INT64_MAX = np.iinfo(np.int64).max
_INT64_MIN = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Minimise ``cost @ x + offset`` over integers x with ``row_lower <= matrix @ x <= row_upper``.

    Attributes
    ----------
    lower, upper
        Bounds of the variables, shape (n_variables,).
    cost, offset
        The objective, shape (n_variables,), and its constant.
    matrix, row_lower, row_upper
        The rows, shape (n_rows, n_variables), and their sides, shape (n_rows,); infinite where a side is open.
    names
        Of the variables, in the order of the CP-SAT model. A program made of parts of another has none: it may leave
        this machine, and names of variables name people.
    """

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    cost: NDArray[np.float64]
    offset: float
    matrix: csr_matrix
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    names: Sequence[str] = ()

    @property
    def n_variables(self) -> int:
        """How many variables there are."""
        return len(self.lower)

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.row_lower)

    @cached_property
    def columns(self) -> csc_matrix:
        """The matrix column by column."""
        return self.matrix.tocsc()

    def __getstate__(self) -> dict[str, object]:
        """What is sent to another process: the columns can be made again there."""
        return {name: value for name, value in self.__dict__.items() if name != "columns"}

    def is_kept_by(self, values: NDArray[np.int64]) -> bool:
        """Whether integer values of all variables, shape (n_variables,), keep every bound and every row."""
        keeps_bounds = np.all(values >= self.lower - 0.5) and np.all(values <= self.upper + 0.5)
        return bool(keeps_bounds) and self.are_rows_kept_by(values)

    def are_rows_kept_by(
        self,
        values: NDArray[np.int64] | NDArray[np.float64],
        tolerance: float = 0.5,
        rows: NDArray[np.bool_] | slice = slice(None),
    ) -> bool:
        """Whether values keep rows.

        Parameters
        ----------
        values
            Of all variables, shape (n_variables,).
        tolerance
            In units of a row: half of one tells integers apart.
        rows
            Which rows; all where nothing is said.
        """
        activity = (self.matrix @ values)[rows]
        keeps = (activity >= self.row_lower[rows] - tolerance) & (activity <= self.row_upper[rows] + tolerance)
        return bool(np.all(keeps))


def linear_program(model: cp_model.CpModel) -> LinearProgram:
    """Translate a CP-SAT model into its linear program.

    Raises
    ------
    NotImplementedError
        A rule added something that is not linear: a domain with holes, or another constraint than linear,
        at_most_one, exactly_one, bool_or and implications.
    """
    proto = model.proto
    lower = np.empty(len(proto.variables))
    upper = np.empty(len(proto.variables))
    names = []
    for index, variable in enumerate(proto.variables):
        domain = _numbers(variable.domain)
        if len(domain) != 2:
            raise NotImplementedError(f"variable {variable.name} has a domain with holes")
        lower[index], upper[index] = domain
        names.append(variable.name)
    rows = _Rows()
    for constraint in proto.constraints:
        _add(rows, constraint)
    cost = np.zeros(len(names))
    np.add.at(cost, np.array(proto.objective.vars, dtype=int), np.array(proto.objective.coeffs, dtype=float))
    matrix = csr_matrix(
        (np.array(rows.values), np.array(rows.columns), np.array(rows.starts)),
        shape=(len(rows.lower), len(names)),
    )
    return LinearProgram(
        lower,
        upper,
        cost,
        float(proto.objective.offset),
        matrix,
        np.array(rows.lower),
        np.array(rows.upper),
        names,
    )


class _Rows:
    """Sparse rows under construction."""

    def __init__(self) -> None:
        # Not lists: those of integers take five times the memory.
        self.starts = array("q", [0])
        self.columns, self.values = array("q"), array("d")
        self.lower, self.upper = array("d"), array("d")

    def add(self, columns: list[int], values: list[int], lower: float, upper: float) -> None:
        self.columns.extend(columns)
        self.values.extend(values)
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)

    def add_literals(self, literals: list[int], lower: float, upper: float) -> None:
        """A row over literals: a negated one, -i-1, counts as 1 - x[i]."""
        negated = sum(literal < 0 for literal in literals)
        self.add(
            [literal if literal >= 0 else -literal - 1 for literal in literals],
            [1 if literal >= 0 else -1 for literal in literals],
            lower - negated,
            upper - negated,
        )


def _numbers(field: Any) -> list[int]:
    """A repeated field as a list: it has no iterator of its own, and Python's ends each by an exception."""
    return [field[place] for place in range(len(field))]


def _add(rows: _Rows, constraint: ConstraintProto) -> None:
    enforcement = _numbers(constraint.enforcement_literal)
    if constraint.has_linear() and not enforcement:
        linear = constraint.linear
        domain = _numbers(linear.domain)
        if len(domain) != 2:
            raise NotImplementedError("a linear constraint has a domain with holes")
        rows.add(
            _numbers(linear.vars),
            _numbers(linear.coeffs),
            -np.inf if domain[0] == _INT64_MIN else domain[0],
            np.inf if domain[1] == _INT64_MAX else domain[1],
        )
    elif constraint.has_at_most_one() and not enforcement:
        rows.add_literals(_numbers(constraint.at_most_one.literals), -np.inf, 1)
    elif constraint.has_exactly_one() and not enforcement:
        rows.add_literals(_numbers(constraint.exactly_one.literals), 1, 1)
    elif constraint.has_bool_or():
        clause = _numbers(constraint.bool_or.literals)
        rows.add_literals([*(-literal - 1 for literal in enforcement), *clause], 1, np.inf)
    elif constraint.has_bool_and():
        for literal in _numbers(constraint.bool_and.literals):
            rows.add_literals([*(-first - 1 for first in enforcement), literal], 1, np.inf)
    else:
        raise NotImplementedError("a rule added a constraint that has no linear form")


def to_mps(program: LinearProgram) -> str:
    """The program in MPS format, for any other solver."""
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper

    # The stubs of this helper name array types that no array has, hence Any.
    helper: Any = ModelBuilderHelper()
    helper.fill_model_from_sparse_data(
        program.lower, program.upper, program.cost, program.row_lower, program.row_upper, program.matrix
    )
    helper.set_objective_offset(program.offset)
    for index, name in enumerate(program.names):
        helper.set_var_integrality(index, True)
        helper.set_var_name(index, name)
    return str(helper.export_to_mps_string())


def to_math_opt(program: LinearProgram, *, integer: NDArray[np.bool_] | bool = True) -> model_pb2.ModelProto:
    """The program as a MathOpt model.

    Notes
    -----
    Building the proto from whole arrays takes milliseconds where adding variables one by one takes seconds.
    """
    proto = model_pb2.ModelProto()
    count, rows = program.n_variables, program.n_rows
    ids = range(count)
    proto.variables.ids.extend(ids)
    proto.variables.lower_bounds.extend(program.lower.tolist())
    proto.variables.upper_bounds.extend(program.upper.tolist())
    proto.variables.integers.extend(np.broadcast_to(integer, count).tolist())
    costly = np.flatnonzero(program.cost)
    proto.objective.linear_coefficients.ids.extend(costly.tolist())
    proto.objective.linear_coefficients.values.extend(program.cost[costly].tolist())
    proto.objective.offset = program.offset
    proto.linear_constraints.ids.extend(range(rows))
    proto.linear_constraints.lower_bounds.extend(program.row_lower.tolist())
    proto.linear_constraints.upper_bounds.extend(program.row_upper.tolist())
    matrix = program.matrix.copy()
    matrix.sum_duplicates()  # sorts as well, which MathOpt demands
    matrix.eliminate_zeros()
    entries = matrix.tocoo()
    proto.linear_constraint_matrix.row_ids.extend(entries.row.tolist())
    proto.linear_constraint_matrix.column_ids.extend(entries.col.tolist())
    proto.linear_constraint_matrix.coefficients.extend(entries.data.tolist())
    return proto
