"""Prices from a sample."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.large_scale.sample import price_bound, price_sample, weights_of
from scheduler.solve.linear.relaxation import relax
from tests.solve.centre import cost_of, first_roster, prepared


def test_the_sample_stands_for_everybody() -> None:
    kinds = [np.arange(300), np.arange(300, 400), np.arange(400, 407)]
    weights = weights_of(kinds, np.ones(407, dtype=np.int64), 100)
    assert weights.sum() == pytest.approx(407)
    for kind in kinds:
        assert weights[kind].sum() == pytest.approx(len(kind))
    assert np.count_nonzero(weights) < 130


def test_kinds_of_few_people_are_taken_whole() -> None:
    weights = weights_of([np.arange(20), np.arange(20, 500)], np.ones(500, dtype=np.int64), 50)
    assert np.all(weights[:20] == 1.0)
    assert np.count_nonzero(weights[20:]) == 48


def test_people_with_few_choices_keep_their_share() -> None:
    n_choices = np.where(np.arange(400) % 4 == 0, 0, 10)
    weights = weights_of([np.arange(400)], n_choices, 40)
    assert weights[n_choices == 0].sum() == pytest.approx(100)


def test_a_sample_of_everybody_bounds_like_the_relaxation() -> None:
    ready = prepared()
    sampled = price_sample(ready.structure, np.ones(9))
    relaxation = relax(ready.program)
    assert sampled is not None
    assert relaxation is not None
    assert price_bound(ready.structure, ready.patterns, sampled.prices) >= relaxation.value - 1.0
    assert np.all(sampled.counts[~ready.structure.linking.is_count] == 0)


def test_a_part_of_the_people_gives_a_valid_bound() -> None:
    ready = prepared()
    relaxation = relax(ready.program)
    sampled = price_sample(ready.structure, np.array([2, 0, 2, 0, 2, 0, 2, 0, 1.0]))
    assert sampled is not None
    assert relaxation is not None
    # Not above the best roster; lists of whole weeks may bound better than the relaxation.
    assert price_bound(ready.structure, ready.patterns, sampled.prices) <= relaxation.value * 1.2


def test_any_prices_bound_the_cost() -> None:
    ready = prepared()
    values, _ = first_roster()
    random = np.random.default_rng(1)
    for scale in (0.0, 10.0, 1000.0):
        prices = random.normal(0.0, scale, len(ready.structure.linking.rows))
        assert price_bound(ready.structure, ready.patterns, prices) <= cost_of(ready.program, values) + 1e-6


def test_the_prices_of_the_relaxation_bound_no_worse_than_it() -> None:
    ready = prepared()
    relaxation = relax(ready.program)
    assert relaxation is not None
    prices = relaxation.duals[ready.structure.linking.rows]
    assert price_bound(ready.structure, ready.patterns, prices) >= relaxation.value - 1e-3
