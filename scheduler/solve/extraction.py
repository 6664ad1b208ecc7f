"""Turns counts back into people: who of a shift goes to the meal break when, and where everybody works."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import FlatIntExpr, LinearExpr

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster, assignment_of
from scheduler.domain.shifts import Shift
from scheduler.variables import Build, Group


def extract_roster(build: Build, value: Callable[[LinearExpr], int]) -> Roster:
    """Read the roster from a solution of the model.

    Coverage depends only on how many of a group eat when, so any way to hand the meal breaks out is as good; they
    go round by day, so that nobody is last every time.
    """
    problem = build.problem
    working: dict[tuple[int, str, Group], list[Employee]] = {}
    for employee, day, code, var in build.works:
        if value(var):
            person = problem.employee[employee]
            group = build.group_of(person, day)
            working.setdefault((day, code, group), []).append(person)
    assignments = []
    for (day, code, group), people in working.items():
        shift = problem.shifts_on(day, group.away)[code]
        meals = [
            minute for minute, count in build.meals.starting(day, code, group).items() for _ in range(value(count))
        ]
        turn = day % len(people)
        for place, person in enumerate((*people[turn:], *people[:turn])):
            meal = meals[place] if place < len(meals) else usual_meal(problem, shift)
            assignments.append(
                assignment_of(
                    problem.horizon,
                    day,
                    shift,
                    person.employee_id,
                    meal_minute=meal,
                    work_mode=group.mode,
                    queue=group.queues[0] if group.queues else "",
                )
            )
    return Roster.of(assignments)


def choices_in(build: Build, roster: Roster) -> NDArray[np.int64]:
    """Values of all variables in which people's choices are a roster's; those that the model lacks are left out."""
    horizon = build.problem.horizon
    values = np.zeros(len(build.model.proto.variables), dtype=np.int64)
    for row in roster.assignments:
        known = row.employee_id in build.problem.employee
        choice = build.works.choice(row.employee_id, horizon.day_of(row.date), row.shift) if known else None
        if choice is not None:
            values[choice.index] = 1
    return values


def usual_meal(problem: Problem, shift: Shift) -> int | None:
    """The start nearest the middle of the window: for people whose meal no queue depends on."""
    starts = shift.meal_starts(problem.horizon.interval_minutes)
    return starts[len(starts) // 2] if starts else None


def reader(values: list[int]) -> Callable[[LinearExpr], int]:
    """Evaluates expressions in these values of all variables."""

    def value(expression: LinearExpr) -> int:
        flat = FlatIntExpr(expression)
        return int(
            flat.offset + sum(factor * values[var.index] for var, factor in zip(flat.vars, flat.coeffs, strict=True))
        )

    return value
