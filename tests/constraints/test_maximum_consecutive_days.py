"""R04."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from tests.constraints.agreement import DAY, MONDAY, assert_agreement, assignment, roster_of, tiny_problem


def after_days(problem: Problem, *days_before: int) -> Problem:
    """The problem with day shifts worked so many days before the horizon."""
    rows = [assignment(problem, "E001", problem.horizon.first_day - timedelta(days=n), "D") for n in days_before]
    return problem.replace(previous=Roster.of(rows))


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(days=6, shifts=(DAY,)), MaximumConsecutiveDays(max_days=2, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_several_shifts_a_day(weight: int | None) -> None:
    assert_agreement(tiny_problem(days=3), MaximumConsecutiveDays(max_days=2, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("days_before", [(1,), (1, 2), (2, 3), (1, 3), (1, 2, 3, 4)])
def test_model_and_check_agree_on_what_came_before(days_before: tuple[int, ...], weight: int | None) -> None:
    problem = after_days(tiny_problem(days=4, shifts=(DAY,)), *days_before)
    assert_agreement(problem, MaximumConsecutiveDays(max_days=3, weight=weight))


def test_rows_of_the_previous_roster_inside_the_horizon_do_not_count() -> None:
    problem = after_days(tiny_problem(days=3, shifts=(DAY,)), 1, 0, -1)
    assert_agreement(problem, MaximumConsecutiveDays(max_days=2))


def in_training(problem: Problem, *days: int) -> Problem:
    """The problem with E001 in training on these days, which counts as work."""
    dates = [problem.horizon.date_of(day) for day in days]
    absences = [Absence(employee_id="E001", first_day=on, last_day=on, kind="training") for on in dates]
    kinds = {"training": AbsenceKind(name="training", on_duty=True)}
    return problem.replace(absences=tuple(absences), absence_kinds=kinds)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("days", [(1,), (-1, 2), (-2, -1), (0, 1, 2), (3, 4)])
def test_model_and_check_agree_on_days_of_training(days: tuple[int, ...], weight: int | None) -> None:
    problem = in_training(after_days(tiny_problem(days=4, shifts=(DAY,)), 3), *days)
    assert_agreement(problem, MaximumConsecutiveDays(max_days=2, weight=weight))


def test_a_day_of_training_is_a_day_of_work_in_a_row() -> None:
    problem = in_training(tiny_problem(days=9), 6)
    (found,) = MaximumConsecutiveDays().check(problem, roster_of(problem, worked(range(6))))
    assert found.message == "E001 works 7 days in a row up to 2023-11-12; at most 6"
    leave = problem.replace(absence_kinds={})
    assert MaximumConsecutiveDays().check(leave, roster_of(leave, worked(range(6)))) == []


def test_training_alone_is_no_fault_of_the_roster() -> None:
    problem = in_training(tiny_problem(days=9), *range(7))
    assert MaximumConsecutiveDays().check(problem, roster_of(problem, {("E001", 8): "D"})) == []
    assert len(MaximumConsecutiveDays().check(problem, roster_of(problem, {("E001", 7): "D"}))) == 1
    assert_agreement(in_training(tiny_problem(days=5, shifts=(DAY,)), 0, 1, 2), MaximumConsecutiveDays(max_days=2))


def worked(days: range) -> dict[tuple[str, int], str]:
    return {("E001", day): "D" for day in days}


def test_six_days_in_a_row_are_allowed() -> None:
    problem = tiny_problem(days=9)
    assert MaximumConsecutiveDays().check(problem, roster_of(problem, worked(range(6)))) == []


def test_seven_days_in_a_row_are_too_many() -> None:
    problem = tiny_problem(days=9)
    (found,) = MaximumConsecutiveDays().check(problem, roster_of(problem, worked(range(7))))
    assert found.message == "E001 works 7 days in a row up to 2023-11-12; at most 6"
    assert (found.employee, found.date) == ("E001", date(2023, 11, 12))


def test_eight_days_in_a_row_are_two_windows() -> None:
    problem = tiny_problem(days=9)
    found = MaximumConsecutiveDays(weight=5).check(problem, roster_of(problem, worked(range(8))))
    assert [violation.points for violation in found] == [5, 5]


@pytest.mark.parametrize(("before", "violations"), [(range(1, 6), 0), (range(1, 7), 1)])
def test_days_before_the_horizon_count(before: range, violations: int) -> None:
    problem = after_days(tiny_problem(days=3), *before)
    found = MaximumConsecutiveDays().check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert len(found) == violations
    assert all(violation.date == MONDAY for violation in found)
