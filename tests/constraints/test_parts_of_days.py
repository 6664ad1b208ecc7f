"""What absences of parts of days leave of shifts: the model and the checks count it each for themselves."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from benchmarks.random_problems import random_problem
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.domain.clock import minutes_between


@pytest.mark.parametrize("clock_changes", [False, True])
def test_checks_leave_of_shifts_what_the_model_leaves(*, clock_changes: bool) -> None:
    shortened = unfit = whole_days = 0
    for seed in range(240):
        problem = random_problem(Random(seed), clock_changes=clock_changes)
        # Demand plays no part here, so that its intervals need not be as long.
        horizon = replace(problem.horizon, interval_minutes=(15, 30, 60)[seed % 3])
        problem = problem.replace(horizon=horizon)
        parts_of_days = PartsOfDays(problem)
        for person in problem.employees:
            employee = person.employee_id
            assert dict(parts_of_days.whole_days(employee)) == dict(problem.absent_dates[employee])
            whole_days += sum(absence.is_partial for absence in problem.absences) and len(
                problem.absent_dates[employee]
            )
            for day in range(horizon.days):
                on, midnight = horizon.date_of(day), horizon.midnight(day)
                for code, as_worked in problem.shifts_of(employee, day).items():
                    by_clock, as_it_runs = problem.shifts[code], problem.shifts_on(day)[code]
                    is_unfit = code in problem.unfit_shifts(employee, day)
                    assert parts_of_days.may_be_worked(employee, on, by_clock) == (not is_unfit), (seed, on, code)
                    left = parts_of_days.left(employee, on, by_clock)
                    assert (left is None) == (as_worked is as_it_runs), (seed, employee, on, code)
                    unfit += is_unfit
                    if left is None:
                        continue
                    shortened += 1
                    assert left.start == horizon.local(midnight + as_worked.start_minute), (seed, on, code)
                    assert left.end == horizon.local(midnight + as_worked.end_minute), (seed, on, code)
                    assert left.pause_minutes == as_worked.meal_minutes, (seed, on, code)
                    if left.pause_minutes:
                        starts = as_worked.meal_starts(horizon.interval_minutes)
                        least = minutes_between(left.start, horizon.local(midnight + starts[0]), horizon.zone)
                        latest = minutes_between(left.start, horizon.local(midnight + starts[-1]), horizon.zone)
                        assert left.pause_from <= least < left.pause_from + horizon.interval_minutes, (seed, on, code)
                        assert (
                            left.pause_until - horizon.interval_minutes
                            < latest + left.pause_minutes
                            <= left.pause_until
                        ), (seed, on, code)
    assert min(shortened, unfit, whole_days) > 50
