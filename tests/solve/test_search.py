"""A whole search, from problem to roster."""

from __future__ import annotations

import threading

import pytest
from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import HeadSpan, MinimumHeads
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.result import Status
from scheduler.solve import Progress, SearchParameters, solve
from scheduler.verify import audit
from tests.constraints.agreement import DAY, MONDAY, flat_demand, person, tiny_problem
from tests.solve.centre import PATIENT, RULES, week_problem

SOFT_RULES = tuple(rule for rule in RULES if rule.number != "R02")
"""What three people can keep for three days."""


SMALL, LARGE = SearchParameters(small_model_variables=10**9), SearchParameters(small_model_variables=0)
"""Every model counts as small, for CP-SAT alone, or as large, for all solvers."""
BOTH_SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])


def three_days(required: float = 0.6) -> Problem:
    return tiny_problem(
        3, employees=[person(n) for n in (1, 2, 3)], demand=flat_demand(Horizon(MONDAY, 3), {"general": required})
    )


@BOTH_SIZES
def test_a_proven_optimum_costs_what_the_checks_say_and_what_the_ledger_says(size: SearchParameters) -> None:
    problem = three_days()
    told: list[Progress] = []
    result = solve(problem, SOFT_RULES, options=PATIENT, report=told.append, parameters=size)
    assert result.status is Status.OPTIMAL
    assert result.roster is not None
    assert result.objective == result.best_bound
    found = audit(problem, SOFT_RULES, result.roster)
    assert found.hard == ()
    assert found.cost == (result.objective or 0) + result.unavoidable_cost
    assert found.cost <= sum(result.cost_by_rule.values())
    costs = [step.cost for step in told if step.cost is not None]
    assert costs[-1] == result.objective
    assert result.bound_source


def test_both_ways_find_the_same_least_cost() -> None:
    costs = {solve(three_days(1.2), SOFT_RULES, options=PATIENT, parameters=size).objective for size in (SMALL, LARGE)}
    assert len(costs) == 1


@BOTH_SIZES
def test_rules_that_cannot_hold_together_are_infeasible(size: SearchParameters) -> None:
    rules: list[Rule] = [OneShiftADay(), MealBreak(), CoverageShortfall()]
    result = solve(three_days(5.0), rules, options=PATIENT, parameters=size)
    assert result.status is Status.INFEASIBLE
    assert result.roster is None
    assert result.objective is None


@BOTH_SIZES
def test_a_stop_before_the_start_ends_with_a_roster_or_without(size: SearchParameters) -> None:
    stop = threading.Event()
    stop.set()
    problem = week_problem()
    result = solve(problem, RULES, options=PATIENT, stop=stop, parameters=size)
    if result.roster is None:
        assert result.status is Status.NO_SOLUTION
    else:
        assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
        assert audit(problem, RULES, result.roster).hard == ()


def test_a_large_problem_that_is_stopped_at_its_first_roster_has_one_with_a_bound() -> None:
    problem = week_problem()
    stop = threading.Event()

    def stop_at_the_first(step: Progress) -> None:
        if step.cost is not None:
            stop.set()

    result = solve(problem, RULES, options=PATIENT, stop=stop, report=stop_at_the_first, parameters=LARGE)
    assert result.roster is not None
    assert result.best_bound is not None
    assert result.best_bound <= (result.objective or 0)
    found = audit(problem, RULES, result.roster)
    assert found.hard == ()
    assert found.cost <= (result.objective or 0) + result.unavoidable_cost


def wishes() -> Problem:
    """Two wishes that can be met, and two that exclude each other."""
    return three_days().replace(
        requests=(
            Request(employee_id="E001", date=MONDAY, shift="V", weight=5),
            Request(employee_id="E001", date=MONDAY, shift="D", weight=2),
            Request(employee_id="E002", date=MONDAY, shift="OFF", weight=-3),
            Request(employee_id="E003", date=MONDAY, shift="OFF", weight=4),
        )
    )


@BOTH_SIZES
def test_rules_that_ask_for_neither_meals_nor_coverage_work(size: SearchParameters) -> None:
    problem = wishes()
    rules: list[Rule] = [OneShiftADay(), Requests(weight=10)]
    result = solve(problem, rules, options=PATIENT, parameters=size)
    assert (result.status, result.objective, result.best_bound) == (Status.OPTIMAL, 20, 20)
    assert result.roster is not None
    assert audit(problem, rules, result.roster).cost == 20


@BOTH_SIZES
def test_weeks_that_cannot_be_listed_are_left_to_the_other_solvers(size: SearchParameters) -> None:
    problem = wishes()
    problem = problem.replace(requests=problem.requests[:2])  # without R01 both can be met
    rules: list[Rule] = [MealBreak(), Requests(weight=10)]
    result = solve(problem, rules, options=PATIENT, parameters=size)
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)


@BOTH_SIZES
def test_where_work_is_counted_the_same_roster_comes_twice_whatever_the_rules(size: SearchParameters) -> None:
    options = PATIENT.model_copy(update={"time_limit_seconds": 10.0, "workers": 4, "deterministic": True})
    limit_of_the_horizon = HorizonMinutes(most_minutes=6000)
    problem = tiny_problem(
        21, employees=[person(n) for n in (1, 2, 3)], demand=flat_demand(Horizon(MONDAY, 21), {"general": 0.6})
    )
    one, other = (
        solve(problem, (*SOFT_RULES, limit_of_the_horizon), options=options, parameters=size) for _ in range(2)
    )
    assert one.is_deterministic
    assert one.roster is not None
    assert one.roster == other.roster
    assert (one.objective, one.best_bound) == (other.objective, other.best_bound)


def short_of_people(weeks: int) -> tuple[Problem, tuple[Rule, ...]]:
    """Nine people with a day off each week, so 54 days of work; 56 are asked for. No search finds out in time."""
    people = [person(n, shifts=("D",)) for n in range(1, 10)]
    heads = HeadSpan(queue="general", heads=8, **{"from": "09:00", "to": "10:00"})  # type: ignore[arg-type]  # as read
    rules = (OneShiftADay(), MealBreak(), WeeklyDayOff(), MinimumHeads(spans=(heads,)))
    return tiny_problem(7 * weeks, employees=people, shifts=(DAY,)), rules


@BOTH_SIZES
@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("deterministic", [False, True])
def test_too_few_people_for_the_heads_of_a_week_are_proven_by_arithmetic(
    monkeypatch: pytest.MonkeyPatch, weeks: int, deterministic: bool, size: SearchParameters
) -> None:
    monkeypatch.setattr(cp_model.CpSolver, "solve", lambda *_: cp_model.UNKNOWN)  # what it may find is no matter here
    problem, rules = short_of_people(weeks)
    options = PATIENT.model_copy(update={"deterministic": deterministic})
    result = solve(problem, rules, options=options, parameters=size)
    assert result.status is Status.INFEASIBLE


@BOTH_SIZES
@pytest.mark.parametrize("weeks", [1, 2])
def test_time_that_is_up_at_once_leaves_the_proof(weeks: int, size: SearchParameters) -> None:
    problem, rules = short_of_people(weeks)
    options = PATIENT.model_copy(update={"time_limit_seconds": 1e-3})
    result = solve(problem, rules, options=options, parameters=size)
    assert result.status is Status.INFEASIBLE


def test_just_enough_people_for_the_heads_of_a_week_are_rostered() -> None:
    problem, rules = short_of_people(1)
    enough = problem.replace(employees=(*problem.employees, person(10, shifts=("D",))))
    assert solve(enough, rules, options=PATIENT).roster is not None
