"""R05."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.people import Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from tests.constraints.agreement import DAY, FULL_TIME, assert_agreement, assignment, roster_of, tiny_problem

WEDNESDAY = date(2023, 11, 8)


def part_time(paid_minutes: int) -> Contract:
    return FULL_TIME.model_copy(update={"paid_minutes_per_week": paid_minutes})


def after_days(problem: Problem, *days_before: int) -> Problem:
    """The problem with day shifts worked so many days before the horizon."""
    rows = [assignment(problem, "E001", problem.horizon.first_day - timedelta(days=n), "D") for n in days_before]
    return problem.replace(previous=Roster.of(rows))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("days_off", [1, 3])
def test_model_and_check_agree_on_every_roster_of_a_week(days_off: int, weight: int | None) -> None:
    assert_agreement(tiny_problem(days=7, shifts=(DAY,)), WeeklyDayOff(days_off=days_off, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("days_before", [(), (1,), (1, 2), (1, 2, 3, 4)])
def test_model_and_check_agree_on_a_week_that_began_before_the_horizon(
    days_before: tuple[int, ...], weight: int | None
) -> None:
    problem = after_days(tiny_problem(days=7, shifts=(DAY,), first_day=WEDNESDAY), *days_before)
    assert_agreement(problem, WeeklyDayOff(days_off=4, weight=weight))


def worked(days: int) -> dict[tuple[str, int], str]:
    return {("E001", day): "D" for day in range(days)}


def test_six_days_of_work_leave_the_day_off() -> None:
    problem = tiny_problem(days=7)
    assert WeeklyDayOff().check(problem, roster_of(problem, worked(6))) == []


def test_seven_days_of_work_leave_none() -> None:
    problem = tiny_problem(days=7)
    (found,) = WeeklyDayOff().check(problem, roster_of(problem, worked(7)))
    assert found.message == "E001 works 7 days in the week of 2023-11-06; 1 must be off"


def test_seven_days_over_two_weeks_are_allowed() -> None:
    problem = tiny_problem(days=7, first_day=WEDNESDAY)
    assert WeeklyDayOff().check(problem, roster_of(problem, worked(7))) == []


@pytest.mark.parametrize(("paid_minutes", "violations"), [(870, 0), (899, 0), (900, 1)])
def test_contracts_below_15_hours_are_exempt(paid_minutes: int, violations: int) -> None:
    problem = tiny_problem(days=7, contracts=(part_time(paid_minutes),))
    assert len(WeeklyDayOff().check(problem, roster_of(problem, worked(7)))) == violations


@pytest.mark.parametrize("paid_minutes", [870, 899])
def test_the_model_leaves_exempt_contracts_alone(paid_minutes: int) -> None:
    problem = tiny_problem(
        days=7, contracts=(part_time(paid_minutes), part_time(2400).model_copy(update={"name": "x"}))
    )
    with pytest.raises(AssertionError, match="same outcome"):
        assert_agreement(problem, WeeklyDayOff(), [worked(7), worked(6)])


def test_days_that_cannot_be_undone_are_not_charged() -> None:
    problem = after_days(tiny_problem(days=2, first_day=WEDNESDAY), 1, 2)
    rule = WeeklyDayOff(days_off=7, weight=5)
    assert rule.check(problem, roster_of(problem, {})) == []
    (found,) = rule.check(problem, roster_of(problem, worked(1)))
    assert (found.amount, found.points) == (1, 5)
