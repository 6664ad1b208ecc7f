"""R31."""

from __future__ import annotations

import pytest

from scheduler.constraints.horizon_minutes import HorizonMinutes
from tests.constraints.agreement import assert_agreement, person, roster_of, tiny_problem

# D pays 480 minutes, V and N pay 390.


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize(
    ("least", "most"), [(None, 780), (None, 779), (780, None), (781, None), (391, 959), (480, 480), (None, 0)]
)
def test_model_and_check_agree_on_every_roster(weight: int | None, least: int | None, most: int | None) -> None:
    assert_agreement(tiny_problem(), HorizonMinutes(weight=weight, least_minutes=least, most_minutes=most))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_own_bounds(weight: int | None) -> None:
    rule = HorizonMinutes(
        weight=weight,
        most_minutes=5000,
        least_minutes_by_employee={"E001": 400},
        most_minutes_by_employee={"E001": 800},
    )
    assert_agreement(tiny_problem(), rule)


def test_both_bounds_themselves_are_allowed() -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", 0): "D", ("E001", 1): "V"})
    assert HorizonMinutes(least_minutes=870, most_minutes=870).check(problem, roster) == []


def test_a_minute_more_is_missing_and_a_minute_less_is_too_much() -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", 0): "D", ("E001", 1): "V"})
    (low,) = HorizonMinutes(least_minutes=871).check(problem, roster)
    (high,) = HorizonMinutes(most_minutes=869).check(problem, roster)
    assert low.message == "E001 has 870 paid minutes in the horizon; at least 871"
    assert high.message == "E001 has 870 paid minutes in the horizon; at most 869"
    assert low.amount == high.amount == 1


def test_a_person_without_work_misses_the_least() -> None:
    problem = tiny_problem(employees=(person(1), person(2)))
    roster = roster_of(problem, {("E001", 0): "D"})
    (found,) = HorizonMinutes(least_minutes=480).check(problem, roster)
    assert (found.employee, found.amount) == ("E002", 480)
