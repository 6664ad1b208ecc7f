"""Intervals agree with those of textbooks where these have them, and widen where days or people differ."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scheduler.day.calibrating.intervals import design_effect, of_days, ratio_of_days, share_of_days, wilson


def test_of_a_mean_it_is_the_interval_of_student() -> None:
    days = np.random.default_rng(1).normal(10.0, 2.0, 9)
    found = of_days(np.stack([days, np.ones(9)], axis=1), lambda sums: sums[:, 0] / sums[:, 1], 0.95)
    right = stats.t.interval(0.95, 8, days.mean(), stats.sem(days))
    assert found == pytest.approx((days.mean(), *right))


def test_a_quotient_of_days_that_are_alike_is_known_exactly() -> None:
    assert ratio_of_days(np.full(8, 30.0), np.full(8, 12.0), 0.95) == pytest.approx((2.5, 2.5, 2.5))


def test_a_quotient_weighs_days_by_their_calls_and_stays_above_0() -> None:
    whole = np.array([1.0, 99.0, 1.0, 99.0, 1.0, 99.0, 1.0])
    found = ratio_of_days(whole * np.array([9.0, 0.1, 9.0, 0.1, 9.0, 0.1, 9.0]), whole, 0.95)
    assert found.value == pytest.approx((4 * 9.0 + 3 * 9.9) / whole.sum())
    assert 0 < found.low < found.value < found.high


def test_a_share_stays_below_1() -> None:
    found = share_of_days(np.array([9.0, 10.0, 8.0, 10.0]), np.full(4, 10.0), 0.99)
    assert found.value == pytest.approx(37 / 40)
    assert 0 < found.low < found.value < found.high < 1


def test_a_share_of_independent_trials_has_the_interval_of_wilson() -> None:
    for missed, trials in ((0, 40), (3, 40), (200, 4000)):
        right = stats.binomtest(missed, trials).proportion_ci(method="wilson")
        found = wilson(missed / trials, trials, float(stats.norm.ppf(0.975)))
        assert found[1:] == pytest.approx((right.low, right.high), abs=1e-12)


def test_trials_that_always_go_together_count_as_one() -> None:
    day = np.repeat(np.arange(40), 25)
    missed = np.repeat(np.random.default_rng(2).random(40) < 0.3, 25).astype(float)
    found = design_effect(missed, np.ones(1000), np.zeros(1000, dtype=np.int64), day)
    assert found == pytest.approx(25 * 40 / 39)


def test_independent_trials_count_as_they_are_nearly() -> None:
    missed = (np.random.default_rng(3).random(20_000) < 0.1).astype(float)
    day, person = np.divmod(np.arange(20_000), 200)
    found = design_effect(missed, np.ones(20_000), np.zeros(20_000, dtype=np.int64), day, person)
    assert 1.0 <= found < 1.4


def test_where_nobody_is_missing_nothing_goes_together() -> None:
    assert design_effect(np.zeros(10), np.ones(10), np.zeros(10, dtype=np.int64), np.arange(10)) == 1.0
