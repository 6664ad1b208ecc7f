"""Bounds hold, grow, and are told by a process that may die."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from scheduler.solve.programs import Limits
from scheduler.solve.prover import Bound, Prices, Word, prove, prove_beside
from tests.solve.centre import least_cost, master_of, three_days

BY_WORK = Limits(5.0, by_work=True)


def words() -> list[Word]:
    said: list[Word] = []
    prove(said.append, three_days().structure, three_days().weeks, BY_WORK)
    return said


def bounds(said: list[Word]) -> list[float]:
    return [word.value for word in said if isinstance(word, Bound)]


def test_each_bound_is_better_than_the_one_before_and_none_above_the_least_cost() -> None:
    said = words()
    found = bounds(said)
    assert len(found) == 3
    assert found[1] >= found[0] - 1e-3
    assert found[2] >= found[1] - 1e-3
    assert found[0] < found[2]
    assert found[2] <= least_cost() + 1e-3


def test_prices_come_with_the_weeks_and_counts_that_they_follow_from() -> None:
    ready = three_days()
    (prices,) = [word for word in words() if isinstance(word, Prices)]
    master = master_of(ready)
    assert prices.head_prices.shape == (master.n_heads,)
    assert np.all(prices.values[ready.owners.choice_of >= 0] == 0.0)
    people, picks = prices.columns
    assert set(people.tolist()) == set(range(master.n_people))
    master.add_picks(people, picks)
    choice = master.choice([], prices.values)
    assert sorted(choice.people) == sorted(people)


def test_by_work_the_same_is_said_twice() -> None:
    first, second = words(), words()
    assert bounds(first) == bounds(second)
    for one, other in zip(first, second, strict=True):
        if isinstance(one, Prices):
            assert isinstance(other, Prices)
            assert np.array_equal(one.head_prices, other.head_prices)
            assert np.array_equal(one.values, other.values)


def test_a_process_of_its_own_says_the_same_and_ends() -> None:
    prover = prove_beside(three_days().structure, three_days().weeks, BY_WORK)
    said: list[Word] = []
    try:
        while prover.is_running:
            said += prover.words(wait_seconds=1.0)
        said += prover.words()
    finally:
        prover.close()
    assert bounds(said) == pytest.approx(bounds(words()))
    assert not multiprocessing.active_children()


def test_a_process_that_is_killed_or_closed_is_no_error() -> None:
    prover = prove_beside(three_days().structure, three_days().weeks, BY_WORK)
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    assert not prover.is_running
    assert prover.words(wait_seconds=1.0) == []
    prover.close()
    assert not multiprocessing.active_children()
