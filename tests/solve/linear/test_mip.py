"""One job, solved within limits, whatever the solver makes of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from scheduler.solve.linear.mip import Job, Limits, Method, Solver, SolverStatus, solve
from scheduler.solve.linear.program import LinearProgram

# Fill at least 7 of 2 x + 3 y + 5 z as cheaply as possible; the relaxation takes 7/5 of z.
KNAPSACK = LinearProgram(
    np.zeros(3),
    np.full(3, 3.0),
    np.array([21.0, 31.0, 50.0]),
    100.0,
    csr_matrix(np.array([[2.0, 3.0, 5.0]])),
    np.array([7.0]),
    np.array([np.inf]),
)
LEAST = min(100 + 21 * x + 31 * y + 50 * z for x, y, z in product(range(4), repeat=3) if 2 * x + 3 * y + 5 * z >= 7)


@pytest.mark.parametrize("by_work", [False, True])
@pytest.mark.parametrize("solver", Solver)
def test_the_least_cost_is_found_and_proven(solver: Solver, by_work: bool) -> None:
    job = Job(KNAPSACK, solver=solver, hint=np.array([0.0, np.nan, 2.0]))
    answer = solve(job, Limits(10.0, by_work, gap=0.0))
    assert answer.status is SolverStatus.OPTIMAL
    assert answer.values is not None
    assert answer.cost == pytest.approx(LEAST)
    assert KNAPSACK.cost @ answer.values + KNAPSACK.offset == pytest.approx(LEAST)
    assert LEAST - 0.5 <= answer.bound <= LEAST + 1e-6


@pytest.mark.parametrize("method", Method)
def test_only_what_must_be_whole_is_and_rows_have_prices(method: Method) -> None:
    answer = solve(Job(KNAPSACK, integer=False, method=method))
    assert answer.status is SolverStatus.OPTIMAL
    assert answer.cost == pytest.approx(170.0, rel=1e-3)
    assert answer.duals == pytest.approx(np.array([10.0]), rel=1e-3)


@pytest.mark.parametrize(("solver", "integer"), [(Solver.HIGHS, False), (Solver.HIGHS, True), (Solver.SCIP, True)])
def test_without_a_solution_there_are_no_values_and_that_is_proven(solver: Solver, integer: bool) -> None:
    answer = solve(Job(replace(KNAPSACK, row_lower=np.array([31.0])), integer, solver), Limits(10.0))
    assert answer.status is SolverStatus.INFEASIBLE
    assert answer.is_done
    assert answer.values is None
    assert answer.cost == np.inf


@pytest.mark.parametrize("integer", [False, True])
@pytest.mark.parametrize("solver", Solver)
def test_entries_may_stand_in_any_order_twice_or_be_nothing(solver: Solver, integer: bool) -> None:
    entries = np.array([5.0, 1.0, 0.0, 2.0, 2.0]), np.array([2, 1, 0, 1, 0]), np.array([0, 5])
    mixed = replace(KNAPSACK, matrix=csr_matrix(entries, shape=(1, 3)))
    limits = Limits(10.0, gap=0.0)
    assert solve(Job(mixed, integer, solver), limits).cost == solve(Job(KNAPSACK, integer, solver), limits).cost
    assert mixed.matrix.nnz == 5


def test_seconds_by_work_are_nodes_and_the_clock_decides_nothing() -> None:
    """Even no work at all is a first node, which does for a program of three variables."""
    assert solve(Job(KNAPSACK), Limits(0.0, by_work=True)).cost == pytest.approx(LEAST)


@pytest.mark.parametrize(
    "program",
    [
        replace(KNAPSACK, cost=np.array([21.0, np.nan, 50.0])),
        replace(KNAPSACK, row_lower=np.array([np.nan])),
        replace(KNAPSACK, matrix=csr_matrix(np.array([[2.0, np.inf, 5.0]]))),
        # These reach the solvers, which return an error, of which OR-Tools 9.15 makes one about an attribute.
        replace(KNAPSACK, matrix=csr_matrix(np.array([[1e300, 1e-300, 5.0]]))),
        replace(KNAPSACK, lower=np.full(3, 4.0)),
    ],
    ids=[
        "a cost that is no number",
        "a side that is no number",
        "an infinite entry",
        "entries of 1e300 and 1e-300",
        "bounds that cross",
    ],
)
@pytest.mark.parametrize("integer", [False, True])
@pytest.mark.parametrize("solver", Solver)
def test_a_solver_in_trouble_has_no_answer_raises_nothing_and_the_log_says_so(
    solver: Solver, integer: bool, program: LinearProgram, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="scheduler"):
        answer = solve(Job(program, integer, solver), Limits(10.0))
    assert (answer.status, answer.values, answer.bound) == (SolverStatus.NO_ANSWER, None, -np.inf)
    (record,) = caplog.records
    assert f"{solver} gave no answer to a program of 3 variables and 1 rows" in record.getMessage()
