"""R33."""

from __future__ import annotations

import pytest

from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from tests.constraints.agreement import DAY, NIGHT, assert_agreement, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("fewest", [2, 3, 4])
def test_model_and_check_agree_on_every_roster(weight: int | None, fewest: int) -> None:
    assert_agreement(tiny_problem(days=6, shifts=(DAY,)), ConsecutiveDaysOff(weight=weight, fewest=fewest))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_own_bounds_whatever_the_shift(weight: int | None) -> None:
    rule = ConsecutiveDaysOff(weight=weight, fewest_by_employee={"E001": 2})
    assert_agreement(tiny_problem(days=4, shifts=(DAY, NIGHT)), rule)


def days_worked(*days: int) -> dict[tuple[str, int], str]:
    return {("E001", day): "D" for day in days}


def test_the_fewest_in_a_row_is_enough() -> None:
    problem = tiny_problem(days=7)
    assert ConsecutiveDaysOff(fewest=2).check(problem, roster_of(problem, days_worked(0, 1, 4, 5, 6))) == []


def test_a_block_too_short_is_told() -> None:
    problem = tiny_problem(days=7)
    (found,) = ConsecutiveDaysOff(fewest=3).check(problem, roster_of(problem, days_worked(0, 1, 4, 5)))
    assert found.message == "E001 has only 2 days off in a row from 2023-11-08; at least 3"


def test_days_off_at_either_end_may_be_few() -> None:
    problem = tiny_problem(days=7)
    assert ConsecutiveDaysOff(fewest=3).check(problem, roster_of(problem, days_worked(1, 2, 3, 4, 5))) == []


def test_a_single_day_off_is_enough_by_default() -> None:
    problem = tiny_problem(days=3)
    assert ConsecutiveDaysOff().check(problem, roster_of(problem, days_worked(0, 2))) == []
