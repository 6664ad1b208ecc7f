"""Equal people as one block of a linear program."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.solve.linear.alike import Merged, merge_alike
from scheduler.solve.linear.ownership import find_ownership
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.solve.linear.relaxation import relax
from tests.constraints.agreement import MONDAY, person, tiny_problem
from tests.solve.centre import RULES, prepared


def merged_of(problem: Problem, rules: tuple[Rule, ...] = RULES) -> tuple[LinearProgram, Merged]:
    built = build(problem, rules)
    program = linear_program(built.model)
    return program, merge_alike(program, find_ownership(built, program))


def test_of_equal_people_one_is_left_and_does_the_work_of_all() -> None:
    whole, merged = merged_of(tiny_problem(3, employees=[person(n) for n in range(1, 6)]))
    alone, _ = merged_of(tiny_problem(3, employees=[person(1)]))
    assert merged.program.n_variables < whole.n_variables
    n_of = np.bincount(merged.sum_of)
    works = [n for n, name in enumerate(whole.names) if name.startswith("works[")]
    assert set(n_of[merged.sum_of[works]].tolist()) == {5}
    assert len(set(merged.sum_of[works].tolist())) == sum(name.startswith("works[") for name in alone.names)


def test_whoever_is_absent_or_serves_other_queues_is_of_another_kind() -> None:
    ill = Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY, kind="sick_leave")
    people = [person(1), person(2), person(3, queues=("text", "general")), person(4)]
    whole, merged = merged_of(tiny_problem(3, employees=people, absences=(ill,)), (*RULES, Absences()))
    n_of = np.bincount(merged.sum_of)
    for employee, alike in (("E001", 1), ("E002", 2), ("E004", 2)):
        works = [n for n, name in enumerate(whole.names) if name.startswith(f"works[{employee},")]
        assert set(n_of[merged.sum_of[works]].tolist()) == {alike}, employee


@pytest.mark.parametrize("n_people", [2, 7])
def test_the_optimum_is_that_of_the_whole_and_its_solution_keeps_every_row(n_people: int) -> None:
    whole, merged = merged_of(tiny_problem(3, employees=[person(n) for n in range(1, n_people + 1)]))
    few, all_ = relax(merged.program), relax(whole)
    assert few is not None
    assert all_ is not None
    assert few.value == pytest.approx(all_.value, rel=1e-9)
    solution = merged.spread(few.values)
    assert whole.are_rows_kept_by(solution, tolerance=1e-6)
    assert np.all(solution >= whole.lower - 1e-6)
    assert np.all(solution <= whole.upper + 1e-6)
    assert float(whole.cost @ solution) + whole.offset == pytest.approx(all_.value, rel=1e-9)


def test_a_week_of_a_centre_has_the_same_optimum() -> None:
    whole, ownership = prepared().program, prepared().ownership
    merged = merge_alike(whole, ownership)
    few, all_ = relax(merged.program), relax(whole)
    assert few is not None
    assert all_ is not None
    assert few.value == pytest.approx(all_.value, rel=1e-9)
    assert whole.are_rows_kept_by(merged.spread(few.values), tolerance=1e-5)
