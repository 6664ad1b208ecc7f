"""Jobs for solvers on the cores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.solve.linear.dispatch import Workers, solve_all, values_in
from scheduler.solve.linear.mip import Job, Limits
from tests.solve.linear.test_mip import KNAPSACK


def test_each_job_has_its_values_and_one_without_a_solution_has_none() -> None:
    told: dict[int, float] = {}
    jobs = [Job(KNAPSACK), Job(replace(KNAPSACK, row_lower=np.array([31.0]))), Job(KNAPSACK, integer=False)]
    found = solve_all(
        jobs, Limits(60.0), Workers(cores=1), on_values=lambda job, values: told.update({job: float(values[2])})
    )
    assert found[0] is not None
    assert found[1] is None
    assert found[2] is not None
    assert found[2][2] == pytest.approx(1.4)
    assert told == {0: found[0][2], 2: found[2][2]}


def test_what_comes_from_elsewhere_is_as_many_numbers_or_refused() -> None:
    values = np.zeros(3)
    assert values_in(values, 3, np.float64) is values
    wrong: list[object] = [values[1:], values.astype(np.int64), values + np.nan, "0", [["0"]], {}]
    for data in wrong:
        with pytest.raises(ValueError, match="number"):
            values_in(data, 3, np.float64)
