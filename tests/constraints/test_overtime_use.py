"""R27."""

from __future__ import annotations

import pytest

from scheduler.constraints.overtime_use import OvertimeUse
from tests.constraints.agreement import DAY, assert_agreement, model_cost, person, roster_of, tiny_problem

STAYS_ON = DAY.model_copy(update={"code": "O", "end_minute": 20 * 60, "overtime_minutes": 120})
HALF_HOUR = DAY.model_copy(update={"code": "H", "end_minute": 18 * 60 + 30, "overtime_minutes": 30})
SHIFTS = (DAY, STAYS_ON, HALF_HOUR)


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("volunteer", [True, False])
@pytest.mark.parametrize("volunteer_percent", [0, 33, 100])
def test_model_and_check_agree_on_every_roster(weight: int | None, volunteer: bool, volunteer_percent: int) -> None:
    problem = tiny_problem(shifts=SHIFTS, employees=(person(overtime_volunteer=volunteer),))
    assert_agreement(problem, OvertimeUse(weight=weight, volunteer_percent=volunteer_percent))


def test_two_hours_cost_twice_the_weight_and_half_of_it_for_volunteers() -> None:
    problem = tiny_problem(1, shifts=SHIFTS, employees=(person(1), person(2, overtime_volunteer=True)))
    rosters = [{("E001", 0): "O"}, {("E002", 0): "O"}]
    assert list(model_cost(problem, OvertimeUse(weight=100), rosters)) == [200, 100]


def test_a_part_of_a_point_counts_as_a_whole_one() -> None:
    problem = tiny_problem(1, shifts=SHIFTS)
    assert list(model_cost(problem, OvertimeUse(weight=7), [{("E001", 0): "H"}])) == [4]


def test_the_hours_are_told() -> None:
    problem = tiny_problem(shifts=SHIFTS)
    (found,) = OvertimeUse(weight=100).check(problem, roster_of(problem, {("E001", 1): "H"}))
    assert found.message == "E001 works 0.5 h of overtime on 2023-11-07 (H, not a volunteer)"
    assert (found.amount, found.points) == (30, 50)


def test_the_regular_day_is_free() -> None:
    problem = tiny_problem(shifts=SHIFTS)
    assert OvertimeUse().check(problem, roster_of(problem, {("E001", 0): "D"})) == []
