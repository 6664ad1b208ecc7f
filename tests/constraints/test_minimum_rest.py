"""R03."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import DAY, EVENING, NIGHT, assert_agreement, assignment, roster_of, tiny_problem


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(tiny_problem(), MinimumRest(weight=weight))


def test_model_and_check_agree_on_what_came_before() -> None:
    problem = tiny_problem(days=2)
    sunday_evening = Roster.of([assignment(problem, "E001", date(2023, 11, 5), "V")])
    assert_agreement(problem.replace(previous=sunday_evening), MinimumRest())


def late_start(start: str) -> Shift:
    return Shift(code="L", name_ko="늦음", name_en="late", start=start, end="21:00")


def test_eleven_hours_is_enough() -> None:
    problem = tiny_problem(days=2, shifts=(DAY, EVENING, NIGHT, late_start("12:00")))
    roster = roster_of(problem, {("E001", 0): "V", ("E001", 1): "L"})
    assert MinimumRest().check(problem, roster) == []


def test_ten_hours_and_a_half_is_too_short() -> None:
    problem = tiny_problem(days=2, shifts=(DAY, EVENING, NIGHT, late_start("11:30")))
    roster = roster_of(problem, {("E001", 0): "V", ("E001", 1): "L"})
    (found,) = MinimumRest().check(problem, roster)
    assert found.message == "E001 rests 10.5 h before L on 2023-11-07 (after V on 2023-11-06); at least 11 h"
