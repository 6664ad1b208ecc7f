"""R01."""

from __future__ import annotations

from scheduler.constraints.one_shift_a_day import OneShiftADay
from tests.constraints.agreement import Choices, assert_agreement, roster_of, tiny_problem

NONE_TO_THREE: list[Choices] = [
    {("E001", day): codes for day, codes in enumerate(days) if codes}
    for days in [
        ("", "", ""),
        ("D", "V", "N"),
        ("D+V", "", ""),
        ("N", "D+V", "D"),
        ("", "N+V", "D+N"),
        ("D+N+V", "D", ""),
    ]
]


def test_model_and_check_agree_on_days_with_none_to_three_shifts() -> None:
    assert_agreement(tiny_problem(), OneShiftADay(), NONE_TO_THREE)


def test_one_shift_on_each_day_is_allowed() -> None:
    problem = tiny_problem()
    assert OneShiftADay().check(problem, roster_of(problem, {("E001", 0): "D", ("E001", 1): "D"})) == []


def test_each_shift_beyond_the_first_counts() -> None:
    problem = tiny_problem()
    (found,) = OneShiftADay().check(problem, roster_of(problem, {("E001", 1): "D+N+V"}))
    assert found.amount == 2
    assert found.message == "E001 has 3 shifts on 2023-11-07; one is allowed"
