"""R30."""

from __future__ import annotations

import pytest

from scheduler.constraints.shift_limits import ShiftLimits
from tests.constraints.agreement import assert_agreement, person, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("most", [{"D": 1}, {"D": 2, "N": 0}, {"V": 0}])
def test_model_and_check_agree_on_every_roster(weight: int | None, most: dict[str, int]) -> None:
    assert_agreement(tiny_problem(), ShiftLimits(weight=weight, most=most))


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("own", [{"D": 0}, {"D": 2}, {"N": 1}])
def test_model_and_check_agree_on_own_limits(weight: int | None, own: dict[str, int]) -> None:
    assert_agreement(tiny_problem(), ShiftLimits(weight=weight, most={"D": 1}, most_by_employee={"E001": own}))


def test_the_limit_itself_is_allowed() -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", 0): "D", ("E001", 1): "D", ("E001", 2): "N"})
    assert ShiftLimits(most={"D": 2}).check(problem, roster) == []


def test_one_shift_beyond_the_limit_is_told() -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", day): "D" for day in range(3)})
    (found,) = ShiftLimits(most={"D": 2}).check(problem, roster)
    assert found.message == "E001 works D 3 times; at most 2 in the horizon"


def test_an_own_limit_replaces_only_that_shift_for_that_person() -> None:
    problem = tiny_problem(employees=(person(1), person(2)))
    rule = ShiftLimits(most={"D": 1, "N": 0}, most_by_employee={"E001": {"D": 2}})
    roster = roster_of(problem, {(who, day): "D" for who in ("E001", "E002") for day in (0, 1)} | {("E001", 2): "N"})
    assert [violation.message for violation in rule.check(problem, roster)] == [
        "E001 works N 1 time; at most 0 in the horizon",
        "E002 works D 2 times; at most 1 in the horizon",
    ]
