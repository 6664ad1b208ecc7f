"""Week after week."""

from __future__ import annotations

import threading
from datetime import timedelta

import numpy as np
import pytest

from scheduler.config import Solving
from scheduler.constraints.base import Rule
from scheduler.constraints.fair_weekends import FairWeekends
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.result import Status
from scheduler.solve import Progress, solve, strategy
from scheduler.solve.blocks import split
from scheduler.solve.twin import linear_twin
from scheduler.solve.weeks import cut_to_days, is_week_by_week, roll
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY, flat_demand, person, roster_of, tiny_problem
from tests.solve.centre import RULES, week_problem

FAIR = FairWeekends(weight=5)


def weeks_problem(n_weeks: int) -> Problem:
    one = week_problem()
    horizon = Horizon(MONDAY, 7 * n_weeks)
    return tiny_problem(
        7 * n_weeks, employees=one.employees, demand=flat_demand(horizon, {"general": 1.4, "text": 0.3})
    )


def test_a_week_knows_the_roster_before_it_and_what_it_adds_to_history() -> None:
    problem = weeks_problem(2).replace(
        requests=tuple(
            Request(employee_id="E001", date=MONDAY + timedelta(days=day), shift="OFF", weight=1) for day in (6, 7)
        )
    )
    done = roster_of(problem, {("E001", 5): "D", ("E001", 6): "D", ("E002", 0): "D"})
    second = cut_to_days(problem, (FAIR,), range(7, 14), done)
    assert second.horizon == Horizon(MONDAY + timedelta(days=7), 7)
    assert second.previous.assignments == done.assignments
    assert second.history_of["E001"].weekend_days == 2
    assert second.history_of["E002"].weekend_days == 0
    assert [request.date for request in second.requests] == [MONDAY + timedelta(days=7)]
    needs, whole = second.demand.queues["general"], problem.demand.queues["general"]
    assert len(needs.required) == second.horizon.n_intervals
    assert np.array_equal(needs.required, whole.required[second.horizon.n_intervals :])


@pytest.mark.parametrize(("rules", "expected"), [((), True), ((HorizonMinutes(most_minutes=6000),), False)])
def test_a_hard_limit_of_the_horizon_is_not_for_weeks(rules: tuple[Rule, ...], expected: bool) -> None:
    built = build(weeks_problem(3), (*RULES, FAIR, *rules))
    _ = built.meals
    twin = linear_twin(built.model)
    assert is_week_by_week(twin, split(built, twin)) is expected


def test_weeks_are_planned_in_order_until_one_has_no_roster() -> None:
    problem = weeks_problem(3)
    seen = []

    def solve_week(week: Problem, rules: object) -> Roster | None:
        seen.append(week.horizon.first_day)
        return Roster() if len(seen) < 2 else None

    assert roll(problem, RULES, solve_week) is None
    assert seen == [MONDAY, MONDAY + timedelta(days=7)]


def test_two_weeks_get_a_roster_that_holds_and_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategy, "_SMALL_MODEL_VARIABLES", 0)
    stop = threading.Event()

    def stop_at_the_first_with_a_bound(progress: Progress) -> None:
        if progress.cost is not None and progress.best_bound is not None:
            stop.set()

    problem = tiny_problem(
        14,
        employees=[person(n) for n in (1, 2, 3)],
        demand=flat_demand(Horizon(MONDAY, 14), {"general": 0.8}),
    )
    options = Solving(time_limit_seconds=1000.0, relative_gap=0.0, workers=1, seed=1)
    result = solve(problem, RULES, options=options, stop=stop, report=stop_at_the_first_with_a_bound)
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert result.roster is not None
    assert audit(problem, RULES, result.roster).hard == ()
    assert result.best_bound is not None
    assert result.objective is not None
    assert result.best_bound <= result.objective
