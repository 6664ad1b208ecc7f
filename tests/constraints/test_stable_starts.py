"""R25."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.stable_starts import StableStarts
from scheduler.domain.roster import Roster
from tests.constraints.agreement import DAY, assert_agreement, assignment, person, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(), StableStarts(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_across_a_sunday(weight: int | None) -> None:
    assert_agreement(tiny_problem(first_day=date(2023, 11, 11)), StableStarts(weight=weight))


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("before", ["D", "DV"])
def test_model_and_check_agree_on_a_week_that_has_begun(weight: int | None, before: str) -> None:
    problem = tiny_problem(days=2, first_day=date(2023, 11, 9))
    worked = [assignment(problem, "E001", date(2023, 11, 6 + n), code) for n, code in enumerate(before)]
    assert_agreement(problem.replace(previous=Roster.of(worked)), StableStarts(weight=weight))


def test_two_other_starts_in_a_week_count_twice() -> None:
    problem = tiny_problem()
    codes = {("E001", 0): "N", ("E001", 1): "D", ("E001", 2): "V"}
    (found,) = StableStarts(weight=5).check(problem, roster_of(problem, codes))
    assert found.message == ("E001 starts at 01:00, 09:00, 18:00 in the week of 2023-11-06; one start a week is meant")
    assert (found.amount, found.points) == (2, 10)


def test_the_same_start_every_day_is_free() -> None:
    problem = tiny_problem()
    assert StableStarts().check(problem, roster_of(problem, {("E001", day): "D" for day in range(3)})) == []


def test_another_start_from_monday_on_is_free() -> None:
    problem = tiny_problem(days=2, first_day=date(2023, 11, 12))
    assert StableStarts().check(problem, roster_of(problem, {("E001", 0): "D", ("E001", 1): "V"})) == []


def test_a_longer_shift_with_the_same_start_is_free() -> None:
    longer = DAY.model_copy(update={"code": "O", "end_minute": 20 * 60, "overtime_minutes": 120})
    problem = tiny_problem(shifts=(DAY, longer), employees=(person(shifts=("D", "O")),))
    assert StableStarts().check(problem, roster_of(problem, {("E001", 0): "D", ("E001", 1): "O"})) == []
