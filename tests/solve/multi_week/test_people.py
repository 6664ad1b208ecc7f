"""What people cost at least over several weeks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.solve.linear.mip import Job, Limits, Solver, solve
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.structure import Structure
from scheduler.solve.multi_week.people import least_cost_of_people
from tests.solve.fortnight import fortnight

EXACTLY = Limits(gap=0.0)
ONE_BLOCK = 0


def earning(seed: int) -> Structure:
    """The fortnight, where choices earn something, and nothing but people's own rules and wishes costs."""
    structure = fortnight()[1]
    program, ownership = structure.program, structure.ownership
    earned = np.random.default_rng(seed).uniform(0.0, 400.0, program.n_variables).round()
    cost = np.where(ownership.is_choice, program.cost - earned, program.cost)
    return replace(structure, program=replace(program, cost=np.where(ownership.owner_of_variable == SHARED, 0.0, cost)))


@pytest.mark.parametrize("seed", range(2))
def test_it_is_what_the_whole_costs_where_nothing_links_people(seed: int) -> None:
    structure = earning(seed)
    program, own = structure.program, structure.ownership.owner_of_row != SHARED
    unlinked = replace(
        program, matrix=program.matrix[own], row_lower=program.row_lower[own], row_upper=program.row_upper[own]
    )
    whole = solve(Job(unlinked, solver=Solver.SCIP), EXACTLY)
    block_of = np.full(program.n_variables, ONE_BLOCK)
    assert least_cost_of_people(structure, block_of, EXACTLY, 60.0) == pytest.approx(
        whole.cost - program.offset, abs=1.0
    )


@pytest.mark.parametrize("seed", range(2))
def test_weeks_apart_cost_no_more_than_weeks_together(seed: int) -> None:
    structure = earning(seed)
    _, last = structure.days_spanned
    apart = least_cost_of_people(structure, np.where(last < 7, 0, 1), EXACTLY, 60.0)
    together = least_cost_of_people(structure, np.zeros_like(last), EXACTLY, 60.0)
    assert apart <= together + 1e-3


def test_without_time_it_is_the_relaxation() -> None:
    structure = earning(0)
    block_of = np.full(structure.program.n_variables, ONE_BLOCK)
    relaxed = least_cost_of_people(structure, block_of, Limits(0.0), 60.0)
    assert -np.inf < relaxed <= least_cost_of_people(structure, block_of, EXACTLY, 60.0) + 1e-3
