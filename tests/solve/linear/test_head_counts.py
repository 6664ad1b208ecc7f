"""Rows over choices are the same over head counts."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from ortools.sat.python import cp_model
from scipy.sparse import csr_matrix

from scheduler.config import Solving
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.model import build
from scheduler.solve import Progress, SearchParameters, solve
from scheduler.solve.linear.head_counts import over_heads, with_heads
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.variables import Build
from scheduler.verify import audit
from tests.solve.centre import RULES, prepared, week_problem

COVER = (
    CoverRequirement(day=0, shift="D", heads=3),
    CoverRequirement(day=2, shift="E", heads=0),
    CoverRequirement(day=4, shift="D", heads=2),
)
"""Of the day shift, which the one in the office may work, too, who serves no queue."""


@cache
def with_cover() -> tuple[Build, Structure]:
    built = build(week_problem(), [*RULES, ShiftCover(cover=COVER, weight=700)])
    _ = built.meals
    return built, Structure.of(built, linear_program(built.model))


def rows_over_choices(structure: Structure) -> int:
    """How many shared rows have choices, but no head count."""
    rows = structure.program.matrix[structure.ownership.owner_of_row == SHARED]
    has = [np.diff(csr_matrix(rows[:, of]).indptr) > 0 for of in (structure.ownership.is_choice, structure.is_head)]
    return int(np.count_nonzero(has[0] & ~has[1]))


def test_where_no_rule_counts_people_directly_nothing_changes() -> None:
    assert over_heads(prepared().structure) is prepared().structure


def test_rows_of_a_rule_that_counts_people_directly_stand_over_head_counts() -> None:
    _, structure = with_cover()
    assert rows_over_choices(structure) > 0
    assert rows_over_choices(over_heads(structure)) == 0


def test_the_relaxation_is_the_same() -> None:
    _, structure = with_cover()
    before, after = relax(structure.program), relax(over_heads(structure).program)
    assert before is not None
    assert after is not None
    assert after.value == pytest.approx(before.value)


def test_values_keep_the_rows_over_head_counts_as_they_keep_those_over_choices() -> None:
    built, structure = with_cover()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.stop_after_first_solution = True
    assert solver.solve(built.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = np.array(list(solver.response_proto.solution))[: structure.program.n_variables]
    program = over_heads(structure).program
    whole = with_heads(over_heads(structure), values)
    assert program.is_kept_by(whole)
    assert program.cost @ whole == pytest.approx(structure.program.cost @ values)
    slacks = np.flatnonzero(structure.program.cost * (structure.ownership.owner_of_variable == SHARED) * values)
    for slack in slacks.tolist():
        fewer = values.copy()
        fewer[slack] -= 1
        assert program.is_kept_by(with_heads(over_heads(structure), fewer)) == structure.program.is_kept_by(fewer)


def test_a_row_over_some_of_a_head_counts_choices_stays_as_it_is() -> None:
    _, structure = with_cover()
    matrix = structure.program.matrix.tolil()
    shared = np.flatnonzero(structure.ownership.owner_of_row == SHARED)
    over_choices = [
        row
        for row in shared.tolist()
        if structure.ownership.is_choice[matrix.rows[row]].any() and not structure.is_head[matrix.rows[row]].any()
    ]
    counted = [n for n in matrix.rows[over_choices[0]] if structure.ownership.is_choice[n]]
    matrix[over_choices[0], counted[0]] = 0.0
    changed = replace(structure, program=replace(structure.program, matrix=csr_matrix(matrix)))
    assert rows_over_choices(over_heads(changed)) == 1


@pytest.mark.parametrize("weight", [None, 700], ids=["hard", "soft"])
def test_a_week_under_such_a_rule_gets_a_roster_that_keeps_it(weight: int | None) -> None:
    stop = threading.Event()

    def stop_at_the_first(progress: Progress) -> None:
        if progress.cost is not None:
            stop.set()

    rules = [*RULES, ShiftCover(cover=COVER, weight=weight)]
    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    parameters = SearchParameters(small_model_variables=0)
    result = solve(week_problem(), rules, options=options, stop=stop, report=stop_at_the_first, parameters=parameters)
    assert result.roster is not None
    assert audit(week_problem(), rules, result.roster).hard == ()
