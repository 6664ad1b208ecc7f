"""The cheapest values of slack variables for many weeks of one person."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from scheduler.solve.linear.slacks_of_weeks import Rows, Slacks, UnlistableError

WEEKS = np.array([[0, 0], [1, 0], [1, 1]], dtype=np.int8)
"""Of two days with one choice each: nothing, the first, both."""


def excess(most: float, cost: float = 5.0) -> Slacks:
    """Of days above one, up to so many."""
    beyond_one = Rows(np.array([[1.0, 1.0]]), np.array([[-1.0]]), np.array([-np.inf]), np.array([1.0]))
    return Slacks(np.array([7]), np.array([cost]), np.zeros(1), np.array([most]), beyond_one, np.array([0, 1]))


def test_a_slack_variable_is_as_large_as_each_week_asks_and_no_larger() -> None:
    assert_array_equal(excess(most=1.0).least(WEEKS), [[0.0], [0.0], [1.0]])


def test_a_week_for_which_no_value_will_do_has_none() -> None:
    assert_array_equal(excess(most=0.0).least(WEEKS), [[0.0], [0.0], [np.nan]])


def test_a_slack_variable_that_earns_points_is_refused() -> None:
    with pytest.raises(UnlistableError):
        excess(most=1.0, cost=-1.0).least(WEEKS)
