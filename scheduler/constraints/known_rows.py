"""What is known of a person's work, as the checks of rules read it: by dates.

Models read `outside_rows` instead: the check is the second opinion.
"""

from __future__ import annotations

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster


def given_rows(problem: Problem, employee: str) -> list[Assignment]:
    """The person's rows before the planned days, and those after them that are published."""
    first, after = problem.horizon.start.date(), problem.horizon.end.date()
    before = [row for row in problem.previous.of_employee(employee) if row.date < first]
    return before + [row for row in problem.following.of_employee(employee) if row.date >= after]


def known_rows(problem: Problem, roster: Roster, employee: str) -> list[Assignment]:
    """The person's rows of a roster, and those that are given around it."""
    return sorted([*given_rows(problem, employee), *roster.of_employee(employee)], key=lambda row: row.start)
