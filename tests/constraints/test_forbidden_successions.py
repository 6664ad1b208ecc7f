"""R35."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.domain.roster import Roster
from tests.constraints.agreement import assert_agreement, assignment, roster_of, tiny_problem

NESTED = {"N": ("D",), "V": ("N", "D")}
CROSSED = {"D": ("N", "V"), "N": ("V", "D"), "V": ("V",)}


@pytest.mark.parametrize("weight", [None, 7])
@pytest.mark.parametrize("successions", [NESTED, CROSSED, {"D": ("D",)}])
def test_model_and_check_agree_on_every_roster(weight: int | None, successions: dict[str, tuple[str, ...]]) -> None:
    assert_agreement(tiny_problem(), ForbiddenSuccessions(weight=weight, successions=successions))


@pytest.mark.parametrize("weight", [None, 7])
def test_model_and_check_agree_on_what_came_before(weight: int | None) -> None:
    problem = tiny_problem(days=2)
    sunday = Roster.of([assignment(problem, "E001", date(2023, 11, 5), "V")])
    assert_agreement(problem.replace(previous=sunday), ForbiddenSuccessions(weight=weight, successions=NESTED))


@pytest.mark.parametrize(("first", "second"), [("V", "N"), ("V", "D"), ("N", "D")])
def test_what_is_named_may_not_follow(first: str, second: str) -> None:
    problem = tiny_problem()
    (found,) = ForbiddenSuccessions(successions=NESTED).check(
        problem, roster_of(problem, {("E001", 0): first, ("E001", 1): second})
    )
    assert found.message == f"E001 works {second} on 2023-11-07, which may not follow {first} on 2023-11-06"


@pytest.mark.parametrize(("first", "second"), [("D", "D"), ("D", "V"), ("D", "N"), ("N", "N"), ("N", "V"), ("V", "V")])
def test_everything_else_may_follow(first: str, second: str) -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", 0): first, ("E001", 1): second})
    assert ForbiddenSuccessions(successions=NESTED).check(problem, roster) == []


def test_after_a_day_off_everything_may_follow() -> None:
    problem = tiny_problem()
    roster = roster_of(problem, {("E001", 0): "V", ("E001", 2): "D"})
    assert ForbiddenSuccessions(successions=NESTED).check(problem, roster) == []


def test_a_shift_two_days_before_the_horizon_forbids_nothing() -> None:
    problem = tiny_problem()
    saturday = Roster.of([assignment(problem, "E001", date(2023, 11, 4), "V")])
    problem = problem.replace(previous=saturday)
    rule = ForbiddenSuccessions(successions=NESTED)
    assert rule.check(problem, roster_of(problem, {("E001", 0): "D"})) == []
    assert not rule.forbids(problem, problem.employees[0], 0, problem.shifts["D"])
