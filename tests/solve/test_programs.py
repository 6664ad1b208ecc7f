"""One program, solved within limits."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_matrix

from scheduler.solve.programs import Limits, run
from scheduler.solve.twin import LinearTwin

# Fill at least 7 of 2 x + 3 y + 5 z as cheaply as possible; the relaxation takes 7/5 of z.
KNAPSACK = LinearTwin(
    ["x", "y", "z"],
    np.zeros(3),
    np.full(3, 3.0),
    np.array([21.0, 31.0, 50.0]),
    100.0,
    csr_matrix(np.array([[2.0, 3.0, 5.0]])),
    np.array([7.0]),
    np.array([np.inf]),
)
LEAST = min(100 + 21 * x + 31 * y + 50 * z for x, y, z in product(range(4), repeat=3) if 2 * x + 3 * y + 5 * z >= 7)
ALL = np.ones(3, dtype=bool)
SOLVERS = (mathopt.SolverType.HIGHS, mathopt.SolverType.GSCIP)


@pytest.mark.parametrize("by_work", [False, True])
@pytest.mark.parametrize("solver", SOLVERS)
def test_the_least_cost_is_found_and_proven(solver: mathopt.SolverType, by_work: bool) -> None:
    outcome = run(KNAPSACK, ALL, solver, Limits(10.0, by_work, gap=0.0), hint=np.array([0.0, 0.0, 2.0]))
    assert outcome.values is not None
    assert outcome.cost == pytest.approx(LEAST)
    assert KNAPSACK.cost @ outcome.values + KNAPSACK.offset == pytest.approx(LEAST)
    assert LEAST - 0.5 <= outcome.bound <= LEAST + 1e-6


def test_only_what_must_be_whole_is() -> None:
    outcome = run(KNAPSACK, ~ALL, mathopt.SolverType.HIGHS, Limits(10.0))
    assert outcome.cost == pytest.approx(170.0)


@pytest.mark.parametrize("solver", SOLVERS)
def test_without_a_solution_there_are_no_values(solver: mathopt.SolverType) -> None:
    outcome = run(replace(KNAPSACK, row_lower=np.array([31.0])), ALL, solver, Limits(10.0))
    assert outcome.values is None
    assert outcome.cost == np.inf


def test_limits_count_either_seconds_or_nodes() -> None:
    by_clock, by_work = Limits(2.0).parameters(1), Limits(2.0, by_work=True).parameters(1)
    assert by_clock.time_limit is not None
    assert by_clock.node_limit is None
    assert by_work.time_limit is None
    assert by_work.node_limit is not None
    assert Limits(0.0, by_work=True).parameters(1).node_limit == 1
