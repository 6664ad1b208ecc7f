"""What stands outside the horizon, as the models of rules read it: by numbers of days.

Checks read `known_rows` instead: the check is the second opinion.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment


class OutsideRow(NamedTuple):
    """A row of a day before or after the planned ones, and the number of that day, counted from the horizon's first."""

    day: int
    row: Assignment


def outside_rows(problem: Problem, employee: str) -> Iterator[OutsideRow]:
    """What a person works outside the horizon: before it as known, after it as published."""
    horizon = problem.horizon
    for roster in (problem.previous, problem.following):
        for row in roster.of_employee(employee):
            day = horizon.day_of(row.date)
            if not 0 <= day < horizon.days:
                yield OutsideRow(day, row)
