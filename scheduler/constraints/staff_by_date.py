"""What people are on a date, for `check` only: the model has it from `Problem.employee_on`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem


class StaffByDate:
    """The rows of the staff list by person, asked for a date."""

    def __init__(self, problem: Problem) -> None:
        self._rows: defaultdict[str, list[Employee]] = defaultdict(list)
        for row in problem.employments:
            self._rows[row.employee_id].append(row)
        for person in problem.employees:
            if person.employee_id not in self._rows:
                self._rows[person.employee_id].append(person)

    def on(self, employee: str, when: date) -> Employee | None:
        """The person as on that date; None for whoever is not employed on it, or unknown."""
        for row in self._rows.get(employee, ()):
            begins, ends = row.first_day, row.last_day
            if (begins is None or begins <= when) and (ends is None or when <= ends):
                return row
        return None

    def left_before(self, employee: str, when: date) -> date | None:
        """The last day of work of somebody who has left for good before a date; None for all others."""
        ends = [row.last_day for row in self._rows.get(employee, ())]
        last = max((end for end in ends if end is not None), default=None)
        return last if last is not None and None not in ends and last < when else None

    def __contains__(self, employee: str) -> bool:
        """Whether the staff list has the person, on whatever days."""
        return employee in self._rows
