"""What is moved for the rest of a day: the past stays, and what is attended moves with all who attend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from scheduler.constraints.activities import Activities
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.meal_break import MealBreak
from scheduler.day.moves import Now, best_move, best_session, other_meals, other_shifts
from scheduler.day.steps import StepKind
from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Duty, Roster
from scheduler.domain.shifts import Shift
from scheduler.standing import Standing
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY, assignment, flat_demand, person, tiny_problem

NINE = datetime(2023, 11, 6, 9)
DAY = Shift(code="D", start="09:00", end="18:00", meal_minutes=60, meal_earliest="11:00", meal_latest="14:00")
LONG = Shift(
    code="O",
    start="09:00",
    end="20:00",
    overtime_minutes=120,
    meal_minutes=60,
    meal_earliest="11:00",
    meal_latest="14:00",
)
LATE = Shift(code="L", start="12:00", end="21:00", meal_minutes=60, meal_earliest="15:00", meal_latest="18:00")
SHORT = Shift(code="S", start="15:00", end="20:00", meal_minutes=30, meal_earliest="17:00", meal_latest="18:00")
RULES = (Activities(), MealBreak(), CoverageShortfall(weight=10))


def at(hour: int, minute: int = 0) -> datetime:
    return NINE.replace(hour=hour, minute=minute)


def problem_of(required: dict[int, float], people: int = 2, **changes: Any) -> Problem:
    """People who may work all of these shifts, where so many are required from hour to hour."""
    horizon = Horizon(MONDAY, 1)
    demand = flat_demand(horizon, {"a": 1.0})
    hour = horizon.clock_minute_of_interval() // 60
    needs = np.array([required.get(int(one), 0.0) for one in hour])
    demand = replace(demand, queues={"a": replace(demand.queues["a"], required=needs)})
    staff = [person(n, team="day", shifts=("D", "O", "L", "S"), queues=("a",)) for n in range(1, people + 1)]
    return tiny_problem(1, employees=staff, shifts=[DAY, LONG, LATE, SHORT], demand=demand, **changes)


def standing_of(problem: Problem, *rows: Assignment) -> Standing:
    roster = Roster.of(rows)
    return Standing(problem, RULES, roster, audit(problem, RULES, roster))


def now(problem: Problem, when: datetime, notice: int = 120) -> Now:
    minute = problem.horizon.elapsed_at(when)
    return Now(problem.horizon, minute, minute + notice)


TALK = Activity(at(15), at(16), "talk", "training")
WANTED = ActivityRequest(name="talk", kind="training", minutes=60, team="day", heads=2, group_min=2)


def attending(problem: Problem) -> Standing:
    rows = [
        replace(assignment(problem, person.employee_id, MONDAY, "D"), activities=(TALK,))
        for person in problem.employees
    ]
    return standing_of(problem, *rows)


def test_what_is_attended_moves_with_all_who_attend_it_to_where_nobody_is_missed() -> None:
    problem = problem_of({15: 2.0, 16: 2.0}, activities=(WANTED,))
    standing = attending(problem)
    places = {(one.employee_id, MONDAY) for one in problem.employees}
    move = best_session(standing, places, now(problem, at(10)))
    assert move is not None
    assert {employee for employee, _ in move.changes} == {"E001", "E002"}
    assert move.way.becomes is not None
    assert move.way.becomes.start.hour not in {15, 16}
    assert move.way.becomes.start >= at(10)
    starts = {one.start for (row,) in move.changes.values() for one in row.activities}
    assert starts == {move.way.becomes.start}
    assert move.points > 0


@pytest.mark.parametrize(("when", "is_moved"), [(at(15), True), (at(15, 1), False)])
def test_what_has_begun_goes_on(when: datetime, is_moved: bool) -> None:
    problem = problem_of({15: 2.0}, activities=(WANTED,))
    places = {(one.employee_id, MONDAY) for one in problem.employees}
    assert (best_session(attending(problem), places, now(problem, when)) is not None) == is_moved


def test_a_session_is_not_parted_where_somebody_who_attends_may_not_be_moved() -> None:
    asked = WANTED.model_copy(update={"group_min": 1})
    problem = problem_of({15: 2.0, 16: 2.0}, activities=(asked,))
    assert best_session(attending(problem), {("E001", MONDAY)}, now(problem, at(10))) is None


def test_all_who_would_do_the_same_are_one_move_whatever_sets_them_apart() -> None:
    problem = problem_of({12: 2.0, 13: 2.0})
    at_home, on_site = (
        replace(assignment(problem, one, MONDAY, "D", break_start=at(12), break_end=at(13)), work_mode=mode)
        for one, mode in (("E001", "remote"), ("E002", "on_site"))
    )
    places = {("E001", MONDAY), ("E002", MONDAY)}
    move = best_move(standing_of(problem, at_home, on_site), places, other_meals(now(problem, at(10))))
    assert move is not None
    assert move.changes.keys() == places


def test_a_session_stays_in_the_hours_that_were_asked_for() -> None:
    asked = WANTED.model_copy(update={"from_minute": 15 * 60, "to_minute": 16 * 60})
    problem = problem_of({15: 2.0}, activities=(asked,))
    assert best_session(attending(problem), {("E001", MONDAY), ("E002", MONDAY)}, now(problem, at(10))) is None


@pytest.mark.parametrize(
    ("kind", "works", "when", "codes"),
    [
        ("overtime", "D", at(10), {"O"}),
        ("overtime", "D", at(18), {"O"}),
        ("overtime", "D", at(18, 1), set()),  # gone home
        ("leave_early", "O", at(10), {"D"}),
        ("leave_early", "O", at(18, 1), set()),  # the two hours have begun
        ("shift", "D", at(7), {"L", "S"}),
        ("shift", "D", at(7, 1), set()),  # on the way
        ("shift", "L", at(9), {"S"}),
        ("call_in", "", at(10), {"L", "S"}),
        ("call_in", "", at(13), {"S"}),
        ("call_in", "", at(13, 1), set()),
    ],
)
def test_other_shifts_leave_the_past_as_it_was(kind: StepKind, works: str, when: datetime, codes: set[str]) -> None:
    problem = problem_of({})
    rows = [assignment(problem, "E001", MONDAY, works)] if works else []
    standing = standing_of(problem, *rows)
    options = list(other_shifts(now(problem, when), kind)(standing, ("E001", MONDAY)))
    assert {way.becomes_subject for way, _ in options} == codes
    for _, row in options:
        if works and rows[0].break_start is not None and rows[0].break_start < when:
            assert row.break_start == rows[0].break_start


def test_as_many_follow_as_still_gain() -> None:
    # All four eat at 12:00, when three are required: two have to move, the others would be missed elsewhere.
    problem = problem_of({11: 2.0, 12: 2.0, 13: 4.0}, people=4)
    rows = [
        assignment(problem, one.employee_id, MONDAY, "D", break_start=at(12), break_end=at(13))
        for one in problem.employees
    ]
    standing = standing_of(problem, *rows)
    places = {(row.employee_id, MONDAY) for row in rows}
    move = best_move(standing, places, other_meals(now(problem, at(10))))
    assert move is not None
    assert len(move.outcomes) == 2
    assert move.way.becomes is not None
    assert move.way.becomes.start == at(11)
    assert best_move(standing, places, other_meals(now(problem, at(12) + timedelta(minutes=1)))) is None


def test_who_is_on_call_is_called_in_before_the_others() -> None:
    problem = problem_of(dict.fromkeys(range(15, 20), 2.0), people=3)
    places = {(one.employee_id, MONDAY) for one in problem.employees}
    for on_call in ("E002", "E003"):
        roster = Roster((), on_call=(Duty(MONDAY, on_call),))
        standing = Standing(problem, RULES, roster, audit(problem, RULES, roster))
        move = best_move(standing, places, other_shifts(now(problem, at(10)), "call_in"))
        assert move is not None
        assert {employee for employee, _ in move.changes} == {on_call}
