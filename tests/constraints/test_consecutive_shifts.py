"""R32."""

from __future__ import annotations

import pytest

from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from tests.constraints.agreement import DAY, NIGHT, assert_agreement, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize(("most", "fewest"), [(1, None), (2, None), (3, 2), (None, 2), (None, 3), (4, 4), (6, 6)])
def test_model_and_check_agree_on_every_roster(weight: int | None, most: int | None, fewest: int | None) -> None:
    problem = tiny_problem(days=6, shifts=(DAY,))
    assert_agreement(problem, ConsecutiveShifts(weight=weight, most=most, fewest=fewest))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_own_bounds(weight: int | None) -> None:
    rule = ConsecutiveShifts(
        weight=weight, most=6, fewest=1, most_by_employee={"E001": 3}, fewest_by_employee={"E001": 2}
    )
    assert_agreement(tiny_problem(days=6, shifts=(DAY,)), rule)


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_whatever_the_shift(weight: int | None) -> None:
    assert_agreement(tiny_problem(days=4, shifts=(DAY, NIGHT)), ConsecutiveShifts(weight=weight, most=2, fewest=2))


def days_worked(*days: int) -> dict[tuple[str, int], str]:
    return {("E001", day): "D" for day in days}


def test_the_most_in_a_row_is_allowed() -> None:
    problem = tiny_problem(days=7)
    assert ConsecutiveShifts(most=3).check(problem, roster_of(problem, days_worked(0, 1, 2, 4, 5, 6))) == []


def test_a_day_beyond_the_most_is_told() -> None:
    problem = tiny_problem(days=7)
    (found,) = ConsecutiveShifts(most=3).check(problem, roster_of(problem, days_worked(1, 2, 3, 4, 5)))
    assert found.message == "E001 works 5 days in a row from 2023-11-07; at most 3"
    assert found.amount == 2


def test_the_fewest_in_a_row_is_enough() -> None:
    problem = tiny_problem(days=7)
    assert ConsecutiveShifts(fewest=2).check(problem, roster_of(problem, days_worked(1, 2, 4, 5))) == []


def test_a_block_too_short_is_told_once_however_much_is_missing() -> None:
    problem = tiny_problem(days=7)
    (found,) = ConsecutiveShifts(fewest=4).check(problem, roster_of(problem, days_worked(2, 3)))
    assert found.message == "E001 works only 2 days in a row from 2023-11-08; at least 4"
    assert found.amount == 1


@pytest.mark.parametrize("day", [0, 6])
def test_a_block_at_either_end_may_be_short(day: int) -> None:
    problem = tiny_problem(days=7)
    assert ConsecutiveShifts(fewest=3).check(problem, roster_of(problem, days_worked(day))) == []
