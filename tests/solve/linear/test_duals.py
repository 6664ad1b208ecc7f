"""The bound by dual values."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from benchmarks.random_problems import random_problem
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.eligible_queues import EligibleQueues
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.model import build
from scheduler.solve.linear.duals import dual_bound
from scheduler.solve.linear.mip import Job, Limits, Method, solve
from scheduler.solve.linear.program import linear_program
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


def test_there_are_dual_values_where_a_rough_tolerance_finds_none() -> None:
    rules = OneShiftADay(), MealBreak(), EligibleShifts(), EligibleQueues(), CoverageShortfall(weight=10)
    found_nothing = 0
    for seed in range(12):
        built = build(random_problem(Random(seed)), rules)
        _ = built.meals
        program = linear_program(built.model)
        rough = solve(Job(program, integer=False, method=Method.ROUGH_INTERIOR), Limits())
        found_nothing += rough.duals is None
        duals = nearly_relax(program).duals
        relaxation = relax(program)
        assert duals is not None
        assert relaxation is not None
        assert dual_bound(program, duals) == pytest.approx(relaxation.value, rel=1e-3, abs=1.0)
    assert found_nothing > 0
