"""R16."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.weekend_duty import WeekendDuty
from scheduler.domain.people import Absence, Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from tests.constraints.agreement import (
    DAY,
    FULL_TIME,
    MONDAY,
    Choices,
    assert_agreement,
    assignment,
    person,
    roster_of,
    tiny_problem,
)

SATURDAY, SUNDAY = date(2023, 11, 11), date(2023, 11, 12)


def contract(least: int = 1, **changes: object) -> Contract:
    return FULL_TIME.model_copy(update={"weekend_days_per_week": least, **changes})


def absence(first_day: int, last_day: int) -> Absence:
    """Absent on these days of November 2023, of which the 6th is a Monday."""
    return Absence(
        employee_id="E001", first_day=date(2023, 11, first_day), last_day=date(2023, 11, last_day), kind="annual"
    )


def days(*worked: int) -> Choices:
    return {("E001", day): "D" for day in worked}


def problem_with(least: int = 1, **changes: object) -> Problem:
    fields: dict[str, object] = {"contracts": (contract(least),), "shifts": (DAY,)}
    return tiny_problem(days=7, **{**fields, **changes})  # type: ignore[arg-type]  # built from a dict of mixed fields


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "problem",
    [
        problem_with(1),
        problem_with(2),
        problem_with(2, absences=(absence(11, 11),)),
        problem_with(2, absences=(absence(6, 9),)),
        problem_with(2, public_holidays={SUNDAY: "Sunday off"}, employees=(person(may_work_holidays=False),)),
        problem_with(1, public_holidays={SUNDAY: "Sunday on"}),
        problem_with(2, contracts=(contract(2, weekdays=frozenset(range(6))),)),
    ],
    ids=["one", "both", "absent on Saturday", "one day left", "holiday off", "holiday on", "no Sundays"],
)
def test_model_and_check_agree_on_every_roster(problem: Problem, weight: int | None) -> None:
    assert_agreement(problem, WeekendDuty(weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("worked_saturday", [True, False])
def test_model_and_check_agree_on_a_horizon_that_begins_on_sunday(worked_saturday: bool, weight: int | None) -> None:
    problem = tiny_problem(days=3, first_day=SUNDAY, contracts=(contract(2),), shifts=(DAY,))
    rows = [
        assignment(problem, "E001", MONDAY + timedelta(days=n), "D", employee_id=employee)
        for employee, worked in (("E001", (1, 5) if worked_saturday else (1,)), ("E002", range(6)))
        for n in worked
    ]
    assert_agreement(problem.replace(previous=Roster.of(rows)), WeekendDuty(weight=weight))


@pytest.mark.parametrize("worked", [(5,), (6,), (5, 6)])
def test_either_weekend_day_is_enough_for_one(worked: tuple[int, ...]) -> None:
    problem = problem_with(1)
    assert WeekendDuty().check(problem, roster_of(problem, days(0, 1, 2, 3, *worked))) == []


def test_a_week_without_a_weekend_day_is_found() -> None:
    problem = problem_with(1)
    (found,) = WeekendDuty().check(problem, roster_of(problem, days(0, 1, 2, 3, 4)))
    assert found.message == ("E001 works 0 weekend days in the week of 2023-11-06; contract full_time asks for 1")


def test_an_absence_on_saturday_leaves_sunday_to_be_worked() -> None:
    problem = problem_with(2, absences=(absence(11, 11),))
    assert WeekendDuty().check(problem, roster_of(problem, days(6))) == []
    (found,) = WeekendDuty().check(problem, roster_of(problem, days(0)))
    assert found.message == (
        "E001 works 0 weekend days in the week of 2023-11-06; contract full_time asks for 1 "
        "(cannot work on 2023-11-11 (annual))"
    )


@pytest.mark.parametrize(("last_day", "violations"), [(9, 1), (10, 0)])
def test_no_more_weekend_days_are_asked_for_than_contract_days_are_left(last_day: int, violations: int) -> None:
    problem = problem_with(1, absences=(absence(6, last_day),))
    assert len(WeekendDuty().check(problem, roster_of(problem, {}))) == violations


def test_a_week_that_outlasts_the_horizon_is_not_judged() -> None:
    problem = tiny_problem(days=6, contracts=(contract(1),), shifts=(DAY,))
    assert WeekendDuty().check(problem, roster_of(problem, days(0, 1))) == []


def test_contracts_without_weekend_duty_are_left_alone() -> None:
    problem = tiny_problem(days=7, shifts=(DAY,))
    assert WeekendDuty().check(problem, roster_of(problem, days(0, 1))) == []
