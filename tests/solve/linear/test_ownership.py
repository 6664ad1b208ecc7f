"""Who owns what in the program."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.model import build
from scheduler.solve.linear.ownership import SHARED, Ownership, find_ownership
from scheduler.solve.linear.program import linear_program
from scheduler.variables import Build
from tests.constraints.agreement import person, tiny_problem
from tests.solve.centre import RULES, prepared


def test_a_choice_is_its_persons_on_its_day() -> None:
    built, ownership = prepared().built, prepared().ownership
    place = {person.employee_id: n for n, person in enumerate(built.problem.employees)}
    for employee, day, _, var in built.works:
        assert ownership.owner_of_variable[var.index] == place[employee]
        assert ownership.day_of_choice[var.index] == day
    assert np.count_nonzero(ownership.day_of_choice >= 0) == len(list(built.works))


def test_counts_are_nobodys() -> None:
    built, ownership = prepared().built, prepared().ownership
    for (day, code, group), count in built.heads.counts.items():
        for var in (count, *built.meals.starting(day, code, group).values()):
            assert ownership.owner_of_variable[var.index] == SHARED
            assert ownership.day_of_choice[var.index] == -1


@pytest.mark.parametrize(
    ("name", "place"), [("start_used[E001,", 0), ("start_used[E008,", 7), ("is_alone[E002,", 1), ("is_alone[E009,", 8)]
)
def test_a_slack_variable_of_one_persons_rule_is_that_persons(name: str, place: int) -> None:
    program, ownership = prepared().program, prepared().ownership
    found = [index for index, known in enumerate(program.names) if known.startswith(name)]
    assert found
    assert set(ownership.owner_of_variable[found].tolist()) == {place}


@pytest.mark.parametrize("name", ["missing[", "excess[R21", "serves["])
def test_what_coverage_adds_is_nobodys(name: str) -> None:
    program, ownership = prepared().program, prepared().ownership
    found = [index for index, known in enumerate(program.names) if known.startswith(name)]
    assert found
    assert set(ownership.owner_of_variable[found].tolist()) == {SHARED}


def test_a_row_is_a_persons_exactly_when_all_its_variables_are() -> None:
    program, ownership = prepared().program, prepared().ownership
    for row, owner in enumerate(ownership.owner_of_row.tolist()):
        touched = {int(ownership.owner_of_variable[column]) for column in program.matrix[row].indices}
        assert owner == (touched.pop() if len(touched) == 1 else SHARED)


def two_people() -> Build:
    return build(tiny_problem(2, employees=[person(1), person(2)]), RULES)


def split_of(built: Build) -> Ownership:
    return find_ownership(built, linear_program(built.model))


def test_a_row_of_one_person_and_a_count_couples_but_takes_nothing_from_the_person() -> None:
    built = two_people()
    choice = built.works.on_day("E001", 0)["D"]
    count = next(iter(built.heads.counts.values()))
    built.model.add(choice + count <= 5)
    ownership = split_of(built)
    assert ownership.owner_of_row[-1] == SHARED
    assert ownership.owner_of_variable[choice.index] == 0


def test_a_slack_variable_of_two_people_is_nobodys() -> None:
    built = two_people()
    first, second = (built.works.on_day(employee, 0)["D"] for employee in ("E001", "E002"))
    both = built.model.new_bool_var("both")
    built.model.add(first + second <= 1 + both)
    ownership = split_of(built)
    assert ownership.owner_of_row[-1] == SHARED
    assert ownership.owner_of_variable[both.index] == SHARED
    assert ownership.owner_of_variable[[first.index, second.index]].tolist() == [0, 1]


def test_what_hangs_on_a_persons_slack_variable_is_the_persons_too() -> None:
    built = two_people()
    near, far = (built.model.new_bool_var(name) for name in ("near", "far"))
    built.model.add(built.works.on_day("E002", 1)["V"] <= near)
    built.model.add(near <= far)
    ownership = split_of(built)
    assert ownership.owner_of_variable[[near.index, far.index]].tolist() == [1, 1]
    assert ownership.owner_of_row[-2:].tolist() == [1, 1]
