"""What somebody would work: the shift of another person, or any shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, assignment_of


def handed_over(problem: Problem, row: Assignment, employee: str) -> Assignment:
    """A shift as another person would work it: at the same times, the meal break included.

    An absence of a part of the day leaves a part of it; where it leaves nothing, the shift is whole, for the rules to
    say so. Trainings and meetings are of who was to go there, and stay behind.
    """
    day = problem.horizon.day_of(row.date)
    person = problem.employee[employee]
    meal = None if row.break_start is None else int(problem.horizon.elapsed_at(row.break_start))
    as_taken = replace(
        row,
        employee_id=employee,
        work_mode=problem.work_mode(person, row.date),
        queue=next(iter(problem.queues_on(person, row.date)), ""),
        activities=(),
    )
    if problem.is_shortened(row):
        shift = problem.shifts_on(day)[row.shift]
        starts = shift.meal_starts(problem.horizon.interval_minutes)
        midnight = problem.horizon.midnight(day)
        as_taken = assignment_of(
            problem.horizon,
            day,
            shift,
            employee,
            meal_minute=min(starts, key=lambda start: abs(midnight + start - (meal or midnight)), default=None),
            work_mode=as_taken.work_mode,
            queue=as_taken.queue,
        )
    return problem.as_worked(as_taken) or as_taken


def ways_to_work(problem: Problem, employee: str, on: date, code: str) -> list[Assignment]:
    """A shift of somebody's on a day, once for each time at which the meal break may begin.

    Parameters
    ----------
    problem
        The facts.
    employee, on, code
        Whose shift, on which day, and which.
    """
    day = problem.horizon.day_of(on)
    person = problem.employee[employee]
    shift = problem.shifts_of(employee, day)[code]
    return [
        assignment_of(
            problem.horizon,
            day,
            shift,
            employee,
            meal_minute=start,
            work_mode=problem.work_mode(person, on),
            queue=next(iter(problem.queues_on(person, on)), ""),
        )
        for start in (*shift.meal_starts(problem.horizon.interval_minutes),) or (None,)
    ]
