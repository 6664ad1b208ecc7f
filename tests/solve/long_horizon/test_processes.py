"""Solvers in processes of their own."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
from ortools.sat.python import cp_model

from scheduler.solve.linear.mip import Job, Solver
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.solve.long_horizon.processes import SolverProcess, run


def two_of_three(least: int = 2) -> LinearProgram:
    """The two cheaper of three things that cost 3, 4 and 5."""
    model = cp_model.CpModel()
    things = [model.new_bool_var(f"thing{n}") for n in range(3)]
    model.add(cp_model.LinearExpr.sum(things) >= least)
    model.minimize(cp_model.LinearExpr.weighted_sum(things, [3, 4, 5]))
    return linear_program(model)


@pytest.mark.parametrize("solver", Solver)
def test_a_better_solution_than_the_hint_is_found(solver: Solver) -> None:
    answer = run(Job(two_of_three(), solver=solver, hint=np.array([0, 1, 1]), seed=1), 100.0)
    assert answer.is_done
    assert answer.values is not None
    assert answer.values.round().tolist() == [1, 1, 0]


@pytest.mark.parametrize("solver", Solver)
def test_where_nothing_is_better_than_the_hint_the_solver_is_done(solver: Solver) -> None:
    answer = run(Job(two_of_three(), solver=solver, hint=np.array([1, 1, 0]), seed=1), 100.0)
    assert answer.is_done
    assert answer.values is None or answer.values.round().tolist() == [1, 1, 0]


def test_a_task_without_a_solution_has_none() -> None:
    answer = run(Job(two_of_three(4), seed=1), 100.0)
    assert (answer.values, answer.is_done) == (None, True)


def test_a_process_that_dies_costs_its_task_and_takes_the_next() -> None:
    process = SolverProcess()
    try:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.give(Job(two_of_three(), seed=1), 100.0)
        lost = process.take()
        assert (lost.values, lost.is_done) == (None, False)
        process.give(Job(two_of_three(), seed=1), 100.0)
        assert process.is_busy
        assert process.take().is_done
        assert not process.is_busy
    finally:
        process.close()
