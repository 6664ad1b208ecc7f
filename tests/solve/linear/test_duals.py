"""The bound by dual values."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.linear.duals import dual_bound
from scheduler.solve.linear.relaxation import nearly_relax, relax
from tests.solve.centre import prepared


def test_any_dual_values_give_a_bound() -> None:
    program = prepared().program
    relaxation = relax(program)
    assert relaxation is not None
    random = np.random.default_rng(1)
    for scale in (0.0, 1.0, 1000.0):
        assert dual_bound(program, random.normal(0.0, scale, program.n_rows)) <= relaxation.value + 1e-6


def test_values_that_are_no_numbers_count_as_none() -> None:
    program = prepared().program
    none = np.zeros(program.n_rows)
    assert dual_bound(program, np.full(program.n_rows, np.nan)) == dual_bound(program, none)


def test_the_interior_point_proves_the_relaxation() -> None:
    program = prepared().program
    relaxation = relax(program)
    duals = nearly_relax(program).duals
    assert relaxation is not None
    assert duals is not None
    assert dual_bound(program, duals) == pytest.approx(relaxation.value, rel=1e-4)
    assert dual_bound(program, duals) <= relaxation.value + 1e-3
