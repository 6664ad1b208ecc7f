"""The linear program says what the CP-SAT model says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from benchmarks.held_model import HeldModel, optimum
from scheduler.solve.linear.program import linear_program, to_mps
from tests.solve.centre import prepared


class TinyModel:
    """Three Booleans and a whole number from -1 to 2, with an objective that uses all of them."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self.a, self.b, self.c = (self.model.new_bool_var(name) for name in "abc")
        self.n = self.model.new_int_var(-1, 2, "n")
        self.model.minimize(3 * self.a - 2 * self.b + self.c + 4 * self.n + 7)


LINEAR: dict[str, Callable[[TinyModel], object]] = {
    "nothing": lambda m: None,
    "at most": lambda m: m.model.add(2 * m.a - 3 * m.b + m.n <= 0),
    "at least": lambda m: m.model.add(m.a + m.n >= 1),
    "equal": lambda m: m.model.add(m.a + m.b == m.n),
    "between": lambda m: m.model.add_linear_constraint(m.a + 2 * m.n, -1, 2),
    "a variable twice": lambda m: m.model.add(m.a + m.b + m.a <= 2),
    "at most one": lambda m: m.model.add_at_most_one([m.a, m.b, m.c]),
    "at most one, negated": lambda m: m.model.add_at_most_one([m.a, ~m.b, ~m.c]),
    "exactly one": lambda m: m.model.add_exactly_one([m.a, m.b, ~m.c]),
    "or": lambda m: m.model.add_bool_or([m.a, ~m.b, m.c]),
    "or, if": lambda m: m.model.add_bool_or([m.a, ~m.b]).only_enforce_if(m.c),
    "and": lambda m: m.model.add_bool_and([m.a, ~m.b]),
    "implication": lambda m: m.model.add_implication(m.a, ~m.b),
    "implication by two": lambda m: m.model.add_bool_and([m.c]).only_enforce_if([m.a, ~m.b]),
    "never": lambda m: m.model.add_bool_or([]),
}


@pytest.mark.parametrize("form", LINEAR)
def test_a_point_is_feasible_in_both_or_in_neither_at_the_same_cost(form: str) -> None:
    tiny = TinyModel()
    LINEAR[form](tiny)
    program = linear_program(tiny.model)
    held = HeldModel(tiny.model, range(program.n_variables))
    for point in product((0, 1), (0, 1), (0, 1), (-1, 0, 1, 2)):
        activity = program.matrix @ np.array(point)
        keeps = bool(np.all(activity >= program.row_lower) and np.all(activity <= program.row_upper))
        cost = held.optimum(point)
        assert cost == (program.cost @ np.array(point) + program.offset if keeps else None), point


def test_bounds_of_the_variables_are_the_models() -> None:
    program = linear_program(TinyModel().model)
    assert program.lower.tolist() == [0, 0, 0, -1]
    assert program.upper.tolist() == [1, 1, 1, 2]
    assert program.names == ["a", "b", "c", "n"]


NOT_LINEAR: dict[str, Callable[[TinyModel], object]] = {
    "variable with holes": lambda m: m.model.new_int_var_from_domain(cp_model.Domain.from_values([0, 3]), "h"),
    "row with holes": lambda m: m.model.add(m.n != 1),
    "linear, if": lambda m: m.model.add(m.n <= 1).only_enforce_if(m.a),
    "product": lambda m: m.model.add_multiplication_equality(m.n, [m.a, m.b]),
    "maximum": lambda m: m.model.add_max_equality(m.n, [m.a, m.b]),
}


@pytest.mark.parametrize("form", NOT_LINEAR)
def test_what_is_not_linear_is_refused(form: str) -> None:
    tiny = TinyModel()
    NOT_LINEAR[form](tiny)
    with pytest.raises(NotImplementedError):
        linear_program(tiny.model)


def test_another_solver_finds_the_same_optimum_in_the_mps_text() -> None:
    tiny = TinyModel()
    tiny.model.add(2 * tiny.a + 3 * tiny.b + 2 * tiny.n >= 1)
    tiny.model.add_at_most_one([tiny.a, tiny.b])
    text = to_mps(linear_program(tiny.model))
    assert "INTORG" in text
    assert "INTEND" in text
    read = model_builder.Model()
    assert read.import_from_mps_string(text)
    solver = model_builder.Solver("highs")
    assert solver.solve(read) == model_builder.SolveStatus.OPTIMAL
    assert round(solver.objective_value) == optimum(tiny.model)


def test_the_mps_text_of_a_week_has_every_variable_once_under_a_name_of_its_own() -> None:
    program = prepared().program
    read = model_builder.Model()
    assert read.import_from_mps_string(to_mps(program))
    names = [variable.name for variable in read.get_variables()]
    assert len(names) == len(set(names)) == program.n_variables
    # Coverage names its slack variables by day, several alike; the export tells these apart by a number.
    assert {name for name in program.names if program.names.count(name) == 1} <= set(names)


def test_rows_are_kept_up_to_the_tolerance_and_only_those_asked_for_count() -> None:
    model = cp_model.CpModel()
    x, y = model.new_int_var(0, 9, "x"), model.new_int_var(0, 9, "y")
    model.add(x + y <= 5)
    model.add(x >= 2)
    program = linear_program(model)
    assert program.are_rows_kept_by(np.array([2.0, 3.0]), 0.0)
    assert program.are_rows_kept_by(np.array([2.0, 3.05]), 0.1)
    assert not program.are_rows_kept_by(np.array([2.0, 3.2]), 0.1)
    assert program.are_rows_kept_by(np.array([2.0, 9.0]), 0.1, np.array([False, True]))
    assert program.is_kept_by(np.array([2, 3]))
    assert not program.is_kept_by(np.array([2, 4]))
    assert not program.is_kept_by(np.array([10, -5]))
