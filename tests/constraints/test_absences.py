"""R08."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.absences import Absences
from scheduler.domain.people import Absence
from tests.constraints.agreement import assert_agreement, person, roster_of, tiny_problem

TUESDAY_TO_WEDNESDAY = Absence(
    employee_id="E001", first_day=date(2023, 11, 7), last_day=date(2023, 11, 8), kind="annual"
)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(absences=(TUESDAY_TO_WEDNESDAY,)), Absences(weight=weight))


@pytest.mark.parametrize("day", [0, 3])
def test_the_days_around_an_absence_may_be_worked(day: int) -> None:
    problem = tiny_problem(days=4, absences=(TUESDAY_TO_WEDNESDAY,))
    assert Absences().check(problem, roster_of(problem, {("E001", day): "D"})) == []


@pytest.mark.parametrize("day", [1, 2])
def test_both_ends_of_an_absence_are_days_off(day: int) -> None:
    problem = tiny_problem(days=4, absences=(TUESDAY_TO_WEDNESDAY,))
    (found,) = Absences().check(problem, roster_of(problem, {("E001", day): "D"}))
    assert found.message == (
        f"E001 works D on 2023-11-0{6 + day}, a day of absence (annual from 2023-11-07 to 2023-11-08)"
    )


def test_an_evening_that_ends_in_the_first_night_of_an_absence_is_allowed() -> None:
    problem = tiny_problem(absences=(TUESDAY_TO_WEDNESDAY,))
    assert Absences().check(problem, roster_of(problem, {("E001", 0): "V"})) == []


def test_the_absence_of_one_person_leaves_others_alone() -> None:
    problem = tiny_problem(employees=(person(1), person(2)), absences=(TUESDAY_TO_WEDNESDAY,))
    assert Absences().check(problem, roster_of(problem, {("E002", 1): "D"})) == []
