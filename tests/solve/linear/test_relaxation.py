"""Bounds from the linear program."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from benchmarks.held_model import optimum
from scheduler.solve.linear.mip import Method
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import is_proven_empty, relax
from tests.solve.centre import cost_of, first_roster, prepared


def odd_cycle(people: int) -> cp_model.CpModel:
    """Cover the edges of a cycle by its corners: half of each corner does for the relaxation."""
    model = cp_model.CpModel()
    corners = [model.new_bool_var(f"corner{n}") for n in range(people)]
    for n in range(people):
        model.add(corners[n - 1] + corners[n] >= 1)
    model.minimize(10 * cp_model.LinearExpr.sum(corners) + 1)
    return model


def test_the_value_is_at_most_the_optimum() -> None:
    model = odd_cycle(5)
    relaxation = relax(linear_program(model))
    assert relaxation is not None
    assert relaxation.value == pytest.approx(26.0)
    assert optimum(model) == 31


def test_the_value_of_a_week_is_at_most_the_cost_of_its_first_roster() -> None:
    program = prepared().program
    relaxation = relax(program)
    assert relaxation is not None
    assert relaxation.value == pytest.approx(program.cost @ relaxation.values + program.offset)
    assert relaxation.value <= cost_of(program, first_roster()) + 1e-6


def test_rows_that_exclude_each_other_have_no_relaxation() -> None:
    model = odd_cycle(3)
    model.add(cp_model.LinearExpr.sum([model.get_int_var_from_proto_index(n) for n in range(3)]) <= 1)
    assert relax(linear_program(model)) is None


def test_only_a_relaxation_without_a_solution_is_proven_empty() -> None:
    model = odd_cycle(5)
    assert not is_proven_empty(linear_program(model))
    model.add(cp_model.LinearExpr.sum([model.get_bool_var_from_proto_index(n) for n in range(5)]) <= 2)
    assert is_proven_empty(linear_program(model))


def test_both_ways_to_the_relaxation_have_the_same_value() -> None:
    program = prepared().program
    vertex, interior = relax(program), relax(program, Method.INTERIOR)
    assert vertex is not None
    assert interior is not None
    assert interior.value == pytest.approx(vertex.value, rel=1e-6)
