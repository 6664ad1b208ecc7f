"""Bounds hold, grow, and are told by a process that may die."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from scheduler.parallel.process import Process, background
from scheduler.solve.linear.mip import Limits
from scheduler.solve.parameters import BoundParameters
from scheduler.solve.week.lagrangian_bound import Bound, prove, prove_beside
from tests.solve.centre import least_cost, three_days

BY_WORK = Limits(5.0, by_work=True)


def words() -> list[Bound]:
    said: list[Bound] = []
    prove(said.append, three_days().structure, three_days().patterns, BY_WORK, BoundParameters())
    return said


def bounds(said: list[Bound]) -> list[float]:
    return [word.value for word in said]


def test_each_bound_is_better_than_the_one_before_and_none_above_the_least_cost() -> None:
    said = words()
    found = bounds(said)
    assert len(found) == 3
    assert found[1] >= found[0] - 1e-3
    assert found[2] >= found[1] - 1e-3
    assert found[0] < found[2]
    assert found[2] <= least_cost() + 1e-3


def test_by_work_the_same_is_said_twice() -> None:
    assert words() == words()


def test_a_process_of_its_own_says_the_same_and_ends() -> None:
    bounding = background(prove, three_days().structure, three_days().patterns, BY_WORK, BoundParameters())
    said: list[Bound] = []
    try:
        while bounding.is_running:
            said += bounding.messages(wait_seconds=1.0)
        said += bounding.messages()
    finally:
        bounding.close()
    assert bounds(said) == pytest.approx(bounds(words()))
    assert not multiprocessing.active_children()


def test_the_relaxation_does_not_wait_for_a_roster_and_the_other_bounds_do() -> None:
    structure, patterns = three_days().structure, three_days().patterns
    bounding = Process(prove_beside, structure, patterns, BY_WORK, BoundParameters())
    try:
        said: list[Bound] = []
        while not said:
            said += bounding.messages(wait_seconds=1.0)
        assert [word.source for word in said] == ["linear relaxation (HiGHS)"]
        assert bounding.is_running
        assert not bounding.messages(wait_seconds=0.5)
        bounding.send(np.zeros(structure.n_people, dtype=np.int64))
        while bounding.is_running:
            said += bounding.messages(wait_seconds=1.0)
        said += bounding.messages()
    finally:
        bounding.close()
    assert bounds(said)[-1] == pytest.approx(bounds(words())[-1])


def test_a_process_that_is_killed_or_closed_is_no_error() -> None:
    bounding = background(prove, three_days().structure, three_days().patterns, BY_WORK, BoundParameters())
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    assert not bounding.is_running
    assert bounding.messages(wait_seconds=1.0) == []
    bounding.close()
    assert not multiprocessing.active_children()
