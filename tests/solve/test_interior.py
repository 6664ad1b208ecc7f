"""The bound by dual values."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.interior import dual_bound, interior_duals
from scheduler.solve.relaxation import relax
from tests.solve.centre import prepared


def test_any_dual_values_give_a_bound() -> None:
    twin = prepared().twin
    relaxation = relax(twin)
    assert relaxation is not None
    random = np.random.default_rng(1)
    for scale in (0.0, 1.0, 1000.0):
        assert dual_bound(twin, random.normal(0.0, scale, len(twin.row_lower))) <= relaxation.value + 1e-6


def test_values_that_are_no_numbers_count_as_none() -> None:
    twin = prepared().twin
    none = np.zeros(len(twin.row_lower))
    assert dual_bound(twin, np.full(len(twin.row_lower), np.nan)) == dual_bound(twin, none)


def test_the_interior_point_proves_the_relaxation() -> None:
    twin = prepared().twin
    relaxation = relax(twin)
    duals = interior_duals(twin)
    assert relaxation is not None
    assert duals is not None
    assert dual_bound(twin, duals) == pytest.approx(relaxation.value, rel=1e-4)
    assert dual_bound(twin, duals) <= relaxation.value + 1e-3
